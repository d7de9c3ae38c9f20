import type { LonLat } from '../../../geodata/lon-lat.ts';
import { cityDay } from '../../../server/cameras/city-day.rules.ts';
import type { Demand } from '../../../server/coverage/demand/demand.rules.ts';
import { DENSITY_EDITIONS, densityEditionOn } from '../../../server/coverage/density.law.ts';
import type { At, SightIndex } from '../../../server/coverage/sight.rules.ts';
import { NearCoverage } from '../../../server/coverage/siting/near-coverage.rules.ts';
import type { PlanAlternative } from '../../../server/coverage/siting/plan.schema.ts';
import { whatIf, type WhatIf } from '../../../server/coverage/siting/what-if.rules.ts';
import type { CitySight } from '../city-sight.svelte.ts';
import {
  alternativeAt,
  drawnTo,
  freeLetter,
  movedBy,
  proposalOf,
  turned,
  type Dial,
  type HandleName,
} from './alternative.rules.ts';
import { PlanKeeping } from './plan-keeping.svelte.ts';
import { PlanRoads } from './plan-roads.svelte.ts';
import type { PlanScene } from './planner-layers.ts';

/** Changes of one number within so many milliseconds are taken back together. */
const TOGETHER_MS = 1200;
const MOST_BACK = 100;

/** Rows of the panel that the arrows can turn while their key is held, or once it was tapped. */
export const ROWS = ['site', 'height', 'aim', 'lens'] as const;
export type Row = (typeof ROWS)[number];
export type Arrow = 'left' | 'right' | 'up' | 'down';
const ROW_DIALS: Readonly<Record<Exclude<Row, 'site'>, { readonly across: Dial; readonly along: Dial }>> = {
  height: { across: 'heightM', along: 'heightM' },
  aim: { across: 'azimuthDeg', along: 'tiltDeg' },
  lens: { across: 'hfovDeg', along: 'rangeM' },
};

/** One alternative with what it would add. */
export interface Weighed {
  readonly alternative: PlanAlternative;
  readonly result: WhatIf;
}

interface Moment {
  readonly title: string;
  readonly departmentId: number | null;
  readonly alternatives: readonly PlanAlternative[];
  readonly letter: string | null;
}

/** A plan of cameras on the screen: its alternatives, the one in hand, and what that one would add as it is moved. */
export class Planner {
  title = $state('');
  departmentId = $state<number | null>(null);
  alternatives = $state.raw<readonly PlanAlternative[]>([]);
  /** Of the alternative in hand. */
  letter = $state<string | null>(null);
  at = $state<At>('day');
  /** The standard's edition by which pictures are named; at first that of the day. */
  edition = $state.raw(densityEditionOn(cityDay(new Date())));
  /** The next click puts a camera there. */
  placing = $state(false);
  comparing = $state(false);
  /** The row that the arrows turn. */
  row = $state<Row | null>(null);
  /** What the new ground is weighed by. */
  demands = $state.raw<readonly Demand[]>([]);
  readonly roads = new PlanRoads();
  readonly keeping: PlanKeeping = new PlanKeeping(() => this.#contents());
  readonly #sight: CitySight;
  #pointer = $state.raw<LonLat | null>(null);
  #revision = $state(0);
  #past = $state.raw<readonly Moment[]>([]);
  #future = $state.raw<readonly Moment[]>([]);
  #last = { what: '', atMs: -Infinity };
  #drawing = false;
  #near: { index: SightIndex; at: At; near: NearCoverage } | null = null;
  #weighed = new WeakMap<PlanAlternative, WhatIf>();
  /** What the answers above were worked out from. */
  #given: readonly unknown[] = [];

  readonly chosen = $derived(this.alternatives.find(({ letter }) => letter === this.letter) ?? null);
  /** The one in hand, or the one that a click would put down under the pointer. */
  readonly shown = $derived.by((): PlanAlternative | null => {
    if (!this.placing || this.#pointer === null) return this.chosen;
    return alternativeAt(freeLetter(this.alternatives) ?? 'Z', this.#pointer, this.chosen ?? this.#like);
  });
  readonly result = $derived(this.shown === null ? null : this.weigh(this.shown));
  /** Every alternative beside the others, while they are compared. */
  readonly compared = $derived.by((): readonly Weighed[] =>
    this.comparing
      ? this.alternatives.flatMap((alternative) => {
          const result = this.weigh(alternative);
          return result === null ? [] : [{ alternative, result }];
        })
      : [],
  );

  constructor(sight: CitySight) {
    this.#sight = sight;
    sight.onChange(() => this.#revision++);
  }

  get isReady(): boolean {
    return this.#sight.phase === 'ready';
  }

  /** The last alternative put down, whose equipment the next has. */
  get #like(): PlanAlternative | null {
    return this.alternatives.at(-1) ?? null;
  }

  /** What an alternative would add; null before the buildings are read. */
  weigh(alternative: PlanAlternative): WhatIf | null {
    if (!this.isReady) return null;
    const { demands, edition, at } = this;
    const { index } = this.#sight;
    const given = [this.#revision, index, demands, this.roads.lines, edition, at];
    if (given.some((each, i) => each !== this.#given[i])) {
      this.#weighed = new WeakMap();
      this.#given = given;
    }
    const known = this.#weighed.get(alternative);
    if (known !== undefined) return known;
    const result = whatIf(proposalOf(alternative), {
      ...{ walls: index.walls, coverage: this.#coverageAround(alternative) },
      ...{ demands, roads: this.roads.lines, edition, at, heights: index.heights },
    });
    this.#weighed.set(alternative, result);
    return result;
  }

  #coverageAround(alternative: PlanAlternative) {
    const { index } = this.#sight;
    if (this.#near?.index !== index || this.#near.at !== this.at)
      this.#near = { index, at: this.at, near: new NearCoverage(index, 'home', this.at) };
    const { east, north, rangeM } = proposalOf(alternative);
    return this.#near.near.around(east, north, rangeM + 2);
  }

  /** What lies on the map of it, with the dots of the gaps that lie there. */
  sceneWith(gaps: PlanScene['gaps']): PlanScene | null {
    const { shown, result } = this;
    if (shown === null || result === null) return null;
    const others = this.alternatives.flatMap((each) => {
      const view = each === shown ? null : this.weigh(each)?.view;
      return view == null ? [] : [view];
    });
    return { camera: proposalOf(shown), result, coverage: this.#coverageAround(shown), gaps, others };
  }

  nextEdition(): void {
    const next = DENSITY_EDITIONS.indexOf(this.edition) + 1;
    this.edition = DENSITY_EDITIONS[next % DENSITY_EDITIONS.length]!;
  }

  hover(place: LonLat | null): void {
    this.#pointer = this.placing ? place : null;
  }

  startPlacing(): void {
    if (freeLetter(this.alternatives) === null) return;
    this.row = null;
    this.placing = true;
    this.#pointer = null;
  }

  stopPlacing(): void {
    this.placing = false;
    this.#pointer = null;
  }

  /** Puts a camera down, the next letter's. */
  put(place: LonLat, like: PlanAlternative | null = this.chosen ?? this.#like): void {
    const letter = freeLetter(this.alternatives);
    this.stopPlacing();
    if (letter === null) return;
    const alternative = alternativeAt(letter, place, like);
    this.#change('put', {
      alternatives: [...this.alternatives, alternative].sort((a, b) => a.letter.localeCompare(b.letter)),
      letter,
    });
  }

  choose(letter: string): void {
    this.stopPlacing();
    this.letter = letter;
  }

  /** The next alternative, or the one before. */
  step(by: 1 | -1): void {
    const at = this.alternatives.findIndex(({ letter }) => letter === this.letter);
    const next = this.alternatives[(at + by + this.alternatives.length) % this.alternatives.length];
    if (next !== undefined) this.choose(next.letter);
  }

  remove(): void {
    const at = this.alternatives.findIndex(({ letter }) => letter === this.letter);
    if (at < 0) return;
    const alternatives = this.alternatives.toSpliced(at, 1);
    this.row = null;
    this.#change('remove', {
      alternatives,
      letter: (alternatives[at] ?? alternatives.at(-1))?.letter ?? null,
    });
    if (alternatives.length < 2) this.comparing = false;
  }

  /** Another value for the alternative in hand; `what` names it, so that a row of small changes is one to take back. */
  alter(what: string, change: (alternative: PlanAlternative) => PlanAlternative): void {
    const { chosen } = this;
    if (chosen === null) return;
    const next = change(chosen);
    if (next === chosen) return;
    this.#change(`${what} ${chosen.letter}`, {
      alternatives: this.alternatives.map((each) => (each === chosen ? next : each)),
    });
  }

  draw(handle: HandleName, to: LonLat): void {
    this.alter(handle, (each) => drawnTo(each, handle, to));
  }

  /** What an arrow does to the row that is in hand. */
  arrow(arrow: Arrow, presses: number): void {
    const { row } = this;
    if (row === null) return;
    const by = arrow === 'left' || arrow === 'down' ? -presses : presses;
    const isAlong = arrow === 'up' || arrow === 'down';
    if (row === 'site')
      return this.alter('site', (each) => (isAlong ? movedBy(each, 0, by) : movedBy(each, by, 0)));
    const dial = ROW_DIALS[row][isAlong ? 'along' : 'across'];
    // Up is up: the more it is tilted, the lower it looks.
    this.alter(dial, (each) => turned(each, dial, dial === 'tiltDeg' ? -by : by));
  }

  rename(title: string): void {
    this.#change('title', { title });
  }

  #contents() {
    const { title, departmentId, alternatives } = this;
    return { title, departmentId, alternatives: [...alternatives] };
  }

  get #moment(): Moment {
    const { title, departmentId, alternatives, letter } = this;
    return { title, departmentId, alternatives, letter };
  }

  /** One drag of a handle is one step back, however long it takes. */
  draws(now: boolean): void {
    this.#drawing = now;
    this.#last = { what: '', atMs: -Infinity };
  }

  #change(what: string, next: Partial<Moment>): void {
    const atMs = performance.now();
    const together = this.#drawing || atMs - this.#last.atMs < TOGETHER_MS;
    const isSame = what === this.#last.what && together;
    this.#last = { what, atMs };
    if (!isSame) this.#past = [...this.#past.slice(-MOST_BACK), this.#moment];
    this.#future = [];
    this.#set({ ...this.#moment, ...next });
  }

  #set({ title, departmentId, alternatives, letter }: Moment): void {
    this.title = title;
    this.departmentId = departmentId;
    this.alternatives = alternatives;
    this.letter = alternatives.some((each) => each.letter === letter)
      ? letter
      : (alternatives[0]?.letter ?? null);
    if (alternatives.length > 0 || this.keeping.kept !== null) this.keeping.touch();
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, this.#moment];
    this.#last = { what: '', atMs: -Infinity };
    this.#set(before);
  }

  redo(): void {
    const next = this.#future.at(-1);
    if (next === undefined) return;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, this.#moment];
    this.#last = { what: '', atMs: -Infinity };
    this.#set(next);
  }

  /** Leaves what was begun last. Whether there was anything to leave. */
  escape(): boolean {
    if (this.placing) this.stopPlacing();
    else if (this.row !== null) this.row = null;
    else if (this.comparing) this.comparing = false;
    else return false;
    return true;
  }

  /** An empty plan of this name. */
  startAnew(title: string): void {
    this.keeping.flush();
    this.keeping.startAnew();
    this.#start({ title, departmentId: null, alternatives: [], letter: null });
  }

  /** Opens a plan that is kept. */
  async open(planId: string): Promise<boolean> {
    this.keeping.flush();
    const view = await this.keeping.read(planId);
    if (view === null) return false;
    const { title, departmentId, alternatives } = view;
    this.#start({ title, departmentId, alternatives, letter: alternatives[0]?.letter ?? null });
    return true;
  }

  #start({ title, departmentId, alternatives, letter }: Moment): void {
    [this.#past, this.#future] = [[], []];
    this.stopPlacing();
    this.row = null;
    this.comparing = false;
    this.title = title;
    this.departmentId = departmentId;
    this.alternatives = alternatives;
    this.letter = letter;
  }
}
