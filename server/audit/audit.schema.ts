import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { passage, text } from '../platform/text.schema.ts';
import type { Json } from '../platform/act.ts';
import { AUDIT_ACTIONS, type AuditAction } from './audit-groups.rules.ts';

const day = isoDay;
const actions = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(z.enum(AUDIT_ACTIONS as unknown as [AuditAction, ...AuditAction[]]))
      .min(1)
      .max(AUDIT_ACTIONS.length),
  );

const filter = {
  /** Days of the city's calendar, both included. */
  from: day.optional(),
  to: day.optional(),
  /** An account's number, or `system` for what nobody with an account did. */
  person: z
    .union([
      z.literal('system'),
      z.coerce
        .number()
        .int()
        .positive()
        .max(2 ** 31 - 1),
    ])
    .optional(),
  action: actions.optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  /** A camera's management number. */
  camera: text(60).optional(),
  /** Where somebody came from, the whole address as it is on record. */
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** Outside the office's day, of roles that do not watch around the clock. */
  hours: z.literal('off').optional(),
  /** Without the states of devices, which outnumber what people do. */
  probes: z.literal('without').optional(),
};
export const auditFilter = z.object(filter);
export type AuditFilter = z.infer<typeof auditFilter>;

const page = {
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
};
export const auditQuery = z.object({ ...filter, ...page });
export const viewingsQuery = z.object({
  from: filter.from,
  to: filter.to,
  person: filter.person,
  camera: filter.camera,
  ...page,
});
export type ViewingsQuery = z.infer<typeof viewingsQuery>;

export const monthParam = z.object({ month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) });
export const signBody = z.object({ findings: passage(4000).min(5) });

/** A camera as a row names it; `hidden`: a protected site that this reader may not know of (Art. 10(4)). */
export interface AuditedCamera {
  readonly managementNo: string | null;
  readonly name: string | null;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: string;
  readonly accountId: number | null;
  readonly personName: string;
  readonly role: string;
  readonly address: string | null;
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly camera: AuditedCamera | null;
  readonly detail: { readonly [key: string]: Json };
  readonly hidden: boolean;
}
/** How far a page goes: one question looks through a bounded number of rows. */
interface Reach {
  /** What to ask the next page with; null where there is nothing older. */
  readonly next: number | null;
  /** Until when the rows were looked through, where the page is not full and older rows are left. */
  readonly searchedTo: string | null;
}
export interface AuditPage extends Reach {
  readonly rows: readonly AuditRow[];
  /** No camera of this number that the reader may know of. */
  readonly unknownCamera: boolean;
}

/** Who watched what from when to when (시청 기록). */
export interface ViewingRow {
  readonly seq: number;
  readonly at: string;
  readonly accountId: number | null;
  readonly personName: string;
  readonly role: string;
  readonly camera: AuditedCamera | null;
  readonly objectId: string | null;
  readonly hidden: boolean;
  readonly outcome: 'done' | 'refused';
  /** 'unknown': it ended with a program that was killed, or before ends were kept. */
  readonly end: 'known' | 'running' | 'unknown';
  readonly endedAt: string | null;
  readonly endedWhy: string | null;
  /** How long a moving picture was given. Null: not on record. */
  readonly seconds: number | null;
  /** False: leave was given and never used. Null: not on record. */
  readonly opened: boolean | null;
  /** When it happened, where it was kept aside first because the audit store was away. */
  readonly spooledAt: string | null;
}
export interface ViewingsPage extends Reach {
  readonly viewings: readonly ViewingRow[];
  readonly unknownCamera: boolean;
}

export interface AuditChoices {
  readonly people: readonly {
    readonly accountId: number;
    readonly personName: string;
    readonly role: string;
  }[];
  readonly chain: ChainStanding;
}

/** Where the chain stands, without holding it against anything. */
export interface ChainStanding {
  readonly headSeq: number;
  /** Hex. */
  readonly headHash: string;
  readonly firstAt: string | null;
  readonly lastAnchorAt: string | null;
  readonly anchoredSeq: number;
  /** How long rows are kept at least; the product removes none. */
  readonly keepYears: number;
}

/** The outcome of holding the whole chain against itself and its signed heads, as its own row keeps it. */
export interface Verification {
  readonly at: string;
  readonly by: string;
  readonly holds: boolean;
  readonly rows: number;
  readonly seconds: number;
  readonly firstBadSeq: number | null;
  readonly why: string | null;
  readonly anchors: number;
  readonly anchorTrouble: string | null;
  readonly rowsSinceAnchor: number;
  readonly fencesDown: number;
  /** Which; absent in rows of before they had names. */
  readonly fences?: readonly string[];
  /** Lines at which a spool of viewings does not hold; absent in rows of before there were spools. */
  readonly spoolBreaks?: number;
}
export interface VerificationState {
  /** Rows looked through of the rows there are, while one runs in this process. */
  readonly running: { readonly rows: number; readonly of: number } | null;
  /** The last one came to no end: it could not read, or its outcome could not be put on record. */
  readonly failed: boolean;
  readonly last: Verification | null;
}

/** What of the audit does not hold, since when, and whom to call; nothing where all of it holds. */
export interface AuditFaults {
  readonly faults: readonly {
    readonly part: 'chain' | 'heads' | 'fences' | 'place';
    readonly why: string;
    /** The first bad row; of 'heads' the number of a signed head. */
    readonly seq: number | null;
    readonly names: readonly string[];
    readonly since: string;
  }[];
  readonly ask: { readonly department: string; readonly title: string; readonly phone: string | null } | null;
}

interface PersonCount {
  readonly accountId: number | null;
  readonly personName: string;
  readonly role: string;
  readonly count: number;
}

/** A month in figures, of the whole audit: a protected site counts, and is not told. */
export interface MonthFigures {
  readonly rows: number;
  readonly signIns: number;
  readonly signInsRefused: number;
  readonly refusals: number;
  readonly viewings: number;
  readonly exportsDone: number;
  readonly changes: number;
  readonly rightsChanged: number;
  readonly actsOutOfHours: number;
  readonly viewers: readonly (PersonCount & { readonly cameras: number; readonly seconds: number })[];
  readonly exports: readonly {
    readonly seq: number;
    readonly at: string;
    readonly accountId: number | null;
    readonly personName: string;
    readonly action: string;
    readonly reason: string | null;
    readonly rows: number | null;
  }[];
  readonly changesOfRights: readonly { readonly action: string; readonly count: number }[];
  readonly outOfHours: readonly PersonCount[];
  readonly manyCameras: readonly {
    readonly accountId: number | null;
    readonly personName: string;
    readonly role: string;
    readonly at: string;
    readonly cameras: number;
  }[];
}

export interface ReviewSummary {
  readonly month: string;
  readonly state: 'signed' | 'open' | 'due' | 'overdue';
  readonly dueOn: string;
}
export interface MonthReview extends ReviewSummary {
  readonly figures: MonthFigures;
  readonly findings: string | null;
  readonly signedAt: string | null;
  readonly signedBy: string | null;
  readonly headSeq: number | null;
  readonly headHash: string | null;
  /** sha256 of the signed text, in hex; the review's own row of the audit keeps the same. */
  readonly sha256: string | null;
  readonly signatureHolds: boolean | null;
  readonly keyFingerprint: string | null;
  readonly demo: boolean;
}
