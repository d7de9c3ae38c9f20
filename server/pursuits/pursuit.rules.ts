import type { Purpose } from '../cameras/purposes.rules.ts';
import { cites, saysSomething } from '../platform/citation.rules.ts';
import { PURSUIT_STATUTES, type CONSENT_BY, type PursuitStatuteCode } from './pursuit.law.ts';

/** The pursuit in which a picture is open: while the database is away it ends by the clock. */
export interface PursuitOfViewing {
  readonly pursuitId: string;
  readonly pursuitNo: number;
  readonly untilMs: number;
}

/** One that a session has open, with what it serves. */
export interface OpenPursuit extends PursuitOfViewing {
  readonly purpose: Purpose | null;
}

/** What allows following one person (Art. 27): the explicit consent, with the record of it, or a statute with its article. */
export type Basis =
  | {
      readonly kind: 'consent';
      readonly by: (typeof CONSENT_BY)[number];
      readonly record: string;
      readonly on: string;
    }
  | { readonly kind: 'statute'; readonly statute: PursuitStatuteCode; readonly citation: string };

export type NoBasis =
  | 'no-record'
  | 'consent-to-come'
  | 'consent-too-old'
  | 'consent-withdrawn'
  | 'no-citation'
  | 'no-article'
  | 'statute-not-in-force'
  | 'no-purpose';

/** A consent carries for a year: who agreed once has not agreed for good. */
export const yearBefore = (day: string): string =>
  `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;

/** Why a declaration holds no basis on the day; null where it holds one. An incident is not asked: it is none (Art. 27). */
export function lacksBasis(basis: Basis, purpose: Purpose | null, today: string): NoBasis | null {
  if (basis.kind === 'consent') {
    if (!saysSomething(basis.record)) return 'no-record';
    if (basis.on > today) return 'consent-to-come';
    if (basis.on < yearBefore(today)) return 'consent-too-old';
    return purpose === null ? 'no-purpose' : null;
  }
  if (!saysSomething(basis.citation)) return 'no-citation';
  if (!cites(basis.statute, basis.citation)) return 'no-article';
  const statute = PURSUIT_STATUTES.find(({ code }) => code === basis.statute);
  if (statute === undefined || statute.since > today) return 'statute-not-in-force';
  return purpose === null && !statute.beyondPurpose ? 'no-purpose' : null;
}

/** Whether a camera of these purposes may serve a pursuit that serves one; null: its statute asks for none (Art. 26(3)). */
export const servesPursuit = (purpose: string | null, purposesToday: readonly string[]): boolean =>
  purpose === null || purposesToday.includes(purpose);

/** A camera around the one that is watched: how far, and in which bearing from it. */
export interface Around {
  readonly cameraId: number;
  readonly distanceM: number;
  /** Null where it stands on the same pole. */
  readonly bearingDeg: number | null;
  /** Of its device: one in fault gives no picture. */
  readonly state: string;
}

export const NEXT = { most: 9, withinM: 800, aheadDeg: 90 } as const;

/** How far two bearings are from one another, 0 to 180. */
export function betweenDeg(a: number, b: number): number {
  const apart = (((a - b) % 360) + 360) % 360;
  return Math.min(apart, 360 - apart);
}

/**
 * The cameras ahead of the walk, the likeliest first: near before far, straight on before aside, those in fault last. Without a known way
 * (`headingDeg` null) the nearest all around. Where the walk came from is not ahead.
 */
export function camerasAhead<T extends Around>(around: readonly T[], headingDeg: number | null): T[] {
  const asideDeg = ({ bearingDeg }: Around): number =>
    headingDeg === null || bearingDeg === null ? 0 : betweenDeg(bearingDeg, headingDeg);
  const isDead = ({ state }: Around): boolean => state === 'fault';
  const costOf = (each: T): number => each.distanceM * (1 + asideDeg(each) / NEXT.aheadDeg);
  return around
    .filter((each) => each.distanceM <= NEXT.withinM && asideDeg(each) <= NEXT.aheadDeg)
    .toSorted(
      (a, b) => Number(isDead(a)) - Number(isDead(b)) || costOf(a) - costOf(b) || a.cameraId - b.cameraId,
    )
    .slice(0, NEXT.most);
}

/** So many cameras one after another of a trail make of a sequence of places the way of a person. */
export const TRAIL_OF_PERSON = 3;

/** Whether the steps of a sequence hold a way on which somebody was followed, forwards or back (Art. 27). */
export function repeatsTrail(steps: readonly number[], trails: readonly (readonly number[])[]): boolean {
  const once = (ids: readonly number[]): number[] => ids.filter((each, at) => each !== ids[at - 1]);
  const own = once(steps);
  const ways = trails.map(once).flatMap((way) => [way, way.toReversed()]);
  const runs = (ids: readonly number[]): string[] =>
    Array.from({ length: Math.max(0, ids.length - TRAIL_OF_PERSON + 1) }, (_, at) =>
      ids.slice(at, at + TRAIL_OF_PERSON).join(' '),
    );
  const followed = new Set(ways.flatMap(runs));
  return runs(own).some((run) => followed.has(run));
}
