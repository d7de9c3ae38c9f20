import type { LonLat } from '../../geodata/lon-lat.ts';
import { bearing, toldBearing, turnBetween } from '../../server/streams/ptz.rules.ts';
import type { BarredSector } from '../../server/streams/ptz.rules.ts';
import { numberIn, type SectorDraft } from './barred-form.rules.ts';

/** Bearing from a camera to a place that it may see: over so short a way the ground is flat. */
export function bearingTo(center: LonLat, place: LonLat): number {
  const east = (place[0] - center[0]) * Math.cos((center[1] * Math.PI) / 180);
  return toldBearing((Math.atan2(east, place[1] - center[1]) * 180) / Math.PI);
}

type Edges = Pick<SectorDraft, 'fromDeg' | 'toDeg'>;
const degIn = (text: string): number | null => numberIn(text, 0, 360);

/** The edges after a press on the map: the first, then the last clockwise from it, then whichever is nearer. */
export function pickEdge({ fromDeg, toDeg }: Edges, deg: number): Edges {
  const [from, to] = [degIn(fromDeg), degIn(toDeg)];
  const picked = String(deg);
  if (from === null) return { fromDeg: picked, toDeg };
  if (to === null) return { fromDeg, toDeg: picked };
  const isFirst = Math.abs(turnBetween(from, deg)) < Math.abs(turnBetween(to, deg));
  return isFirst ? { fromDeg: picked, toDeg } : { fromDeg, toDeg: picked };
}

/** The sector as it stands in the form; while one edge is missing, up to where the pointer is. Null while there is none. */
export function drawnSector({ fromDeg, toDeg }: Edges, overDeg: number | null): BarredSector | null {
  const [from, to] = [degIn(fromDeg), degIn(toDeg) ?? overDeg];
  if (from === null || to === null || bearing(from) === bearing(to)) return null;
  return {
    ...{ sectorId: 'draft', fromDeg: bearing(from), toDeg: bearing(to) },
    ...{ tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
  };
}

/** How wide a sector is, clockwise. */
export const widthOf = ({ fromDeg, toDeg }: Pick<BarredSector, 'fromDeg' | 'toDeg'>): number =>
  bearing(toDeg - fromDeg);
