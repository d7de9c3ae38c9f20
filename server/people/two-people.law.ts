import type { Role } from '../platform/access.ts';

/**
 * Whoever is overseen does not choose or change the overseers alone (최소한의 인원, 접근 기록의 점검, Art. 30(1), 30(3),
 * 32): an act on an auditor's or the mayor's account is asked for by one person and confirmed by another. The days are
 * the city's setting until it sets its own.
 */
export const TWO_PEOPLE = {
  validFrom: '2025-10-31',
  basis: '제30조제1항·제3항, 제32조',
  overseers: ['auditor', 'mayor'] as readonly Role[],
  daysToConfirm: 7,
} as const;

/** What may be asked for about an account. */
export const ACCOUNT_ACTS = [
  'create',
  'role',
  'password',
  'second-factor',
  'close',
  'give',
  'revoke',
  'link',
] as const;
export type AccountAct = (typeof ACCOUNT_ACTS)[number];

export const isOverseer = (role: Role): boolean => TWO_PEOPLE.overseers.includes(role);

/** Whether an act waits for a second person: the account is an overseer's, or would become one. Null: there is none. */
export const needsSecondPerson = ({
  is,
  becomes = null,
}: {
  readonly is: Role | null;
  readonly becomes?: Role | null;
}): boolean => [is, becomes].some((role) => role !== null && isOverseer(role));

/** Somebody by the account and, where the register of people says so, by the person. */
export interface Somebody {
  readonly accountId: number | null;
  readonly personId: number | null;
}

const isSame = (one: Somebody, other: Somebody): boolean =>
  (one.accountId !== null && one.accountId === other.accountId) ||
  (one.personId !== null && one.personId === other.personId);

/** Whether the register of people says who this is: two accounts that are not tied to it may be one human's. */
export const isKnown = ({ personId }: Somebody): boolean => personId !== null;

/** Whether this person may confirm or refuse, once it is known who both are: an overseer who neither asked nor is acted upon. */
export const mayDecideOnceKnown = (
  who: Somebody & { readonly role: Role | 'system' },
  asker: Somebody,
  about: Somebody,
): boolean =>
  who.role !== 'system' &&
  isOverseer(who.role) &&
  who.accountId !== null &&
  !isSame(who, asker) &&
  !isSame(who, about);

/** Whether this person may confirm or refuse: two persons, and not two accounts, are what the rule counts. */
export const mayDecide = (
  who: Somebody & { readonly role: Role | 'system' },
  asker: Somebody,
  about: Somebody,
): boolean => isKnown(who) && isKnown(asker) && mayDecideOnceKnown(who, asker, about);

export const REQUEST_STATES = ['asked', 'confirmed', 'refused', 'withdrawn', 'expired'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** Where a request stands at this moment: one that nobody decided in time is over. */
export const requestState = (
  {
    decided,
    expiresAt,
  }: { readonly decided: Exclude<RequestState, 'asked' | 'expired'> | null; readonly expiresAt: Date },
  now: Date,
): RequestState => decided ?? (expiresAt.getTime() <= now.getTime() ? 'expired' : 'asked');
