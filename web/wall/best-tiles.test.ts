import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestTiles } from './best-tiles.rules.ts';

const cameras = fc
  .array(fc.constantFrom('none', 'other', 'unasked', null), { maxLength: 40 })
  .map((bars) => bars.map((bar, at) => ({ cameraId: at + 1, bar })));

test('only what may be watched is opened, best first, on the smallest wall that holds it (Art. 30(1))', () => {
  fc.assert(
    fc.property(cameras, (given) => {
      const { size, cameraIds } = bestTiles(given);
      const may = given.filter(({ bar }) => bar === null).map(({ cameraId }) => cameraId);
      expect(cameraIds).toEqual(may.slice(0, 16));
      expect(size).toBeGreaterThanOrEqual(cameraIds.length);
      const smaller = [1, 4, 9].filter((each) => each < size);
      expect(smaller.every((each) => each < cameraIds.length)).toBe(true);
    }),
  );
});

test('every camera is opened or counted among those that are not', () => {
  fc.assert(
    fc.property(cameras, (given) => {
      const { cameraIds, left } = bestTiles(given);
      const sum = Object.values(left).reduce((a, b) => a + b, cameraIds.length);
      expect(sum).toBe(given.length);
    }),
  );
});
