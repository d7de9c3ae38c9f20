import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overtakenByAlarm } from './verdict.rules.ts';

const at = '2026-11-30T04:00:00.000Z';
const before = { since: '2026-11-30T03:59:59.999Z' };
const after = { since: '2026-11-30T04:00:00.001Z' };

test('Art. 30(3): a good verdict never outlives the alarm that came after it', () => {
  expect(overtakenByAlarm({ holds: true, at }, [])).toBe(false);
  expect(overtakenByAlarm({ holds: true, at }, [before])).toBe(false);
  expect(overtakenByAlarm({ holds: true, at }, [before, after])).toBe(true);
  expect(overtakenByAlarm({ holds: true, at }, [{ since: at }])).toBe(true);
});

test('a bad verdict stands whatever came after it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(before, after)), (faults) => {
      expect(overtakenByAlarm({ holds: false, at }, faults)).toBe(false);
    }),
  );
});
