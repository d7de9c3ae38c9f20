import { z } from 'zod';
import { text } from '../../platform/text.schema.ts';

/** Where a camera may come to stand: every so many metres along a street, at its corners, or on the poles that stand already. */
export const CANDIDATES = ['streets', 'corners', 'poles'] as const;
export type Candidates = (typeof CANDIDATES)[number];

/** Ground that a camera is there to see, where it is for no loaded demand. */
export const OVER = ['roads', 'ground'] as const;

const lon = z.number().min(124).max(132);
const lat = z.number().min(33).max(39);

/** What is bought: degrees, metres, and a price in 10,000 won. */
const model = z
  .strictObject({
    name: text(40),
    kind: z.enum(['fixed', 'fisheye']),
    hfovDeg: z.number().min(10).max(360),
    rangeM: z.number().min(5).max(200),
    heightM: z.number().min(2).max(20),
    cost: z.number().min(0).max(100_000),
  })
  .refine(({ kind, hfovDeg }) => kind === 'fisheye' || hfovDeg <= 150, {
    path: ['hfovDeg'],
    message: 'is too wide for a straight picture',
  });
export type CameraModel = z.infer<typeof model>;

/**
 * `POST /api/coverage/best-sites`: the client gives the number, so that a second press answers as the first. Area is a box
 * (west, south, east, north in degrees) or a district.
 */
export const bestSitesBody = z
  .strictObject({
    searchId: z.uuid(),
    box: z.tuple([lon, lat, lon, lat]).nullable(),
    districtId: z.int().min(1).max(0x7fffffff).nullable(),
    candidates: z.enum(CANDIDATES),
    everyM: z.number().min(10).max(200),
    most: z.int().min(1).max(50).nullable(),
    /** In 10,000 won. */
    budget: z.number().gt(0).max(1_000_000).nullable(),
    /** Which ground counts where no demand is asked for: all of it but water, or the roads alone. */
    over: z.enum(OVER),
    demandId: z.int().min(1).max(0x7fffffff).nullable(),
    models: z.array(model).min(1).max(4),
    /** Ground that a camera surely sees already counts for nothing. */
    avoidSeen: z.boolean(),
  })
  .refine(({ box, districtId }) => (box === null) !== (districtId === null), {
    path: ['box'],
    message: 'is one area',
  })
  .refine(({ box }) => box === null || (box[0] < box[2] && box[1] < box[3]), {
    path: ['box'],
    message: 'runs from south-west to north-east',
  })
  .refine(({ most, budget }) => most !== null || budget !== null, {
    path: ['most'],
    message: 'has a number or a budget',
  });
export type BestSitesBody = z.infer<typeof bestSitesBody>;

export const searchParam = z.object({ searchId: z.uuid() });

/** What the search is at: views of all candidates, the first answer, better ones, the proof. */
export const PHASES = ['views', 'first', 'better', 'proof'] as const;
export type Phase = (typeof PHASES)[number];

/** One chosen camera, best first. Weights are of the demand, or square metres of ground where none was asked for. */
export interface BestSite {
  readonly rank: number;
  readonly lon: number;
  readonly lat: number;
  /** The street on which it would stand; null where it has no name. */
  readonly street: string | null;
  /** Which of the asked models. */
  readonly model: number;
  /** From true north; null for one that looks all around. */
  readonly azimuthDeg: number | null;
  readonly tiltDeg: number | null;
  /** Exact ground that it sees. */
  readonly seesM2: number;
  /** The part of its bare sector that buildings hide. */
  readonly hiddenPart: number;
  /** What it adds to those before it. */
  readonly adds: number;
  /** What would be lost without it, and the most of it that any other site would bring back. */
  readonly lostWithout: number;
  readonly nextBest: number;
  /** Polygons of its view in degrees, each ring closed. */
  readonly view: readonly (readonly (readonly [number, number])[])[];
}

/** `GET /api/coverage/best-sites`: what can be chosen, and the account's last search, which may still run. */
export interface BestSitesChoices {
  readonly searchId: string | null;
  readonly districts: readonly { readonly districtId: number; readonly name: string }[];
  readonly demands: readonly {
    readonly demandId: number;
    readonly title: string;
    readonly unit: string;
    readonly synthetic: boolean;
  }[];
}

/** `GET /api/coverage/best-sites/:searchId`. */
export interface BestSitesView {
  readonly searchId: string;
  readonly phase: Phase;
  /** Done of the phase, 0 to 1; null where that cannot be told. */
  readonly done: number | null;
  readonly seconds: number;
  readonly ended: 'finished' | 'cancelled' | 'failed' | null;
  /** Why it failed, in the asker's language. */
  readonly failure: string | null;
  readonly sites: number;
  readonly choices: number;
  /** What the best set so far newly sees. */
  readonly value: number;
  /** What no set exceeds; null before it is known. */
  readonly bound: number | null;
  /** At most by this part the best possible set is better than this one: never smaller than the true gap. */
  readonly gap: number | null;
  readonly proved: boolean;
  /** Why there is a bound and no proof. */
  readonly boundOnly: 'too-large' | 'time' | null;
  readonly best: readonly BestSite[];
  readonly asked: BestSitesBody;
  /** What the weights are of; null is square metres of ground. */
  readonly demand: { readonly title: string; readonly unit: string; readonly synthetic: boolean } | null;
  /** Cameras that stand already: counted as seeing, and left out because their bearing or lens is unknown. */
  readonly standing: { readonly counted: number; readonly unsure: number } | null;
}
