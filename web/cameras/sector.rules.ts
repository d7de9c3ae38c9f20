const RAD = Math.PI / 180;
/** Fine enough that the polygon's area is within 0.05 % of the sector's. */
const STEP_DEG = 3;

/** What of a camera decides the ground it can see; NaN is unknown. Azimuth 0 = north, clockwise. */
export interface Sight {
  azimuthDeg: number;
  hfovDeg: number;
  rangeM: number;
}

/** A camera that looks all around needs no bearing. */
export const seesAllAround = ({ hfovDeg }: Pick<Sight, 'hfovDeg'>): boolean => hfovDeg >= 359.5;

/** Whether its field of view is known well enough to be drawn: nothing is guessed. */
export const hasSector = (sight: Sight): boolean =>
  sight.rangeM > 0 && sight.hfovDeg > 0 && (seesAllAround(sight) || !Number.isNaN(sight.azimuthDeg));

/**
 * The rim of a field of view as east, north pairs in true metres from the camera, from its left side to its right;
 * for a camera that looks all around, the whole circle from north clockwise without repeating its first point.
 */
export function sectorRim({ azimuthDeg, hfovDeg, rangeM }: Sight): { rim: Float32Array; closed: boolean } {
  const closed = seesAllAround({ hfovDeg });
  const spreadDeg = closed ? 360 : hfovDeg;
  const fromDeg = closed ? 0 : azimuthDeg - hfovDeg / 2;
  const steps = Math.max(1, Math.ceil(spreadDeg / STEP_DEG));
  const points = closed ? steps : steps + 1;
  const rim = new Float32Array(points * 2);
  for (let i = 0; i < points; i++) {
    const bearing = (fromDeg + (spreadDeg * i) / steps) * RAD;
    rim[2 * i] = Math.sin(bearing) * rangeM;
    rim[2 * i + 1] = Math.cos(bearing) * rangeM;
  }
  return { rim, closed };
}

/** Whether a point, given in true metres east and north of the camera, lies in its field of view. */
export function sectorCovers(sight: Sight, eastM: number, northM: number): boolean {
  if (!hasSector(sight) || eastM * eastM + northM * northM > sight.rangeM * sight.rangeM) return false;
  if (seesAllAround(sight)) return true;
  const off = Math.atan2(eastM, northM) / RAD - sight.azimuthDeg;
  const turn = ((((off + 180) % 360) + 360) % 360) - 180;
  return Math.abs(turn) <= sight.hfovDeg / 2;
}
