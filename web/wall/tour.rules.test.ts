import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SceneView } from '../../server/streams/scenes.schema.ts';
import {
  AHEAD_MS,
  aheadOf,
  beginTour,
  differsFrom,
  leftMs,
  setOfScene,
  setsOf,
  tourAt,
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
