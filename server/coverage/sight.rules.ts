import { pixelsAcross, pixelsPerM, vfovDeg } from './lens.rules.ts';
import type { HeightGrid } from './terrain.rules.ts';
import { covers, HANGS_WITHIN_M, isKnown, viewOf, without, type Pose, type View } from './view.rules.ts';
import { Walls, type Building } from './walls.rules.ts';

const CELL_M = 64;
const CELLS_WIDE = 2 ** 20;
/** How far a camera of unknown range may see at most; whoever completes the register goes no farther. */
export const ASSUMED_RANGE_M = 100;

/** A camera as the register has it; NaN is unknown. Metres and bearings are those of the plane, tilt is below the horizon. */
export interface SightCamera {
  readonly cameraId: number;
  readonly kind: 'fixed' | 'ptz' | 'fisheye' | null;
  readonly east: number;
  readonly north: number;
  readonly azimuthDeg: number;
  readonly hfovDeg: number;
  readonly rangeM: number;
  /** How far it sees in the dark. */
  readonly nightRangeM: number;
  readonly heightM: number;
  readonly tiltDeg: number;
  readonly megapixels: number;
  /** Where it looks now if that is not its home view; its bearing is NaN where the device does not tell it. */
  readonly turned: Pick<Pose, 'azimuthDeg' | 'hfovDeg' | 'tiltDeg'> | null;
  /** 보지 않는 구역 at every tilt and zoom, in degrees clockwise. */
  readonly barred: readonly { readonly fromDeg: number; readonly toDeg: number }[];
}

/** The three views of a camera, which are never mixed: as it hangs, as it looks now, and whatever it can be turned to. */
export const WHICH = ['home', 'live', 'reachable'] as const;
export type Which = (typeof WHICH)[number];
/** By day every camera sees as far as its range; at night as far as its own light or its sensor allows, and no farther. */
export const AT = ['day', 'night'] as const;
export type At = (typeof AT)[number];
type Key = `${Which} ${At}`;

/** How one camera stands to a point of the ground. */
export interface Seeing {
  readonly cameraId: number;
  readonly distanceM: number;
  /** Whether bearing, lens and every wall between say so; otherwise it is possible and no more. */
  readonly sure: boolean;
  /** Whether it looks there now. */
  readonly now: boolean;
  readonly which: Which;
  /** Pixels for a metre at the point, or null where the lens or the picture is unknown. */
  readonly pixelsPerM: number | null;
}

interface Entry {
  readonly camera: SightCamera;
  readonly reachM: number;
  readonly cells: readonly number[];
  readonly sure: Map<Key, View | null>;
  readonly possible: Map<Key, View | null>;
}

const allAround = (pose: Pose): Pose => ({ ...pose, hfovDeg: 360, tiltDeg: NaN });

/** How a camera looks; NaN stays unknown. At night it sees no farther than its night range. */
export function poseOf(camera: SightCamera, which: Which, at: At): Pose {
  const { east, north, heightM, kind } = camera;
  const rangeM = at === 'day' ? camera.rangeM : Math.min(camera.rangeM, camera.nightRangeM);
  const { azimuthDeg, tiltDeg, ...looks } = which === 'live' ? (camera.turned ?? camera) : camera;
  // A fisheye that hangs over a place looks all around, whatever width the register gives it.
  const hfovDeg = kind === 'fisheye' ? 360 : looks.hfovDeg;
  const pose: Pose = {
    ...{ east, north, azimuthDeg, hfovDeg, rangeM, heightM, tiltDeg },
    vfovDeg: hfovDeg < 180 ? vfovDeg(hfovDeg) : NaN,
  };
  return which === 'reachable' && kind === 'ptz' ? allAround(pose) : pose;
}

/** The widest that a camera may see where something of it is unknown: an unknown bearing or lens may be any. */
function widestPose(camera: SightCamera, which: Which, at: At): Pose {
  const pose = poseOf(camera, which, at);
  const byDay = Number.isNaN(camera.rangeM) ? ASSUMED_RANGE_M : camera.rangeM;
  const atNight = Number.isNaN(camera.nightRangeM) ? byDay : Math.min(byDay, camera.nightRangeM);
  const rangeM = at === 'day' ? byDay : atNight;
  const known = isKnown({ ...pose, rangeM });
  return known ? { ...pose, rangeM } : allAround({ ...pose, rangeM });
}

/**
 * Every camera's views among every building, kept true one change at a time: whatever a camera or a building touches is
 * worked out anew when it is next asked for, and nothing else is.
 */
export class SightIndex {
  readonly walls = new Walls();
  readonly #entries = new Map<number, Entry>();
  readonly #cells = new Map<number, Set<Entry>>();
  #heights: HeightGrid | null = null;

  /** The ground's heights; null where it is taken for level. */
  get heights(): HeightGrid | null {
    return this.#heights;
  }

  camera(cameraId: number): SightCamera | undefined {
    return this.#entries.get(cameraId)?.camera;
  }

  cameras(): SightCamera[] {
    return Array.from(this.#entries.values(), ({ camera }) => camera);
  }

  setCamera(camera: SightCamera): void {
    this.removeCamera(camera.cameraId);
    const reachM = Number.isNaN(camera.rangeM) ? ASSUMED_RANGE_M : camera.rangeM;
    const { east, north } = camera;
    const cells = cellsOf(east - reachM, north - reachM, east + reachM, north + reachM);
    const entry: Entry = { camera, reachM, cells, sure: new Map(), possible: new Map() };
    this.#entries.set(camera.cameraId, entry);
    for (const cell of cells) {
      const held = this.#cells.get(cell);
      if (held === undefined) this.#cells.set(cell, new Set([entry]));
      else held.add(entry);
    }
  }

  removeCamera(cameraId: number): void {
    const entry = this.#entries.get(cameraId);
    if (entry === undefined) return;
    this.#entries.delete(cameraId);
    for (const cell of entry.cells) {
      const held = this.#cells.get(cell)!;
      held.delete(entry);
      if (held.size === 0) this.#cells.delete(cell);
    }
  }

  /** Puts a building up, or another in its place; the numbers of the cameras whose views it touches. */
  setBuilding(building: Building): number[] {
    const touched = new Set(this.removeBuilding(building.buildingId));
    this.walls.add(building);
    for (const cameraId of this.#touch(building)) touched.add(cameraId);
    return [...touched];
  }

  removeBuilding(buildingId: number): number[] {
    const building = this.walls.remove(buildingId);
    return building === undefined ? [] : this.#touch(building);
  }

  /** Puts other ground under the city: every view is worked out anew when it is next asked for. */
  setHeights(heights: HeightGrid | null): void {
    this.#heights = heights;
    for (const { sure, possible } of this.#entries.values()) {
      sure.clear();
      possible.clear();
    }
  }

  #touch({ west, south, east, north }: Building): number[] {
    const touched: number[] = [];
    for (const entry of this.#within(cellsOf(west, south, east, north))) {
      const { camera, reachM } = entry;
      const dx = Math.max(west - camera.east, 0, camera.east - east);
      const dy = Math.max(south - camera.north, 0, camera.north - north);
      if (dx * dx + dy * dy >= reachM * reachM) continue;
      entry.sure.clear();
      entry.possible.clear();
      touched.push(camera.cameraId);
    }
    return touched;
  }

  #within(cells: readonly number[]): Set<Entry> {
    const found = new Set<Entry>();
    for (const cell of cells) for (const entry of this.#cells.get(cell) ?? []) found.add(entry);
    return found;
  }

  /** What a camera surely sees: null where nothing is sure. */
  sureView(cameraId: number, which: Which, at: At = 'day'): View | null {
    const entry = this.#entries.get(cameraId);
    return entry === undefined ? null : this.#sure(entry, which, at);
  }

  /** What a camera possibly sees: never less than what it surely does. */
  possibleView(cameraId: number, which: Which, at: At = 'day'): View | null {
    const entry = this.#entries.get(cameraId);
    return entry === undefined ? null : this.#possible(entry, which, at);
  }

  #sure(entry: Entry, asked: Which, at: At = 'day'): View | null {
    const which = asked !== 'home' && isHome(entry.camera, asked) ? 'home' : asked;
    const key = `${which} ${at}` as const;
    let view = entry.sure.get(key);
    if (view === undefined) {
      view = allowed(
        entry.camera,
        which,
        viewOf(poseOf(entry.camera, which, at), this.walls, undefined, this.#heights),
      );
      entry.sure.set(key, view);
    }
    return view;
  }

  #possible(entry: Entry, asked: Which, at: At = 'day'): View | null {
    const which = asked !== 'home' && isHome(entry.camera, asked) ? 'home' : asked;
    const key = `${which} ${at}` as const;
    let view = entry.possible.get(key);
    if (view === undefined) {
      const { heightM } = entry.camera;
      const hides = (building: Building): boolean => !(building.heightM < heightM);
      view = allowed(
        entry.camera,
        which,
        viewOf(widestPose(entry.camera, which, at), this.walls, hides, this.#heights),
      );
      entry.possible.set(key, view);
    }
    return view;
  }

  /** The cameras whose reach meets a box of the plane. */
  inBox(west: number, south: number, east: number, north: number): SightCamera[] {
    const found: SightCamera[] = [];
    for (const { camera, reachM } of this.#entries.values()) {
      const dx = Math.max(west - camera.east, 0, camera.east - east);
      const dy = Math.max(south - camera.north, 0, camera.north - north);
      if (dx * dx + dy * dy <= reachM * reachM) found.push(camera);
    }
    return found;
  }

  /**
   * The cameras that see a point, or may, or can be turned to: those that look there now before the others, sure before
   * possible, the most pixels first. A barred bearing is none to which a camera can be turned (Art. 11(1)).
   */
  seeing(east: number, north: number): Seeing[] {
    const found: Seeing[] = [];
    for (const entry of this.#cells.get(cellAt(east, north)) ?? []) {
      const { camera, reachM } = entry;
      const distanceM = Math.hypot(east - camera.east, north - camera.north);
      if (distanceM > reachM + HANGS_WITHIN_M) continue;
      const way = this.#wayTo(entry, east, north);
      if (way !== null)
        found.push({
          cameraId: camera.cameraId,
          distanceM,
          ...way,
          pixelsPerM: density(camera, way.which, distanceM),
        });
    }
    return found.sort(
      (a, b) =>
        Number(b.now) - Number(a.now) ||
        Number(b.sure) - Number(a.sure) ||
        (b.pixelsPerM ?? 0) - (a.pixelsPerM ?? 0) ||
        a.distanceM - b.distanceM ||
        a.cameraId - b.cameraId,
    );
  }

  #wayTo(entry: Entry, east: number, north: number): Pick<Seeing, 'sure' | 'now' | 'which'> | null {
    const { camera } = entry;
    const holds = (view: View | null): boolean => view !== null && covers(view, east, north);
    if (holds(this.#sure(entry, 'live'))) return { sure: true, now: true, which: 'live' };
    const canTurn = camera.kind === 'ptz';
    if (canTurn && holds(this.#sure(entry, 'reachable')))
      return { sure: true, now: false, which: 'reachable' };
    if (holds(this.#possible(entry, 'live'))) return { sure: false, now: false, which: 'live' };
    if (canTurn && holds(this.#possible(entry, 'reachable')))
      return { sure: false, now: false, which: 'reachable' };
    return null;
  }
}

/** Into a barred sector no camera is turned (Art. 11(1)). */
const allowed = ({ kind, barred }: SightCamera, which: Which, view: View | null): View | null =>
  view === null || which !== 'reachable' || kind !== 'ptz' ? view : without(view, barred);

/** Whether a view of a camera is simply its home view. */
const isHome = (camera: SightCamera, which: Which): boolean =>
  which === 'live' ? camera.turned === null : camera.kind !== 'ptz';

function density(camera: SightCamera, which: Which, distanceM: number): number | null {
  const { hfovDeg } = which === 'live' ? (camera.turned ?? camera) : camera;
  if (Number.isNaN(hfovDeg + camera.megapixels)) return null;
  const projection = camera.kind === 'fisheye' || hfovDeg >= 180 ? 'fisheye' : 'rectilinear';
  const away = Math.hypot(distanceM, Number.isNaN(camera.heightM) ? 0 : camera.heightM);
  return pixelsPerM(
    { projection, hfovDeg, pixelsAcross: pixelsAcross(camera.megapixels) },
    Math.max(away, 0.1),
  );
}

const cellAt = (east: number, north: number): number =>
  Math.floor(north / CELL_M) * CELLS_WIDE + Math.floor(east / CELL_M);

function cellsOf(west: number, south: number, east: number, north: number): number[] {
  const cells: number[] = [];
  for (let row = Math.floor(south / CELL_M); row <= Math.floor(north / CELL_M); row++)
    for (let column = Math.floor(west / CELL_M); column <= Math.floor(east / CELL_M); column++)
      cells.push(row * CELLS_WIDE + column);
  return cells;
}
