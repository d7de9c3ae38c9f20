import { z } from 'zod';
import type { Role } from '../../platform/access.ts';
import { isoDay } from '../../platform/day.schema.ts';
import {
  accountName,
  grantBody,
  isOfTheRole,
  newAccountBody,
  reason,
  roleBody,
  standing,
  type RightView,
} from '../accounts.schema.ts';
import type { AccountAct, RequestState } from '../two-people.law.ts';

const number = z.number().int().positive().max(2_147_483_647);

const newPerson = z.strictObject({
  act: z.literal('create'),
  personName: newAccountBody.shape.personName,
  personId: newAccountBody.shape.personId,
  seat: newAccountBody.shape.seat,
  ...standing,
  right: newAccountBody.shape.right,
});

/** What is asked for, as it will be done. No password is in it: the product makes one when a second person confirms. */
export const askedAct = z.discriminatedUnion('act', [
  newPerson.superRefine(isOfTheRole),
  z
    .strictObject({ act: z.literal('role'), ...standing, right: roleBody.shape.right })
    .superRefine(isOfTheRole),
  z.strictObject({ act: z.literal('password') }),
  z.strictObject({ act: z.literal('second-factor') }),
  z.strictObject({ act: z.literal('close'), leftOn: isoDay }),
  grantBody.omit({ requestId: true, reason: true }).extend({ act: z.literal('give') }),
  z.strictObject({ act: z.literal('revoke'), grantId: number }),
  z.strictObject({ act: z.literal('link'), personId: number.nullable() }),
]);
export type AskedAct = z.infer<typeof askedAct>;

export const askBody = z.strictObject({
  requestId: z.uuid(),
  account: accountName,
  asked: askedAct,
  reason,
});
export type AskBody = z.infer<typeof askBody>;

export const requestParam = z.object({ requestId: z.uuid() });

/** Whoever may confirm a request. */
export interface Confirmer {
  readonly personName: string;
  readonly role: Role;
}

/** A request as it stands. Times are ISO instants. */
export interface AccountRequestView {
  readonly requestId: string;
  readonly act: AccountAct;
  readonly account: string;
  readonly personName: string;
  /** Null for an account that is yet to be made. */
  readonly role: Role | null;
  readonly becomes: Role | null;
  /** Of which department or agency the account will be; null for none or where that does not change. */
  readonly body: string | null;
  /** The person of the register that the account is to be linked to. */
  readonly person: string | null;
  /** The right that is asked for, or to be ended. */
  readonly right: Pick<
    RightView,
    'districts' | 'department' | 'purposes' | 'hours' | 'validFrom' | 'validTo'
  > | null;
  readonly leftOn: string | null;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly state: RequestState;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decideReason: string | null;
  readonly confirmers: readonly Confirmer[];
  /** Whether whoever reads may confirm or refuse it, or withdraw it. */
  readonly mayDecide: boolean;
  readonly mayWithdraw: boolean;
}

/** What a confirmation leaves in the confirmer's hand: the initial password, shown once, or nothing. */
export interface Confirmed {
  readonly password: string | null;
}
