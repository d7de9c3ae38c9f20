import type { AccountRequestView, Confirmer } from '../../server/people/requests/account-requests.schema.ts';
import { t } from '../ui/words/index.svelte.ts';
import { rightWords } from './right-words.ts';

export const confirmerWords = (confirmers: readonly Confirmer[]): string =>
  confirmers.map(({ personName, role }) => `${personName}(${t(`role.${role}`)})`).join(', ');

/** What is asked for beside the act itself: the role, the right, the person, the day of leaving. */
export function askedWords(request: AccountRequestView, now: Date): string {
  const { act, becomes, body, person, right, leftOn, role } = request;
  const parts: string[] = [];
  if (becomes !== null)
    parts.push(
      role === null || role === becomes
        ? t(`role.${becomes}`)
        : t('request.from-to', { from: t(`role.${role}`), to: t(`role.${becomes}`) }),
    );
  if (body !== null) parts.push(body);
  if (right !== null)
    parts.push(rightWords(right, { role: becomes ?? role ?? 'auditor', contractor: null }, now));
  if (act === 'link') parts.push(person ?? t('request.link.none'));
  if (leftOn !== null) parts.push(t('people.left', { day: leftOn }));
  return parts.join(' · ');
}
