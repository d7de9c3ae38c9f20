import type { AccountView, RightView } from '../../server/people/accounts.schema.ts';
import { named, t } from '../ui/words/index.svelte.ts';
import { dayOf } from '../ui/words/times.ts';

type Holder = Pick<AccountView, 'role' | 'contractor'>;

function everything({ role, contractor }: Holder): string {
  if (role === 'department') return t('people.right.own-department');
  if (role === 'liaison') return t('people.right.own-agency');
  return contractor === null ? t('people.right.whole') : t('people.right.own-contract');
}

const SHOWN = 3;

/** What of a right is put in words: one that was given, or one that is asked for. */
type Said = Pick<RightView, 'districts' | 'department' | 'purposes' | 'hours' | 'validFrom' | 'validTo'>;

function area({ districts, department }: Said, holder: Holder): string {
  const parts: string[] = [];
  if (districts !== null) {
    const names = districts.slice(0, districts.length > SHOWN ? SHOWN - 1 : SHOWN).join('·');
    const more = districts.length - SHOWN + 1;
    parts.push(districts.length > SHOWN ? t('people.right.more', { names, n: more }) : names);
  }
  if (department !== null) parts.push(t('people.right.department', { name: department }));
  return parts.length === 0 ? everything(holder) : parts.join(', ');
}

/** The last day of a right, the city's; null for one without an end. */
export const lastDayOf = (right: Pick<RightView, 'validTo'>): string | null =>
  right.validTo === null ? null : dayOf(new Date(Date.parse(right.validTo) - 1));

/** A right in words: `교1동·포남1동, 방범, 22:00-06:00, 2026-12-31까지`. */
export function rightWords(right: Said, holder: Holder, now: Date): string {
  const parts = [area(right, holder)];
  if (right.purposes !== null) parts.push(right.purposes.map((each) => named('purpose', each)).join('·'));
  if (right.hours !== null) parts.push(`${right.hours.from}-${right.hours.to}`);
  const from = dayOf(new Date(right.validFrom));
  if (from > dayOf(now)) parts.push(t('people.right.from', { day: from }));
  const until = lastDayOf(right);
  if (until !== null) parts.push(t('people.right.until', { day: until }));
  return parts.join(', ');
}

/** Of which department, agency or contractor a person is; empty for none. */
export const bodyOf = (person: {
  readonly department: string | null;
  readonly agencyName: string | null;
  readonly contractor: string | null;
}): string => person.agencyName ?? person.contractor ?? person.department ?? '';
