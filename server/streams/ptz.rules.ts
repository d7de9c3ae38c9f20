/** Where a camera looks: bearing clockwise from north, tilt downwards from the horizon, zoom as a share of its range. */
export interface Aim {
  readonly bearingDeg: number;
  readonly tiltDeg: number;
  readonly zoom: number;
}

/** 보지 않는 구역: from `fromDeg` clockwise to `toDeg`. A bound of tilt or zoom that is null does not narrow it. */
export interface BarredSector {
  readonly sectorId: string;
  readonly fromDeg: number;
  readonly toDeg: number;
  readonly tiltFromDeg: number | null;
  readonly tiltToDeg: number | null;
  /** Barred from this zoom on: at less, nothing in it is made out. */
  readonly zoomFrom: number | null;
}

/** What decides how wide the picture is at a zoom; `hfovDeg` at none, null is unknown. */
export interface Optics {
  readonly hfovDeg: number | null;
  readonly zoomTimes: number;
}

/** How a device's own numbers stand to the ground, as somebody measured it. */
export interface Calibration extends Optics {
  readonly panZeroDeg: number;
  /** Degrees clockwise for one unit of pan; negative for a camera that hangs upside down. */
  readonly degreesPerPan: number;
  /** Turns on and on, by the shorter way; otherwise it has a stop opposite to its zero. */
  readonly endless: boolean;
  readonly tiltZeroDeg: number;
  readonly degreesPerTilt: number;
  /** At full speed. */
  readonly panDegPerS: number;
  readonly tiltDegPerS: number;
}

/** The device's own generic numbers: pan and tilt -1 to 1, zoom 0 to 1. */
export interface DevicePosition {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

/** Devices stop a little beside where they were sent. */
const EDGE_DEG = 1.5;
const EDGE_ZOOM = 0.01;
/** Of two bearings further apart the device would choose the way itself. */
const LEG_DEG = 110;

export const bearing = (deg: number): number => ((deg % 360) + 360) % 360;
/** As it is told to every screen: in tenths, so that whoever rounds it on rounds it once, and never 360. */
export const toldBearing = (deg: number): number => (((Math.round(deg * 10) % 3600) + 3600) % 3600) / 10;
/** As it is written for a person: whole degrees from 0 to 359. */
export const wholeBearing = (deg: number): number => bearing(Math.round(deg));
/** From one bearing to another by the shorter way, clockwise positive, in (-180, 180]. */
export const turnBetween = (fromDeg: number, toDeg: number): number => {
  const clockwise = bearing(toDeg - fromDeg);
  return clockwise > 180 ? clockwise - 360 : clockwise;
};

const RAD = Math.PI / 180;

/** Width of the picture at a zoom, in degrees, from its width at none. */
export function widthAt(hfovDeg: number, zoom: number, { zoomTimes }: Pick<Optics, 'zoomTimes'>): number {
  const times = 1 + zoom * (zoomTimes - 1);
  return (Math.atan(Math.tan((Math.min(hfovDeg, 179) * RAD) / 2) / times) * 2) / RAD;
}

/**
 * How far a picture reaches from its middle, round and up or down, in degrees: pictures are 16 by 9. One that is tilted
 * shows more round about in its lower corners, straight down all of it.
 */
function halfPicture(
  zoom: number,
  tiltDeg: number,
  optics: Optics,
): readonly [round: number, upDown: number] {
  if (optics.hfovDeg === null) return [0, 0];
  const side = Math.tan((widthAt(optics.hfovDeg, zoom, optics) * RAD) / 2);
  const edge = (side * 9) / 16;
  const ahead = Math.cos(tiltDeg * RAD) - edge * Math.abs(Math.sin(tiltDeg * RAD));
  // A corner of a steep picture lies nearer to the horizon than the middle of its upper edge.
  return [ahead <= 0 ? 180 : Math.atan(side / ahead) / RAD, Math.atan(Math.hypot(side, edge)) / RAD];
}

type Span = readonly [least: number, most: number];
const span = (a: number, b: number): Span => [Math.min(a, b), Math.max(a, b)];

/** Everything a motion may pass whatever its three motors do: an arc, a span of tilt, a span of zoom. */
interface Swept {
  readonly fromDeg: number;
  readonly sweepDeg: number;
  readonly tiltDeg: Span;
  readonly zoom: Span;
}

/** Whether any part of the picture comes into the sector; `edge` 1 keeps off its edges, 0 does not. */
function meets(
  { fromDeg, sweepDeg, tiltDeg, zoom }: Swept,
  sector: BarredSector,
  optics: Optics,
  edge: number,
): boolean {
  if (sector.zoomFrom !== null && zoom[1] < sector.zoomFrom - edge * EDGE_ZOOM) return false;
  // The widest picture is that of the least zoom at which the sector is barred.
  const widest = Math.max(zoom[0], (sector.zoomFrom ?? 0) - edge * EDGE_ZOOM);
  const steepest = Math.max(Math.abs(tiltDeg[0]), Math.abs(tiltDeg[1]));
  const [round, upDown] = halfPicture(widest, steepest, optics);
  const begin = sweepDeg >= 0 ? fromDeg : fromDeg + sweepDeg;
  const width = Math.abs(sweepDeg);
  const off = round + edge * EDGE_DEG;
  const sectorBegin = sector.fromDeg - off;
  const sectorWidth = bearing(sector.toDeg - sector.fromDeg) + 2 * off;
  const arcsMeet =
    width >= 360 ||
    sectorWidth >= 360 ||
    bearing(sectorBegin - begin) <= width ||
    bearing(begin - sectorBegin) <= sectorWidth;
  const offTilt = upDown + edge * EDGE_DEG;
  return (
    arcsMeet &&
    (sector.tiltFromDeg === null || tiltDeg[1] >= sector.tiltFromDeg - offTilt) &&
    (sector.tiltToDeg === null || tiltDeg[0] <= sector.tiltToDeg + offTilt)
  );
}

const standing = ({ bearingDeg, tiltDeg, zoom }: Aim): Swept => ({
  ...{ fromDeg: bearingDeg, sweepDeg: 0, tiltDeg: [tiltDeg, tiltDeg], zoom: [zoom, zoom] },
});

/** The barred sector of which the picture of an aim shows any part; null where it shows none. */
export const sectorAt = <Sector extends BarredSector>(
  aim: Aim,
  barred: readonly Sector[],
  optics: Optics,
): Sector | null => barred.find((sector) => meets(standing(aim), sector, optics, 0)) ?? null;

/** The same for a place to send a camera to, which keeps off the edges. */
const sectorNear = <Sector extends BarredSector>(
  aim: Aim,
  barred: readonly Sector[],
  optics: Optics,
): Sector | null => barred.find((sector) => meets(standing(aim), sector, optics, 1)) ?? null;

/**
 * A sector that a motion would pass. Whoever stands at an edge may move off it, and whoever looks into one, since it was
 * only now decided, may leave it.
 */
function passed<Sector extends BarredSector>(
  from: Aim,
  swept: Swept,
  barred: readonly Sector[],
  optics: Optics,
): Sector | null {
  const start = standing(from);
  return (
    barred.find((sector) => {
      if (meets(start, sector, optics, 0)) return false;
      return meets(swept, sector, optics, meets(start, sector, optics, 1) ? 0 : 1);
    }) ?? null
  );
}

export type MovePlan<Sector extends BarredSector = BarredSector> =
  | { readonly legs: readonly Aim[] }
  | { readonly barred: Sector; readonly why: 'target' }
  /** `other` bars the other way round; null where the head has a stop there. */
  | { readonly barred: Sector; readonly why: 'way'; readonly other: Sector | null }
  | { readonly unreachable: true };

/**
 * The legs by which a camera is sent from one aim to another without showing any part of a barred sector on its way: zoom,
 * then round by the shorter way or else by the other one, then zoom (Art. 11(1)). It is turned at the lesser zoom, or where
 * that picture is too wide at the greater. Whatever each motor's own speed, no picture between two legs shows a barred sector.
 */
export function planMove<Sector extends BarredSector>(
  from: Aim,
  to: Aim,
  barred: readonly Sector[],
  calibration: Calibration,
): MovePlan<Sector> {
  if (positionOf(to, calibration) === null) return { unreachable: true };
  const target = sectorNear(to, barred, calibration);
  if (target !== null) return { barred: target, why: 'target' };
  const hits: Sector[] = [];
  for (const sweepDeg of waysRound(from, to, barred, calibration)) {
    let first: Sector | null = null;
    for (const zoom of new Set(span(from.zoom, to.zoom))) {
      const hit = passedTurningAt(from, to, sweepDeg, zoom, barred, calibration);
      if (hit === null) return { legs: legsOf(from, to, sweepDeg, zoom) };
      first ??= hit;
    }
    hits.push(first!);
  }
  return { barred: hits[0]!, why: 'way', other: hits[1] ?? null };
}

function passedTurningAt<Sector extends BarredSector>(
  from: Aim,
  to: Aim,
  sweepDeg: number,
  zoom: number,
  barred: readonly Sector[],
  calibration: Calibration,
): Sector | null {
  const turned: Swept = {
    ...{ fromDeg: from.bearingDeg, sweepDeg, tiltDeg: span(from.tiltDeg, to.tiltDeg), zoom: [zoom, zoom] },
  };
  return (
    passed(from, { ...standing(from), zoom: span(from.zoom, zoom) }, barred, calibration) ??
    passed({ ...from, zoom }, turned, barred, calibration) ??
    passed({ ...to, zoom }, { ...standing(to), zoom: span(zoom, to.zoom) }, barred, calibration)
  );
}

function waysRound(
  from: Aim,
  to: Aim,
  barred: readonly BarredSector[],
  calibration: Calibration,
): readonly number[] {
  const { endless, panZeroDeg } = calibration;
  if (!endless) return [turnBetween(panZeroDeg, to.bearingDeg) - turnBetween(panZeroDeg, from.bearingDeg)];
  const short = turnBetween(from.bearingDeg, to.bearingDeg);
  const long = short > 0 ? short - 360 : short + 360;
  const inside = sectorAt(from, barred, calibration);
  if (inside === null) return [short, long];
  // Out of a sector by its nearer edge.
  const out = (sweep: number): number =>
    sweep >= 0 ? bearing(inside.toDeg - from.bearingDeg) : bearing(from.bearingDeg - inside.fromDeg);
  return out(short) <= out(long) ? [short, long] : [long, short];
}

function legsOf(from: Aim, to: Aim, sweepDeg: number, zoom: number): Aim[] {
  const legs: Aim[] = [];
  if (from.zoom !== zoom) legs.push({ ...from, zoom });
  const parts = Math.max(1, Math.ceil(Math.abs(sweepDeg) / LEG_DEG));
  for (let part = 1; part <= parts; part++)
    legs.push({
      bearingDeg: part === parts ? to.bearingDeg : bearing(from.bearingDeg + (sweepDeg * part) / parts),
      tiltDeg: from.tiltDeg + ((to.tiltDeg - from.tiltDeg) * part) / parts,
      zoom,
    });
  if (to.zoom !== zoom) legs.push(to);
  return legs;
}

/** What a held key asks for, as shares of full speed: right, down and closer are positive. */
export interface Nudge {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
}

const ZOOM_PER_S = 0.6;
const SLOWER = [1, 0.5, 0.25, 0.1] as const;

/**
 * By how much a held motion must be slowed so that it can still be stopped before a barred sector: 1 as asked, 0 not at
 * all. `reactionS` is the time that goes by until a stop is felt at the camera.
 */
export function nudgeScale(
  at: Aim,
  nudge: Nudge,
  barred: readonly BarredSector[],
  calibration: Pick<Calibration, 'panDegPerS' | 'tiltDegPerS' | keyof Optics>,
  reactionS: number,
): number {
  if (sectorAt(at, barred, calibration) !== null) return 0;
  const clear = (scale: number): boolean => {
    const far = scale * reactionS;
    const swept: Swept = {
      fromDeg: at.bearingDeg,
      sweepDeg: nudge.pan * calibration.panDegPerS * far,
      tiltDeg: span(at.tiltDeg, at.tiltDeg + nudge.tilt * calibration.tiltDegPerS * far),
      zoom: span(at.zoom, Math.min(1, Math.max(0, at.zoom + nudge.zoom * ZOOM_PER_S * far))),
    };
    return passed(at, swept, barred, calibration) === null;
  };
  return SLOWER.find(clear) ?? 0;
}

/** Where the ground says a device looks. */
export function aimOf({ pan, tilt, zoom }: DevicePosition, calibration: Calibration): Aim {
  const { panZeroDeg, degreesPerPan, tiltZeroDeg, degreesPerTilt } = calibration;
  return {
    bearingDeg: bearing(panZeroDeg + pan * degreesPerPan),
    tiltDeg: tiltZeroDeg + tilt * degreesPerTilt,
    zoom: Math.min(1, Math.max(0, zoom)),
  };
}

const REACH = 1 + 1e-9;

/** The device's numbers for an aim; null where it cannot turn there. */
export function positionOf(aim: Aim, calibration: Calibration): DevicePosition | null {
  const { panZeroDeg, degreesPerPan, tiltZeroDeg, degreesPerTilt } = calibration;
  const pan = turnBetween(panZeroDeg, aim.bearingDeg) / degreesPerPan;
  const tilt = (aim.tiltDeg - tiltZeroDeg) / degreesPerTilt;
  if (Math.abs(pan) > REACH || Math.abs(tilt) > REACH || aim.zoom < 0 || aim.zoom > 1) return null;
  return { pan, tilt, zoom: aim.zoom };
}

const SAME_DEG = 2;
const SAME_ZOOM = 0.02;

/** Whether a camera has come to an aim, near enough for a motor. */
export const isAt = (aim: Aim, wanted: Aim): boolean =>
  Math.abs(turnBetween(aim.bearingDeg, wanted.bearingDeg)) <= SAME_DEG &&
  Math.abs(aim.tiltDeg - wanted.tiltDeg) <= SAME_DEG &&
  Math.abs(aim.zoom - wanted.zoom) <= SAME_ZOOM;
