/**
 * The monthly look through the audit (접속기록의 점검). 개인정보의 안전성 확보조치 기준 leaves the interval to the city's own
 * plan since 2025-10-31; every month is what it asked before, and what a city may go on with. Kept at least two years
 * (기준 제8조: 50,000 people or more, or 고유식별정보·민감정보); nothing in the product deletes a row.
 */
export const AUDIT_REVIEW = { dueDays: 10, shownMonths: 24 } as const;

/** What the figures call out of hours and many cameras: the product's own measure, no law gives one. */
export const UNUSUAL = {
  /** The office's day in Seoul, [from, to); operators watch around the clock (Art. 18(1)). */
  officeFrom: '07:00',
  officeTo: '20:00',
  aroundTheClock: ['operator', 'system'],
  /** This many different cameras by one person within these minutes. */
  cameras: 30,
  minutes: 10,
} as const;
