import { AUDIT_REVIEW } from './audit-review.law.ts';
import type { MonthFigures, ReviewSummary } from './audit.schema.ts';

const DAY_MS = 86_400_000;

/** The month of an ISO day: `2026-11`. */
export const monthOf = (day: string): string => day.slice(0, 7);

export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

/** First day of the month after. */
export function monthEnd(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}

/** The last day on which a month's review is in time. */
export const dueDayOf = (month: string): string =>
  new Date(Date.parse(monthEnd(month)) + (AUDIT_REVIEW.dueDays - 1) * DAY_MS).toISOString().slice(0, 10);

/** Where a month stands today: 'open' while it runs, then 'due', after the day 'overdue'; it can be signed late. */
export function reviewState(month: string, today: string, signed: boolean): ReviewSummary['state'] {
  if (signed) return 'signed';
  if (month >= monthOf(today)) return 'open';
  return today <= dueDayOf(month) ? 'due' : 'overdue';
}

/** Months from the first row's to today's and those that were signed, newest first: before the audit there is none to sign. */
export function monthsOnRecord(
  firstDay: string,
  today: string,
  signed: ReadonlySet<string> = new Set(),
): string[] {
  const months: string[] = [];
  for (let month = monthOf(today); months.length < AUDIT_REVIEW.shownMonths; month = monthBefore(month)) {
    months.push(month);
    if (month <= monthOf(firstDay)) break;
  }
  return [...new Set([...months, ...signed])]
    .sort((a, b) => b.localeCompare(a))
    .slice(0, AUDIT_REVIEW.shownMonths);
}

export interface Statement {
  readonly month: string;
  readonly figures: MonthFigures;
  readonly findings: string;
  readonly headSeq: number;
  readonly headHash: string;
  readonly signedBy: string;
  readonly signedAt: string;
}

const FIGURES = '수치: ';

/** The figures that a signed text holds; null where it holds none. */
export function figuresOf(statement: string): MonthFigures | null {
  const line = statement.split('\n').find((each) => each.startsWith(FIGURES));
  try {
    return JSON.parse(line!.slice(FIGURES.length)) as MonthFigures;
  } catch {
    return null;
  }
}

/** The text that an auditor signs, the same whenever it is made. */
export const statementText = (given: Statement): string =>
  [
    `강릉시 영상정보 접속기록 월 점검 ${given.month}`,
    `점검한 사람: ${given.signedBy}`,
    `점검한 때: ${given.signedAt}`,
    `기록의 머리: ${given.headSeq} ${given.headHash}`,
    `${FIGURES}${JSON.stringify(given.figures)}`,
    `결과: ${given.findings}`,
  ].join('\n');
