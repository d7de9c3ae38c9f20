import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOn, meansOf, monthsBetween } from './equipment.rules.ts';
import { monthsAfter } from './contracts.rules.ts';

test('Art. 12(2): equipment of unknown age is neither old nor new', () => {
  expect(ageOn(null, 84, '2026-11-25')).toBe('unknown');
  expect(ageOn('2019-11-25', 84, '2026-11-25')).toBe('over');
  expect(ageOn('2019-11-26', 84, '2026-11-25')).toBe('within');
});

test('months between two days are those one can go forward without passing the second', () => {
  const day = fc
    .integer({ min: 0, max: 8000 })
    .map((n) => new Date(Date.UTC(2010, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      const months = monthsBetween(from, to);
      expect(monthsAfter(from, months + 1) > to || Number(from.slice(8)) > 28).toBe(true);
      if (Number(from.slice(8)) <= 28) expect(monthsAfter(from, months) <= to).toBe(true);
    }),
  );
});

test('means: from beginning to beginning, and from found to repaired; too few faults say nothing', () => {
  const fault = (foundAt: string, repairedAt: string | null) => ({ foundAt, repairedAt });
  expect(meansOf([])).toEqual({ betweenHours: null, repairHours: null });
  expect(meansOf([fault('2026-01-01T00:00:00Z', null)])).toEqual({ betweenHours: null, repairHours: null });
  expect(
    meansOf([
      fault('2026-01-03T00:00:00Z', null),
      fault('2026-01-01T00:00:00Z', '2026-01-01T06:00:00Z'),
      fault('2026-01-02T12:00:00Z', '2026-01-02T14:00:00Z'),
    ]),
  ).toEqual({ betweenHours: 24, repairHours: 4 });
});
