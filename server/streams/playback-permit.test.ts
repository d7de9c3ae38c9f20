import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCovers, permitCovers, type PastAsk, type PlaybackPermit } from './playback-permit.rules.ts';

const permit: PlaybackPermit = {
  ...{ cameraId: 7, personId: 3, withdrawnAtMs: null },
  interval: { fromMs: 1000, toMs: 2000 },
  inForce: { fromMs: 5000, toMs: 9000 },
};
const asked: PastAsk = { cameraId: 7, personId: 3, interval: { fromMs: 1000, toMs: 2000 }, atMs: 5000 };

/** Few and near values, so that borders meet often. */
const ms = fc.integer({ min: 0, max: 6 });
const interval = fc.record({ fromMs: ms, toMs: ms });
const id = fc.constantFrom(1, 1, 1, 2);
const permits = fc.record({
  ...{ cameraId: id, personId: id, interval, inForce: interval },
  withdrawnAtMs: fc.option(ms),
});
const asks = fc.record({ cameraId: id, personId: id, interval, atMs: ms });

test('Art. 30(2): a permit covers its camera, interval and person while it is in force, borders and all', () => {
  expect(permitCovers(permit, asked)).toBe(true);
  const no: readonly Partial<PastAsk>[] = [
    { cameraId: 8 },
    { personId: 4 },
    { interval: { fromMs: 999, toMs: 2000 } },
    { interval: { fromMs: 1000, toMs: 2001 } },
    { interval: { fromMs: 2000, toMs: 2000 } },
    { interval: { fromMs: 2000, toMs: 1000 } },
    { interval: { fromMs: NaN, toMs: 2000 } },
    { interval: { fromMs: 1000, toMs: Infinity } },
    { atMs: 4999 },
    { atMs: 9000 },
    { atMs: NaN },
  ];
  for (const over of no)
    expect(permitCovers(permit, { ...asked, ...over }), JSON.stringify(over)).toBe(false);
  expect(permitCovers(permit, { ...asked, atMs: 8999 })).toBe(true);
  expect(permitCovers({ ...permit, withdrawnAtMs: 5001 }, asked)).toBe(true);
  expect(permitCovers({ ...permit, withdrawnAtMs: 5000 }, asked)).toBe(false);
});

test('Art. 30(2): it is what each millisecond says by itself, whatever permit and ask', () => {
  fc.assert(
    fc.property(permits, asks, (each, ask) => {
      const within = ({ fromMs, toMs }: { fromMs: number; toMs: number }, at: number): boolean =>
        fromMs <= at && at < toMs;
      const moments: number[] = [];
      for (let at = ask.interval.fromMs; at < ask.interval.toMs; at++) moments.push(at);
      const whole = moments.length > 0 && moments.every((at) => within(each.interval, at));
      const now =
        within(each.inForce, ask.atMs) && (each.withdrawnAtMs === null || ask.atMs < each.withdrawnAtMs);
      const own = each.cameraId === ask.cameraId && each.personId === ask.personId;
      expect(permitCovers(each, ask)).toBe(whole && now && own);
    }),
    { numRuns: 3000 },
  );
});

test('Art. 30(2): what is covered stays covered in each of its parts, and never after it was withdrawn', () => {
  const wide = fc.record({ before: ms, after: ms, early: ms, left: fc.integer({ min: 1, max: 6 }) });
  const lasting = fc.record({ fromMs: ms, forMs: fc.integer({ min: 1, max: 6 }), atMs: ms });
  fc.assert(
    fc.property(
      lasting,
      wide,
      ms,
      ms,
      ({ fromMs, forMs, atMs }, { before, after, early, left }, from, to) => {
        const ask: PastAsk = { ...asked, interval: { fromMs, toMs: fromMs + forMs }, atMs };
        const each: PlaybackPermit = {
          ...permit,
          interval: { fromMs: fromMs - before, toMs: fromMs + forMs + after },
          inForce: { fromMs: atMs - early, toMs: atMs + left },
        };
        expect(permitCovers(each, ask)).toBe(true);
        const part = { fromMs: fromMs + from / 7, toMs: fromMs + forMs - to / 7 };
        expect(permitCovers(each, { ...ask, interval: part })).toBe(part.fromMs < part.toMs);
        for (let later = 0; later < 8; later++)
          expect(permitCovers({ ...each, withdrawnAtMs: atMs }, { ...ask, atMs: atMs + later })).toBe(false);
      },
    ),
  );
});

test('Art. 30(2): two permits that meet make no third, and none makes nothing', () => {
  const halves = [
    { ...permit, interval: { fromMs: 1000, toMs: 1500 } },
    { ...permit, interval: { fromMs: 1500, toMs: 2000 } },
  ];
  expect(anyCovers(halves, asked)).toBe(false);
  expect(anyCovers([...halves, permit], asked)).toBe(true);
  expect(anyCovers([], asked)).toBe(false);
});
