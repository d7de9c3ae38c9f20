import type { BodyView } from '../../server/agencies/agencies.schema.ts';
import { t } from '../ui/words/index.svelte.ts';

/** What an officer does to a delegation. */
export type DelegationAct = 'grant' | 'adjust' | 'name' | 'end';

/** An end that is on record already may only come earlier. */
export function actWords(act: DelegationAct, endedOn: string | null): string {
  if (act === 'name') return t('agencies.name.cameras');
  return t(act === 'end' && endedOn !== null ? 'agencies.end.earlier' : `agencies.${act}`);
}

/** How a body stands, in a word or two. */
export function stateWords(body: BodyView): string {
  if (body.state === 'ending') return t('agencies.state.ending', { n: body.daysLeft ?? 0 });
  if (body.state === 'no-delegation' && body.asked) return t('agencies.state.asked');
  return t(`agencies.state.${body.state}`);
}

/** The colour a body's state takes: a breach of law, what ends soon, or none. */
export const toneOf = (body: BodyView): 'violation' | 'caution' | 'none' =>
  body.unlawful > 0 ? 'violation' : body.state === 'ending' ? 'caution' : 'none';

export function leftWords(daysLeft: number): string {
  if (daysLeft > 0) return t('agencies.left', { n: daysLeft });
  return daysLeft === 0 ? t('agencies.over.today') : t('agencies.over', { n: -daysLeft });
}

export const dayBefore = (day: string): string =>
  new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** `2024-04-01 – 2026-03-31`, the last day included; without an end it says so. */
export function periodWords(from: string | null, to: string | null, endedOn: string | null): string {
  if (from === null) return '—';
  const end = endedOn !== null && (to === null || endedOn < to) ? endedOn : to;
  return end === null ? `${from} – ${t('agencies.noEnd')}` : `${from} – ${dayBefore(end)}`;
}
