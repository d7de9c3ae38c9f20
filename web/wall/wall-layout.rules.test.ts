import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WALL_SIZES, type WallSize } from '../../server/streams/scenes.schema.ts';
import {
  freeAfter,
  pageOf,
  pagesOf,
  placed,
  putAt,
  readWall,
  rectsOf,
  sizeBeside,
  sizeFor,
  swapped,
  writeWall,
  type Cell,
} from './wall-layout.rules.ts';

const sizes = fc.constantFrom<WallSize>(...WALL_SIZES);
const cellsOf = fc
  .array(fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }), { maxLength: 20 })
  .map((given): Cell[] => given.map((cell, at) => (cell !== null && given.indexOf(cell) < at ? null : cell)));

describe('where the tiles stand', () => {
  test('no two of them overlap and none leaves the wall, with or without a large one', () => {
    fc.assert(
      fc.property(sizes, fc.nat({ max: 16 }), (size, chosen) => {
        const rects = rectsOf(size, chosen < size ? chosen : null);
        expect(rects).toHaveLength(size);
        const near = 1e-9;
        rects.forEach(({ x, y, w, h }, at) => {
          expect(x + w).toBeLessThanOrEqual(1 + near);
          expect(y + h).toBeLessThanOrEqual(1 + near);
          for (const other of rects.slice(at + 1)) {
            const apart =
              x + w <= other.x + near ||
              other.x + other.w <= x + near ||
              y + h <= other.y + near ||
              other.y + other.h <= y + near;
            expect(apart).toBe(true);
          }
        });
      }),
    );
  });
  test('the large one is the largest', () => {
    for (const size of WALL_SIZES) {
      const rects = rectsOf(size, size - 1);
      expect(Math.max(...rects.map(({ w }) => w))).toBe(rects[size - 1]!.w);
    }
  });
});

describe('putting cameras on the wall', () => {
  test('the chosen tile where it is free, else the next free one, else in its place', () => {
    const at = { page: 0, chosen: 1 };
    expect(placed([5, null, 6], 4, at, 9)).toEqual({ cells: [5, 9, 6], at: 1 });
    expect(placed([5, 6], 4, at, 9)).toEqual({ cells: [5, 6, 9], at: 2 });
    expect(placed([5, 6, 7, 8], 4, at, 9)).toEqual({ cells: [5, 9, 7, 8], at: 1 });
    expect(placed([5, 6, 7, 8], 4, at, 7)).toEqual({ cells: [5, 6, 7, 8], at: 2 });
    expect(placed([5, 6, 7, 8, 1], 4, { page: 1, chosen: 0 }, 9)).toEqual({
      cells: [5, 6, 7, 8, 1, 9],
      at: 5,
    });
  });

  test('no camera stands on two tiles, whatever is put, dragged and swapped', () => {
    const act = fc.record({
      kind: fc.constantFrom('place', 'put', 'swap'),
      at: fc.nat({ max: 15 }),
      other: fc.nat({ max: 15 }),
      cameraId: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(sizes, cellsOf, fc.array(act, { maxLength: 12 }), (size, cells, acts) => {
        let now: readonly Cell[] = cells;
        for (const { kind, at, other, cameraId } of acts) {
          if (kind === 'swap') now = swapped(now, at, other);
          else if (kind === 'put') now = putAt(now, at, cameraId).cells;
          else {
            const put = placed(now, size, { page: 0, chosen: at % size }, cameraId);
            expect(put.cells[put.at]).toBe(cameraId);
            now = put.cells;
          }
          const standing = now.filter((cell) => cell !== null);
          expect(new Set(standing).size).toBe(standing.length);
        }
      }),
    );
  });

  test('screens hold every tile once', () => {
    fc.assert(
      fc.property(sizes, cellsOf, (size, cells) => {
        const pages = Array.from({ length: pagesOf(cells, size) }, (_, page) =>
          pageOf(cells, size, page),
        ).flat();
        expect(pages.filter((cell) => cell !== null)).toEqual(cells.filter((cell) => cell !== null));
      }),
    );
  });

  test('a wall grows and shrinks by one size and stops at either end', () => {
    expect(WALL_SIZES.map((size) => sizeBeside(size, 1))).toEqual([4, 9, 16, 16]);
    expect(WALL_SIZES.map((size) => sizeBeside(size, -1))).toEqual([1, 1, 4, 9]);
    expect([1, 2, 5, 10, 30].map(sizeFor)).toEqual([1, 4, 9, 16, 16]);
  });
});

describe('the wall in an address', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(sizes, cellsOf, (size, cells) => {
        const back = readWall(writeWall(size, cells))!;
        expect(back.size).toBe(size);
        expect(pageOf(back.cells, 16, 0)).toEqual(pageOf(cells, 16, 0));
      }),
    );
  });
  test('what is none is none, and a camera named twice stands once', () => {
    for (const none of [null, '', '5:1', '9', '9:x', '9:1..2e3', `9:${'1.'.repeat(80)}`])
      expect(readWall(none)).toBeNull();
    expect(readWall('4:7.7.0.8')!.cells).toEqual([7, null, null, 8]);
  });
});

test('after a tile is filled the next free one is chosen, from the first again where none is left behind it', () => {
  expect(freeAfter([1, 2, null, null], 1)).toBe(2);
  expect(freeAfter([null, 2, 3, 4], 2)).toBe(0);
  expect(freeAfter([1, 2, 3, 4], 2)).toBeNull();
  expect(freeAfter([1, null, { gone: 'GN-1' }, null], 1)).toBe(3);
});
