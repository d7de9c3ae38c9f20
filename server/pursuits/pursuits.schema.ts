import { z } from 'zod';
import { PURPOSES, type Purpose } from '../cameras/purposes.rules.ts';
import type { DeviceState } from '../cameras/snapshot.rules.ts';
import { isoDay } from '../platform/day.schema.ts';
import { CONSENT_BY, PURSUIT_STATUTE_CODES } from './pursuit.law.ts';
import type { Basis } from './pursuit.rules.ts';
import { telling, text } from '../platform/text.schema.ts';

const minutes = z
  .int()
  .min(1)
  .max(24 * 60);

const basisSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('consent'),
    by: z.enum(CONSENT_BY),
    record: text(200).min(2),
    on: isoDay,
  }),
  z.strictObject({
    kind: z.literal('statute'),
    statute: z.enum(PURSUIT_STATUTE_CODES),
    citation: text(200).min(2),
  }),
]);

/** `POST /api/pursuits`: `minutes` from now on; `cameraId` is where it begins. */
export const pursuitBody = z.strictObject({
  pursuitId: z.uuid(),
  basis: basisSchema,
  purpose: z.enum(PURPOSES).nullable(),
  incident: text(100).min(2),
  minutes,
  cameraId: z.int().min(1).max(0x7fffffff),
});
export type PursuitBody = z.infer<typeof pursuitBody>;

/** `POST /api/pursuits/:pursuitId/extensions`: open for `minutes` from now on, not from its end. */
export const extensionBody = z.strictObject({ extensionId: z.uuid(), minutes, reason: telling(500) });
export type ExtensionBody = z.infer<typeof extensionBody>;

/** `POST /api/pursuits/:pursuitId/end`: `withdrawn` where the consent on which it rests was taken back. */
export const endBody = z.strictObject({ withdrawn: z.boolean().default(false) });

export const pursuitParam = z.object({ pursuitId: z.uuid() });
/** `GET /api/pursuits`: those begun before this number, newest first. */
export const pursuitsQuery = z.object({ before: z.coerce.number().int().min(1).optional() });

/** Why a pursuit is over. */
export type PursuitEnd = 'time' | 'hand' | 'officer' | 'withdrawn' | 'session-ended' | 'right-removed';

/** A camera that was opened in a pursuit. Null: the reader may not know of it (Art. 10(4)). */
interface TrailStep {
  readonly step: number;
  readonly cameraId: number | null;
  readonly called: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly openedAt: string;
}

export interface ExtensionView {
  readonly personName: string;
  readonly reason: string;
  readonly declaredAt: string;
  readonly endsAt: string;
}

export interface PursuitView {
  readonly pursuitId: string;
  readonly pursuitNo: number;
  readonly personName: string;
  readonly seat: string | null;
  readonly role: string;
  readonly mine: boolean;
  readonly basis: Basis;
  readonly purpose: Purpose | null;
  readonly incident: string;
  readonly beganAt: string;
  /** As declared, with what a second person added. */
  readonly endsAt: string;
  readonly open: boolean;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly endedWhy: PursuitEnd | null;
  readonly extensions: readonly ExtensionView[];
  readonly trail: readonly TrailStep[];
}

/** One that another session of the same person has open. */
export interface PursuitElsewhere {
  readonly pursuitId: string;
  readonly pursuitNo: number;
  readonly endsAt: string;
}

/** `GET /api/pursuits/mine`: the one that this session has open, or another of the same person, and how long one may be. */
export interface OwnPursuit {
  readonly pursuit: PursuitView | null;
  readonly elsewhere: PursuitElsewhere | null;
  readonly mostMinutes: number;
}

/** Pictures that one person opened along one way without a pursuit; null is a camera the reader may not know of. */
export interface WayHintView {
  readonly accountId: number;
  readonly personName: string;
  readonly from: string;
  readonly to: string;
  readonly cameras: readonly ({ readonly cameraId: number; readonly called: string } | null)[];
}

/** A camera ahead of the walk. */
export interface NextCamera {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly name: string;
  readonly distanceM: number;
  readonly bearingDeg: number | null;
  /** Of its device, as it was probed last. */
  readonly state: DeviceState;
  readonly lon: number;
  readonly lat: number;
}

/** `GET /api/pursuits/:pursuitId/next`. `headingDeg` null: the walk has no known way yet. */
export interface NextCameras {
  readonly fromCameraId: number;
  readonly headingDeg: number | null;
  readonly cameras: readonly NextCamera[];
}
