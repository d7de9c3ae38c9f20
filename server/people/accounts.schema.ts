import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { ROLES, type Role } from '../platform/access.ts';
import { newPassword, personNameText } from './people.schema.ts';
import { telling, text } from '../platform/text.schema.ts';

/** For the forms of the screen, which choose from them. */
export { ROLES };

const day = isoDay;
export const reason = telling(500);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const number = z.number().int().positive().max(2_147_483_647);

export const accountName = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,38}[a-z0-9_-]$/);
export const accountParam = z.object({ account: z.string().min(1).max(60) });
export const grantParam = z.object({
  account: z.string().min(1).max(60),
  grantId: z.coerce.number().int().positive().max(2_147_483_647),
});

/**
 * Over what and when a right holds: null does not restrict. Days are the city's, `untilDay` included; `fromDay` null
 * begins at once. `hours` may run over midnight.
 */
export const rightForm = z.strictObject({
  districtIds: z.array(number).min(1).max(200).nullable(),
  departmentId: number.nullable(),
  purposes: z.array(z.enum(PURPOSES)).min(1).max(PURPOSES.length).nullable(),
  hours: z
    .strictObject({ from: clock, to: clock })
    .refine(({ from, to }) => from !== to, { path: ['to'] })
    .nullable(),
  fromDay: day.nullable(),
  untilDay: day.nullable(),
});
export type RightForm = z.infer<typeof rightForm>;

/** A right to give; `replaces` ends another right of the same account in the same act. */
export const grantBody = rightForm.extend({
  requestId: z.uuid(),
  replaces: number.nullable().default(null),
  reason,
});
export type GrantBody = z.infer<typeof grantBody>;

export const reasonBody = z.strictObject({ reason });
export const closeBody = z.strictObject({ reason, leftOn: day });
export const passwordBody = z.strictObject({ password: newPassword, reason });

/** Which body a role belongs to: a liaison's agency, a manager's department, a contractor's maintainer or operator. */
export const standing = {
  role: z.enum(ROLES),
  departmentId: number.nullable(),
  agency: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,39}$/)
    .nullable(),
  contractorId: number.nullable(),
};

interface Standing {
  readonly role: Role;
  readonly departmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
}

export function isOfTheRole(
  { role, departmentId, agency, contractorId }: Standing,
  ctx: z.RefinementCtx,
): void {
  const wrong = (field: string, message: string): void =>
    ctx.addIssue({ code: 'custom', path: [field], message });
  if ((role === 'liaison') !== (agency !== null))
    wrong('agency', 'a liaison, and only a liaison, has an agency');
  if (role === 'department' && departmentId === null)
    wrong('departmentId', 'a department manager has a department');
  if (contractorId !== null && role !== 'maintainer' && role !== 'operator')
    wrong('contractorId', "a contractor's person is a maintainer or an operator (Art. 12(1))");
}

export const newAccountBody = z
  .strictObject({
    requestId: z.uuid(),
    account: accountName,
    password: newPassword,
    personName: personNameText,
    personId: number.nullable(),
    seat: text(20).nullable(),
    ...standing,
    /** The first right; null gives none yet. */
    right: rightForm.nullable(),
    reason,
  })
  .superRefine(isOfTheRole);
export type NewAccountBody = z.infer<typeof newAccountBody>;

export const roleBody = z
  .strictObject({ ...standing, right: rightForm.nullable(), reason })
  .superRefine(isOfTheRole);
export type RoleBody = z.infer<typeof roleBody>;

export const ACCOUNT_STATES = ['open', 'closed', 'all', 'no-person', 'several'] as const;
export const accountsQuery = z.strictObject({
  role: z.enum(ROLES).optional(),
  /** `no-person`: open and tied to nobody in the register; `several`: of somebody who may have another open account. */
  state: z.enum(ACCOUNT_STATES).default('open'),
  departmentId: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  agency: z.string().max(40).optional(),
  q: z.string().trim().max(60).optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type AccountsQuery = z.infer<typeof accountsQuery>;

/** A right as it stands or stood, with the names of what it is over. Times are ISO instants. */
export interface RightView {
  readonly grantId: number;
  readonly districtIds: readonly number[] | null;
  readonly districts: readonly string[] | null;
  readonly departmentId: number | null;
  readonly department: string | null;
  readonly purposes: readonly string[] | null;
  readonly hours: { readonly from: string; readonly to: string } | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly reason: string;
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly replaces: number | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly revokeReason: string | null;
}

export interface AccountView {
  readonly account: string;
  readonly personName: string;
  readonly personId: number | null;
  readonly role: Role;
  readonly seat: string | null;
  readonly departmentId: number | null;
  readonly department: string | null;
  readonly agency: string | null;
  readonly agencyName: string | null;
  readonly contractorId: number | null;
  readonly contractor: string | null;
  /** False for a contractor's person whose contract is over: no session opens. */
  readonly contractorHolds: boolean;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly closeReason: string | null;
  readonly leftOn: string | null;
  readonly lastSignInAt: string | null;
  readonly pledgedAt: string | null;
  readonly secondFactor: boolean;
  readonly demo: boolean;
  /** While failed sign-ins keep the account shut: until when, and from where they came; null otherwise. */
  readonly lock: {
    readonly until: string;
    readonly from: readonly { readonly address: string; readonly failures: number }[];
  } | null;
  /** Rights that are not over, oldest first. */
  readonly rights: readonly RightView[];
}

export interface AccountsPage {
  readonly accounts: readonly AccountView[];
  readonly next: string | null;
}

/** What the forms choose from, as it stands today. */
export interface RightChoices {
  readonly districts: readonly { readonly districtId: number; readonly name: string }[];
  readonly departments: readonly { readonly departmentId: number; readonly name: string }[];
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  readonly contractors: readonly {
    readonly contractorId: number;
    readonly name: string;
    /** Of what is signed; null where no end is set. */
    readonly lastDay: string | null;
  }[];
  readonly outsiderDays: number;
}
