import { Envelope } from './envelope.rules.ts';
import type { HeightGrid } from './terrain.rules.ts';
import { groundSeen, hidesOver, type Sector } from './terrain-view.rules.ts';
import type { Building, Walls } from './walls.rules.ts';

const RAD = Math.PI / 180;
const TURN = 2 * Math.PI;
/** Flatter than this a camera looks along the ground and its sides meet at its foot. */
const LEVEL = 1e-4;
/** Metres by which a point on the edge of a view counts as seen. */
const EDGE_M = 1e-6;
/** As many metres may a camera stand inside the building on whose wall it hangs: poles and walls are surveyed no better. */
export const HANGS_WITHIN_M = 2;

/** Where a camera is and how it looks; angles in degrees, lengths in metres, NaN is unknown. Azimuth from north, clockwise. */
export interface Pose {
  readonly east: number;
  readonly north: number;
  readonly azimuthDeg: number;
  readonly hfovDeg: number;
  readonly rangeM: number;
  readonly heightM: number;
  /** Below the horizon. */
  readonly tiltDeg: number;
  /** Height of the picture's angle; with it, the tilt and the height the strip before the camera's foot is left out. */
  readonly vfovDeg: number;
}

/**
 * The ground that is seen from one place: in each direction of a wedge from `nearest` to the first wall or the rim. Angles
 * are radians clockwise from the wedge's left side, whose bearing is `startRad`; a piece runs from one break to the next
 * and is bounded by the wall m (m · u = 1 / distance), by the rim where m is 0, and is unseen where m is NaN.
 */
export interface View {
  readonly east: number;
  readonly north: number;
  readonly startRad: number;
  readonly widthRad: number;
  readonly rimM: number;
  readonly from: Float64Array;
  readonly mx: Float64Array;
  readonly my: Float64Array;
  /** Of each piece the line before the foot as a wall, 0, 0 where the foot is seen; empty where it is seen everywhere. */
  readonly nearX: Float64Array;
  readonly nearY: Float64Array;
}

/** Whether enough is known to say surely what a camera sees. */
export const isKnown = ({ azimuthDeg, hfovDeg, rangeM }: Pose): boolean =>
  rangeM > 0 && hfovDeg > 0 && (hfovDeg >= 360 || !Number.isNaN(azimuthDeg));

/** What a building does to a view: hides what is behind it, or nothing. */
export type Hides = (building: Building) => boolean;

/**
 * The exact ground region that a camera of known bearing, lens and range sees among buildings, in metres of the plane
 * its pose is in. Every building hides all that is behind it, however low it is: what is called seen is seen. A camera
 * that stands up to {@link HANGS_WITHIN_M} inside an outline hangs on that wall; farther inside it sees nothing for sure,
 * and neither does one of which {@link isKnown} is false. Null then. With `hides` only some buildings hide anything, and
 * none of those around the camera does: what it may possibly see. With `heights` the ground is as they have it (see
 * {@link groundSeen}); without them, or where they know none or a level one, it is level.
 */
export function viewOf(pose: Pose, walls: Walls, hides?: Hides, heights?: HeightGrid | null): View | null {
  if (!isKnown(pose)) return null;
  const hung = hungOutside(pose.east, pose.north, walls);
  if (hung === null && hides === undefined) return null;
  const { x: east, y: north } = hung ?? { x: pose.east, y: pose.north };
  const around = hung === null ? walls.around(east, north) : [];
  if (heights?.isRough(east, north, pose.rangeM) === true)
    return onSlopes({ ...pose, east, north }, walls, around, hides, heights);
  const ground = groundOf(pose);
  if (ground === null) return null;
  const startRad = ground.widthRad >= TURN ? 0 : pose.azimuthDeg * RAD - ground.widthRad / 2;
  const envelope = new Envelope(Math.min(ground.widthRad, TURN), pose.rangeM);
  const axisRad = pose.azimuthDeg * RAD - startRad;
  for (const { along, across } of ground.bounds) bound(envelope, axisRad, along, across);
  const place = { east, north, startRad };
  const isNone = around.length === 0 && hides === undefined;
  const stands = (building: Building): boolean => !around.includes(building) && hides?.(building) !== false;
  putWalls(envelope, place, walls, isNone ? null : stands);
  if (ground.near === null) return { ...place, ...wholePieces(envelope) };
  const [nearX, nearY] = turned(axisRad, 1 / ground.near, 0);
  return { ...place, ...piecesOf(envelope, [{ to: envelope.width, farX: 0, farY: 0, nearX, nearY }]) };
}

/** The same on ground of known heights; null where none of it is in the picture. */
function onSlopes(
  pose: Pose,
  walls: Walls,
  around: readonly Building[],
  hides: Hides | undefined,
  heights: HeightGrid,
): View | null {
  const seen = groundSeen(pose, heights, hides === undefined ? 'sure' : 'possible');
  if (seen.sectors.every(({ farX }) => Number.isNaN(farX))) return null;
  const envelope = new Envelope(seen.widthRad, pose.rangeM);
  let from = 0;
  for (const { to, farX, farY } of seen.sectors) {
    if (farX !== 0 || farY !== 0) envelope.span(from, to, farX, farY);
    from = to;
  }
  const place = { east: pose.east, north: pose.north, startRad: seen.startRad };
  const stands = (building: Building): boolean =>
    hides === undefined || (hides(building) && hidesOver(building, pose, seen, heights));
  putWalls(envelope, place, walls, (building) => !around.includes(building) && stands(building));
  return { ...place, ...piecesOf(envelope, seen.sectors) };
}

/** Puts in the walls of the buildings that hide what is behind them. */
function putWalls(
  envelope: Envelope,
  { east, north, startRad }: Pick<View, 'east' | 'north' | 'startRad'>,
  walls: Walls,
  hides: Hides | null,
): void {
  const [sin, cos] = [Math.sin(startRad), Math.cos(startRad)];
  for (const building of walls.within(east, north, envelope.rimM)) {
    if (hides?.(building) === false) continue;
    const { edges } = building;
    for (let i = 0; i < edges.length; i += 4) {
      const x1 = edges[i]! - east;
      const y1 = edges[i + 1]! - north;
      const x2 = edges[i + 2]! - east;
      const y2 = edges[i + 3]! - north;
      // Of a closed outline only the walls that face the camera can be the first ones.
      if (x1 * y2 - y1 * x2 >= 0) continue;
      envelope.put(x1 * sin + y1 * cos, x1 * cos - y1 * sin, x2 * sin + y2 * cos, x2 * cos - y2 * sin);
    }
  }
}

interface Ground {
  readonly widthRad: number;
  /** Metres from the foot to the line before which nothing is seen; null where the foot is seen. */
  readonly near: number | null;
  /** Lines beyond which nothing is seen, each as the wall (along, across) the axis. */
  readonly bounds: readonly { readonly along: number; readonly across: number }[];
}

/**
 * What the four sides of a rectilinear picture cut out of level ground. Without tilt, height or the picture's height it
 * is the plain wedge; a fisheye looks all around its foot. Null where no ground is in the picture at all.
 */
function groundOf({ hfovDeg, vfovDeg, tiltDeg, heightM }: Pose): Ground | null {
  const flat: Ground = { widthRad: hfovDeg * RAD, near: null, bounds: [] };
  if (hfovDeg >= 180 || Number.isNaN(vfovDeg + tiltDeg + heightM)) return flat;
  const [sin, cos] = [Math.sin(tiltDeg * RAD), Math.cos(tiltDeg * RAD)];
  const side = Math.tan((hfovDeg * RAD) / 2);
  const top = Math.tan((vfovDeg * RAD) / 2);
  const lowest = sin + top * cos;
  if (lowest <= LEVEL) return null;
  const near = (heightM * (cos - top * sin)) / lowest;
  const bounds: { along: number; across: number }[] = [];
  const highest = sin - top * cos;
  if (highest > LEVEL) bounds.push({ along: highest / (heightM * (cos + top * sin)), across: 0 });
  if (near <= 0 && near > -LEVEL) return { ...flat, widthRad: Math.PI, bounds };
  if (near <= 0) bounds.push({ along: 1 / near, across: 0 });
  if (sin <= LEVEL) return { widthRad: hfovDeg * RAD, near, bounds };
  const scale = 1 / (side * heightM * sin);
  bounds.push({ along: -side * cos * scale, across: scale }, { along: -side * cos * scale, across: -scale });
  return {
    widthRad: near <= 0 ? TURN : 2 * Math.atan2(side, cos - top * sin),
    near: near <= 0 ? null : near,
    bounds,
  };
}

const turned = (axisRad: number, along: number, across: number): [number, number] => [
  along * Math.cos(axisRad) - across * Math.sin(axisRad),
  along * Math.sin(axisRad) + across * Math.cos(axisRad),
];

/** Puts in a line that has no ends as a wall, in every direction in which it is nearer than the rim. */
function bound(envelope: Envelope, axisRad: number, along: number, across: number): void {
  const [mx, my] = turned(axisRad, along, across);
  const inverse = Math.hypot(mx, my);
  if (inverse * envelope.rimM <= 1) return;
  const half = Math.acos(1 / (inverse * envelope.rimM));
  const middle = Math.atan2(my, mx);
  for (const turns of [-TURN, 0, TURN]) envelope.span(middle - half + turns, middle + half + turns, mx, my);
}

type Pieces = Omit<View, 'east' | 'north' | 'startRad'>;
const NO_NEAR = new Float64Array();

const wholePieces = ({ count, from, width, rimM, mx, my }: Envelope): Pieces => ({
  ...{ widthRad: width, rimM, nearX: NO_NEAR, nearY: NO_NEAR },
  ...{ from: from.slice(0, count + 1), mx: mx.slice(0, count), my: my.slice(0, count) },
});

/** The pieces of an envelope, cut at the borders of sectors and where they lie before the near line of theirs. */
function piecesOf(envelope: Envelope, sectors: readonly Sector[]): Pieces {
  const { count, from, width, rimM } = envelope;
  const kept = new KeptPieces();
  let at = 0;
  for (let piece = 0; piece < count; piece++) {
    const [x, y, end] = [envelope.mx[piece]!, envelope.my[piece]!, from[piece + 1]!];
    for (let start = from[piece]!; start < end;) {
      const sector = sectors[at]!;
      const stop = at + 1 < sectors.length ? Math.min(end, sector.to) : end;
      if (Number.isNaN(sector.farX)) kept.put(start, NaN, NaN, 0, 0);
      else cutBefore(kept, start, stop, x, y, sector, rimM);
      if (at + 1 < sectors.length && sector.to <= stop) at++;
      start = stop;
    }
  }
  return { widthRad: width, rimM, ...kept.columns(width) };
}

function cutBefore(
  kept: KeptPieces,
  from: number,
  to: number,
  x: number,
  y: number,
  { nearX, nearY }: Sector,
  rimM: number,
): void {
  if (nearX === 0 && nearY === 0) return kept.put(from, x, y, 0, 0);
  const stops = [from, ...turnsAt(from, to, x, y, nearX, nearY, rimM)];
  stops.forEach((start, i) => {
    const middle = (start + (stops[i + 1] ?? to)) / 2;
    const [ux, uy] = [Math.cos(middle), Math.sin(middle)];
    const far = x === 0 && y === 0 ? 1 / rimM : x * ux + y * uy;
    if (nearX * ux + nearY * uy > far) kept.put(start, x, y, nearX, nearY);
    else kept.put(start, NaN, NaN, 0, 0);
  });
}

/** Pieces in order of their angles; one that is like the last one is part of it. */
class KeptPieces {
  readonly #rows: (readonly [from: number, x: number, y: number, nearX: number, nearY: number])[] = [];

  put(from: number, x: number, y: number, nearX: number, nearY: number): void {
    const last = this.#rows.at(-1);
    if (last !== undefined && Object.is(last[1], x) && Object.is(last[2], y))
      if (last[3] === nearX && last[4] === nearY) return;
    this.#rows.push([from, x, y, nearX, nearY]);
  }

  columns(width: number): Pick<View, 'from' | 'mx' | 'my' | 'nearX' | 'nearY'> {
    const column = (at: 1 | 2 | 3 | 4): Float64Array => Float64Array.from(this.#rows, (row) => row[at]);
    const from = Float64Array.from([...this.#rows.map(([start]) => start), width]);
    const [nearX, nearY] = [column(3), column(4)];
    const isWhole = nearX.every((x) => x === 0) && nearY.every((y) => y === 0);
    return {
      ...{ from, mx: column(1), my: column(2) },
      ...(isWhole ? { nearX: NO_NEAR, nearY: NO_NEAR } : { nearX, nearY }),
    };
  }
}

/** The angles strictly between two at which the near line changes places with a wall or the rim, in order. */
function turnsAt(
  from: number,
  to: number,
  x: number,
  y: number,
  nearX: number,
  nearY: number,
  rimM: number,
): number[] {
  const middle = Math.atan2(nearY - y, nearX - x);
  const half =
    x === 0 && y === 0 ? Math.acos(Math.min(1, 1 / (rimM * Math.hypot(nearX, nearY)))) : Math.PI / 2;
  return [middle - half, middle + half]
    .flatMap((angle) => [angle - TURN, angle, angle + TURN])
    .filter((angle) => angle > from && angle < to)
    .toSorted((a, b) => a - b);
}

/** The place itself, one just before the wall it hangs on, or null where it is deep inside a building. */
function hungOutside(east: number, north: number, walls: Walls): { x: number; y: number } | null {
  const around = walls.around(east, north);
  if (around.length === 0) return { x: east, y: north };
  let best: { distance: number; x: number; y: number } | null = null;
  for (const { edges } of around)
    for (let i = 0; i < edges.length; i += 4) {
      const dx = edges[i + 2]! - edges[i]!;
      const dy = edges[i + 3]! - edges[i + 1]!;
      const square = dx * dx + dy * dy;
      const t = Math.min(1, Math.max(0, ((east - edges[i]!) * dx + (north - edges[i + 1]!) * dy) / square));
      const x = edges[i]! + t * dx;
      const y = edges[i + 1]! + t * dy;
      const distance = Math.hypot(x - east, y - north);
      if (distance > HANGS_WITHIN_M || (best !== null && distance >= best.distance)) continue;
      // The outside is on the right of an edge.
      const out = 0.01 / Math.sqrt(square);
      best = { distance, x: x + dy * out, y: y - dx * out };
    }
  return best === null || walls.around(best.x, best.y).length > 0 ? null : best;
}

/** Whether a point of the ground lies in a view; its edge belongs to it. */
export function covers(view: View, east: number, north: number): boolean {
  const dx = east - view.east;
  const dy = north - view.north;
  const square = dx * dx + dy * dy;
  if (square > (view.rimM + EDGE_M) ** 2) return false;
  const [sin, cos] = [Math.sin(view.startRad), Math.cos(view.startRad)];
  const x = dx * sin + dy * cos;
  const y = dx * cos - dy * sin;
  if (square < EDGE_M * EDGE_M) return seesFoot(view);
  const grace = EDGE_M / Math.sqrt(square);
  let angle = Math.atan2(y, x);
  if (angle < -grace) angle += TURN;
  angle = Math.max(angle, 0);
  if (angle > view.widthRad + grace) return false;
  const piece = pieceAt(view, angle);
  // On the border of two pieces the point may lie in either.
  return [piece, piece - 1, piece + 1].some((each) => {
    if (each < 0 || each >= view.mx.length) return false;
    if (each < piece && view.from[piece]! < angle - grace) return false;
    if (each > piece && view.from[each]! > angle + grace) return false;
    if (hasNear(view, each) && view.nearX[each]! * x + view.nearY[each]! * y < 1 - grace) return false;
    return view.mx[each]! * x + view.my[each]! * y <= 1 + grace;
  });
}

/** Whether the ground in a piece's directions begins before the foot. */
const hasNear = ({ nearX, nearY }: View, piece: number): boolean =>
  nearX.length > 0 && (nearX[piece]! !== 0 || nearY[piece]! !== 0);

const seesFoot = (view: View): boolean =>
  view.mx.some((x, piece) => !Number.isNaN(x) && !hasNear(view, piece));

function pieceAt({ from, mx }: View, angle: number): number {
  let low = 0;
  let high = mx.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (from[middle]! <= angle) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The view without some arcs of bearings, in degrees clockwise: a picture that never goes there. */
export function without(
  view: View,
  arcs: readonly { readonly fromDeg: number; readonly toDeg: number }[],
): View {
  if (arcs.length === 0) return view;
  const spans = arcs.flatMap(({ fromDeg, toDeg }) => {
    const start = (((fromDeg * RAD - view.startRad) % TURN) + TURN) % TURN;
    const length = ((((toDeg - fromDeg) % 360) + 360) % 360) * RAD;
    return [-TURN, 0].map((turns) => [start + turns, start + turns + length] as const);
  });
  const stops = [...view.from, ...spans.flat()]
    .filter((angle) => angle >= 0 && angle <= view.widthRad)
    .sort((a, b) => a - b)
    .filter((angle, i, all) => i === 0 || angle > all[i - 1]!);
  const pieces = stops.slice(0, -1).map((from, i) => {
    const middle = (from + stops[i + 1]!) / 2;
    const isOut = spans.some(([start, end]) => middle > start && middle < end);
    return isOut ? null : pieceAt(view, middle);
  });
  const column = (of: Float64Array, none: number): Float64Array =>
    of.length === 0 ? of : Float64Array.from(pieces, (piece) => (piece === null ? none : of[piece]!));
  return {
    ...view,
    from: Float64Array.from(stops),
    ...{ mx: column(view.mx, NaN), my: column(view.my, NaN) },
    ...{ nearX: column(view.nearX, 0), nearY: column(view.nearY, 0) },
  };
}

/** Square metres of ground that are seen, exactly. */
export function areaOf(view: View): number {
  let double = 0;
  for (let piece = 0; piece < view.mx.length; piece++) {
    const x = view.mx[piece]!;
    const y = view.my[piece]!;
    if (Number.isNaN(x)) continue;
    const from = view.from[piece]!;
    const to = view.from[piece + 1]!;
    double += x === 0 && y === 0 ? view.rimM ** 2 * (to - from) : triangle(from, to, x, y);
    if (hasNear(view, piece)) double -= triangle(from, to, view.nearX[piece]!, view.nearY[piece]!);
  }
  return double / 2;
}

/** Twice the area between the apex and the wall m from one angle to another. */
function triangle(from: number, to: number, x: number, y: number): number {
  const a = x * Math.cos(from) + y * Math.sin(from);
  const b = x * Math.cos(to) + y * Math.sin(to);
  return Math.sin(to - from) / (a * b);
}

type Point = [east: number, north: number];

/**
 * The view as closed rings without holes, first point repeated, counter-clockwise, in metres of its plane. The rim is
 * drawn with chords no farther than `sagittaM` within it.
 */
export function ringsOf(view: View, sagittaM = 0.05): Point[][] {
  const step = 2 * Math.acos(1 - Math.min(1, sagittaM / view.rimM));
  const pieces = view.mx.length;
  const gap = view.mx.findIndex((x) => Number.isNaN(x));
  const isClosed = view.widthRad >= TURN;
  const wholeTurn = isClosed && gap < 0 && view.nearX.length === 0;
  const foot: Point = [view.east, view.north];
  const rings: Point[][] = [];
  let outer: Point[] = [];
  let inner: Point[] = [];
  const close = (): void => {
    if (outer.length > 0) {
      const ring = [...inner, ...outer.toReversed()];
      ring.push(ring[0]!);
      rings.push(ring);
    }
    outer = [];
    inner = [];
  };
  for (let i = 0; i < pieces; i++) {
    // Where a view goes all around, what lies on both sides of its first break is one ring.
    const piece = isClosed && gap >= 0 ? (gap + i) % pieces : i;
    const x = view.mx[piece]!;
    const y = view.my[piece]!;
    if (Number.isNaN(x)) {
      close();
      continue;
    }
    const from = view.from[piece]!;
    const to = view.from[piece + 1]!;
    const isRim = x === 0 && y === 0;
    const steps = isRim ? Math.max(1, Math.ceil((to - from) / step)) : 1;
    for (let each = 0; each <= steps; each++) {
      const angle = each === steps ? to : from + ((to - from) * each) / steps;
      outer.push(pointAt(view, angle, isRim ? view.rimM : 1 / (x * Math.cos(angle) + y * Math.sin(angle))));
    }
    if (!hasNear(view, piece)) {
      if (!wholeTurn && inner.at(-1) !== foot) inner.push(foot);
      continue;
    }
    const [nearX, nearY] = [view.nearX[piece]!, view.nearY[piece]!];
    for (const angle of [from, to])
      inner.push(pointAt(view, angle, 1 / (nearX * Math.cos(angle) + nearY * Math.sin(angle))));
  }
  close();
  return rings.filter((ring) => ring.length > 3);
}

export interface RimPoint {
  readonly bearingRad: number;
  readonly distanceM: number;
  /** From where on the ground is seen in that direction; 0 at the foot. */
  readonly nearM: number;
}

/** How far a view reaches all around, in order from its left side. Its whole turn does not repeat the first point. */
export function rimOf(view: View, sagittaM = 0.1): RimPoint[] {
  const step = 2 * Math.acos(1 - Math.min(1, sagittaM / view.rimM));
  const rim: RimPoint[] = [];
  const put = (piece: number, angle: number, distanceM: number): void => {
    const before = (view.nearX[piece] ?? 0) * Math.cos(angle) + (view.nearY[piece] ?? 0) * Math.sin(angle);
    const nearM = Math.min(before > 0 ? 1 / before : 0, distanceM);
    rim.push({ bearingRad: view.startRad + angle, distanceM, nearM });
  };
  for (let piece = 0; piece < view.mx.length; piece++) {
    const x = view.mx[piece]!;
    const y = view.my[piece]!;
    const from = view.from[piece]!;
    const to = view.from[piece + 1]!;
    if (Number.isNaN(x)) {
      put(piece, from, 0);
      put(piece, to, 0);
      continue;
    }
    const isRim = x === 0 && y === 0;
    const steps = isRim ? Math.max(1, Math.ceil((to - from) / step)) : 1;
    for (let i = 0; i <= steps; i++) {
      const angle = i === steps ? to : from + ((to - from) * i) / steps;
      put(piece, angle, isRim ? view.rimM : 1 / (x * Math.cos(angle) + y * Math.sin(angle)));
    }
  }
  if (view.widthRad >= TURN) rim.pop();
  return rim;
}

function pointAt(view: View, angle: number, distance: number): Point {
  const bearing = view.startRad + angle;
  return [view.east + Math.sin(bearing) * distance, view.north + Math.cos(bearing) * distance];
}
