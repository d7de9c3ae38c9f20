import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dueDayOf,
  lastDayOf,
  quarterBefore,
  quarterOf,
  quartersOnRecord,
  reviewState,
} from './access-review.rules.ts';
import { isOutsider, rightFault, rightState } from './rights.rules.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

const days = fc.integer({ min: 0, max: 20_000 }).map((n) => dayAfter('2020-01-01', n));
const staff = { today: '2026-11-22', outsider: false, mostDays: 366, lastDay: null };
const outsider = { ...staff, outsider: true };

test('Art. 30(1): a right may be open-ended for staff, never for a liaison or a contractor (Art. 12, 18(5))', () => {
  expect(rightFault({ fromDay: null, untilDay: null }, staff)).toBe(null);
  expect(rightFault({ fromDay: null, untilDay: null }, outsider)).toBe('end-missing');
  expect(rightFault({ fromDay: null, untilDay: '2027-11-23' }, outsider)).toBe(null);
  expect(rightFault({ fromDay: null, untilDay: '2027-11-24' }, outsider)).toBe('end-late');
  expect(rightFault({ fromDay: null, untilDay: '2027-01-01' }, { ...outsider, lastDay: '2026-12-31' })).toBe(
    'end-late',
  );
  expect(isOutsider({ role: 'liaison', contractorId: null })).toBe(true);
  expect(isOutsider({ role: 'operator', contractorId: 3 })).toBe(true);
  expect(isOutsider({ role: 'operator', contractorId: null })).toBe(false);
});

test('no right that is taken begins before today, ends before it begins or outlasts the limit', () => {
  fc.assert(
    fc.property(days, days, days, fc.integer({ min: 1, max: 366 }), (today, from, until, mostDays) => {
      const fault = rightFault(
        { fromDay: from, untilDay: until },
        { today, outsider: true, mostDays, lastDay: null },
      );
      const sound = today <= from && from <= until && until <= dayAfter(from, mostDays);
      expect(fault === null).toBe(sound);
    }),
  );
});

test('a right stands in exactly one state', () => {
  const at = (iso: string) => new Date(iso);
  const right = { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z', revokedAt: null };
  expect(rightState(right, at('2025-12-31T23:59:59Z'))).toBe('coming');
  expect(rightState(right, at('2026-01-01T00:00:00Z'))).toBe('in-force');
  expect(rightState(right, at('2026-02-01T00:00:00Z'))).toBe('over');
  expect(rightState({ ...right, revokedAt: '2026-01-10T00:00:00Z' }, at('2026-02-01T00:00:00Z'))).toBe(
    'revoked',
  );
});

test('quarters end in March, June, September and December, and follow one another', () => {
  expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
    '2026-Q1',
    '2026-Q1',
    '2026-Q2',
    '2026-Q4',
  ]);
  expect(['2024-Q1', '2026-Q2', '2026-Q3', '2026-Q4'].map(lastDayOf)).toEqual([
    '2024-03-31',
    '2026-06-30',
    '2026-09-30',
    '2026-12-31',
  ]);
  fc.assert(
    fc.property(days, (day) => {
      const quarter = quarterOf(day);
      expect(day <= lastDayOf(quarter)).toBe(true);
      expect(day > lastDayOf(quarterBefore(quarter))).toBe(true);
    }),
  );
});

test('Art. 30(1): a review is open in its quarter, then due, overdue, and missed when the next has run out', () => {
  const on = (today: string, signed = false) => reviewState('2026-Q3', { today, reviewDays: 15, signed });
  expect(dueDayOf('2026-Q3', 15)).toBe('2026-10-15');
  expect(
    ['2026-09-30', '2026-10-15', '2026-10-16', '2026-12-31', '2027-01-01'].map((day) => on(day)),
  ).toEqual(['open', 'due', 'overdue', 'overdue', 'missed']);
  expect(on('2027-01-01', true)).toBe('signed');
  expect(quartersOnRecord('2026-05-01', '2026-11-22')).toEqual(['2026-Q4', '2026-Q3', '2026-Q2']);
  expect(quartersOnRecord('2001-05-01', '2026-11-22')).toHaveLength(13);
});
