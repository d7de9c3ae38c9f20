import { z } from 'zod';
import { ROLES } from '../platform/access.ts';
import { perhaps, text } from '../platform/text.schema.ts';
import type { LoginNotice } from './login/login.schema.ts';
import { newPassword } from './login/new-password.schema.ts';

export { newPassword };

/** A name as it lies over a live picture: nothing in it may turn or hide what stands beside it. */
export const personNameText = text(60);

/** A new account. A liaison names the agency, a department manager the department. */
export const newAccount = z
  .object({
    account: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
    password: newPassword,
    role: z.enum(ROLES),
    personName: personNameText,
    seat: perhaps(20).nullable().default(null),
    agency: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,39}$/)
      .nullable()
      .default(null),
    departmentId: z.number().int().positive().nullable().default(null),
    contractorId: z.number().int().positive().nullable().optional(),
  })
  .superRefine((account, ctx) => {
    if ((account.role === 'liaison') !== (account.agency !== null))
      ctx.addIssue({
        code: 'custom',
        path: ['agency'],
        message: 'a liaison, and only a liaison, has an agency',
      });
    if (account.role === 'department' && account.departmentId === null)
      ctx.addIssue({
        code: 'custom',
        path: ['departmentId'],
        message: 'a department manager has a department',
      });
    if (account.contractorId != null && account.role !== 'maintainer' && account.role !== 'operator')
      ctx.addIssue({
        code: 'custom',
        path: ['contractorId'],
        message: "a contractor's person is a maintainer or an operator (Art. 12(1))",
      });
  });
export type NewAccount = z.infer<typeof newAccount>;

/**
 * Where the rights of a person stand now: whether any holds, and when the last of them ends or one begins again; null:
 * never. `ask`, where none holds: the 운영책임자 and the department to call.
 */
export interface RightsNow {
  readonly inForce: boolean;
  readonly changesAt: string | null;
  readonly hours: { readonly from: string; readonly to: string } | null;
  readonly ask: {
    readonly department: string;
    readonly title: string;
    readonly phone: string | null;
  } | null;
}

/** Who is signed in and what they may do at all. */
export interface SessionView {
  readonly account: string;
  readonly personName: string;
  readonly role: string;
  readonly seat: string | null;
  readonly departmentName: string | null;
  readonly agency: string | null;
  readonly actions: readonly string[];
  readonly demo: boolean;
  /** Whether any right holds now (Art. 30(1)), and when that changes. */
  readonly rights: RightsNow;
  /** Whether the secrecy pledge is on record, or the city asks for none (Art. 32). */
  readonly pledged: boolean;
  /** Whether somebody else knows the password: then nothing opens before another is set (Art. 30(1)). */
  readonly passwordDue: boolean;
  /** The screen of the wall that this session belongs to; it shows the map and live video, no more. */
  readonly display: { readonly name: string } | null;
  /** When the session ends for want of keys and pointer; null: never. */
  readonly idle: { readonly minutes: number; readonly leftSeconds: number } | null;
  /** What was changed about the login since it was last read, the newest first. */
  readonly notices: readonly LoginNotice[];
}
