import { z } from 'zod';
import { landBoxSchema } from '../land/land.schema.ts';
import type { DeviceState } from '../cameras/snapshot.rules.ts';
import { PURPOSES, type Purpose } from '../cameras/purposes.rules.ts';
import { AT, WHICH, type At, type Which } from './sight.rules.ts';

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

const purposeList = z
  .string()
  .max(200)
  .transform((text) => (text === '' ? null : text.split(',')))
  .pipe(z.array(z.enum(PURPOSES)).max(PURPOSES.length).nullable());

/** `GET /api/coverage/city`: as the cameras hang or look now, by day or at night, of those that serve one of the purposes. */
export const cityQuery = z.strictObject({
  which: z.enum(['home', 'live']).default('home'),
  at: z.enum(AT).default('day'),
  purposes: purposeList.default(null),
});

/** `GET /api/coverage/standard`: 표준분석모델 beside the truth in the 100 m cells of a box. */
export const standardQuery = cityQuery.extend({ bbox: landBoxSchema });

/** `GET /api/coverage/gaps`: the heaviest ground of a demand that no camera surely sees. */
export const gapsQuery = cityQuery.extend({
  demand: z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number),
  most: z
    .string()
    .regex(/^\d{1,3}$/u)
    .transform(Number)
    .pipe(z.number().min(1).max(200))
    .default(20),
});

/** `GET /api/exports/coverage`: one of the tables as a file; why it is taken out is told (Art. 30(3)). */
export const exportQuery = z.object({
  ...cityQuery.shape,
  table: z.enum(['districts', 'streets']),
  encoding: z.enum(['cp949', 'utf8']).default('utf8'),
});

/** One gap of `GET /api/coverage/gaps`, the heaviest first. */
export interface GapAnswer {
  readonly lon: number;
  readonly lat: number;
  readonly district: string | null;
  readonly areaM2: number;
  /** What is not surely seen, in the demand's unit, and the part of it that is not even possibly seen. */
  readonly weight: number;
  readonly unseen: number;
}

/** What is surely seen, and what possibly is: the truth lies between them. */
export type Pair = readonly [sure: number, possible: number];

export interface DistrictCoverage {
  readonly districtId: number;
  readonly name: string;
  readonly cameras: number;
  readonly groundM2: number;
  readonly seenM2: Pair;
}

/** All roads of one name; null is those that have none. */
export interface StreetCoverage {
  readonly name: string | null;
  readonly lengthM: number;
  readonly seenM: Pair;
}

/** Answer of `GET /api/coverage/city`. Ground is counted in cells of 5 m, streets in steps of 2 m. */
export interface CityCoverageAnswer {
  readonly which: 'home' | 'live';
  readonly at: At;
  readonly purposes: readonly Purpose[] | null;
  readonly countedAt: string;
  /** `unsure`: of unknown bearing, lens or range, or without a picture now: they add nothing sure. */
  readonly cameras: { readonly all: number; readonly unsure: number };
  /** Ground of all districts; null where none are loaded. */
  readonly groundM2: number | null;
  /** Ground that at least one camera, at least two, three and four see. */
  readonly seenM2: readonly [Pair, Pair, Pair, Pair];
  readonly outsideM2: Pair;
  readonly districts: readonly DistrictCoverage[];
  readonly streets: readonly StreetCoverage[];
  readonly purposeCoverage: readonly {
    readonly purpose: Purpose;
    readonly cameras: number;
    readonly seenM2: Pair;
  }[];
  readonly demands: readonly {
    readonly demandId: number;
    readonly title: string;
    readonly unit: string;
    readonly synthetic: boolean;
    readonly total: number;
    readonly seen: Pair;
  }[];
  /** 표준분석모델: a flat circle of 50 m round each of these cameras, whichever way it looks and whatever hides the ground. */
  readonly standardM2: number;
  /** How far a camera of unknown range may see at most. */
  readonly assumedRangeM: number;
}

/** Answer of `GET /api/coverage/standard`: parts of the ground of each cell, 0 to 1, row by row from the south-west corner. */
export interface StandardAnswer {
  /** South-west corner of the first cell in metres of EPSG:5187. */
  readonly east: number;
  readonly north: number;
  readonly cellM: number;
  readonly columns: number;
  readonly rows: number;
  readonly model: readonly number[];
  readonly sure: readonly number[];
  readonly possible: readonly number[];
}
