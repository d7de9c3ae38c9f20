import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEVICE_STATES } from '../../server/cameras/snapshot.rules.ts';
import type { Seeing } from '../../server/coverage/sight.rules.ts';
import { seeingHere } from './seeing-here.rules.ts';

const facts = fc.record({
  state: fc.constantFrom(...DEVICE_STATES),
  watched: fc.boolean(),
  owner: fc.constantFrom('강릉시', '경찰서'),
});
const found = fc
  .array(fc.record({ sure: fc.boolean(), now: fc.boolean(), facts: fc.option(facts) }), { maxLength: 12 })
  .map((each) => each.map((one, at) => ({ ...one, cameraId: at + 1 })));

test('Art. 15(2): one without a picture, or not heard of, is never said to be seeing now', () => {
  fc.assert(
    fc.property(found, (cameras) => {
      const seeing = cameras.map(({ cameraId, sure, now }): Seeing => ({
        cameraId,
        distanceM: cameraId,
        sure,
        now,
        which: 'live',
        pixelsPerM: null,
      }));
      const factsOf = (cameraId: number) => cameras[cameraId - 1]!.facts;
      const answer = seeingHere(seeing, factsOf);
      for (const each of answer) {
        const { now, facts: told } = cameras[each.cameraId - 1]!;
        expect(each.seenNow).toBe(now && told!.state !== 'fault' && told!.state !== 'unknown');
        expect([each.watched, each.owner]).toEqual([told!.watched, told!.owner]);
      }
      expect(answer).toHaveLength(cameras.filter((each) => each.facts !== null).length);
      const ranks = answer.map(({ seenNow, sure }) => 2 * Number(seenNow) + Number(sure));
      expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    }),
  );
});
