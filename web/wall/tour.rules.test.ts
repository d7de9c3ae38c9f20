import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SceneView } from '../../server/streams/scenes.schema.ts';
import {
  AHEAD_MS,
  aheadOf,
  beginTour,
  differsFrom,
  leftBehind,
  leftMs,
  setOfScene,
  setOnDisplay,
  setsOf,
  tourAt,
  tourFollowed,
  tourPaused,
  tourResumed,
  tourStepped,
} from './tour.rules.ts';

const scene = (sceneId: string, cameras: SceneView['cameras']): SceneView => ({
  ...{ sceneId, name: sceneId, tiles: 4, shared: false, own: true, mayChange: true, keptBy: '김관제' },
  ...{ keptAt: '2026-11-22T04:12:31+09:00', cameras },
});

test('a step stays its time and then gives way to the next, round and round', () => {
  let place = beginTour(0);
  expect(tourAt(place, 3, 10, 9_999)).toEqual(place);
  place = tourAt(place, 3, 10, 10_000);
  expect(place.step).toBe(1);
  place = tourAt(tourAt(place, 3, 10, 20_000), 3, 10, 30_000);
  expect(place.step).toBe(0);
});

test('after a sleep it goes on by one step, so that nobody watches what was never shown', () => {
  expect(tourAt(beginTour(0), 5, 10, 3_600_000)).toEqual({ step: 1, sinceMs: 3_600_000, pausedMs: null });
});

test('a pause takes no time from the step', () => {
  const paused = tourPaused(beginTour(0), 4_000);
  expect(leftMs(paused, 10, 60_000)).toBe(6_000);
  expect(tourAt(paused, 3, 10, 60_000).step).toBe(0);
  const going = tourResumed(paused, 60_000);
  expect(leftMs(going, 10, 60_000)).toBe(6_000);
});

test('the next set is opened two seconds before it is shown, and never while paused or where there is no other', () => {
  const place = beginTour(0);
  expect(aheadOf(place, 3, 10, 10_000 - AHEAD_MS - 1)).toBeNull();
  expect(aheadOf(place, 3, 10, 10_000 - AHEAD_MS)).toBe(1);
  expect(aheadOf(place, 1, 10, 9_999)).toBeNull();
  expect(aheadOf(tourPaused(place, 9_000), 3, 10, 9_999)).toBeNull();
});

test('whatever is pressed, the step is one of them and its time left is within its dwell', () => {
  const press = fc.record({
    kind: fc.constantFrom('wait', 'next', 'back', 'pause', 'resume'),
    ms: fc.nat({ max: 40_000 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 5, max: 120 }),
      fc.array(press),
      (steps, dwellS, presses) => {
        let [now, place] = [0, beginTour(0)];
        for (const { kind, ms } of presses) {
          now += ms;
          place = tourAt(place, steps, dwellS, now);
          if (kind === 'next' || kind === 'back')
            place = tourStepped(place, steps, kind === 'next' ? 1 : -1, now);
          if (kind === 'pause') place = tourPaused(place, now);
          if (kind === 'resume') place = tourResumed(place, now);
          expect(place.step).toBeGreaterThanOrEqual(0);
          expect(place.step).toBeLessThan(steps);
          expect(leftMs(place, dwellS, now)).toBeLessThanOrEqual(dwellS * 1000);
        }
      },
    ),
  );
});

test('a scene stands on its tiles, what left the register by what it was called', () => {
  const set = setOfScene(
    scene('a', [
      { tile: 1, cameraId: 7, called: 'GN-7' },
      { tile: 3, cameraId: null, called: 'GN-8' },
    ]),
  );
  expect(set.cells).toEqual([7, null, { gone: 'GN-8' }]);
});

test('steps that show nothing to this person are passed over', () => {
  const scenes = [scene('a', [{ tile: 1, cameraId: 7, called: 'GN-7' }]), scene('b', [])];
  const sequence = {
    ...{ sequenceId: 's', name: '야간', dwellS: 10, shared: false, own: true, mayChange: true },
    ...{ keptBy: '김관제', keptAt: '2026-11-22T04:12:31+09:00' },
    steps: [{ sceneId: 'b' }, { sceneId: 'a' }, { sceneId: 'gone' }, { cameraId: 9 }],
  };
  expect(setsOf(sequence, scenes).map(({ cells }) => cells)).toEqual([[7], [9]]);
});

test('an opened scene is marked as changed once a tile or the layout differs, and no more once it is put back', () => {
  const opened = scene('새벽', [
    { tile: 1, cameraId: 7, called: '가' },
    { tile: 3, cameraId: null, called: '나' },
  ]);
  expect(differsFrom(opened, 4, [7])).toBe(false);
  expect(differsFrom(opened, 4, [7, null, { gone: '나' }])).toBe(false);
  expect(differsFrom(opened, 9, [7])).toBe(true);
  expect(differsFrom(opened, 4, [7, 8])).toBe(true);
  expect(differsFrom(opened, 4, [null, 7])).toBe(true);
  expect(differsFrom(opened, 4, [])).toBe(true);
});

const step = (sceneId: string) => ({ name: sceneId, sceneId, size: 1 as const, cells: [1] });

test('a scene that is removed leaves a running sequence: the step on the screen goes on, or gives way to the next at once', () => {
  const before = ['a', 'b', 'c'].map(step);
  const place = { step: 1, sinceMs: 500, pausedMs: null };
  expect(tourFollowed(place, before, ['b', 'c'].map(step), 9_000)).toEqual({ ...place, step: 0 });
  expect(tourFollowed(place, before, ['a', 'c'].map(step), 9_000)).toEqual({
    ...{ step: 1, sinceMs: 9_000, pausedMs: null },
  });
  expect(tourFollowed({ ...place, step: 2 }, before, ['a', 'b'].map(step), 9_000).step).toBe(0);
  expect(leftBehind(before, ['a', 'c'].map(step)).map(({ name }) => name)).toEqual(['b']);
  expect(leftBehind(['a', 'b', 'a'].map(step), ['b'].map(step))).toHaveLength(1);
});

test('whatever becomes of a running sequence, its step is one of those that are left, and one that stays is not begun anew', () => {
  const names = fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(names, names, fc.nat(), fc.boolean(), (from, to, at, paused) => {
      const [before, after] = [from.map(step), to.map(step)];
      const place = { step: at % before.length, sinceMs: 10, pausedMs: paused ? 20 : null };
      const next = tourFollowed(place, before, after, 99);
      const now = after[next.step];
      expect(now).toBeDefined();
      expect(next.pausedMs === null).toBe(!paused);
      const stays = to.includes(before[place.step]!.name);
      if (stays) expect(now!.name).toBe(before[place.step]!.name);
      expect(next.sinceMs).toBe(stays ? 10 : 99);
    }),
  );
});

test('Art. 30(1): a camera outside the right of a display keeps its tile, which says so', () => {
  const cameras = [
    { tile: 1, cameraId: 5, called: 'GN-5', barred: false },
    { tile: 3, cameraId: null, called: 'GN-6', barred: true },
    { tile: 4, cameraId: null, called: 'GN-7', barred: false },
  ];
  expect(setOnDisplay({ name: '야간', sceneId: 's', tiles: 4, cameras })).toEqual({
    ...{ name: '야간', sceneId: 's', size: 4 },
    cells: [5, null, { barred: 'GN-6' }, { gone: 'GN-7' }],
  });
});
