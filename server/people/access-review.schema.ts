import { z } from 'zod';
import type { Role } from '../platform/access.ts';
import { telling } from '../platform/text.schema.ts';
import type { RightView } from './accounts.schema.ts';
import type { ReviewState } from './access-review.rules.ts';

export const quarterParam = z.object({ quarter: z.string().regex(/^20\d\d-Q[1-4]$/) });
export const reviewLineParam = quarterParam.extend({
  grantId: z.coerce.number().int().positive().max(2_147_483_647),
});
export const decisionBody = z.strictObject({
  decision: z.enum(['keep', 'revoke']),
  reason: telling(500),
});
export type DecisionBody = z.infer<typeof decisionBody>;
export const signBody = z.strictObject({
  /** How many lines the signer has before the eyes: a list that grew meanwhile is not signed unseen. */
  lines: z.number().int().min(0).max(100_000),
  note: telling(500).nullable(),
});
export type SignBody = z.infer<typeof signBody>;

export interface ReviewDecision {
  readonly decision: 'keep' | 'revoke';
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
  /** Whether the right was the decider's own, as lists signed earlier may say; it is not decided so any more. */
  readonly own: boolean;
}

/** One right of one person: over what, what that is in numbers, and when it was used last. */
export interface ReviewLine {
  readonly grantId: number;
  readonly account: string;
  readonly personName: string;
  readonly role: Role;
  readonly department: string | null;
  readonly agencyName: string | null;
  readonly contractor: string | null;
  readonly right: RightView;
  /** Cameras whose live picture the right opens, without protected ones. */
  readonly cameras: number;
  /** Protected ones beside them (Art. 10(4)); null for a reader who may not know. */
  readonly protectedCameras: number | null;
  readonly lastUsedAt: string | null;
  /** It ended by itself or by somebody's hand since the last review: to be seen, not to be decided. Absent in older lists. */
  readonly over?: boolean | undefined;
  readonly decision: ReviewDecision | null;
  /** Who asked for the end of an overseer's right that another overseer has not confirmed yet (Art. 30(3)). Absent in older lists. */
  readonly endAsked?: { readonly by: string; readonly at: string } | null | undefined;
  /** The right of whoever reads, in a signed list of whoever signed: another officer decides it (Art. 30(1)). Absent in older lists. */
  readonly own?: boolean | undefined;
}

export interface ReviewSummary {
  readonly quarter: string;
  readonly state: ReviewState;
  readonly dueOn: string;
  /** The day after the quarter's last. */
  readonly signableFrom: string;
  readonly signedAt: string | null;
  readonly signedBy: string | null;
  readonly note: string | null;
  readonly sha256: string | null;
  readonly demo: boolean;
}

export interface ReviewView extends ReviewSummary {
  readonly lines: readonly ReviewLine[];
  /** Whether another officer is there to decide the reader's own right. */
  readonly othersDecide: boolean;
}
