import { z } from 'zod';
import type { HoldingKind } from './organisation.schema.ts';
import { day, text, number, inPath, reason, phone } from './values.schema.ts';

export const personParam = z.object({ personId: inPath });
/** GET /organisation/people (organisation.read) -> PeoplePage; `q` is part of the name or the number. */
export const peopleQuery = z.strictObject({
  q: z.string().trim().max(60).optional(),
  state: z.enum(['here', 'left', 'all']).default('here'),
  departmentId: inPath.optional(),
  after: inPath.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type PeopleQuery = z.infer<typeof peopleQuery>;
export interface PersonView {
  readonly personId: number;
  readonly personNo: string;
  readonly name: string;
  readonly title: string | null;
  readonly phone: string | null;
  readonly departmentId: number | null;
  readonly department: string | null;
  readonly leftOn: string | null;
  /** Posts held today or from a day to come, soonest first. */
  readonly holdings: readonly {
    readonly holdingId: number;
    readonly postId: number;
    readonly title: string;
    readonly kind: HoldingKind;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
  /** The open account, which closes when the person leaves. */
  readonly account: string | null;
  readonly demo: boolean;
}
export interface PeoplePage {
  readonly people: readonly PersonView[];
  readonly total: number;
  readonly next: number | null;
}
/** POST /organisation/people (organisation.change) -> 201 PersonView; PUT /organisation/people/:personId -> PersonView. */
export const personForm = z.strictObject({
  personNo: text(20),
  name: text(40),
  title: text(40).nullable(),
  phone,
  departmentId: number.nullable(),
});
export type PersonForm = z.infer<typeof personForm>;
/**
 * POST /organisation/people/:personId/leave (organisation.change) -> LeaveView. `leftOn` is the last day, today or
 * earlier: accounts and sessions end at once, holdings the day after (제32조).
 */
export const leaveBody = z.strictObject({ leftOn: day, reason });
export type LeaveBody = z.infer<typeof leaveBody>;
export interface LeaveView {
  readonly accounts: readonly string[];
  readonly posts: readonly string[];
}

/** PUT /accounts/:account/person (account.link) -> 204: leaving then closes the account. Null unlinks. */
export const linkBody = z.strictObject({ personId: number.nullable() });
export type LinkBody = z.infer<typeof linkBody>;
