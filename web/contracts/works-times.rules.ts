import type { NewWindowBody } from '../../server/contracts/maintenance.schema.ts';

const HOUR = 3_600_000;
/** The city keeps one time the year round (KST). */
const OFFSET = '+09:00';
const OFFSET_MS = 9 * HOUR;

/** What a person has typed of works to come; the times are clock times of the city, `2026-01-02T09:00`. */
export interface WorksDraft {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

const clockOf = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 16);

/** Works as they are most often announced: from now, two hours. */
export const usualWorks = (now: Date): WorksDraft => ({
  from: clockOf(now),
  to: clockOf(new Date(now.getTime() + 2 * HOUR)),
  reason: '',
});

export type MissingOfWorks = 'from' | 'to' | 'reason';

/** What must still be filled in. */
export const missingOf = (draft: WorksDraft): MissingOfWorks[] =>
  (['from', 'to', 'reason'] as const).filter((field) => draft[field].trim() === '');

/** A filled-in draft as the API takes it; works that begin in this minute begin now. */
export function worksOf({ from, to, reason }: WorksDraft, windowId: string, now: Date): NewWindowBody {
  return {
    windowId,
    fromAt: from <= clockOf(now) ? null : `${from}:00${OFFSET}`,
    toAt: `${to}:00${OFFSET}`,
    reason: reason.trim(),
  };
}
