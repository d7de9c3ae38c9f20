import { z } from 'zod';
import { landBoxSchema } from '../land/land.schema.ts';
import type { DeviceState } from '../cameras/snapshot.rules.ts';
import { WHICH, type Which } from './sight.rules.ts';

const degrees = (least: number, most: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,15})?$/u)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

/** `GET /api/coverage/seeing`: a place of the city in degrees. */
export const seeingQuery = z.strictObject({ lon: degrees(124, 132), lat: degrees(33, 39) });
/** `GET /api/coverage/views`: home is the view on the register, live the one now, reachable all that a camera can be turned to. */
export const viewsQuery = z.strictObject({ bbox: landBoxSchema, which: z.enum(WHICH).default('home') });

/** One camera of `GET /api/coverage/seeing`; distances over ground. */
export interface SeeingCamera {
  readonly cameraId: number;
  readonly distanceM: number;
  /** Whether bearing, lens and the buildings between say so; otherwise it is possible and no more. */
  readonly sure: boolean;
  /** Whether it looks there at this moment and its device was found to give a picture. */
  readonly seenNow: boolean;
  /** By which of its views: the one now, or one to which it can be turned. */
  readonly which: Which;
  /** Pixels for a metre at the place; null is unknown. */
  readonly pixelsPerM: number | null;
  readonly state: DeviceState;
  readonly watched: boolean;
  readonly owner: string;
}

/** One polygon of `GET /api/coverage/views`. Possible views are those of cameras of which no view is sure. */
export interface ViewFeature {
  readonly type: 'Feature';
  readonly geometry: {
    readonly type: 'MultiPolygon';
    readonly coordinates: readonly (readonly (readonly [number, number])[])[][];
  };
  readonly properties: { readonly cameraId: number; readonly sure: boolean; readonly areaM2: number };
}
