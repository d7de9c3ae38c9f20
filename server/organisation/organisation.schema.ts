import { z } from 'zod';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { day, text, number, inPath, reason, orderNo, phone } from './values.schema.ts';

// Days are the city's (Asia/Seoul), ISO; a period is [validFrom, validTo), open where `validTo` is null. Everything is under /api.

/**
 * On which day, by default today, and as known at which instant, by default now. With a past `known` the answer is
 * what the city then knew of that day.
 */
const moment = { on: day.optional(), known: z.iso.datetime({ offset: true }).optional() };
export const organisationQuery = z.strictObject(moment);
export const timelineQuery = z.strictObject({ known: moment.known });
export const responsibleQuery = z.strictObject(moment);
export type Moment = z.infer<typeof organisationQuery>;

export const DUTIES = ['operations-head', 'department-manager'] as const;
export type Duty = (typeof DUTIES)[number];
export const HOLDING_KINDS = ['holder', 'acting'] as const;
export type HoldingKind = (typeof HOLDING_KINDS)[number];

/** A person in a post: its holder, or an acting one (직무대리). */
export interface HoldingView {
  readonly holdingId: number;
  readonly personId: number;
  readonly personName: string;
  readonly phone: string | null;
  readonly kind: HoldingKind;
  readonly orderNo: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A post on the day asked about. `answers` is who answers in it: an acting one before the holder; null is a vacancy. */
export interface PostView {
  readonly postId: number;
  readonly departmentId: number;
  readonly departmentName: string;
  readonly duty: Duty;
  readonly title: string;
  readonly phone: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly holder: HoldingView | null;
  readonly acting: HoldingView | null;
  readonly answers: HoldingView | null;
  /** Whose turn comes after the day asked about, soonest first. */
  readonly coming: readonly HoldingView[];
  /** First day without anybody, where nobody answers: the day the post began or the last one went. */
  readonly vacantSince: string | null;
}

export interface DepartmentRef {
  readonly departmentId: number;
  readonly name: string;
}

/** A department in force on the day asked about. */
export interface DepartmentView extends DepartmentRef {
  readonly phone: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** The departments whose work it took over, and the one that takes over its own, as known. */
  readonly predecessors: readonly DepartmentRef[];
  readonly successor: DepartmentRef | null;
  readonly dedicated: boolean;
  readonly posts: readonly PostView[];
  /** Cameras whose department it is on that day, and those of them that it answers for outside the centre (제5조제1항 단서). */
  readonly cameras: number;
  readonly ownCameras: number;
}

export interface DesignationView {
  readonly designationId: number;
  readonly departmentId: number;
  readonly departmentName: string;
  readonly orderNo: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** What breaks Art. 4(1) or 5(1) on the day asked about. */
export const ORGANISATION_FAULTS = [
  'no-dedicated-department',
  'no-operations-head',
  'operations-head-vacant',
  'manager-vacant',
  'department-without-post',
] as const;
export type OrganisationFault = (typeof ORGANISATION_FAULTS)[number];

/** GET /organisation?on=&known= (organisation.read) */
export interface OrganisationView {
  readonly on: string;
  readonly known: string;
  readonly today: string;
  /** True where it is the organisation of today as known now. */
  readonly isNow: boolean;
  /** 전담부서 (제4조제1항) of that day. */
  readonly dedicated: DesignationView | null;
  /** 운영책임자 (제5조제1항) of that day. */
  readonly operationsHead: PostView | null;
  readonly departments: readonly DepartmentView[];
  readonly faults: readonly {
    readonly fault: OrganisationFault;
    readonly departmentId: number | null;
    readonly postId: number | null;
  }[];
  /** Cameras that nobody answers for by any post on that day. */
  readonly unanswered: number;
}

/** GET /organisation/timeline?known= (organisation.read): every department, designation and reorganisation, oldest first. */
export interface TimelineView {
  readonly today: string;
  readonly departments: readonly (DepartmentRef & {
    readonly validFrom: string;
    readonly validTo: string | null;
    readonly succeededBy: number | null;
    readonly succeeds: number | null;
  })[];
  readonly designations: readonly DesignationView[];
  readonly reorganisations: readonly ReorganisationView[];
}
export const REORGANISATION_KINDS = ['rename', 'merge', 'split', 'abolish', 'found'] as const;
export type ReorganisationKind = (typeof REORGANISATION_KINDS)[number];
export interface ReorganisationView {
  readonly reorganisationId: string;
  readonly orderNo: string;
  readonly effectiveOn: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly steps: readonly {
    readonly kind: ReorganisationKind;
    readonly from: readonly DepartmentRef[];
    readonly to: readonly DepartmentRef[];
  }[];
  /** Earlier days it was known with, newest first: each correction stays readable. */
  readonly corrections: readonly {
    readonly effectiveOn: string;
    readonly until: string;
  }[];
}

/**
 * POST /organisation/designations (organisation.change) -> 201 OrganisationView of today. The department is the 전담부서
 * from the day on, which may be in the future; its head becomes the 운영책임자 on that day. The same `requestId`
 * answers as the first.
 */
export const designateBody = z.strictObject({
  requestId: z.uuid(),
  departmentId: number,
  orderNo,
  fromDay: day,
});
export type DesignateBody = z.infer<typeof designateBody>;

const newDepartment = z.strictObject({ name: text(60), phone });
/** One change of an order. Departments named must be in force the day before it takes effect. */
export const stepForm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rename'), departmentId: number, name: text(60), phone }),
  /** `departmentIds` end; `into` is a new department or one that goes on. `headFrom`: whose head goes on (null: vacant). */
  z.strictObject({
    kind: z.literal('merge'),
    departmentIds: z.array(number).min(1).max(20),
    into: z.union([newDepartment, z.strictObject({ departmentId: number })]),
    headFrom: number.nullable(),
  }),
  /**
   * `goesOn`: the department stays beside the new parts; otherwise the first part is its heir. A part takes over the
   * cameras whose main purpose is among its `purposes`; the others stay with the department or its heir.
   */
  z.strictObject({
    kind: z.literal('split'),
    departmentId: number,
    goesOn: z.boolean(),
    parts: z
      .array(newDepartment.extend({ purposes: z.array(z.enum(PURPOSES)).max(PURPOSES.length) }))
      .min(1)
      .max(10),
  }),
  /** Without a successor: its cameras outside the centre have no responsible post from that day on. */
  z.strictObject({ kind: z.literal('abolish'), departmentId: number }),
  newDepartment.extend({ kind: z.literal('found') }),
]);
export type Step = z.infer<typeof stepForm>;
export const planForm = z.strictObject({
  orderNo,
  effectiveOn: day,
  steps: z.array(stepForm).min(1).max(30),
});
export type Plan = z.infer<typeof planForm>;

/** POST /organisation/reorganisations/preview planForm (organisation.change) -> PreviewView; changes nothing. */
export interface PreviewView {
  /** Goes back with the confirming press; refused (409 `preview-stale`) where it would do something else by then. */
  readonly fingerprint: string;
  readonly effectiveOn: string;
  readonly departments: readonly {
    readonly departmentId: number | null;
    readonly name: string;
    readonly change: 'ends' | 'begins' | 'goes-on';
    readonly into: string | null;
  }[];
  readonly designation: { readonly from: string; readonly to: string } | null;
  readonly posts: readonly {
    readonly postId: number | null;
    readonly title: string;
    readonly departmentName: string;
    readonly duty: Duty;
    readonly change: 'ends' | 'begins';
  }[];
  /** `moves`: the person goes on in the post that follows; `ends`: the person holds no post here from that day. */
  readonly holdings: readonly {
    readonly personName: string;
    readonly kind: HoldingKind;
    readonly from: string;
    readonly to: string | null;
    readonly change: 'moves' | 'ends';
  }[];
  /** Posts that begin with nobody in them. */
  readonly vacancies: readonly string[];
  readonly cameras: {
    readonly moved: readonly { readonly from: string; readonly to: string | null; readonly count: number }[];
    /** Cameras that have a responsible post the day before and none from that day. */
    readonly unanswered: number;
  };
  /** Signs that tell the truth before it and not from that day (제10조제2항), and the cameras they speak for. */
  readonly signs: { readonly becomeStale: number; readonly cameras: number };
  /** Open accounts whose department changes; `to` null: the department is gone without a successor. */
  readonly accounts: readonly {
    readonly account: string;
    readonly personName: string;
    readonly from: string;
    readonly to: string | null;
  }[];
  /** Rights in force that are limited to a department that changes. */
  readonly grants: readonly {
    readonly account: string;
    readonly personName: string;
    readonly from: string;
    readonly to: string | null;
  }[];
}
/** POST /organisation/reorganisations (organisation.change) -> 201 ReorganisationView; 409 `preview-stale`. */
export const reorganiseBody = planForm.extend({ reorganisationId: z.uuid(), fingerprint: text(64) });
export type ReorganiseBody = z.infer<typeof reorganiseBody>;

/**
 * POST /organisation/corrections (organisation.change) -> 204. The day it really took effect; what was known before
 * stays readable by `known`. A designation that came with a reorganisation is corrected with it (409 `part-of-order`).
 */
export const correctionBody = z.strictObject({
  of: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reorganisation'), reorganisationId: z.uuid() }),
    z.strictObject({ kind: z.literal('designation'), designationId: number }),
    z.strictObject({ kind: z.literal('holding'), holdingId: number }),
  ]),
  effectiveOn: day,
  reason,
});
export type CorrectionBody = z.infer<typeof correctionBody>;

/** POST /organisation/corrections/preview (organisation.change) -> CorrectionPreview; nothing is changed. */
export const correctionForm = z.strictObject({ holdingId: number, effectiveOn: day });
export type CorrectionForm = z.infer<typeof correctionForm>;
/** Whoever else's days the correction of a holding's first day would move. `to`: the first day without. */
export interface CorrectionPreview {
  readonly moves: readonly {
    readonly holdingId: number;
    readonly personName: string;
    readonly kind: HoldingKind;
    readonly to: { readonly was: string | null; readonly is: string | null };
  }[];
}

/**
 * POST /organisation/appointments (organisation.change) -> 201 PostView as of that day. The one who was there in the
 * same kind goes on that day; `personId` null: nobody follows. `lastDay` is included.
 */
export const appointBody = z.strictObject({
  requestId: z.uuid(),
  postId: number,
  personId: number.nullable(),
  kind: z.enum(HOLDING_KINDS),
  fromDay: day,
  lastDay: day.nullable(),
  orderNo: orderNo.nullable(),
});
export type AppointBody = z.infer<typeof appointBody>;

/** Why no post answers for a camera on a day. */
export const UNANSWERED_REASONS = [
  'integration-unknown',
  'no-operations-head',
  'no-department',
  'department-abolished',
  'department-not-begun',
  'department-without-post',
] as const;
export type UnansweredReason = (typeof UNANSWERED_REASONS)[number];
/** GET /organisation/unanswered?on=&known=&reason=&after=&limit= (organisation.read), by camera number. */
export const unansweredQuery = z.strictObject({
  ...moment,
  reason: z.enum(UNANSWERED_REASONS).optional(),
  after: inPath.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type UnansweredQuery = z.infer<typeof unansweredQuery>;
export interface UnansweredPage {
  readonly total: number;
  readonly byReason: readonly { readonly reason: UnansweredReason; readonly cameras: number }[];
  readonly cameras: readonly {
    readonly cameraId: number;
    readonly managementNo: string | null;
    readonly name: string;
    /** The department it was given to, by its name on that day or its last. */
    readonly department: string | null;
    readonly reason: UnansweredReason;
    readonly lon: number;
    readonly lat: number;
  }[];
  readonly next: number | null;
}

/** GET /cameras/:cameraId/responsible?on=&known= (organisation.read): who answers for it on that day (제5조제1항). */
export interface ResponsibleView {
  readonly cameraId: number;
  readonly on: string;
  readonly known: string;
  readonly post: PostView | null;
  readonly reason: UnansweredReason | null;
  /** The department on that day, and whether the centre held the camera; null where nobody knows. */
  readonly department: DepartmentRef | null;
  readonly integration: 'integrated' | 'linked' | 'standalone' | null;
}
