import { z } from 'zod';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { exportReason } from '../platform/export-reason.schema.ts';
import { text } from '../platform/text.schema.ts';
import { USUAL_PORTS } from './discover-limits.rules.ts';
import { FOUND_STATES, type FoundState } from './found-devices.rules.ts';

export const WAYS = ['probe', 'multicast'] as const;
/** One address after another, or one call into a network that is set up for it. */
export type Way = (typeof WAYS)[number];

export const discoveryBody = z.strictObject({
  runId: z.uuid(),
  way: z.enum(WAYS).default('probe'),
  /** `10.20.1.0/24` or one address; by multicast, the server's own address in the network that is called. */
  range: text(50).min(2),
  /** Beside the usual ones, or null for those alone. */
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .max(8)
    .default([...USUAL_PORTS]),
  reason: exportReason,
});
export type DiscoveryBody = z.infer<typeof discoveryBody>;

export const discoveryQuery = z.strictObject({ show: z.enum(FOUND_STATES).default('open') });

export const foundDeviceParam = z.object({
  foundDeviceId: z.coerce.number().int().positive().max(2_147_483_647),
});
export const ignoreBody = z.strictObject({ reason: exportReason });

/** What a statute allows is entered with its citation, on the card. */
export const PURPOSES_OF_NEW = PURPOSES.filter((each) => each !== 'statute');

/** A new camera for a found device: at a place of its own, or where another camera stands. */
export const newCameraBody = z.strictObject({
  requestId: z.uuid(),
  name: text(200),
  managementNo: text(100).nullable(),
  ownerAgency: text(100),
  purpose: z.enum(PURPOSES_OF_NEW as [(typeof PURPOSES)[number], ...(typeof PURPOSES)[number][]]),
  place: z.union([
    z.strictObject({ besideCameraId: z.int().positive().max(2_147_483_647) }),
    z.strictObject({
      name: text(200),
      lon: z.number().min(-180).max(180),
      lat: z.number().min(-85).max(85),
    }),
  ]),
});
export type NewCameraBody = z.infer<typeof newCameraBody>;

export interface FoundDevice {
  readonly foundDeviceId: number;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** What it says of itself: nobody has verified it. */
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serialNo: string | null;
  readonly scopes: readonly string[];
  readonly asksLogin: boolean;
  /** The camera network in which it answered, as configured. */
  readonly network: string;
  readonly answeredBy: Way;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Since when it does not answer; null while it does. */
  readonly goneSince: string | null;
  readonly ignored: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly state: FoundState;
  /** Cameras in the register whose device answers there; the first few. */
  readonly cameras: readonly {
    readonly cameraId: number;
    readonly managementNo: string | null;
    readonly name: string;
  }[];
  readonly cameraCount: number;
}

export interface DiscoveryRun {
  readonly runId: string;
  readonly way: Way;
  readonly by: string;
  readonly range: string;
  readonly ports: readonly number[];
  readonly startedAt: string;
  /** Null while it goes on. */
  readonly endedAt: string | null;
  /** The program that ran it stopped before its end. */
  readonly brokenOff: boolean;
  readonly asked: number;
  readonly total: number;
  readonly found: number;
  /** Answers from, or pointing, outside the camera networks. */
  readonly dropped: number;
}

export interface DiscoveryView {
  /** The camera networks as configured: nothing else is ever asked. */
  readonly networks: readonly string[];
  /** The server's own addresses from which a network may be called by multicast; empty where it is not set up. */
  readonly interfaces: readonly string[];
  /** The run that goes on, or the last one; null where there was none. */
  readonly run: DiscoveryRun | null;
  readonly show: FoundState;
  readonly counts: Readonly<Record<FoundState, number>>;
  /** Those that stand so, the one that answered last first; the first few hundred. */
  readonly devices: readonly FoundDevice[];
  readonly may: { readonly addCamera: boolean };
  /** Names by which the city owns cameras. */
  readonly ownerNames: readonly string[];
}
