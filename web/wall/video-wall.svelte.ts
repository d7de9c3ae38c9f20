import type { WallSize } from '../../server/streams/scenes.schema.ts';
import {
  freeAfter,
  pageOf,
  pagesOf,
  placed,
  putAt,
  sizeBeside,
  swapped,
  withCell,
  type Cell,
  type Cells,
  type Placed,
} from './wall-layout.rules.ts';
import {
  badgeOf,
  closedBy,
  lineIsSlow,
  tileStateOf,
  type Closed,
  type PictureFacts,
  type TileBadge,
  type TileState,
} from './tile-state.rules.ts';
import { ANY_TILE, type TileRight } from './tile-rights.rules.ts';
import type { WallSet } from './tour.rules.ts';

export interface TileFacts {
  readonly state: TileState;
  readonly delayMs: number | null;
  readonly audioOffered: boolean | null;
  readonly badge: TileBadge | null;
  readonly closed: Closed | null;
}

const EMPTY: TileFacts = { state: 'empty', delayMs: null, audioOffered: null, badge: null, closed: null };
const GONE: TileFacts = { ...EMPTY, state: 'gone', badge: 'unknown' };
const BARRED: TileFacts = { ...EMPTY, state: 'barred', badge: 'unknown' };
const CONNECTING: TileFacts = { ...EMPTY, state: 'connecting' };

/** The video wall of one window: its size, what stands on its tiles, which one is chosen, and what their pictures say. */
export class VideoWall {
  size = $state<WallSize>(9);
  cells = $state.raw<Cells>([]);
  page = $state(0);
  chosen = $state(0);
  large = $state(false);
  /** The scene that was opened last, until the wall shows another. */
  sceneId = $state<string | null>(null);
  /** What the players say, by picture. */
  #facts = $state.raw<ReadonlyMap<string, PictureFacts>>(new Map());

  /** Whether the camera on the chosen tile is being turned. */
  inHand: () => boolean = () => false;
  /** Whether what would take it out of the hand may go on; whoever is asked for the first time may not. */
  lets: () => boolean = () => true;
  /** Cameras that a hand put on the wall and whose picture has not come yet. */
  readonly #byHand = new Set<number>();

  /** What may be done with a camera of the wall; null until it is known. */
  rightOf: (cameraId: number) => TileRight | null = () => ANY_TILE;
  /** Whether the own line is what is slow: then no camera is blamed for it. */
  slow = $state(false);
  readonly pages = $derived(pagesOf(this.cells, this.size));
  readonly screen = $derived(pageOf(this.cells, this.size, this.page));
  readonly chosenCell = $derived(this.screen[this.chosen] ?? null);
  readonly chosenId = $derived(typeof this.chosenCell === 'number' ? this.chosenCell : null);
  readonly cameraIds = $derived(this.cells.filter((cell) => typeof cell === 'number'));

  constructor(from: { size: WallSize; cells: Cells } | null) {
    this.take(from);
  }

  /** Takes the wall of an address. */
  take(from: { size: WallSize; cells: Cells } | null): void {
    if (from === null) return;
    this.size = from.size;
    this.cells = from.cells;
    this.page = 0;
    this.chosen = 0;
    this.large = false;
  }

  show({ size, cells, sceneId }: WallSet): void {
    if (!this.#leaves()) return;
    this.take({ size, cells });
    this.sceneId = sceneId;
  }

  choose(tile: number): void {
    if (tile < 0 || tile >= this.size) return;
    if (tile === this.chosen || this.#leaves()) this.chosen = tile;
  }

  /** Whether the chosen tile may come to be another, or to show another camera. */
  #leaves(): boolean {
    return !this.inHand() || this.lets();
  }

  /** The wall with other cells. A camera in hand stays chosen where it goes; it leaves the wall only as its person says. */
  #fill(cells: Cells, chosenAt: number): boolean {
    const heldId = this.inHand() ? this.chosenId : null;
    const heldAt = heldId === null ? -1 : cells.indexOf(heldId);
    if (heldId !== null && heldAt < 0 && !this.lets()) return false;
    const at = heldAt < 0 ? chosenAt : heldAt;
    this.cells = cells;
    this.page = Math.floor(at / this.size);
    this.chosen = at % this.size;
    return true;
  }

  /** The next free tile of the screen after the chosen one, where there is any: what is found next goes there. */
  chooseFree(): void {
    if (!this.large && !this.inHand()) this.chosen = freeAfter(this.screen, this.chosen) ?? this.chosen;
  }

  step(by: 1 | -1): void {
    this.choose((this.chosen + by + this.size) % this.size);
  }

  /** The next screen of tiles; false where there is one alone. */
  turnPage(by: 1 | -1): boolean {
    if (this.pages < 2) return false;
    if (!this.#leaves()) return true;
    this.page = (this.page + by + this.pages) % this.pages;
    this.chosen = 0;
    return true;
  }

  resize(by: 1 | -1): void {
    this.setSize(sizeBeside(this.size, by));
  }

  /** Another number of tiles, with the chosen one still on the screen. */
  setSize(size: WallSize): void {
    const at = this.page * this.size + this.chosen;
    this.size = size;
    this.page = Math.min(Math.floor(at / size), this.pages - 1);
    this.chosen = Math.min(at - this.page * size, size - 1);
    this.large = false;
  }

  /** Puts a camera on the next free tile, and answers which one that is, from 1; null where it is not put. */
  place(cameraId: number): number | null {
    return this.#put(placed(this.cells, this.size, this, cameraId));
  }

  /** Puts a camera on this tile of the screen. */
  putOn(tile: number, cameraId: number): number | null {
    return this.#put(putAt(this.cells, this.page * this.size + tile, cameraId));
  }

  #put({ cells, at }: Placed): number | null {
    const cameraId = cells[at];
    if (!this.#fill(cells, at)) return null;
    if (typeof cameraId === 'number' && !this.plays(`${cameraId} main`) && !this.plays(`${cameraId} sub`))
      this.byHand(cameraId);
    return (at % this.size) + 1;
  }

  /** A hand asks for this camera's picture; what comes again by itself, or with a scene, no hand asked for (Art. 27). */
  byHand(cameraId: number): void {
    this.#byHand.add(cameraId);
  }

  isByHand(cameraId: number): boolean {
    return this.#byHand.has(cameraId);
  }

  swap(from: number, to: number): void {
    const start = this.page * this.size;
    this.#fill(swapped(this.cells, start + from, start + to), start + to);
  }

  /** Changes places with the tile before or after, and stays chosen. */
  move(by: 1 | -1): void {
    this.swap(this.chosen, (this.chosen + by + this.size) % this.size);
  }

  clear(tile = this.chosen): void {
    if (tile === this.chosen && !this.#leaves()) return;
    this.cells = withCell(this.cells, this.page * this.size + tile, null);
    this.large = false;
    if (this.page >= this.pages) this.page = this.pages - 1;
  }

  hear(key: string, facts: PictureFacts | null): void {
    const next = new Map(this.#facts);
    if (facts === null) next.delete(key);
    else next.set(key, facts);
    if (facts?.phase === 'playing') this.#byHand.delete(parseInt(key, 10));
    this.#facts = next;
    this.slow = lineIsSlow([...next.values()], this.slow);
  }

  /** The cells whose pictures may be opened; the others are empty here. */
  opened = (cells: Cells): Cells =>
    cells.map((cell) => (typeof cell === 'number' && this.rightOf(cell)?.bar !== null ? null : cell));

  plays = (key: string): boolean => this.#facts.get(key)?.phase === 'playing';

  /** What is to be said of a tile: the better of a camera's two pictures, while one gives way to the other. */
  factsOf(cell: Cell): TileFacts {
    if (cell === null) return EMPTY;
    if (typeof cell !== 'number') return 'gone' in cell ? GONE : BARRED;
    if (this.rightOf(cell)?.bar != null) return BARRED;
    const both = [this.#facts.get(`${cell} main`), this.#facts.get(`${cell} sub`)].filter(
      (each) => each !== undefined,
    );
    const facts = both.find(({ phase }) => phase === 'playing') ?? both[0];
    if (facts === undefined) return CONNECTING;
    const own = this.slow && (facts.starved || tileStateOf(facts) === 'late');
    const state = own ? 'slow' : tileStateOf(facts);
    const { delayMs, audioOffered } = facts;
    return { state, delayMs, audioOffered, badge: badgeOf(state, audioOffered), closed: closedBy(facts) };
  }
}
