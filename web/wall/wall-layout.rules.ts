import { WALL_SIZES, type WallSize } from '../../server/streams/scenes.schema.ts';

/**
 * What stands on a tile: a camera; one that has left the register, or that the right of this display does not cover, under what it
 * is called; or nothing.
 */
export type Cell = number | { readonly gone: string } | { readonly barred: string } | null;

/** The tiles in order; those beyond the last filled one need not be there. */
export type Cells = readonly Cell[];

/** A part of the wall, in parts of its width and height. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const sideOf = (size: WallSize): number => Math.sqrt(size);

/** Rows and columns around one large tile: enough small places right of it and under it for all the others. */
const AROUND: Readonly<Record<9 | 16, number>> = { 9: 5, 16: 8 };
/** Of four, the large one takes all but a column of the other three. */
const BESIDE_THREE = 0.76;

/** Where each tile stands; with `large` that one takes the upper left and the others stand around it, in their order. */
export function rectsOf(size: WallSize, large: number | null): Rect[] {
  if (large === null || size === 1) {
    const n = sideOf(size);
    return Array.from({ length: size }, (_, at) => ({
      x: (at % n) / n,
      y: Math.floor(at / n) / n,
      w: 1 / n,
      h: 1 / n,
    }));
  }
  const { big, small } = size === 4 ? besideThree() : around(AROUND[size]);
  return Array.from({ length: size }, (_, at) => (at === large ? big : small[at < large ? at : at - 1]!));
}

function besideThree(): { big: Rect; small: Rect[] } {
  const w = 1 - BESIDE_THREE;
  return {
    big: { x: 0, y: 0, w: BESIDE_THREE, h: 1 },
    small: [0, 1, 2].map((row) => ({ x: BESIDE_THREE, y: row / 3, w, h: 1 / 3 })),
  };
}

function around(k: number): { big: Rect; small: Rect[] } {
  const small: Rect[] = [
    ...Array.from({ length: k }, (_, row) => ({ x: (k - 1) / k, y: row / k, w: 1 / k, h: 1 / k })),
    ...Array.from({ length: k - 1 }, (_, column) => ({ x: column / k, y: (k - 1) / k, w: 1 / k, h: 1 / k })),
  ];
  return { big: { x: 0, y: 0, w: (k - 1) / k, h: (k - 1) / k }, small };
}

/** The tiles that one screen shows, as many as the wall has. */
export const pageOf = (cells: Cells, size: WallSize, page: number): Cell[] =>
  Array.from({ length: size }, (_, at) => cells[page * size + at] ?? null);

/** How many screens the tiles fill, one at least. */
export function pagesOf(cells: Cells, size: WallSize): number {
  const last = cells.findLastIndex((cell) => cell !== null);
  return Math.max(1, Math.ceil((last + 1) / size));
}

export interface Placed {
  readonly cells: Cells;
  /** The tile it stands on, counted over all screens. */
  readonly at: number;
}

/**
 * Puts a camera on the wall: where it stands already, else on the chosen tile where that is free, else on the next free one of the
 * screen, else in the chosen one's place.
 */
export function placed(
  cells: Cells,
  size: WallSize,
  { page, chosen }: { readonly page: number; readonly chosen: number },
  cameraId: number,
): Placed {
  const there = cells.indexOf(cameraId);
  if (there >= 0) return { cells, at: there };
  const screen = pageOf(cells, size, page);
  const free = screen[chosen] === null ? chosen : screen.indexOf(null);
  return putAt(cells, page * size + (free < 0 ? chosen : free), cameraId);
}

/** The next free tile after one, round the screen; null where none is free. */
export function freeAfter(screen: Cells, tile: number): number | null {
  const round = screen.map((_, at) => (tile + 1 + at) % screen.length);
  return round.find((at) => screen[at] === null) ?? null;
}

/** Puts a camera on this very tile; where it stood elsewhere, the two change places. */
export function putAt(cells: Cells, at: number, cameraId: number): Placed {
  const there = cells.indexOf(cameraId);
  if (there >= 0) return { cells: swapped(cells, there, at), at };
  return { cells: withCell(cells, at, cameraId), at };
}

export function swapped(cells: Cells, one: number, other: number): Cells {
  const [first, second] = [cells[one] ?? null, cells[other] ?? null];
  return withCell(withCell(cells, one, second), other, first);
}

/** The tiles with another thing on one of them, free ones at the end cut off. */
export function withCell(cells: Cells, at: number, cell: Cell): Cells {
  const next: Cell[] = Array.from(
    { length: Math.max(cells.length, at + 1) },
    (_, each) => cells[each] ?? null,
  );
  next[at] = cell;
  return next.slice(0, next.findLastIndex((each) => each !== null) + 1);
}

/** A smaller or a larger wall; the same one at either end. */
export function sizeBeside(size: WallSize, by: 1 | -1): WallSize {
  return WALL_SIZES[WALL_SIZES.indexOf(size) + by] ?? size;
}

/** The smallest wall that shows so many. */
export const sizeFor = (count: number): WallSize => WALL_SIZES.find((size) => size >= count) ?? 16;

const MOST_CELLS = 64;

/** The wall in an address: `9:12.0.34`, zero for a free tile. */
export const writeWall = (size: WallSize, cells: Cells): string =>
  [size, cells.map((cell) => (typeof cell === 'number' ? cell : 0)).join('.')].join(':');

/** Reads what `writeWall` wrote; null where it is anything else. */
export function readWall(text: string | null): { size: WallSize; cells: Cells } | null {
  const match = /^(\d{1,2}):([\d.]*)$/.exec(text ?? '');
  const size = WALL_SIZES.find((each) => String(each) === match?.[1]);
  if (match === null || size === undefined) return null;
  const numbers = (match[2] === '' ? [] : match[2]!.split('.')).map(Number);
  if (numbers.length > MOST_CELLS || numbers.some((each) => !Number.isInteger(each) || each > 0x7fffffff))
    return null;
  const cells = numbers.map((each, at) => (each === 0 || numbers.indexOf(each) < at ? null : each));
  return { size, cells: cells.slice(0, cells.findLastIndex((each) => each !== null) + 1) };
}
