import { expect, test } from 'vitest';
import { dayOf, daysSince, longDayOf, shortInstantOf, spanWords, timeOf } from './times.ts';

const night = new Date('2026-11-21T19:12:31Z');

test('the wall clock is that of Seoul, whatever the machine says', () => {
  expect(timeOf(night)).toBe('04:12:31');
  expect(dayOf(night)).toBe('2026-11-22');
  expect(longDayOf(night)).toBe('11월 22일 일 KST');
});

test('an instant of another year says its year', () => {
  expect(shortInstantOf(new Date('2026-11-18T17:41:00Z'), night)).toBe('11-19 02:41');
  expect(shortInstantOf(new Date('2025-11-18T17:41:00Z'), night)).toBe('2025-11-19 02:41');
});

test('spans grow from seconds to days', () => {
  const minute = 60_000;
  expect([12_000, 41 * minute, 120 * minute, 131 * minute, 6 * 1440 * minute].map(spanWords)).toEqual([
    '12초',
    '41분',
    '2시간',
    '2시간 11분',
    '6일',
  ]);
});

test('the first day of a wrong sign is not counted, and the day turns at midnight in Seoul', () => {
  expect(daysSince('2026-01-02', night)).toBe(324);
  expect(daysSince('2026-11-22', night)).toBe(0);
});
