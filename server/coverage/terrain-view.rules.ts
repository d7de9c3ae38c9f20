import type { HeightGrid } from './terrain.rules.ts';
import type { Building } from './walls.rules.ts';

const RAD = Math.PI / 180;
const TURN = 2 * Math.PI;
/** No side of a picture is told from an upright one below this. */
const LEVEL = 1e-4;
/** A camera of unknown height hangs no lower than the least for what is sure, no higher than the most for what is possible. */
const ASSUMED_HEIGHT_M = { least: 2, most: 30 } as const;
/** Between two rays lie at most so many radians, and along one at least so many samples and at most. */
const WIDEST_RAD = 4 * RAD;
const MOST_RAYS = 512;
const SAMPLES = { least: 8, most: 128 } as const;
/** So many times is a gap halved between two rays that part at a ridge, and between two that part at the picture's edge. */
const HALVINGS = { ridge: 3, side: 8 } as const;
/** Ground behind two ridges is one where they lie no farther apart than this part of their distance. */
const ONE_RIDGE = 0.1;

/** From where a camera looks and how, as its pose has it. */
interface Eye {
  readonly east: number;
  readonly north: number;
  readonly azimuthDeg: number;
  readonly hfovDeg: number;
  readonly rangeM: number;
  readonly heightM: number;
  readonly tiltDeg: number;
  readonly vfovDeg: number;
}

/** What is seen in the directions from one angle to the next, clockwise from the left side. Walls are those of a view. */
export interface Sector {
  readonly to: number;
  /** Where it ends: 0, 0 is the rim; NaN is a direction in which nothing is seen. */
  readonly farX: number;
  readonly farY: number;
  /** Where it begins: 0, 0 is the foot. */
  readonly nearX: number;
  readonly nearY: number;
}

/** The ground that slopes leave to a camera, buildings left aside. */
export interface GroundSeen {
  readonly startRad: number;
  readonly widthRad: number;
  readonly sectors: readonly Sector[];
  /** Height of the eye above the sea, and the steepest rise from it to any ground within its range. */
  readonly eyeM: number;
  readonly steepest: number;
}

/** What is seen begins or ends at an edge of the picture, at a ridge, at the rim or at the foot. */
type By = Edge | 'ridge' | 'rim' | 'foot';
type Edge = 'top' | 'bottom' | 'side';

interface Stretch {
  readonly near: number;
  readonly nearBy: By;
  readonly far: number;
  readonly farBy: By;
}

/** One direction: the first stretch of ground that is seen, and the one from the first to the last that is. */
interface Ray {
  readonly angle: number;
  readonly sure: Stretch | null;
  readonly possible: Stretch | null;
}

/**
 * The ground that a camera sees among slopes, in each direction of its picture: what is sure ends at the first ridge,
 * what is possible at the last ground that comes into sight again. Ground of unknown height goes on level. Both bounds
 * come from the same rays, so that the sure lies within the possible.
 */
export function groundSeen(eye: Eye, grid: HeightGrid, bound: 'sure' | 'possible'): GroundSeen {
  const picture = pictureOf(eye);
  const widthRad = picture === null ? Math.min(eye.hfovDeg * RAD, TURN) : widthOf(picture);
  const startRad = widthRad >= TURN ? 0 : eye.azimuthDeg * RAD - widthRad / 2;
  const caster = new Caster(eye, grid, picture, startRad);
  const spacing = Math.min(WIDEST_RAD, grid.shape.stepM / 2 / eye.rangeM);
  const count = Math.min(MOST_RAYS, Math.ceil(widthRad / spacing));
  const sectors: Sector[] = [];
  const put = (a: Ray, b: Ray, halved: number): void => {
    const most = Math.max(halvingsOf(a.sure, b.sure), halvingsOf(a.possible, b.possible));
    if (halved >= most) return void sectors.push(sectorOf(a, b, bound, eye.rangeM));
    const middle = caster.ray((a.angle + b.angle) / 2);
    put(a, middle, halved + 1);
    put(middle, b, halved + 1);
  };
  let last = caster.ray(0);
  for (let i = 1; i <= count; i++) {
    const next = caster.ray((widthRad * i) / count);
    put(last, next, 0);
    last = next;
  }
  const eyeM = caster.footM + (bound === 'sure' ? caster.lowM : caster.highM);
  return { startRad, widthRad, sectors, eyeM, steepest: caster.steepest };
}

/**
 * Whether a building surely hides all that lies behind it: its top is above the eye, and no ground within the range rises
 * as steeply as the line over its top. Of unknown height it hides.
 */
export function hidesOver(
  { edges, heightM }: Building,
  { east, north }: Pick<Eye, 'east' | 'north'>,
  { eyeM, steepest }: GroundSeen,
  grid: HeightGrid,
): boolean {
  if (Number.isNaN(heightM)) return true;
  let [base, farthest] = [Infinity, 0];
  for (let i = 0; i < edges.length; i += 4) {
    const ground = grid.heightAt(edges[i]!, edges[i + 1]!);
    if (ground < base) base = ground;
    farthest = Math.max(farthest, Math.hypot(edges[i]! - east, edges[i + 1]! - north));
  }
  if (base === Infinity) base = grid.heightAt(east, north);
  const over = base + heightM - eyeM;
  return over >= 0 && over / farthest >= steepest;
}

/** A rectilinear picture as the tangents of its half angles, its axis so far below the horizon. */
interface Picture {
  readonly sin: number;
  readonly cos: number;
  readonly side: number;
  readonly top: number;
}

function pictureOf({ hfovDeg, vfovDeg, tiltDeg, heightM }: Eye): Picture | null {
  if (hfovDeg >= 180 || Number.isNaN(vfovDeg + tiltDeg + heightM)) return null;
  const [sin, cos] = [Math.sin(tiltDeg * RAD), Math.cos(tiltDeg * RAD)];
  return { sin, cos, side: Math.tan((hfovDeg * RAD) / 2), top: Math.tan((vfovDeg * RAD) / 2) };
}

/** The bearings that a picture takes in; all of them where it holds the foot. */
function widthOf({ sin, cos, side, top }: Picture): number {
  const forward = Math.min(cos - top * sin, cos + top * sin);
  return forward <= LEVEL ? TURN : 2 * Math.atan2(side, forward);
}

/** Between which rises from the eye ground is in the picture in one direction, and by which edges; none where they cross. */
interface Rises {
  least: number;
  leastBy: Edge;
  most: number;
  mostBy: Edge;
}

function risesOf({ sin, cos, side, top }: Picture, offRad: number): Rises {
  const ahead = Math.cos(offRad);
  const rises: Rises = { least: -Infinity, leastBy: 'bottom', most: Infinity, mostBy: 'top' };
  const limit = (part: number, by: Edge, atMost: number): void => {
    if (Math.abs(part) <= LEVEL) {
      if (atMost < -LEVEL) rises.most = -Infinity;
    } else if (part > 0) {
      if (atMost / part < rises.most) [rises.most, rises.mostBy] = [atMost / part, by];
    } else if (atMost / part > rises.least) [rises.least, rises.leastBy] = [atMost / part, by];
  };
  limit(cos + top * sin, 'top', ahead * (top * cos - sin));
  limit(top * sin - cos, 'bottom', ahead * (top * cos + sin));
  limit(sin, 'side', cos * ahead - Math.abs(Math.sin(offRad)) / side);
  return rises;
}

const ALL_RISES: Rises = { least: -Infinity, leastBy: 'bottom', most: Infinity, mostBy: 'top' };

class Caster {
  readonly footM: number;
  readonly lowM: number;
  readonly highM: number;
  steepest = -Infinity;
  readonly #eye: Eye;
  readonly #grid: HeightGrid;
  readonly #picture: Picture | null;
  readonly #startRad: number;
  readonly #heights: Float64Array;
  readonly #stepM: number;

  constructor(eye: Eye, grid: HeightGrid, picture: Picture | null, startRad: number) {
    this.#eye = eye;
    this.#grid = grid;
    this.#picture = picture;
    this.#startRad = startRad;
    this.footM = grid.heightAt(eye.east, eye.north);
    this.lowM = Number.isNaN(eye.heightM) ? ASSUMED_HEIGHT_M.least : eye.heightM;
    this.highM = Number.isNaN(eye.heightM) ? ASSUMED_HEIGHT_M.most : eye.heightM;
    const samples = Math.ceil((2 * eye.rangeM) / grid.shape.stepM);
    const count = Math.min(SAMPLES.most, Math.max(SAMPLES.least, samples));
    this.#heights = new Float64Array(count + 1);
    this.#stepM = eye.rangeM / count;
  }

  ray(angle: number): Ray {
    const bearing = this.#startRad + angle;
    const rises =
      this.#picture === null ? ALL_RISES : risesOf(this.#picture, bearing - this.#eye.azimuthDeg * RAD);
    this.#measure(Math.sin(bearing), Math.cos(bearing));
    const low = this.#scan(this.lowM, rises);
    const high = this.highM === this.lowM ? low : this.#scan(this.highM, rises);
    return { angle, sure: low.sure, possible: high.possible };
  }

  #measure(sin: number, cos: number): void {
    const heights = this.#heights;
    heights[0] = 0;
    for (let i = 1; i < heights.length; i++) {
      const out = i * this.#stepM;
      const height =
        this.#grid.heightAt(this.#eye.east + sin * out, this.#eye.north + cos * out) - this.footM;
      heights[i] = Number.isNaN(height) ? heights[i - 1]! : height;
    }
  }

  /** The profile is straight between samples, so along each piece of it the rise from the eye goes one way only. */
  #scan(eyeM: number, { least, leastBy, most, mostBy }: Rises): Pick<Ray, 'sure' | 'possible'> {
    const heights = this.#heights;
    let highest = -Infinity;
    const found: { sure: Stretch | null; possible: Stretch | null } = { sure: null, possible: null };
    for (let i = 1; i < heights.length; i++) {
      const [r1, r2] = [(i - 1) * this.#stepM, i * this.#stepM];
      const rise = (heights[i]! - eyeM) / r2;
      if (rise <= highest) continue;
      const before = heights[i - 1]! - eyeM;
      const slope = (rise * r2 - before) / this.#stepM;
      const at = (wanted: number): number =>
        Math.min(r2, Math.max(r1, (before - slope * r1) / (wanted - slope)));
      const isHidden = i > 1 && before / r1 < highest;
      const from = highest;
      highest = rise;
      if (rise < least) continue;
      if (from > most) break;
      const entered = from < least;
      const near = entered ? at(least) : isHidden ? at(from) : r1;
      const far = rise > most ? at(most) : r2;
      const farBy = rise > most ? mostBy : i === heights.length - 1 ? 'rim' : 'ridge';
      const nearBy = entered ? leastBy : i === 1 ? 'foot' : 'ridge';
      const { sure, possible } = found;
      const goesOn = !isHidden && !entered && sure?.far === r1;
      found.possible = possible === null ? { near, nearBy, far, farBy } : { ...possible, far, farBy };
      if (sure === null || goesOn) found.sure = found.possible;
    }
    this.steepest = Math.max(this.steepest, highest);
    return found;
  }
}

/** How often the gap between two directions is worth halving: never where straight lines join what is seen in them. */
function halvingsOf(a: Stretch | null, b: Stretch | null): number {
  if (a === null || b === null) return a === b ? 0 : HALVINGS.side;
  return Math.max(
    joins(a.near, a.nearBy, b.near, b.nearBy) ? 0 : halvingsAt(a.nearBy, b.nearBy),
    joins(a.far, a.farBy, b.far, b.farBy) ? 0 : halvingsAt(a.farBy, b.farBy),
  );
}

const halvingsAt = (a: By, b: By): number =>
  a === 'ridge' || b === 'ridge' ? HALVINGS.ridge : HALVINGS.side;

const joins = (a: number, aBy: By, b: number, bBy: By): boolean =>
  aBy === bBy && (aBy !== 'ridge' || Math.abs(a - b) <= ONE_RIDGE * Math.max(a, b));

const UNSEEN = { farX: NaN, farY: NaN, nearX: 0, nearY: 0 };

/** Where the ends of two rays cannot be joined, the sure takes the shorter and the possible the longer. */
function sectorOf(a: Ray, b: Ray, bound: 'sure' | 'possible', rangeM: number): Sector {
  const isSure = bound === 'sure';
  const [one, other] = [a[bound] ?? (isSure ? null : b[bound]), b[bound] ?? (isSure ? null : a[bound])];
  if (one === null || other === null) return { to: b.angle, ...UNSEEN };
  const bulge = 1 / Math.cos((b.angle - a.angle) / 2);
  let [far1, far2] = [one.far, other.far];
  if (!joins(far1, one.farBy, far2, other.farBy))
    far1 = far2 = isSure ? Math.min(far1, far2) : Math.max(far1, far2) * bulge;
  let [near1, near2] = [one.near, other.near];
  if (!joins(near1, one.nearBy, near2, other.nearBy))
    near1 = near2 = isSure ? Math.max(near1, near2) * bulge : Math.min(near1, near2);
  const [farX, farY] = Math.min(far1, far2) >= rangeM ? [0, 0] : lineOf(a.angle, far1, b.angle, far2);
  const [nearX, nearY] = Math.min(near1, near2) <= 0 ? [0, 0] : lineOf(a.angle, near1, b.angle, near2);
  return { to: b.angle, farX, farY, nearX, nearY };
}

/** The wall through two points that are given by angle and distance. */
function lineOf(angle1: number, r1: number, angle2: number, r2: number): [number, number] {
  const cross = Math.sin(angle2 - angle1);
  return [
    (Math.sin(angle2) / r1 - Math.sin(angle1) / r2) / cross,
    (Math.cos(angle1) / r2 - Math.cos(angle2) / r1) / cross,
  ];
}
