import type { EndedView } from '../../server/people/login/login.schema.ts';
import { t } from '../ui/words/index.svelte.ts';

/** Why a session is over, in a sentence, and whom to ask where signing in again is no way on. */
export function endedWords({ why, on, ask }: EndedView): string {
  if (why === 'idle') return t('login.idle');
  if (why === 'over') return t('login.ended');
  const sentence = t(`ended.${why}`, { day: on ?? '–' });
  if (ask === null) return sentence;
  const who = [`${ask.department} ${ask.title}`, ask.phone].filter((part) => part !== null).join(' ');
  return `${sentence} ${t('ended.ask', { who })}`;
}
