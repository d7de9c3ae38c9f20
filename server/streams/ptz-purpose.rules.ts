import type { Purpose } from '../cameras/purposes.rules.ts';
import { cites } from '../platform/citation.rules.ts';
import { MOVE_STATUTES, type MoveStatuteCode } from './ptz.law.ts';

/** What a move is for. An incident it belongs to is noted beside it and widens nothing. */
export type Serves =
  { readonly purpose: Purpose } | { readonly statute: MoveStatuteCode; readonly citation: string };

export type ServesNothing = 'not-a-purpose' | 'no-citation' | 'statute-not-in-force';

/**
 * Why a move is unlawful; null where it serves one of this camera's own purposes of today, or a statute that is named
 * with its article (Art. 11(1)). Whether an incident is open is not asked: it would widen nothing.
 */
export function servesNothing(
  serves: Serves,
  purposesToday: readonly string[],
  today: string,
): ServesNothing | null {
  if ('purpose' in serves) return purposesToday.includes(serves.purpose) ? null : 'not-a-purpose';
  if (!cites(serves.statute, serves.citation)) return 'no-citation';
  const statute = MOVE_STATUTES.find(({ code }) => code === serves.statute);
  return statute !== undefined && statute.since <= today ? null : 'statute-not-in-force';
}

/** Who is asked first: an incident goes before everything else, the officer before the desk. */
export const priorityOf = (role: string, incident: string | null): number =>
  (incident === null ? 0 : 2) + (role === 'officer' ? 1 : 0);
