import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeHeights, encodeHeights } from './terrain-bytes.rules.ts';
import { HeightGrid, NO_HEIGHT } from './terrain.rules.ts';

const aGrid = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([columns, rows]) =>
    fc.record({
      shape: fc.record({
        ...{ west: fc.double({ noNaN: true }), south: fc.double({ noNaN: true }) },
        ...{ stepM: fc.double({ min: 1, max: 100 }), columns: fc.constant(columns), rows: fc.constant(rows) },
      }),
      heights: fc.array(fc.oneof(fc.integer({ min: -32_767, max: 32_767 }), fc.constant(NO_HEIGHT)), {
        ...{ minLength: columns * rows, maxLength: columns * rows },
      }),
    }),
  )
  .map(({ shape, heights }) => new HeightGrid(shape, Int16Array.from(heights)));

it('heights come back from their bytes as they were', () => {
  fc.assert(
    fc.property(aGrid, (grid) => {
      const read = decodeHeights(encodeHeights(grid))!;
      expect(read.shape).toEqual(grid.shape);
      expect([...read.decimetres]).toEqual([...grid.decimetres]);
    }),
  );
});

it('a city without heights says so, and other bytes are refused', () => {
  expect(decodeHeights(encodeHeights(null))).toBeNull();
  expect(() => decodeHeights(new Uint8Array(40))).toThrow(RangeError);
  const grid = new HeightGrid({ west: 0, south: 0, stepM: 5, columns: 2, rows: 2 }, new Int16Array(4));
  expect(() => decodeHeights(encodeHeights(grid).slice(0, -1))).toThrow(RangeError);
});
