import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stopwatch } from './viewing-end.rules.ts';

test('Art. 30(3): the seconds of a viewing are those in which a picture moved, however often it broke off', () => {
  const spans = fc.array(fc.record({ moving: fc.boolean(), ms: fc.nat(100_000) }), { maxLength: 30 });
  fc.assert(
    fc.property(spans, fc.integer(), (all, startMs) => {
      const watch = new Stopwatch();
      let nowMs = startMs;
      for (const { moving, ms } of all) {
        watch.run(moving, nowMs);
        nowMs += ms;
      }
      const sumMs = all.reduce((sum, { moving, ms }) => sum + (moving ? ms : 0), 0);
      expect(watch.seconds(nowMs)).toBeCloseTo(Math.round(sumMs / 100) / 10, 5);
    }),
  );
});
