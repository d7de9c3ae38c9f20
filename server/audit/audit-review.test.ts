import { expect, test } from 'vitest';
import { DEMO_MONTH, demoMonthOf } from '../demo/audit-month.rules.ts';
import {
  dueDayOf,
  figuresOf,
  monthBefore,
  monthEnd,
  monthsOnRecord,
  reviewState,
  statementText,
} from './audit-review.rules.ts';

test('months go over the turn of the year', () => {
  expect(monthBefore('2026-01')).toBe('2025-12');
  expect(monthEnd('2026-12')).toBe('2027-01-01');
  expect(monthsOnRecord('2025-11-30', '2026-01-02')).toEqual(['2026-01', '2025-12', '2025-11']);
});

test('기준 제8조: a month before the audit began is none to look through, but one that was signed stays to be read', () => {
  expect(monthsOnRecord('2026-11-30', '2026-12-01', new Set(['2026-09']))).toEqual([
    '2026-12',
    '2026-11',
    '2026-09',
  ]);
});

test('a month is open while it runs, due until the tenth of the next, then overdue until signed', () => {
  expect(dueDayOf('2026-10')).toBe('2026-11-10');
  expect(
    ['2026-10-31', '2026-11-01', '2026-11-10', '2026-11-11'].map((today) =>
      reviewState('2026-10', today, false),
    ),
  ).toEqual(['open', 'due', 'due', 'overdue']);
  expect(reviewState('2026-10', '2026-12-01', true)).toBe('signed');
});

test('the demo signs the last but one month, over the turn of the year too', () => {
  expect(demoMonthOf('2026-11-25')).toEqual({ month: '2026-09', at: new Date('2026-10-05T01:20:00Z') });
  expect(demoMonthOf('2027-01-31').month).toBe('2026-11');
});

test('a signed text gives back its figures, and the same text is made of them', () => {
  const given = {
    ...{ month: '2026-09', figures: DEMO_MONTH, findings: '이상 없음을 확인함', headSeq: 7, headHash: 'ab' },
    ...{ signedBy: '한감사', signedAt: '2026-10-05T01:20:00.000Z' },
  };
  const text = statementText(given);
  expect(figuresOf(text)).toEqual(DEMO_MONTH);
  expect(statementText({ ...given, figures: figuresOf(text)! })).toBe(text);
  expect(figuresOf('수치: 없음')).toBeNull();
});
