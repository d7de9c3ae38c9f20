import type { DensityEdition, DensityLevel } from './density.law.ts';

const RAD = Math.PI / 180;

/** How a lens lays the scene on the sensor: straight lines stay straight, or equal angles take equal room. */
export type Projection = 'rectilinear' | 'fisheye';

export interface Lens {
  readonly projection: Projection;
  readonly hfovDeg: number;
  /** Pixels of a whole row. */
  readonly pixelsAcross: number;
}

/** Angle of view of a flat sensor, in degrees: its width and the focal length in one unit. */
export const fovDeg = (sensorMm: number, focalMm: number): number =>
  (2 * Math.atan(sensorMm / (2 * focalMm))) / RAD;

/** The picture's height as an angle, from its width as an angle and its sides' ratio. */
export const vfovDeg = (hfovDeg: number, aspect = 16 / 9): number =>
  (2 * Math.atan(Math.tan((hfovDeg * RAD) / 2) / aspect)) / RAD;

/** Pixels of a row of a picture of so many megapixels, if its sides are 16 to 9. */
export const pixelsAcross = (megapixels: number, aspect = 16 / 9): number =>
  Math.sqrt(megapixels * 1e6 * aspect);

/** Metres of scene that one metre of distance adds to the width of the picture. */
const widthPerM = ({ projection, hfovDeg }: Lens): number =>
  projection === 'rectilinear' ? 2 * Math.tan((hfovDeg * RAD) / 2) : hfovDeg * RAD;

/** Pixels for a metre across a target at a distance along the axis, in metres; a fisheye has it in every direction. */
export const pixelsPerM = (lens: Lens, distanceM: number): number =>
  lens.pixelsAcross / (distanceM * widthPerM(lens));

/** The farthest distance, in metres from the lens, that has a density; the way back of {@link pixelsPerM}. */
export const rangeAtM = (lens: Lens, density: number): number =>
  lens.pixelsAcross / (density * widthPerM(lens));

/** A distance from the lens as a distance over ground to a target at a height; NaN where it does not reach that far down. */
export function overGroundM(distanceM: number, heightM: number, targetM = 0): number {
  const down = heightM - targetM;
  return distanceM < Math.abs(down) ? NaN : Math.sqrt(distanceM ** 2 - down ** 2);
}

/** How far each level of an edition reaches, in metres from the lens, coarsest first. */
export const rangeBands = (lens: Lens, { levels }: DensityEdition): (DensityLevel & { rangeM: number })[] =>
  levels.map((each) => ({ ...each, rangeM: rangeAtM(lens, each.pixelsPerM) }));

/** The finest level of an edition that a density reaches; null below the coarsest. */
export const levelOf = (density: number, { levels }: DensityEdition): DensityLevel | null =>
  levels.findLast(({ pixelsPerM: least }) => density >= least) ?? null;
