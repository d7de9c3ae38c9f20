import { expect, test } from 'vitest';
import { lastDayOf } from './contract-days.rules.ts';

test('the last day is the one before the contract no longer holds; an end after it moves nothing', () => {
  expect(lastDayOf({ state: 'in-force', endedOn: null, validTo: '2027-01-01' })).toBe('2026-12-31');
  expect(lastDayOf({ state: 'over', endedOn: '2026-03-01', validTo: '2027-01-01' })).toBe('2026-02-28');
  expect(lastDayOf({ state: 'over', endedOn: '2027-05-01', validTo: '2027-01-01' })).toBe('2026-12-31');
});

test('a draft that was withdrawn is shown with the days it would have had', () => {
  expect(lastDayOf({ state: 'withdrawn', endedOn: '2026-01-01', validTo: '2027-01-01' })).toBe('2026-12-31');
});
