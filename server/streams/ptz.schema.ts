import { z } from 'zod';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { isoDay } from '../platform/day.schema.ts';
import { MOVE_STATUTE_CODES } from './ptz.law.ts';
import type { PresetStanding } from './ptz-presets.rules.ts';
import type { Serves } from './ptz-purpose.rules.ts';
import type { Aim, BarredSector, Calibration, DevicePosition } from './ptz.rules.ts';
import { perhaps, telling, text } from '../platform/text.schema.ts';

/** Three decimals are finer than any motor. */
const kept = (low: number, high: number) =>
  z
    .number()
    .min(low)
    .max(high)
    .overwrite((value) => Math.round(value * 1000) / 1000);
const bearing = z
  .number()
  .min(0)
  .lt(360)
  .overwrite((value) => (Math.round(value * 1000) / 1000) % 360);

export const servesSchema = z.union([
  z.strictObject({ purpose: z.enum(PURPOSES) }),
  z.strictObject({ statute: z.enum(MOVE_STATUTE_CODES), citation: perhaps(200) }),
]);

/** What every command may say: what it serves, the incident it documents, and why it takes a camera that another holds. */
const command = {
  serves: servesSchema.optional(),
  incident: text(100).nullable().optional(),
  take: z.strictObject({ reason: telling(300) }).optional(),
};

/** `POST /api/cameras/:cameraId/ptz/hold`: names the purpose and takes the camera in hand, without moving it. */
export const holdBody = z.strictObject({ ...command, serves: servesSchema });
/** `POST /api/cameras/:cameraId/ptz`: to a bearing, or to a place on the ground; what is absent stays as it is. */
export const moveBody = z.union([
  z.strictObject({
    ...command,
    azimuthDeg: bearing.optional(),
    tiltDeg: kept(-90, 90).optional(),
    zoom: kept(0, 1).optional(),
  }),
  z.strictObject({ ...command, lon: z.number().min(124).max(132), lat: z.number().min(33).max(39) }),
]);
const speed = kept(-1, 1).default(0);
/** `POST /api/cameras/:cameraId/ptz/nudge`: moves for a moment; said again and again while the key is down. */
export const nudgeBody = z.strictObject({ ...command, pan: speed, tilt: speed, zoom: speed });

/** `POST /api/cameras/:cameraId/ptz/preset`: to where a preset of the device looks. */
export const goToPresetBody = z.strictObject({ ...command, token: text(64) });
/** `POST /api/cameras/:cameraId/ptz/presets`: the device remembers where it looks now. */
export const keepPresetBody = z.strictObject({
  ...command,
  name: text(40),
});

/** `POST /api/cameras/:cameraId/barred-sectors`; `lastDay` null has no end. */
export const barredSectorBody = z.strictObject({
  sectorId: z.uuid(),
  fromDeg: bearing,
  toDeg: bearing,
  tiltFromDeg: kept(-90, 90).nullable(),
  tiltToDeg: kept(-90, 90).nullable(),
  zoomFrom: kept(0, 1).nullable(),
  reason: telling(500),
  fromDay: isoDay,
  lastDay: isoDay.nullable(),
});
export const endSectorBody = z.strictObject({ reason: telling(500) });

/** `PUT /api/cameras/:cameraId/ptz/calibration`: how the device's numbers stand to the ground, as measured on site. */
export const calibrationBody = z.strictObject({
  /** Landmarks that stood in the middle of the picture, each with the pan that the device told. */
  sightings: z
    .array(
      z.strictObject({
        pan: z.number().min(-1).max(1),
        lon: z.number().min(124).max(132),
        lat: z.number().min(33).max(39),
      }),
    )
    .min(1)
    .max(12),
  /** How far it turns from one end of its pan to the other. */
  panSpanDeg: kept(2, 1440),
  endless: z.boolean(),
  tiltZeroDeg: kept(-90, 90),
  degreesPerTilt: kept(-180, 180).refine((value) => Math.abs(value) >= 1),
  zoomTimes: kept(1, 200),
  panDegPerS: kept(1, 720),
  tiltDegPerS: kept(1, 720),
});

export type Command = z.infer<z.ZodObject<typeof command>>;
export type MoveBody = z.infer<typeof moveBody>;
export type NudgeBody = z.infer<typeof nudgeBody>;
export type GoToPresetBody = z.infer<typeof goToPresetBody>;
export type KeepPresetBody = z.infer<typeof keepPresetBody>;
export type CalibrationBody = z.infer<typeof calibrationBody>;
export type BarredSectorBody = z.infer<typeof barredSectorBody>;

export interface BarredSectorView extends BarredSector {
  readonly reason: string;
  readonly fromDay: string;
  readonly lastDay: string | null;
  readonly decidedBy: string;
}

export interface HoldView {
  readonly personName: string;
  readonly seat: string | null;
  readonly role: string;
  readonly mine: boolean;
  /** It is the reader's own, in another session. */
  readonly elsewhere: boolean;
  readonly serves: Serves;
  readonly incident: string | null;
  /** Why it was taken from another; null where it was free. */
  readonly takenReason: string | null;
  readonly since: string;
}

/** `GET /api/cameras/:cameraId/ptz`. Null is unknown. */
export interface PtzView {
  /** Bearings are known: without that it is only nudged and sent home. */
  readonly calibrated: boolean;
  readonly aim: Aim | null;
  readonly moving: boolean;
  readonly away: boolean;
  readonly home: Aim | null;
  /** Of the picture as it is zoomed now. */
  readonly widthDeg: number | null;
  /** How many times closer the model comes; null is unknown. */
  readonly zoomTimes: number | null;
  readonly holder: HoldView | null;
  /** The own hold that waits for whoever took the camera. */
  readonly waiting: boolean;
  /** Who has it again once the actor gives it back; null: it goes home then. */
  readonly handsBackTo: string | null;
  /** Whether the actor goes before the holder, and before the holder with an incident. */
  readonly mayTake: { readonly now: boolean; readonly withIncident: boolean };
  readonly returnsAt: string | null;
  readonly returnMinutes: number;
  readonly barred: readonly BarredSectorView[];
  /** Decided for a day to come. */
  readonly barredLater: readonly BarredSectorView[];
  readonly purposes: readonly string[];
  readonly mayBar: boolean;
}

/** `GET /api/cameras/:cameraId/ptz/presets`: what the device remembers. An aim of null is unknown. */
export interface PresetView {
  readonly token: string;
  readonly name: string;
  readonly aim: Aim | null;
  readonly standing: PresetStanding['standing'];
  readonly barred: BarredSectorView | null;
}

/** `GET /api/cameras/:cameraId/ptz/calibration`. */
export interface CalibrationView {
  readonly measured:
    (Omit<Calibration, 'hfovDeg'> & { readonly measuredBy: string; readonly measuredAt: string }) | null;
  /** Where the device says that it stands, in its own numbers; null where it says nothing. */
  readonly position: DevicePosition | null;
  readonly moving: boolean;
  /** Why it says nothing. */
  readonly silent: string | null;
}

/** A part of the compass into which a camera is turned at no tilt and no zoom today (Art. 11(1)). */
export interface BarredArc {
  readonly cameraId: number;
  readonly fromDeg: number;
  readonly toDeg: number;
}

/** `GET /api/ptz/views`: the cameras that do not look home, for every map. Null is unknown. */
export interface TurnedView {
  readonly cameraId: number;
  readonly azimuthDeg: number | null;
  readonly hfovDeg: number | null;
  readonly tiltDeg: number | null;
}
