import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { passage, telling, text } from '../platform/text.schema.ts';

const day = isoDay;
const cameraId = z.int().min(1).max(0x7fffffff);
const reason = telling(300);

export const agencyCode = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
export const codeParam = z.object({ code: agencyCode });
export const delegationParam = z.object({ delegationId: z.uuid() });
export const measureParam = z.object({ measureId: z.uuid() });

/** `ownerNames` are the names under which the body owns cameras in the register, without blanks around them. */
export const agencyBody = z.strictObject({
  name: text(80),
  phone: text(40).nullable(),
  ownerNames: z.array(text(100)).max(50),
});
export type AgencyBody = z.infer<typeof agencyBody>;
export const newAgencyBody = agencyBody.extend({ code: agencyCode });
/**
 * Whose a name in the register is: a body's, or (null) the city's own. `was` is whose the asker saw it to be, a body's
 * code or 'city'; left out where it was nobody's.
 */
export const ownerBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  agency: agencyCode.nullable(),
  was: agencyCode.optional(),
});
export type OwnerBody = z.infer<typeof ownerBody>;

/** The document by which the body gave its powers; the last day is included, null runs until it is ended. */
export const grantBody = z
  .strictObject({ documentNo: text(60), documentOn: day, fromDay: day, lastDay: day.nullable() })
  .refine(({ fromDay, lastDay }) => lastDay === null || fromDay <= lastDay, { path: ['lastDay'] });
export type GrantBody = z.infer<typeof grantBody>;

/** 'all': every camera that the body owns in the register. */
const cameras = z.union([z.literal('all'), z.array(cameraId).max(2000)]);
export const askBody = z.strictObject({ delegationId: z.uuid(), askedOn: day, cameras });
export type AskBody = z.infer<typeof askBody>;
export const namedBody = z.strictObject({ add: cameras, remove: z.array(cameraId).max(2000), on: day });
export type NamedBody = z.infer<typeof namedBody>;
export const adjustmentBody = z.strictObject({
  adjustmentId: z.uuid(),
  agreedOn: day,
  agreed: passage(1000),
});
export type AdjustmentBody = z.infer<typeof adjustmentBody>;
/** The first day on which it no longer holds. */
export const endBody = z.strictObject({ endedOn: day, reason });
export type EndBody = z.infer<typeof endBody>;
/** The day of an end that somebody thinks of; today where none is given. */
export const endQuery = z.strictObject({ endedOn: day.optional() });
/** Pictures that are open now and would be closed by an end, and of how many cameras. */
export interface PicturesThatEnd {
  readonly pictures: number;
  readonly cameras: number;
}
export const securityBody = z
  .strictObject({
    measureId: z.uuid(),
    measures: passage(1000),
    documentNo: text(60),
    decidedOn: day,
    lastDay: day.nullable(),
  })
  .refine(({ decidedOn, lastDay }) => lastDay === null || decidedOn <= lastDay, { path: ['lastDay'] });
export type SecurityBody = z.infer<typeof securityBody>;

/**
 * What is missing for integrating, linking, connecting or watching a camera (Art. 18(5), 23, 25): of another body's the
 * delegation or the security measure, of one that nobody has said the owner of, the owner.
 */
export const LACKS = ['owner', 'delegation', 'security'] as const;
export type Lack = (typeof LACKS)[number];
export const DELEGATION_STATES = ['asked', 'granted', 'adjusted', 'ended'] as const;
export type DelegationState = (typeof DELEGATION_STATES)[number];
export type BodyState = 'normal' | 'ending' | 'no-delegation' | 'no-security' | 'no-cameras';

/** Days are the city's; `validTo` and `endedOn` are the first day without. */
export interface DelegationRow {
  readonly delegationId: string;
  readonly agency: string;
  readonly agencyName: string;
  readonly askedOn: string;
  readonly askedBy: string;
  readonly documentNo: string | null;
  readonly documentOn: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly grantedBy: string | null;
  readonly endedOn: string | null;
  readonly endReason: string | null;
  readonly adjustments: readonly {
    readonly adjustmentId: string;
    readonly agreedOn: string;
    readonly agreed: string;
  }[];
  /** How many cameras it names today, of those that the asker may know of. */
  readonly cameras: number;
  readonly demo: boolean;
}
export interface DelegationView extends DelegationRow {
  readonly state: DelegationState;
  readonly inForce: boolean;
  /** Days until it no longer holds, negative since it ended, null without an end. */
  readonly daysLeft: number | null;
}

export interface MeasureRow {
  readonly measureId: string;
  readonly agency: string;
  readonly measures: string;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly validTo: string | null;
  readonly endedOn: string | null;
  readonly endReason: string | null;
}
export interface MeasureView extends MeasureRow {
  readonly inForce: boolean;
  readonly daysLeft: number | null;
}

export interface AgencyRow {
  readonly code: string;
  readonly name: string;
  readonly phone: string | null;
  readonly ownerNames: readonly string[];
}
/** Counts are of cameras that the asker may know of. */
export interface BodyCounts {
  readonly owned: number;
  readonly linked: number;
  readonly delegated: number;
  /** Linked without a delegation in force that names them. */
  readonly unnamed: number;
}
export interface BodyView extends AgencyRow, BodyCounts {
  readonly state: BodyState;
  readonly secured: boolean;
  readonly asked: boolean;
  /** Cameras that are integrated or linked although something is missing. */
  readonly unlawful: number;
  readonly daysLeft: number | null;
}

export interface Ending {
  readonly what: 'delegation' | 'security';
  readonly agency: string;
  readonly agencyName: string;
  readonly documentNo: string;
  /** The first day without it. */
  readonly endsOn: string;
  readonly daysLeft: number;
}
/** A name under which cameras stand in the register, with how many; `whose` a body's code, 'city', or null for nobody's yet. */
export interface OwnerName {
  readonly name: string;
  readonly cameras: number;
  readonly linked: number;
  readonly whose: string | null;
}
export interface AgenciesPage {
  readonly today: string;
  readonly noticeDays: number;
  readonly bodies: readonly BodyView[];
  readonly endings: readonly Ending[];
  /** Names of owners, undecided ones first, the most cameras first; null for whoever sees one body alone. */
  readonly owners: readonly OwnerName[] | null;
}

export interface BodyCamera {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly name: string;
  readonly owner: string;
  readonly integration: 'integrated' | 'linked' | 'standalone' | null;
  /** The delegations that name it today, in force or asked. */
  readonly delegationIds: readonly string[];
  readonly lacks: readonly Lack[];
}
export const bodyCamerasQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(0x7fffffff).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export interface BodyCamerasPage {
  readonly cameras: readonly BodyCamera[];
  readonly next: number | null;
}
export interface BodyDetail {
  readonly body: BodyView;
  readonly delegations: readonly DelegationView[];
  readonly measures: readonly MeasureView[];
  readonly today: string;
  readonly noticeDays: number;
}

/** A camera's card: whose it is, and by what the centre may link and watch it. */
export interface CameraDelegation {
  readonly whose: 'city' | 'body' | 'unknown';
  /** Integrated or linked already. */
  readonly isLinked: boolean;
  readonly owner: string;
  readonly agency: string | null;
  readonly agencyName: string | null;
  /** Whether the asker reads this body's papers; where not, what follows says nothing. */
  readonly readable: boolean;
  readonly delegation: Pick<
    DelegationView,
    'documentNo' | 'validFrom' | 'validTo' | 'endedOn' | 'state' | 'daysLeft' | 'adjustments'
  > | null;
  readonly measure: Pick<MeasureView, 'documentNo' | 'decidedOn' | 'validTo' | 'daysLeft'> | null;
  readonly lacks: readonly Lack[];
}
