import { DEVICE_STATES, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { CELL_M, CellGrid, type Box } from '../../server/coverage/cells.rules.ts';
import { CityCoverage, type Bounds } from '../../server/coverage/city-coverage.rules.ts';
import { planeOf } from '../../server/coverage/plane.rules.ts';
import type { At, SightIndex, Which } from '../../server/coverage/sight.rules.ts';
import { putCircle } from '../../server/coverage/standard-model.rules.ts';
import type { View } from '../../server/coverage/view.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { Fan } from '../map/fan-mesh.ts';
import type { CitySight } from './city-sight.svelte.ts';
import { CoverCells } from './cover-cells.ts';
import { fieldOf } from './field.rules.ts';

/** Milliseconds of counting without letting a hand or a frame through. */
const SLICE_MS = 6;
const UNKNOWN = DEVICE_STATES.indexOf('unknown');
const FAULT = DEVICE_STATES.indexOf('fault');
/** By how many cameras ground is seen at least. */
export const DEPTHS = [1, 2, 3, 4] as const;

export type Pair = readonly [sure: number, possible: number];

/** Which views are counted: as the cameras hang or look now, by day or at night, for one purpose (its bit) or all. */
export interface CoverChoice {
  readonly which: Exclude<Which, 'reachable'>;
  readonly at: At;
  readonly purpose: number | null;
}

interface Counted extends Bounds {
  readonly place: readonly [east: number, north: number];
}

/** One choice's count, kept true camera by camera. */
class Count {
  readonly coverage = new CityCoverage();
  /** 표준분석모델 of the same cameras. */
  readonly circles = new CellGrid(CELL_M);
  readonly cells = new CoverCells();
  readonly fields = new Map<number, Fan | null>();
  readonly counted = new Map<number, Counted>();
  readonly pending = new Set<number>();
  unsure = 0;
  readonly #choice: CoverChoice;

  constructor(choice: CoverChoice) {
    this.#choice = choice;
  }

  /** Counts a camera as it sees now; false where that is what was counted. */
  set(index: SightIndex, cameraId: number, facts: CameraFacts | undefined): boolean {
    const before = this.counted.get(cameraId);
    const camera = index.camera(cameraId);
    const { purpose } = this.#choice;
    const serves = facts !== undefined && (purpose === null || (facts.purposes & (1 << purpose)) !== 0);
    if (camera === undefined || !serves) return this.#remove(cameraId);
    const { sure, possible } = this.#boundsOf(index, cameraId, facts);
    const place = [camera.east, camera.north] as const;
    const stays = before?.place[0] === place[0] && before.place[1] === place[1];
    if (stays && before.sure === sure && before.possible === possible) return false;
    this.#remove(cameraId);
    this.coverage.setCamera(cameraId, { sure, possible });
    putCircle(this.circles, place, 1);
    this.counted.set(cameraId, { place, sure, possible });
    if (sure === null) this.unsure++;
    else this.fields.set(cameraId, fieldOf(sure));
    this.#touch({ sure, possible });
    return true;
  }

  #remove(cameraId: number): boolean {
    const before = this.counted.get(cameraId);
    if (before === undefined) return false;
    this.counted.delete(cameraId);
    this.fields.delete(cameraId);
    this.coverage.removeCamera(cameraId);
    putCircle(this.circles, before.place, -1);
    if (before.sure === null) this.unsure--;
    this.#touch(before);
    return true;
  }

  #touch({ sure, possible }: Bounds): void {
    const box = boxOf(possible ?? sure);
    if (box !== null) this.cells.touch(box, CELL_M);
  }

  /**
   * As they look now, one without a picture sees nothing, and one of unknown state nothing surely (Art. 15(2)); a head of
   * which nobody is told here where it looks possibly sees whatever it can be turned to (Art. 30(1)).
   */
  #boundsOf(index: SightIndex, cameraId: number, { state, told }: CameraFacts): Bounds {
    const { which, at } = this.#choice;
    if (which === 'live' && state === FAULT) return { sure: null, possible: null };
    if (which === 'live' && !told && index.camera(cameraId)?.kind === 'ptz')
      return { sure: null, possible: index.possibleView(cameraId, 'reachable', at) };
    const possible = index.possibleView(cameraId, which, at);
    const unknown = which === 'live' && state === UNKNOWN;
    return { sure: unknown ? null : index.sureView(cameraId, which, at), possible };
  }
}

interface CameraFacts {
  readonly purposes: number;
  readonly state: number;
  /** Whether where its head looks is told here. */
  readonly told: boolean;
}

/** What of the count a screen shows; another object with every change. */
export interface CoverFigures {
  readonly cameras: number;
  readonly unsure: number;
  /** Ground that at least one, two, three and four cameras see, in square metres. */
  readonly seenM2: readonly Pair[];
  readonly standardM2: number;
}

/**
 * What the cameras that this person may know of together see, counted here in cells of the ground, in slices between two
 * frames, and kept true with every camera that moves, turns or fails. Nothing is asked of the server.
 */
export class CityCover {
  choice = $state.raw<CoverChoice>({ which: 'home', at: 'day', purpose: null });
  /** Cameras that are still to be counted for the choice; 0 where the count stands. */
  left = $state(0);
  figures = $state.raw<CoverFigures | null>(null);
  /** The views that are surely seen, by camera, as the map draws them; null before the first count stands. */
  fields = $state.raw<ReadonlyMap<number, Fan | null> | null>(null);
  /** Rises whenever what is counted changed. */
  revision = $state(0);
  /** Rises whenever a camera changed what a choice that stands had counted. */
  changes = $state(0);
  readonly #sight: CitySight;
  #facts = new Map<number, CameraFacts>();
  #work: Count | null = null;
  #changed = true;
  #shown: Count | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unlisten: (() => void) | null = null;

  constructor(sight: CitySight) {
    this.#sight = sight;
  }

  /** Counts from now on. Returns what ends it; what was counted goes. */
  open(): () => void {
    this.#unlisten = this.#sight.onChange((changed) => {
      if (changed === 'all') this.#countAnew();
      else this.#again(changed);
    });
    this.#countAnew();
    return () => {
      this.#unlisten?.();
      this.#unlisten = null;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#work = this.#shown = this.figures = this.fields = null;
      this.left = 0;
    };
  }

  /** States and purposes of the cameras as they are now, and whether this person is told where heads look. */
  follow({ count, cameraId, purposes, state }: CameraColumns, told = true): void {
    const changed: number[] = [];
    const facts = new Map<number, CameraFacts>();
    for (let row = 0; row < count; row++) {
      const id = cameraId[row]!;
      const before = this.#facts.get(id);
      const same =
        before?.purposes === purposes[row] && before?.state === state[row] && before?.told === told;
      if (!same) changed.push(id);
      facts.set(
        id,
        same && before !== undefined ? before : { purposes: purposes[row]!, state: state[row]!, told },
      );
    }
    this.#facts = facts;
    this.#again(changed);
  }

  choose(choice: Partial<CoverChoice>): void {
    this.choice = { ...this.choice, ...choice };
    if (this.#unlisten !== null) this.#countAnew();
  }

  /** What is counted, for whoever draws it; null before the first count stands. */
  get counted(): Pick<Count, 'coverage' | 'circles' | 'cells'> | null {
    void this.revision;
    return this.#shown;
  }

  /** How many cameras see a place; null before the first count stands. */
  seenAt(place: LonLat): Pair | null {
    void this.revision;
    if (this.#shown === null) return null;
    const { sure, possible } = this.#shown.coverage;
    const [east, north] = planeOf(place);
    return [sure.countAt(east, north), possible.countAt(east, north)];
  }

  #countAnew(): void {
    const work = new Count(this.choice);
    for (const { cameraId } of this.#sight.index.cameras()) work.pending.add(cameraId);
    this.#work = work;
    this.#changed = true;
    this.#schedule();
  }

  #again(cameraIds: readonly number[]): void {
    if (this.#work === null || cameraIds.length === 0) return;
    for (const cameraId of cameraIds) this.#work.pending.add(cameraId);
    this.#schedule();
  }

  #schedule(): void {
    this.left = this.#work?.pending.size ?? 0;
    this.#timer ??= setTimeout(() => this.#slice());
  }

  #slice(): void {
    this.#timer = undefined;
    const work = this.#work;
    // Before the buildings are read nobody knows what any camera sees.
    if (work === null || this.#sight.phase !== 'ready') return;
    const until = performance.now() + SLICE_MS;
    for (const cameraId of work.pending) {
      work.pending.delete(cameraId);
      if (work.set(this.#sight.index, cameraId, this.#facts.get(cameraId))) this.#changed = true;
      if (performance.now() >= until) break;
    }
    if (work.pending.size > 0) return this.#schedule();
    if (!work.cells.draw(work.coverage, until)) return this.#schedule();
    this.left = 0;
    if (!this.#changed) return;
    this.#changed = false;
    if (this.#shown === work) this.changes++;
    this.#shown = work;
    this.figures = figuresOf(work);
    this.fields = new Map(work.fields);
    this.revision++;
  }
}

function figuresOf({ coverage: { sure, possible }, circles, counted, unsure }: Count): CoverFigures {
  const least = (grid: CellGrid, views: number): number => {
    let cells = grid.seenCells;
    for (let fewer = 1; fewer < views; fewer++) cells -= grid.cellsSeenBy(fewer);
    return cells * grid.cellM ** 2;
  };
  return {
    cameras: counted.size,
    unsure,
    seenM2: DEPTHS.map((views) => [least(sure, views), least(possible, views)] as const),
    standardM2: circles.seenM2,
  };
}

const boxOf = (view: View | null): Box | null =>
  view === null
    ? null
    : {
        west: view.east - view.rimM,
        south: view.north - view.rimM,
        east: view.east + view.rimM,
        north: view.north + view.rimM,
      };
