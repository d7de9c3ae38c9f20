import { bearing, turnBetween, type Calibration } from './ptz.rules.ts';

/** A landmark in the middle of the picture: the pan that the device told, and where the landmark lies from the camera. */
export interface Sighting {
  readonly pan: number;
  readonly bearingDeg: number;
}

/** Where a device's zero points and which way it counts, with how far each sighting is off that. */
export interface PanFit {
  readonly panZeroDeg: number;
  /** Degrees clockwise for one unit of pan; negative where it counts the other way. */
  readonly degreesPerPan: number;
  /** In the order of the sightings, clockwise positive. */
  readonly residualsDeg: readonly number[];
  readonly worstDeg: number;
}

export type Calibrated =
  | { readonly fit: PanFit }
  | { readonly wrong: 'too-few' | 'too-near' }
  | { readonly wrong: 'disagree'; readonly fit: PanFit };

type Numbers = Omit<Calibration, 'hfovDeg'>;

export const LEAST_SIGHTINGS = 2;
/** What a click on a landmark and a hand on the head are good for together. */
export const MOST_RESIDUAL_DEG = 4;
/** The wrong direction has to be wrong by more than this, or the sightings do not tell which it is. */
const TOLD_APART_DEG = 10;
const RAD = Math.PI / 180;

/**
 * The zero and the direction of a head that turns `spanDeg` over its whole pan, by the least squares of the sightings. Two that
 * lie next to each other, or half a turn apart, do not tell the direction; sightings that no zero fits are named.
 */
export function calibratedBy(sightings: readonly Sighting[], spanDeg: number): Calibrated {
  if (sightings.length < LEAST_SIGHTINGS) return { wrong: 'too-few' };
  const [fit, other] = [fitOf(sightings, spanDeg / 2), fitOf(sightings, -spanDeg / 2)].toSorted(
    (a, b) => a.worstDeg - b.worstDeg,
  );
  if (other!.worstDeg - fit!.worstDeg < TOLD_APART_DEG) return { wrong: 'too-near' };
  return fit!.worstDeg > MOST_RESIDUAL_DEG ? { wrong: 'disagree', fit: fit! } : { fit: fit! };
}

function fitOf(sightings: readonly Sighting[], degreesPerPan: number): PanFit {
  const zeros = sightings.map(({ pan, bearingDeg }) => bearing(bearingDeg - pan * degreesPerPan));
  const sum = (part: (rad: number) => number): number =>
    zeros.reduce((total, deg) => total + part(deg * RAD), 0);
  const middle = bearing(Math.atan2(sum(Math.sin), sum(Math.cos)) / RAD);
  // Round the middle the bearings are as numbers on a line: their mean has the least squares.
  const offs = zeros.map((deg) => turnBetween(middle, deg));
  const panZeroDeg = bearing(middle + offs.reduce((total, off) => total + off, 0) / offs.length);
  const residualsDeg = zeros.map((deg) => turnBetween(panZeroDeg, deg));
  return {
    ...{ panZeroDeg, degreesPerPan, residualsDeg },
    worstDeg: Math.max(...residualsDeg.map(Math.abs)),
  };
}

/**
 * Whether a barred sector would keep out something else by the new numbers than by the old ones, by more than a measurement is
 * good for: an aim lies elsewhere, a picture is as wide at another zoom, or a motor takes another way or time.
 */
export function movesSectors(before: Numbers, after: Numbers): boolean {
  const zeroOff = turnBetween(before.panZeroDeg, after.panZeroDeg);
  const offs = [-1, 0, 1].flatMap((end) => [
    zeroOff + end * (after.degreesPerPan - before.degreesPerPan),
    after.tiltZeroDeg - before.tiltZeroDeg + end * (after.degreesPerTilt - before.degreesPerTilt),
  ]);
  const makers = ['endless', 'zoomTimes', 'panDegPerS', 'tiltDegPerS'] as const;
  return (
    makers.some((key) => before[key] !== after[key]) || offs.some((deg) => Math.abs(deg) > MOST_RESIDUAL_DEG)
  );
}
