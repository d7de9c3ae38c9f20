import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WAY, waysWithoutPursuit, type OpenedPicture } from './way-hints.rules.ts';

const EAST_100M = 100 / (111_320 * Math.cos((37.75 * Math.PI) / 180));
const MINUTE_MS = 60_000;
/** A picture of the camera that many hundred metres to the east. */
const opened = (place: number, minute: number, over: Partial<OpenedPicture> = {}): OpenedPicture => ({
  ...{ accountId: 1, personName: '김관제', cameraId: 100 + place, atMs: minute * MINUTE_MS },
  ...{ lon: 128.9 + place * EAST_100M, lat: 37.75 },
  ...over,
});
const idsOf = (pictures: readonly OpenedPicture[]): (readonly number[])[] =>
  waysWithoutPursuit(pictures).map(({ cameraIds }) => cameraIds);

test('Art. 27: four cameras one after another along one way within ten minutes are a hint to look', () => {
  const way = [0, 1, 2, 3].map((place) => opened(place, place));
  expect(idsOf(way)).toEqual([[100, 101, 102, 103]]);
  expect(waysWithoutPursuit(way)[0]).toMatchObject({ accountId: 1, fromMs: 0, toMs: 3 * MINUTE_MS });
  // Two of one pole, and one that was opened again, change nothing.
  expect(idsOf([...way, opened(3, 3.5, { cameraId: 999 }), opened(3, 3.7)])).toHaveLength(1);
});

test('fewer, slower, farther, to and fro, or of several people are none', () => {
  expect(idsOf([0, 1, 2].map((place) => opened(place, place)))).toEqual([]);
  expect(idsOf([0, 1, 2, 3].map((place) => opened(place, place * 3.4)))).toEqual([]);
  expect(idsOf([0, 6, 12, 18].map((place, at) => opened(place, at)))).toEqual([]);
  expect(idsOf([0, 1, 0, 1, 0, 1].map((place, at) => opened(place, at)))).toEqual([]);
  expect(idsOf([0, 1, 2, 3].map((place) => opened(place, place, { accountId: place })))).toEqual([]);
});

test('a way begins wherever it begins, whatever was watched before it', () => {
  const before = [opened(40, 0), opened(3, 1), opened(0, 2)];
  const way = [1, 2, 3].map((place, at) => opened(place, 3 + at));
  expect(idsOf([...before, ...way])).toEqual([[100, 101, 102, 103]]);
});

test('every hint is of one person, of enough cameras, within the minutes, in the order in which they were opened', () => {
  const picture = fc
    .record({
      ...{ accountId: fc.integer({ min: 1, max: 2 }), place: fc.integer({ min: 0, max: 9 }) },
      second: fc.integer({ min: 0, max: 3600 }),
    })
    .map(({ accountId, place, second }) => opened(place, second / 60, { accountId }));
  fc.assert(
    fc.property(fc.uniqueArray(picture, { maxLength: 60, selector: ({ atMs }) => atMs }), (pictures) => {
      for (const { accountId, fromMs, toMs, cameraIds } of waysWithoutPursuit(pictures)) {
        expect(cameraIds.length).toBeGreaterThanOrEqual(WAY.cameras);
        expect(toMs - fromMs).toBeLessThanOrEqual(WAY.withinMs);
        const own = pictures.filter((each) => each.accountId === accountId);
        for (const cameraId of cameraIds)
          expect(
            own.some((each) => each.cameraId === cameraId && each.atMs >= fromMs && each.atMs <= toMs),
          ).toBe(true);
      }
      expect(waysWithoutPursuit(pictures.toReversed())).toEqual(waysWithoutPursuit(pictures));
    }),
  );
});
