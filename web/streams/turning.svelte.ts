import type { LonLat } from '../../geodata/lon-lat.ts';
import type { Nudge } from '../../server/streams/ptz.rules.ts';
import type { Command, PtzView } from '../../server/streams/ptz.schema.ts';
import {
  goToPreset,
  holdCamera,
  nudgeCamera,
  readPtz,
  releaseCamera,
  sendHome,
  stopCamera,
  turnToPlace,
} from '../api/ptz.ts';
import { sentenceOf } from '../ui/words/failure.ts';
import { heldNudge, type Direction } from './ptz-nudge.rules.ts';
import { refusalIsOver } from './refusal.rules.ts';

/** Well within the lease that the server gives a held motion. */
const RENEW_MS = 300;

/** Another held it while this person waited, and now it is this person's. */
const comesBack = (before: PtzView | null, now: PtzView): boolean =>
  before?.waiting === true && before.holder?.mine === false && now.holder?.mine === true;

/** The camera that this screen is about to turn, or turns: one at a time, the one whose card is open. */
export class Turning {
  /** The camera whose strip is open. */
  cameraId = $state<number | null>(null);
  view = $state.raw<PtzView | null>(null);
  /** What stood against the last command, in the server's words. */
  refusal = $state<string | null>(null);
  busy = $state(false);
  /** When the camera in hand was taken away; null while it was not. */
  lostMs: number | null = null;
  /** Keys and buttons that are down. */
  pressed = $state.raw<ReadonlySet<Direction>>(new Set());

  /** Whoever had taken the camera gave it back: until that is taken note of, keys and the map are not the camera's. */
  returned = $state.raw<{ readonly from: string } | null>(null);

  readonly steering = $derived(this.cameraId !== null && (this.view?.holder?.mine ?? false));
  /** In the hand, and the arrows are its own. */
  readonly handy = $derived(this.steering && this.returned === null);

  /** As `cameraId`; a component that is taken down reads what stood there before, and must not give the camera back twice. */
  #openId: number | null = null;
  #fast = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #sending: Promise<void> | null = null;
  #reading = false;
  #readAgain = false;
  /** How the camera stood when the refusal was said. */
  #refusedIn: PtzView | null = null;

  open(cameraId: number): void {
    if (this.cameraId === cameraId) return;
    this.close();
    this.#openId = cameraId;
    this.cameraId = cameraId;
    this.view = null;
    this.refusal = null;
    this.returned = null;
    this.lostMs = null;
    void this.#read();
  }

  /** Gives the camera back where it is held, or waited for; with `only` where it is this one. */
  close(only = this.#openId): void {
    if (this.#openId === null || this.#openId !== only) return;
    const { view } = this;
    const cameraId = this.#openId;
    this.lift();
    this.#openId = null;
    this.cameraId = null;
    this.refusal = null;
    this.returned = null;
    if (view?.holder?.mine === true || view?.waiting === true)
      void releaseCamera(cameraId).catch(() => undefined);
    this.view = null;
  }

  /** Something of a camera was announced. */
  hear(cameraId: number | null): void {
    if (this.cameraId !== null && (cameraId === null || cameraId === this.cameraId)) void this.#read();
  }

  /** Takes note that the camera is back in the hand. */
  resume(): void {
    this.returned = null;
  }

  hold(command: Command): Promise<void> {
    return this.#do((cameraId) => holdCamera(cameraId, command));
  }

  turnTo([lon, lat]: LonLat): Promise<void> {
    return this.#do((cameraId) => turnToPlace(cameraId, { lon, lat }));
  }

  toPreset(token: string): Promise<void> {
    return this.#do((cameraId) => goToPreset(cameraId, token));
  }

  home(): Promise<void> {
    return this.#do(sendHome);
  }

  press(direction: Direction, fast: boolean): void {
    if (!this.handy) return;
    this.#fast = fast;
    if (this.pressed.has(direction)) return;
    this.refusal = null;
    this.pressed = new Set([...this.pressed, direction]);
    this.#nudge();
    this.#timer ??= setInterval(() => this.#nudge(), RENEW_MS);
  }

  /** A key or a button is up; without one, all of them. */
  lift(direction?: Direction): void {
    if (this.pressed.size === 0) return;
    this.pressed = new Set([...this.pressed].filter((each) => direction !== undefined && each !== direction));
    if (this.pressed.size > 0) return this.#nudge();
    clearInterval(this.#timer);
    this.#timer = undefined;
    const { cameraId } = this;
    if (cameraId === null) return;
    // After the nudge that is on its way, or the stop would come before it.
    const before = this.#sending ?? Promise.resolve();
    void before.then(() => stopCamera(cameraId)).catch(() => undefined);
  }

  #nudge(): void {
    const { cameraId } = this;
    const nudge: Nudge = heldNudge(this.pressed, this.#fast);
    if (cameraId === null || this.#sending !== null || this.pressed.size === 0) return;
    this.#sending = nudgeCamera(cameraId, nudge)
      .catch((failure: unknown) => {
        this.lift();
        this.#refuse(failure);
        void this.#read();
      })
      .finally(() => (this.#sending = null));
  }

  async #do(command: (cameraId: number) => Promise<PtzView>): Promise<void> {
    const { cameraId } = this;
    if (cameraId === null || this.busy) return;
    this.busy = true;
    this.refusal = null;
    try {
      const view = await command(cameraId);
      if (this.cameraId === cameraId) this.view = view;
    } catch (failure) {
      this.#refuse(failure);
      void this.#read();
    } finally {
      this.busy = false;
    }
  }

  #refuse(failure: unknown): void {
    this.refusal = sentenceOf(failure);
    this.#refusedIn = null;
  }

  /** What was refused stays as long as the camera is as it was found right after. */
  #weighRefusal(view: PtzView): void {
    if (this.refusal === null) return;
    if (this.#refusedIn !== null && refusalIsOver(this.#refusedIn, view)) this.refusal = null;
    else if (this.#refusedIn?.moving !== false) this.#refusedIn = view;
  }

  async #read(): Promise<void> {
    this.#readAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#readAgain) {
        this.#readAgain = false;
        const { cameraId } = this;
        if (cameraId === null) return;
        const view = await readPtz(cameraId);
        if (this.cameraId !== cameraId) continue;
        if (this.view?.holder?.mine === true && view.holder?.mine !== true) {
          this.lift();
          this.lostMs = Date.now();
          this.returned = null;
        } else if (comesBack(this.view, view) && !this.busy)
          this.returned = { from: this.view!.holder!.personName };
        this.#weighRefusal(view);
        this.view = view;
      }
    } catch (failure) {
      this.#refuse(failure);
    } finally {
      this.#reading = false;
    }
  }
}
