const MINUTE_MS = 60_000;

/** When the strip appears: a minute before the end, or half of an idle time that is shorter than two. */
const warnBeforeMs = (minutes: number): number => Math.min(MINUTE_MS, (minutes * MINUTE_MS) / 2);

/** How often keys and pointer are told at most: once a minute, or four times in a shorter idle time. */
export const tellEveryMs = (minutes: number): number => Math.min(MINUTE_MS, (minutes * MINUTE_MS) / 4);

/** What the screen shows with so much left before the end of a session. */
export function idlePhase(leftMs: number, minutes: number): 'calm' | 'soon' | 'over' {
  if (leftMs <= 0) return 'over';
  return leftMs <= warnBeforeMs(minutes) ? 'soon' : 'calm';
}
