import type { NewWindowBody, WindowView } from '../../server/contracts/maintenance.schema.ts';

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

/** The announced works that go on now and end last; null where none do. */
export function worksNow(works: readonly WindowView[], now: Date): WindowView | null {
  const on = works.filter(
    ({ fromAt, toAt }) => Date.parse(fromAt) <= now.getTime() && now.getTime() < Date.parse(toAt),
  );
  return on.reduce<WindowView | null>(
    (last, each) => (last === null || Date.parse(each.toAt) > Date.parse(last.toAt) ? each : last),
    null,
  );
}

/** Whether the works would begin before now. Those that were proposed to begin at once, `proposed`, still do. */
export const isPast = ({ from }: WorksDraft, proposed: string, now: Date): boolean =>
  from !== '' && from !== proposed && from < clockOf(now);

/** A filled-in draft as the API takes it; works that begin in this minute, or were proposed to, begin now. */
export function worksOf({ from, to, reason }: WorksDraft, windowId: string, now: Date): NewWindowBody {
  return {
    windowId,
    fromAt: from <= clockOf(now) ? null : `${from}:00${OFFSET}`,
    toAt: `${to}:00${OFFSET}`,
    reason: reason.trim(),
  };
}
