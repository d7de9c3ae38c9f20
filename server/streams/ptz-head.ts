import type { Actor } from '../platform/access.ts';
import type { PtzDevice } from './onvif-device.ts';
import type { DevicePreset } from './ptz-presets.rules.ts';
import type { PtzFacts } from './ptz.sql.ts';
import {
  aimOf,
  isAt,
  nudgeScale,
  planMove,
  positionOf,
  sectorAt,
  turnBetween,
  type Aim,
  type DevicePosition,
  type MovePlan,
  type Nudge,
} from './ptz.rules.ts';
import type { BarredSectorView } from './ptz.schema.ts';

/** Why a motion that was on record as begun came to an end. */
export type MotionEnd =
  'released' | 'lease' | 'edge' | 'arrived' | 'stopped' | 'taken' | 'stuck' | 'strayed' | 'device';

export interface EndedMotion {
  readonly by: Actor;
  readonly from: Aim | null;
  readonly to: Aim | null;
  readonly seconds: number;
  readonly why: MotionEnd;
}

export interface HeadPorts {
  readonly device: () => Promise<PtzDevice>;
  readonly onSeen: (head: Head) => void;
  /** Of a held motion always; of one with a goal only where it did not arrive. */
  readonly onEnd: (head: Head, ended: EndedMotion) => void;
  readonly onStray: (head: Head) => void;
  readonly onError: (error: unknown) => void;
}

interface Held {
  readonly by: Actor;
  readonly holdId: number;
  readonly from: Aim | null;
  readonly beganAtMs: number;
  nudge: Nudge;
  untilMs: number;
}

interface Journey {
  readonly by: Actor;
  readonly from: Aim | null;
  readonly beganAtMs: number;
  readonly legs: Aim[];
  readonly beganInside: boolean;
  idleLooks: number;
}

const LOOK_MS = 500;
const LOOK_MOVING_MS = 200;
const LOOK_SILENT_MS = 2000;
/** A bearing that was told longer ago is no ground to go on moving by beside a barred sector, and later none to draw. */
const STALE_MS = 2000;
const UNKNOWN_MS = 5000;
/** How long a held motion goes on without being renewed; the device is bidden to end it by itself, too. */
export const LEASE_MS = 800;
/** From a bearing that was reported to a motor that stands, also where this program is gone. */
const REACTION_S = 1.1;
const IDLE_LOOKS = 12;
const SEEN_DEG = 0.4;
/** A head on its way is told twice a second, however often it is looked at. */
const TOLD_MS = 450;

const signsOf = ({ pan, tilt, zoom }: Nudge): string => [pan, tilt, zoom].map(Math.sign).join();

/**
 * The turning head of one camera while somebody holds it or it looks elsewhere than home: asked twice a second where it
 * looks, led along its legs, stopped before a barred sector (Art. 11(1)).
 */
export class Head {
  aim: Aim | null = null;
  /** In the device's own numbers. */
  position: DevicePosition | null = null;
  /** When it was asked for what it told last. */
  #askedAtMs = 0;
  #silent = false;
  moving = false;
  /** Without bearings nobody sees whether it came home: any nudge takes it away. */
  #nudgedBlind = false;
  readonly #ports: HeadPorts;
  #facts: PtzFacts;
  #device: PtzDevice | null = null;
  #held: Held | null = null;
  #journey: Journey | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #told: { aim: Aim | null; moving: boolean; away: boolean; atMs: number } | null = null;

  constructor(facts: PtzFacts, ports: HeadPorts) {
    this.#facts = facts;
    this.#ports = ports;
  }

  get facts(): PtzFacts {
    return this.#facts;
  }

  /** By another calibration it looks elsewhere from where it stands. */
  set facts(facts: PtzFacts) {
    this.#facts = facts;
    this.#aimAnew();
  }

  /** The home view: as the register has it, and nearest to the whole picture. */
  get home(): Aim | null {
    const { calibration, azimuthDeg, tiltDeg } = this.facts;
    if (calibration === null || azimuthDeg === null) return null;
    return { bearingDeg: azimuthDeg, tiltDeg: tiltDeg ?? calibration.tiltZeroDeg, zoom: 0 };
  }

  get away(): boolean {
    const { home, aim } = this;
    return home === null || aim === null ? this.#nudgedBlind : !isAt(aim, home);
  }

  /** Where it is known to look now: not where it was seen before its device fell silent. */
  get seenAim(): Aim | null {
    return this.#ageMs > UNKNOWN_MS ? null : this.aim;
  }

  get #ageMs(): number {
    return Date.now() - this.#askedAtMs;
  }

  get busy(): boolean {
    return this.#held !== null || this.#journey !== null;
  }

  get heldBy(): { readonly sessionId: string | null; readonly holdId: number } | null {
    return this.#held && { sessionId: this.#held.by.sessionId, holdId: this.#held.holdId };
  }

  /** Opens the device where it is not open, and looks where it looks. Throws StreamError. */
  async ready(): Promise<void> {
    this.#device ??= await this.#ports.device();
    await this.look();
    this.#schedule();
  }

  async look(): Promise<void> {
    if (this.#device === null) throw new Error('not open');
    const askedAtMs = Date.now();
    try {
      const { position, moving } = await this.#device.report();
      this.#askedAtMs = askedAtMs;
      this.position = position;
      this.#aimAnew();
      this.moving = moving ?? this.busy;
    } catch (error) {
      this.#device = null;
      this.#tell();
      throw error;
    }
    this.#tell();
  }

  #aimAnew(): void {
    const { calibration } = this.#facts;
    this.aim = this.position === null || calibration === null ? null : aimOf(this.position, calibration);
  }

  plan(to: Aim): MovePlan<BarredSectorView> | null {
    const { calibration, barred } = this.facts;
    if (this.aim === null || calibration === null || !this.#sees()) return null;
    return planMove(this.aim, to, barred, calibration);
  }

  /** How far a held motion may go as asked: 1 wholly, 0 not at all. Where bearings are unknown nothing is barred. */
  scaleOf(nudge: Nudge): number {
    const { calibration, barred } = this.facts;
    if (barred.length === 0) return 1;
    if (this.aim === null || calibration === null || !this.#sees() || this.#ageMs > STALE_MS) return 0;
    const reactionS = Math.max(REACTION_S, (LEASE_MS + this.#ageMs) / 1000);
    return nudgeScale(this.aim, nudge, barred, calibration, reactionS);
  }

  /** Whether it is known what a picture shows, so that a barred sector can be kept out of it. */
  #sees(): boolean {
    return this.facts.barred.length === 0 || (this.facts.calibration?.hfovDeg ?? null) !== null;
  }

  /** The barred sector that the picture shows now. */
  shownBarred(): BarredSectorView | null {
    const { calibration, barred } = this.facts;
    return this.aim === null || calibration === null ? null : sectorAt(this.aim, barred, calibration);
  }

  /** The sector nearest to where it looks, for the words of a refusal. */
  nearestBarred(): BarredSectorView | undefined {
    const { aim } = this;
    const off = (sector: BarredSectorView): number =>
      aim === null
        ? 0
        : Math.min(
            Math.abs(turnBetween(aim.bearingDeg, sector.fromDeg)),
            Math.abs(turnBetween(aim.bearingDeg, sector.toDeg)),
          );
    return this.facts.barred.toSorted((a, b) => off(a) - off(b))[0];
  }

  async follow(by: Actor, legs: readonly Aim[]): Promise<void> {
    await this.endMotion('stopped');
    const { aim } = this;
    this.#journey = {
      ...{ by, from: aim, beganAtMs: Date.now(), legs: [...legs], idleLooks: 0 },
      beganInside: this.shownBarred() !== null,
    };
    await this.#goOn(this.#journey);
    this.#schedule();
  }

  /** By the device's own home, where no bearing is known. */
  async goHomeBlind(): Promise<void> {
    await this.endMotion('stopped');
    await this.#device?.goHome();
    this.#nudgedBlind = false;
    this.#tell();
    this.#schedule();
  }

  async presets(): Promise<readonly DevicePreset[]> {
    return (await this.#device?.presets()) ?? [];
  }

  keepPreset(name: string): Promise<void> {
    return this.#device?.keepPreset(name) ?? Promise.resolve();
  }

  /** By the device's own way, where nobody knows where the preset looks and nothing is barred. */
  async goToPresetBlind(token: string): Promise<void> {
    if (this.facts.barred.length > 0) throw new Error('a way that nobody knows may pass a barred sector');
    await this.endMotion('stopped');
    await this.#device?.goToPreset(token);
    if (this.home === null || this.aim === null) this.#nudgedBlind = true;
    this.#tell();
    this.#schedule();
  }

  async startNudge(by: Actor, holdId: number, nudge: Nudge): Promise<void> {
    await this.endMotion('stopped');
    const now = Date.now();
    this.#held = { by, holdId, from: this.aim, beganAtMs: now, nudge, untilMs: now + LEASE_MS };
    if (this.home === null) this.#nudgedBlind = true;
    await this.#push(this.#held);
    this.#schedule();
  }

  /** Goes on with the motion that the same person holds; false where there is none that way. */
  async renew(sessionId: string | null, nudge: Nudge): Promise<boolean> {
    const held = this.#held;
    if (held?.by.sessionId !== sessionId || signsOf(held.nudge) !== signsOf(nudge)) return false;
    held.nudge = nudge;
    held.untilMs = Date.now() + LEASE_MS;
    await this.#push(held);
    return this.#held === held;
  }

  /** Stops the motor, and puts on record where it came to stand. */
  async endMotion(why: MotionEnd): Promise<void> {
    const ended = this.#held ?? this.#journey;
    this.#held = null;
    this.#journey = null;
    if (ended === null) return;
    await this.#device?.stop().catch((error: unknown) => this.#ports.onError(error));
    await this.look().catch(() => undefined);
    this.#report(ended, why);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #report({ by, from, beganAtMs }: Held | Journey, why: MotionEnd): void {
    const seconds = Math.round((Date.now() - beganAtMs) / 100) / 10;
    this.#ports.onEnd(this, { by, from, to: this.aim, seconds, why });
  }

  /** Sends a held motion to the device, as fast as the barred sectors leave room for, or ends it. */
  async #push(held: Held): Promise<void> {
    const scale = this.scaleOf(held.nudge);
    if (scale === 0) return this.endMotion(this.#ageMs > STALE_MS ? 'device' : 'edge');
    const { pan, tilt, zoom } = held.nudge;
    const { degreesPerPan, degreesPerTilt } = this.facts.calibration ?? {
      degreesPerPan: 1,
      // Up is positive to a device, down to whoever looks.
      degreesPerTilt: -1,
    };
    await this.#device?.keepMoving(
      {
        pan: pan * scale * Math.sign(degreesPerPan),
        tilt: tilt * scale * Math.sign(degreesPerTilt),
        zoom: zoom * scale,
      },
      LEASE_MS,
    );
    this.moving = true;
  }

  async #goOn(journey: Journey): Promise<void> {
    const [leg] = journey.legs;
    const { calibration } = this.facts;
    const position = leg === undefined || calibration === null ? null : positionOf(leg, calibration);
    if (position === null) return this.endMotion('stuck');
    journey.idleLooks = 0;
    await this.#device?.moveTo(position);
    this.moving = true;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const waitMs = this.#silent ? LOOK_SILENT_MS : this.busy ? LOOK_MOVING_MS : LOOK_MS;
    this.#timer = setTimeout(() => void this.#tick(), waitMs);
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    try {
      this.#device ??= await this.#ports.device();
      await this.look();
      this.#silent = false;
      if (this.#held !== null) await this.#watchHeld(this.#held);
      else if (this.#journey !== null) await this.#watchJourney(this.#journey);
    } catch (error) {
      if (!this.#silent) this.#ports.onError(error);
      this.#silent = true;
      this.#tell();
      const lost = this.#held ?? this.#journey;
      this.#held = null;
      this.#journey = null;
      if (lost !== null) this.#report(lost, 'device');
    }
    this.#schedule();
  }

  async #watchHeld(held: Held): Promise<void> {
    if (Date.now() > held.untilMs) return this.endMotion('lease');
    if (this.scaleOf(held.nudge) < 1) await this.#push(held);
  }

  async #watchJourney(journey: Journey): Promise<void> {
    const { aim } = this;
    if (aim === null) return this.endMotion('stuck');
    if (!journey.beganInside && this.shownBarred() !== null) {
      // The device went another way than it was sent.
      await this.endMotion('strayed');
      this.#ports.onStray(this);
      return;
    }
    const [leg] = journey.legs;
    if (leg !== undefined && isAt(aim, leg)) {
      journey.legs.shift();
      if (journey.legs.length > 0) return this.#goOn(journey);
      if (this.#journey === journey) this.#journey = null;
      return;
    }
    if (!this.moving && ++journey.idleLooks > IDLE_LOOKS) await this.endMotion('stuck');
  }

  /** Only what a map would draw differently is told. */
  #tell(): void {
    const { seenAim: aim, moving, away } = this;
    const told = this.#told;
    const same =
      told !== null &&
      told.moving === moving &&
      told.away === away &&
      (told.aim === null) === (aim === null) &&
      (told.aim === null ||
        aim === null ||
        (Math.abs(turnBetween(told.aim.bearingDeg, aim.bearingDeg)) < SEEN_DEG &&
          Math.abs(told.aim.tiltDeg - aim.tiltDeg) < SEEN_DEG &&
          Math.abs(told.aim.zoom - aim.zoom) < 0.01));
    if (same) return;
    const atMs = Date.now();
    const onItsWay = told !== null && moving && told.moving && told.away === away;
    if (onItsWay && atMs - told.atMs < TOLD_MS) return;
    this.#told = { aim, moving, away, atMs };
    this.#ports.onSeen(this);
  }
}
