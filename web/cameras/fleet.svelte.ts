import {
  decodeSnapshot,
  emptyColumns,
  KINDS,
  type CameraColumns,
} from '../../server/cameras/snapshot.rules.ts';
import type { BarredArc, TurnedView } from '../../server/streams/ptz.schema.ts';
import { answered, ApiFailure, reached } from '../api/request.ts';
import { readCameraCard } from '../api/camera-card.ts';
import { api } from '../api/client.ts';
import { readTurnedViews } from '../api/ptz.ts';
import type { Bounds } from '../map/index.ts';
import {
  effectiveStates,
  EVERYTHING,
  hiddenBy,
  legendCounts,
  listOrder,
  rowsOf,
  visibleOf,
  type CameraFilter,
  type Section,
} from './filter.rules.ts';
import { ownRows, type Whose } from './own-rows.rules.ts';
import { patchedColumns } from './patch-columns.rules.ts';
import { turnedColumns } from './turned-views.rules.ts';

/** More changed cameras at once than this are cheaper as one snapshot. */
const MOST_SINGLE_READS = 6;
const GATHER_MS = 120;
/** A redraw of the map would stand before the first frame of the picture that was just asked for. */
const LIVE_GATHER_MS = 400;
const BETWEEN_SNAPSHOTS_MS = 1500;
const RING_MS = 400;
/** After a failure, and up to twice as long: a room of consoles does not ask at once. */
const AGAIN_MS = 2500;

/** Every camera this person may know of, kept true by the server's events. Rows are those of the last snapshot. */
export class Fleet {
  /** As the register has them: a camera that turns in its home view. */
  registered = $state.raw<CameraColumns>(emptyColumns(0));
  turned = $state.raw<readonly TurnedView[]>([]);
  /** Where cameras are turned at no tilt and no zoom (Art. 11(1)). */
  barred = $state.raw<readonly BarredArc[]>([]);
  liveIds = $state.raw<ReadonlySet<number>>(new Set());
  filter = $state.raw<CameraFilter>(EVERYTHING);
  /** Window in which the legend and lists count; null is the whole city. */
  countBounds = $state.raw<Bounds | null>(null);
  lit = $state.raw<{ section: Section; value: string } | null>(null);
  changed = $state.raw<readonly { row: number; atMs: number }[]>([]);
  /** Whose cameras whoever is signed in works with, and by which name; null: everybody's, or not known yet. */
  mine = $state.raw<{ readonly whose: Whose; readonly name: string } | null>(null);
  phase = $state<'loading' | 'ready' | 'failed'>('loading');
  failure = $state.raw<unknown>(null);
  /** Counts up with every change of a camera's facts, for whoever holds details of its own. */
  revision = $state(0);

  /** As they look now. */
  readonly columns = $derived(turnedColumns(this.registered, this.turned));
  readonly effectiveState = $derived(effectiveStates(this.columns, this.liveIds));
  /** By row: 1 where the camera is theirs; null where all are. */
  readonly own = $derived(this.mine === null ? null : ownRows(this.columns, this.mine.whose));
  readonly hidden = $derived(hiddenBy(this.columns, this.effectiveState, this.filter));
  readonly visible = $derived(visibleOf(this.hidden));
  readonly counts = $derived(legendCounts(this.columns, this.effectiveState, this.hidden, this.countBounds));
  readonly order = $derived(listOrder(this.columns, this.effectiveState, this.visible, this.countBounds));
  readonly bright = $derived(
    this.lit === null ? null : rowsOf(this.columns, this.effectiveState, this.lit.section, this.lit.value),
  );
  readonly #rowById = $derived(
    new Map(Array.from(this.columns.cameraId, (cameraId, row) => [cameraId, row])),
  );

  #pending = new Set<number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #liveTimer: ReturnType<typeof setTimeout> | undefined;
  #wholeAtMs = 0;
  #whole = false;
  #reading = false;
  #turnListeners = new Set<(cameraId: number | null) => void>();
  #readingTurned = false;
  #turnedAgain = false;
  #listeners = new Set<(cameraIds: ReadonlySet<number> | 'all') => void>();

  rowOf(cameraId: number): number | null {
    return this.#rowById.get(cameraId) ?? null;
  }

  /** Rows of the cameras that share a pole, wall or building, in the order of their ids. */
  rowsOfSite(siteId: number): number[] {
    const rows: number[] = [];
    this.columns.siteId.forEach((each, row) => {
      if (each === siteId) rows.push(row);
    });
    return rows.sort((a, b) => this.columns.cameraId[a]! - this.columns.cameraId[b]!);
  }

  /** Called with the cameras whose facts changed. Returns the unsubscriber. */
  onChange(listener: (cameraIds: ReadonlySet<number> | 'all') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called with each camera that was turned, taken in hand or let go. Returns the unsubscriber. */
  onTurn(listener: (cameraId: number | null) => void): () => void {
    this.#turnListeners.add(listener);
    return () => this.#turnListeners.delete(listener);
  }

  async load(): Promise<void> {
    this.#whole = true;
    await Promise.all([this.#read(), this.#readLive(), this.#readTurned()]);
  }

  /** Takes one announcement of the server; changes are gathered and read together. */
  announce(kind: string, cameraId: number | null): void {
    // After a reset what was on the screens meanwhile is unknown too.
    if (kind === 'live' || kind === 'reset') {
      clearTimeout(this.#liveTimer);
      this.#liveTimer = setTimeout(() => void this.#readLive(), LIVE_GATHER_MS);
    }
    if (kind === 'live') return;
    if (kind === 'ptz') {
      void this.#readTurned();
      for (const listener of this.#turnListeners) listener(cameraId);
      return;
    }
    // What is barred is a fact of the camera, and told with the views.
    if (kind === 'reset' || (cameraId !== null && this.#turns(cameraId))) void this.#readTurned();
    if (kind === 'register' || kind === 'reset' || cameraId === null) this.#whole = true;
    else this.#pending.add(cameraId);
    this.#schedule(GATHER_MS);
  }

  #turns(cameraId: number): boolean {
    const row = this.rowOf(cameraId);
    return row !== null && KINDS[this.registered.kind[row]!] === 'ptz';
  }

  #schedule(waitMs: number): void {
    if (this.#timer !== undefined || this.#reading) return;
    const whole = this.#whole || this.#pending.size > MOST_SINGLE_READS;
    const earliest = whole ? this.#wholeAtMs + BETWEEN_SNAPSHOTS_MS - performance.now() : 0;
    this.#timer = setTimeout(() => void this.#read(), Math.max(waitMs, earliest));
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ids = this.#pending;
    const whole = this.#whole || ids.size > MOST_SINGLE_READS;
    this.#pending = new Set();
    this.#whole = false;
    this.#reading = true;
    try {
      const readAll = whole || !(await this.#readSingly(ids));
      if (readAll) await this.#readWhole();
      this.phase = 'ready';
      this.failure = null;
      for (const listener of this.#listeners) listener(readAll ? 'all' : ids);
    } catch (failure) {
      this.failure = failure;
      if (this.phase === 'loading') this.phase = 'failed';
      this.#whole = true;
      setTimeout(() => this.#schedule(0), AGAIN_MS * (1 + Math.random()));
    } finally {
      this.#reading = false;
      if (this.#whole || this.#pending.size > 0) this.#schedule(GATHER_MS);
    }
  }

  async #readWhole(): Promise<void> {
    this.#wholeAtMs = performance.now();
    const response = await reached(fetch('/api/cameras/snapshot'));
    this.#replace(decodeSnapshot(await response.arrayBuffer()));
  }

  /** Reads these cameras alone. False where one came or went, so that cards, names and lists of others are old too. */
  async #readSingly(ids: ReadonlySet<number>): Promise<boolean> {
    if (ids.size === 0) return true;
    const cards = await Promise.all(
      [...ids].map((cameraId) =>
        readCameraCard(cameraId).catch((failure: unknown) => {
          if (failure instanceof ApiFailure && failure.status === 404) return null;
          throw failure;
        }),
      ),
    );
    const known = cards.filter((card) => card !== null);
    const next = known.length < cards.length ? null : patchedColumns(this.registered, known);
    if (next === null) return false;
    this.#replace(next);
    return true;
  }

  /** Takes new columns and lets the glyphs whose state changed ring once. */
  #replace(columns: CameraColumns): void {
    const before = this.registered;
    const rowBefore = this.#rowById;
    this.registered = columns;
    this.revision++;
    if (before.count === 0) return;
    const atMs = performance.now();
    const rang: { row: number; atMs: number }[] = [];
    for (let row = 0; row < columns.count && rang.length < 200; row++) {
      const old = rowBefore.get(columns.cameraId[row]!);
      if (old !== undefined && before.state[old] !== columns.state[row]) rang.push({ row, atMs });
    }
    if (rang.length === 0) return;
    this.changed = rang;
    setTimeout(() => {
      if (this.changed === rang) this.changed = [];
    }, RING_MS + 50);
  }

  /** What somebody is told no more comes with no word of its own, which would tell something: it is asked for instead. */
  askWatching(): void {
    void this.#readLive();
    void this.#readTurned();
  }

  async #readLive(): Promise<void> {
    try {
      const { cameraIds } = await answered(api.streams.live.$get());
      this.liveIds = new Set(cameraIds);
    } catch {
      // The next announcement asks again; the connection line tells when none arrive.
    }
  }

  /** At once, and once more where another turn was told meanwhile: a sector follows within a second. */
  async #readTurned(): Promise<void> {
    this.#turnedAgain = true;
    if (this.#readingTurned) return;
    this.#readingTurned = true;
    try {
      while (this.#turnedAgain) {
        this.#turnedAgain = false;
        const { views, barred } = await readTurnedViews();
        this.turned = views;
        if (JSON.stringify(barred) !== JSON.stringify(this.barred)) this.barred = barred;
      }
    } catch {
      // The next announcement asks again; the connection line tells when none arrive.
    } finally {
      this.#readingTurned = false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#liveTimer);
  }
}
