import type { Box } from '../../server/coverage/cells.rules.ts';
import type { NeedLattice } from '../../server/coverage/gaps.rules.ts';
import { placeOf, planeOf } from '../../server/coverage/plane.rules.ts';
import type { StandardCells } from '../../server/coverage/standard-model.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { HalftoneLattice } from '../map/halftone-layer.ts';

/** Pixels from one dot to the next, about. */
const DOT_PX = 20;
const FINEST_M = 5;

/** Metres between two dots where a pixel is so many: one of a few lengths, so that dots stay where they are. */
export const spacingM = (metresPerPx: number): number =>
  FINEST_M * 2 ** Math.max(0, Math.round(Math.log2((DOT_PX * metresPerPx) / FINEST_M)));

/** The piece of the plane that holds a window of the map, with some of what lies around it. */
export function boxAround(
  [west, south, east, north]: readonly [number, number, number, number],
  margin = 0.15,
): Box {
  const corners = [
    [west, south],
    [east, south],
    [west, north],
    [east, north],
  ].map(([lon, lat]) => planeOf([lon!, lat!]));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const [lowest, highest] = [Math.min(...ys), Math.max(...ys)];
  const [wide, high] = [(most - least) * margin, (highest - lowest) * margin];
  return { west: least - wide, south: lowest - high, east: most + wide, north: highest + high };
}

/** Whether one box lies in another. */
export const holds = (outer: Box, inner: Box): boolean =>
  outer.west <= inner.west &&
  outer.south <= inner.south &&
  outer.east >= inner.east &&
  outer.north >= inner.north;

/** A box in strips of so many rows of a lattice, each of which has exactly these rows. */
export function* stripsOf(box: Box, stepM: number, rows: number): Generator<Box> {
  const last = Math.ceil(box.north / stepM);
  for (let row = Math.floor(box.south / stepM); row < last; row += rows)
    yield {
      ...box,
      south: (row + 0.25) * stepM,
      north: (Math.min(row + rows, last) - 0.25) * stepM,
    };
}

/** Ground that nobody weighed is no great need. */
const BARE_GROUND = 0.12;

/** A part as the size of a mark, whose area is what the eye compares. */
const sizeOf = (part: number): number => Math.round(255 * Math.sqrt(Math.min(Math.max(part, 0), 1)));

/** The strips of a lattice of gaps as dots: the dot is what no camera surely sees, its core what none even possibly sees. */
export function gapDots(strips: readonly NeedLattice[], weighed: boolean): HalftoneLattice | null {
  const [first] = strips;
  if (first === undefined || first.columns === 0) return null;
  const { east, north, spacingM: stepM, columns } = first;
  const full = weighed ? 1 : BARE_GROUND;
  const texels = strips.flatMap(({ need, unseen }) =>
    Array.from(need, (part, i) => [sizeOf(full * part), sizeOf(full * unseen[i]!), 0, 0]),
  );
  const rows = texels.length / columns;
  return {
    corners: cornersOf(east - stepM / 2, north - stepM / 2, columns * stepM, rows * stepM),
    ...{ columns, rows, texels: Uint8Array.from(texels.flat()) },
  };
}

/**
 * How far 표준분석모델 is from the truth, a square for each of its cells: filled where it calls more seen than surely is
 * (its core: more than possibly is), a frame where more is surely seen than it knows of.
 */
export function standardSquares(strips: readonly StandardCells[], cellM: number): HalftoneLattice | null {
  const [first] = strips;
  if (first === undefined || first.columns === 0) return null;
  const { east, north, columns } = first;
  const texels = strips.flatMap(({ model, sure, possible }) =>
    Array.from(model, (part, i) => {
      const over = part - sure[i]!;
      return over >= 0 ? [sizeOf(over), sizeOf(part - possible[i]!), 0, 0] : [sizeOf(-over), 0, 255, 0];
    }),
  );
  const rows = texels.length / columns;
  return {
    corners: cornersOf(east, north, columns * cellM, rows * cellM),
    ...{ columns, rows, texels: Uint8Array.from(texels.flat()) },
  };
}

function cornersOf(west: number, south: number, wideM: number, highM: number): HalftoneLattice['corners'] {
  const at = (x: number, y: number): LonLat => placeOf(west + x * wideM, south + y * highM);
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
}
