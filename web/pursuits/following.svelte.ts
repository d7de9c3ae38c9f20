import type {
  NextCameras,
  PursuitBody,
  PursuitElsewhere,
  OwnPursuit,
  PursuitEnd,
  PursuitView,
} from '../../server/pursuits/pursuits.schema.ts';
import { endPursuit, openPursuit, readNextCameras, readOwnPursuit, readPursuits } from '../api/pursuits.ts';

export interface OverPursuit {
  readonly pursuitNo: number;
  readonly why: PursuitEnd;
}

/** A little after the server's clock, which decides. */
const AFTER_MS = 250;
const AGAIN_MS = 2_000;
const END_TOLD_MS = 20_000;

/** The pursuit that this person has open: nothing here names a next camera without one (Art. 27). */
export class Following {
  view = $state.raw<PursuitView | null>(null);
  next = $state.raw<NextCameras | null>(null);
  nextFailure = $state.raw<unknown>(null);
  mostMinutes = $state(240);
  /** The camera on whose card the declaration is being written. */
  formFor = $state<number | null>(null);
  #endTold = $state(false);
  /** The one that ended last, until it is taken note of. */
  over = $state.raw<OverPursuit | null>(null);
  /** One that another session of this person has open: none is opened here meanwhile. */
  elsewhere = $state.raw<PursuitElsewhere | null>(null);
  /** Whether its band is on the screen: while one is open, and for a while after its end. */
  readonly band = $derived(
    this.view !== null || this.elsewhere !== null || (this.over !== null && !this.#endTold),
  );
  /** The cameras on which somebody was followed since this page was opened: none of them opens again by itself. */
  followed = $state.raw<ReadonlySet<number>>(new Set());
  /** Rises whenever a picture that stands is to be opened anew: in a pursuit, or outside one again. */
  turn = $state(0);
  /** Set by the console where this person may open one. */
  may = false;

  #endTimer: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks what is open now. */
  async read(): Promise<void> {
    if (!this.may) return;
    try {
      this.#take(await readOwnPursuit());
    } catch {
      this.#later(AGAIN_MS);
    }
  }

  async declare(body: PursuitBody): Promise<void> {
    this.#take(await openPursuit(body));
    this.formFor = null;
    this.turn++;
  }

  /** `withdrawn`: because its consent was taken back. */
  async end(withdrawn = false): Promise<void> {
    if (this.view === null) return;
    try {
      await endPursuit(this.view.pursuitId, withdrawn);
    } finally {
      await this.read();
    }
  }

  /** Ends the one of the other session. */
  async endElsewhere(): Promise<void> {
    if (this.elsewhere === null) return;
    try {
      await endPursuit(this.elsewhere.pursuitId);
    } finally {
      await this.read();
    }
  }

  /** Takes note of the end; what stands is watched by itself from now on. */
  watchOnly(): void {
    this.over = null;
    this.turn++;
  }

  async #readNext(): Promise<void> {
    const { view } = this;
    if (view === null) return;
    try {
      const next = await readNextCameras(view.pursuitId);
      if (this.view?.pursuitId === view.pursuitId) this.next = next;
      this.nextFailure = null;
    } catch (failure) {
      if ((failure as { code?: unknown }).code === 'pursuit-over') void this.read();
      else this.nextFailure = failure;
    }
  }

  #take({ pursuit, elsewhere, mostMinutes }: OwnPursuit): void {
    const before = this.view;
    this.elsewhere = elsewhere;
    this.#noteFollowed(pursuit);
    this.mostMinutes = mostMinutes;
    this.view = pursuit;
    if (pursuit !== null) {
      this.over = null;
      if (pursuit.trail.length > 0 && pursuit.trail.at(-1)!.step !== before?.trail.at(-1)?.step)
        void this.#readNext();
      return this.#later(Date.parse(pursuit.endsAt) - Date.now() + AFTER_MS);
    }
    if (elsewhere !== null) this.#later(Date.parse(elsewhere.endsAt) - Date.now() + AFTER_MS);
    else clearTimeout(this.#timer);
    this.next = null;
    if (before === null) return;
    void this.#tellEnd(before);
  }

  /** Why it is over, as it is on record; what no end is written of yet has come to its time. */
  async #tellEnd({ pursuitId, pursuitNo }: PursuitView): Promise<void> {
    const page = await readPursuits(null).catch(() => null);
    const ended = page?.pursuits.find((each) => each.pursuitId === pursuitId);
    this.#noteFollowed(ended ?? null);
    if (this.view !== null) return;
    this.over = { pursuitNo, why: ended?.endedWhy ?? 'time' };
    this.#endTold = false;
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(() => (this.#endTold = true), END_TOLD_MS);
  }

  #noteFollowed(pursuit: PursuitView | null): void {
    const cameraIds = (pursuit?.trail ?? []).flatMap(({ cameraId }) => cameraId ?? []);
    if (cameraIds.some((each) => !this.followed.has(each)))
      this.followed = new Set([...this.followed, ...cameraIds]);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.read(), Math.min(Math.max(ms, AFTER_MS), 0x7fffffff));
  }
}
