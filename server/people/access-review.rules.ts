import { ACCESS_REVIEW } from './access-review.law.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

const MONTHS = ACCESS_REVIEW.everyMonths;

/** The quarter of an ISO day: `2026-Q4`. */
export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / MONTHS)}`;

/** Last day of a quarter: Mar, Jun, Sep or Dec. */
export function lastDayOf(quarter: string): string {
  const month = Number(quarter.slice(6)) * MONTHS;
  return new Date(Date.UTC(Number(quarter.slice(0, 4)), month, 0)).toISOString().slice(0, 10);
}

export const firstDayOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * MONTHS - 2).padStart(2, '0')}-01`;

export const quarterBefore = (quarter: string): string => quarterOf(dayAfter(firstDayOf(quarter), -1));

/** The first day on which a quarter's review can be signed: before, rights may still be given in it (Art. 30(1)). */
export const signableFrom = (quarter: string): string => dayAfter(lastDayOf(quarter), 1);

/** The day by which a quarter's review is to be signed. */
export const dueDayOf = (quarter: string, reviewDays: number): string =>
  dayAfter(lastDayOf(quarter), reviewDays);

export type ReviewState = 'signed' | 'open' | 'due' | 'overdue' | 'missed';

/**
 * Where an unsigned or signed quarter stands today: 'open', a draft that nobody can sign, while it runs, then 'due' and 'overdue' until the next one
 * has run out, then 'missed': what was not looked through then cannot be looked through any more.
 */
export function reviewState(
  quarter: string,
  given: { readonly today: string; readonly reviewDays: number; readonly signed: boolean },
): ReviewState {
  if (given.signed) return 'signed';
  const now = quarterOf(given.today);
  if (quarter === now) return 'open';
  if (quarter !== quarterBefore(now)) return 'missed';
  return given.today <= dueDayOf(quarter, given.reviewDays) ? 'due' : 'overdue';
}

/** Quarters from the one of the first account to today's, newest first, as many as are kept on record. */
export function quartersOnRecord(firstDay: string, today: string): string[] {
  const quarters: string[] = [];
  const most = (ACCESS_REVIEW.keptYears * 12) / MONTHS + 1;
  let quarter = quarterOf(today);
  while (quarters.length < most) {
    quarters.push(quarter);
    if (quarter <= quarterOf(firstDay)) break;
    quarter = quarterBefore(quarter);
  }
  return quarters;
}

/** Whether a line is still to be decided before the signature; the signer's own only where another officer is there for it. */
export const waits = (
  line: {
    readonly decision: unknown;
    readonly over?: boolean | undefined;
    readonly own?: boolean | undefined;
  },
  othersDecide: boolean,
): boolean => line.decision === null && line.over !== true && (line.own !== true || othersDecide);
