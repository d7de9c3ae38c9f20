import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessUnit } from './h264-depacketize.rules.ts';
import { StillPicture } from './still-picture.ts';

const unit = (key: boolean, slice: readonly number[], sei: readonly number[] = []): AccessUnit => ({
  ...{ rtpTimestamp: 0, key, between: false, sps: null, pps: null },
  nals: [
    { type: 6, parts: [Buffer.from(sei)], bytes: sei.length },
    { type: key ? 5 : 1, parts: [Buffer.from(slice)], bytes: slice.length },
  ],
});
const SCENE = Array.from({ length: 100 }, (_, i) => i);
const told = (units: readonly { at: number; unit: AccessUnit }[]): [number, boolean][] => {
  const picture = new StillPicture();
  return units.flatMap(({ at, unit: each }) => {
    const frozen = picture.next(each, at);
    return frozen === null ? [] : [[at, frozen] as [number, boolean]];
  });
};

test('one frame sent again and again is frozen after ten seconds, whatever its SEI says, and told once', () => {
  const units = Array.from({ length: 20 }, (_, i) => ({ at: i * 1000, unit: unit(true, SCENE, [i]) }));
  expect(told(units)).toEqual([[10_000, true]]);
});

test('a quiet street is not frozen: one byte of noise is enough, or a picture that moves between equal key frames', () => {
  const noisy = Array.from({ length: 60 }, (_, i) => ({ at: i * 1000, unit: unit(true, [...SCENE, i % 2]) }));
  expect(told(noisy)).toEqual([]);
  const moving = Array.from({ length: 60 }, (_, i) => [
    { at: i * 1000, unit: unit(true, SCENE) },
    { at: i * 1000 + 500, unit: unit(false, SCENE.slice(0, 20)) },
  ]).flat();
  expect(told(moving)).toEqual([]);
});

test('it moves again as soon as one key frame differs', () => {
  const units = Array.from({ length: 15 }, (_, i) => ({ at: i * 1000, unit: unit(true, SCENE) }));
  expect(told([...units, { at: 15_000, unit: unit(true, [...SCENE].reverse()) }])).toEqual([
    [10_000, true],
    [15_000, false],
  ]);
});

test('never frozen within ten seconds of a change, over any stream', () => {
  const frame = fc.record({ key: fc.boolean(), scene: fc.integer({ min: 0, max: 2 }), after: fc.nat(4000) });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 80 }), (frames) => {
      const picture = new StillPicture();
      let [at, last, changedAt] = [0, -1, 0];
      for (const { key, scene, after } of frames) {
        at += after;
        if (key && scene !== last) [last, changedAt] = [scene, at];
        if (picture.next(unit(key, key ? [...SCENE, scene] : [1]), at) === true)
          expect(at - changedAt).toBeGreaterThanOrEqual(10_000);
      }
    }),
  );
});
