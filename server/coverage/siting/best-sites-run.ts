import { CELL_M, CellGrid, cellRings, eachRun, type Ring } from '../cells.rules.ts';
import type { Demand } from '../demand/demand.rules.ts';
import { spreadOf } from '../seen-weight.rules.ts';
import { SightIndex, type SightCamera } from '../sight.rules.ts';
import { viewOf, type Pose } from '../view.rules.ts';
import { HeightGrid } from '../terrain.rules.ts';
import type { Building } from '../walls.rules.ts';
import { coverOf, valueOf, type Cover, type Limits } from './best-sites-cover.rules.ts';
import { explained, type Chosen } from './best-sites-explain.ts';
import { posesAt, standing, type Place } from './best-sites-places.rules.ts';
import { prove } from './best-sites-proof.ts';
import { solve, within } from './best-sites-solve.rules.ts';
import type { BestSite, BestSitesView, CameraModel, Phase } from './best-sites.schema.ts';

/** More pairs of a candidate and a cell than this are no longer held in memory. */
const MOST_PAIRS = 12_000_000;
/** Pairs that the solver still takes in its memory. */
const PROVABLE_PAIRS = 500_000;
/** Seconds for the search and the bound each, however slow the machine. */
const CAP_S = 20;
const PROOF_S = 60;
const TOLD_EVERY_MS = 200;

/** All that a search works with: what a person may not know of is not in it. Lengths in metres of the plane. */
export interface SearchTask {
  readonly area: readonly Ring[];
  readonly places: readonly Place[];
  readonly models: readonly CameraModel[];
  readonly limits: Limits;
  readonly demand: Demand | null;
  readonly buildings: readonly Building[];
  /** As it comes through a thread's door; left out or null where the ground is taken for level. */
  readonly heights?: Pick<HeightGrid, 'shape' | 'decimetres'> | null;
  /** Cameras whose sure views count as seen. */
  readonly standing: readonly SightCamera[];
}

/** What the thread tells of its search. */
export type Told = Partial<
  Pick<
    BestSitesView,
    'phase' | 'done' | 'sites' | 'choices' | 'value' | 'bound' | 'proved' | 'boundOnly' | 'best' | 'standing'
  >
>;

/** A search that cannot be carried out as asked. */
export class SearchTooWide extends Error {}

interface Candidates {
  readonly cover: Cover;
  readonly chosen: (choice: number) => Chosen;
  readonly sites: number;
}

/** Candidates, a first answer, better ones, a bound and where it can be had the proof; told as it goes. */
export async function findBestSites(task: SearchTask, tell: (told: Told) => void): Promise<void> {
  const { cover, chosen, sites } = candidatesOf(task, tell);
  tell({ phase: 'first', done: null, sites, choices: cover.choices });
  const { limits } = task;
  const say = (phase: Phase, set: readonly number[], bound: number | null, more: Told = {}): void => {
    const value = valueOf(cover, set) * cover.grain;
    const best: BestSite[] = explained(cover, limits, set, chosen, task.models);
    tell({ phase, value, best, bound: bound === null ? null : bound * cover.grain, ...more });
  };
  const found = solve(cover, limits, {
    goOn: (phase) => forSeconds(CAP_S, tell, phase),
    found: (phase, set, bound) => say(phase, set, bound),
  });
  let { best, bound } = found;
  const value = valueOf(cover, best);
  if (bound <= value) return say('proof', best, value, { proved: true, done: 1 });
  const isTooLarge = found.core.node.length > PROVABLE_PAIRS;
  say('proof', best, bound, { done: null, boundOnly: isTooLarge ? 'too-large' : null });
  if (isTooLarge) return;
  const proof = await tried(() =>
    prove(found.core, limits, within(found.kept, best), PROOF_S, (proved) => {
      bound = Math.min(bound, Math.max(proved, value));
      tell({ bound: bound * cover.grain });
    }),
  );
  if (proof === null) return say('proof', best, bound, { done: 1, boundOnly: 'too-large' });
  const set = proof.set.map((choice) => found.kept[choice]!);
  if (valueOf(cover, set) > value) best = set;
  bound = Math.max(Math.min(bound, proof.bound), valueOf(cover, best));
  const proved = bound === valueOf(cover, best);
  say('proof', best, bound, { done: 1, proved, boundOnly: proved ? null : 'time' });
}

/** What the solver gave; null where its memory was not enough. The set and its bound stand without it. */
async function tried<T>(prove: () => Promise<T>): Promise<T | null> {
  try {
    return await prove();
  } catch (error) {
    console.error(error);
    return null;
  }
}

function forSeconds(seconds: number, tell: (told: Told) => void, phase: Phase): () => boolean {
  const begun = performance.now();
  let told = begun;
  return () => {
    const now = performance.now();
    if (now - told > TOLD_EVERY_MS) {
      told = now;
      tell({ phase, done: null });
    }
    return now - begun < seconds * 1000;
  };
}

/** Every model in every bearing at every place, with the cells that it newly sees in the area. */
function candidatesOf(
  { area, places, models, demand, buildings, heights, standing: cameras }: SearchTask,
  tell: (told: Told) => void,
): Candidates {
  const index = new SightIndex();
  for (const building of buildings) index.walls.add(building);
  if (heights) index.setHeights(new HeightGrid(heights.shape, heights.decimetres));
  const { seen, ...counts } = seenBy(index, cameras);
  tell({ standing: counts });
  const nodes = new Nodes(area, demand, seen);
  const first = [0];
  const pairs = new Growing();
  const site: number[] = [];
  const cost: number[] = [];
  const made: { readonly place: Place; readonly model: number; readonly pose: Pose }[] = [];
  let told = performance.now();
  let sites = 0;
  places.forEach((each, at) => {
    const place = standing(each, index.walls);
    if (performance.now() - told > TOLD_EVERY_MS) {
      told = performance.now();
      tell({ phase: 'views', done: at / places.length, sites, choices: made.length });
    }
    if (place === null) return;
    sites++;
    models.forEach((model, which) => {
      for (const pose of posesAt(place, model)) {
        const view = viewOf(pose, index.walls, undefined, index.heights);
        if (view === null) continue;
        nodes.eachIn(cellRings(view), (node) => pairs.push(node));
        if (pairs.length > MOST_PAIRS) throw new SearchTooWide();
        if (pairs.length === first.at(-1)) continue;
        first.push(pairs.length);
        site.push(sites - 1);
        cost.push(model.cost);
        made.push({ place, model: which, pose });
      }
    });
  });
  const cover = coverOf({
    ...{ first: Int32Array.from(first), node: pairs.done(), weight: nodes.weights() },
    ...{ site: Int32Array.from(site), cost: Float64Array.from(cost) },
  });
  return { cover, sites, chosen: (choice) => ({ ...made[choice]!, index }) };
}

function seenBy(
  index: SightIndex,
  cameras: readonly SightCamera[],
): { seen: CellGrid; counted: number; unsure: number } {
  const seen = new CellGrid(CELL_M);
  let counted = 0;
  for (const camera of cameras) {
    index.setCamera(camera);
    const view = index.sureView(camera.cameraId, 'home');
    if (view === null) continue;
    seen.put(cellRings(view), 1);
    counted++;
  }
  return { seen, counted, unsure: cameras.length - counted };
}

/** The cells of the area that weigh something and that nobody sees yet, numbered as they are first met. */
class Nodes {
  /** Of each row of the area where its runs begin and end, in order: what it takes does not grow with the ground. */
  readonly #runs = new Map<number, number[]>();
  readonly #seen: CellGrid;
  readonly #weightOf: (column: number, row: number) => number;
  readonly #numbers = new Map<number, number>();
  readonly #weights: number[] = [];

  constructor(area: readonly Ring[], demand: Demand | null, seen: CellGrid) {
    eachRun(area, CELL_M, (row, from, to) => {
      const runs = this.#runs.get(row);
      if (runs === undefined) this.#runs.set(row, [from, to]);
      else runs.push(from, to);
    });
    this.#seen = seen;
    const spread = demand === null ? null : spreadOf(demand, CELL_M);
    this.#weightOf = spread === null ? () => CELL_M ** 2 : (column, row) => spread.weightOf(column, row);
  }

  eachIn(rings: readonly Ring[], visit: (node: number) => void): void {
    eachRun(rings, CELL_M, (row, from, to) => {
      for (let column = from; column < to; column++) {
        const node = this.#numberOf(column, row);
        if (node >= 0) visit(node);
      }
    });
  }

  #isInArea(column: number, row: number): boolean {
    const runs = this.#runs.get(row);
    if (runs === undefined) return false;
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle]! <= column) low = middle + 1;
      else high = middle;
    }
    // Behind an odd number of ends it is inside.
    return low % 2 === 1;
  }

  /** -1 where a cell counts for nothing. */
  #numberOf(column: number, row: number): number {
    const key = row * 2 ** 24 + column;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const counts = this.#isInArea(column, row) && this.#seen.countOf(column, row) === 0;
    const weight = counts ? this.#weightOf(column, row) : 0;
    const number = weight > 0 ? this.#weights.push(weight) - 1 : -1;
    this.#numbers.set(key, number);
    return number;
  }

  weights(): Float64Array {
    return Float64Array.from(this.#weights);
  }
}

class Growing {
  length = 0;
  #numbers = new Int32Array(1 << 16);

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.length++] = number;
  }

  done(): Int32Array {
    return this.#numbers.slice(0, this.length);
  }
}
