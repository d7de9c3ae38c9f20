import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { judge, SYSTEM } from '../platform/access.ts';
import { act, record } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { notFound } from '../platform/http-errors.ts';
import { actorsOfSessions } from '../platform/session.ts';
import { readSetting } from '../platform/settings.ts';
import { selectHoldsOfEnded } from '../pursuits/index.ts';
import type { CameraTargets } from './camera-targets.ts';
import { openPtz } from './onvif-device.ts';
import { aimFacts } from './ptz-facts.rules.ts';
import { deviceSilent, notTurnable } from './ptz-faults.ts';
import { Head, type EndedMotion } from './ptz-head.ts';
import { servesNothing } from './ptz-purpose.rules.ts';
import {
  endHolds,
  selectAway,
  selectHolds,
  selectPtzFacts,
  upsertAim,
  type Hold,
  type PtzFacts,
} from './ptz.sql.ts';
import { StreamError } from './stream-error.rules.ts';
import { selectStream } from './streams.sql.ts';

/** Why a camera is brought home without anybody's command. */
export type ReturnReason =
  'idle' | 'pursuit-over' | 'session-ended' | 'right-ended' | 'purpose-ended' | 'barred' | 'restart';

const SWEEP_MS = 1000;
const AGAIN_MS = 5000;
/** One that does not come home is tried ever more rarely: each try is on record. */
const MOST_AGAIN_MS = 300_000;

/**
 * The turning heads that are held or look elsewhere than home. Each second it is asked whether whoever holds one still
 * may, and whether it has stood without a command for the city's minutes: then it goes home by itself (Art. 11(1)).
 */
export class PtzHeads {
  readonly #deps: Deps;
  readonly #targets: CameraTargets;
  readonly #heads = new Map<number, Head>();
  readonly #turns = new Map<number, Promise<unknown>>();
  readonly #returns = new Map<number, { readonly tries: number; readonly nextAtMs: number }>();
  readonly #writes = new WeakMap<Head, Promise<void>>();
  #day = '';
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | null = null;
  #stopped = false;

  constructor(deps: Deps, targets: CameraTargets) {
    this.#deps = deps;
    this.#targets = targets;
  }

  /** Whatever was held or turned when the program ended is brought home. */
  start(): void {
    void this.#bringHomeAll();
    this.#timer = setInterval(() => void this.sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
    await Promise.all([...this.#turns.values()].map((turn) => turn.catch(() => undefined)));
    for (const head of this.#heads.values()) {
      head.close();
      await head.endMotion('stopped').catch(() => undefined);
      await this.#writes.get(head);
    }
  }

  running(cameraId: number): Head | undefined {
    return this.#heads.get(cameraId);
  }

  /** Commands to one camera one after another. */
  inTurn<T>(cameraId: number, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(cameraId) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(work);
    this.#turns.set(cameraId, turn);
    const forget = (): void => {
      if (this.#turns.get(cameraId) === turn) this.#turns.delete(cameraId);
    };
    turn.then(forget, forget);
    return turn;
  }

  /** The head of a camera, open and looked at. Throws 404, 409 `not-turnable`, 503 `camera-silent`. */
  async ready(cameraId: number): Promise<Head> {
    const facts = await this.#factsOf(cameraId);
    if (facts.kind !== 'ptz') throw notTurnable();
    const head = this.#heads.get(cameraId) ?? this.#headOf(facts);
    head.facts = facts;
    try {
      await head.ready();
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      // One that looks elsewhere, or is on its way, goes on being watched: it comes home once its device answers again.
      if (!head.away && !head.busy) {
        head.close();
        this.#heads.delete(cameraId);
      }
      throw error.code === 'protocol' || error.code === 'address-refused' ? notTurnable() : deviceSilent();
    }
    this.#heads.set(cameraId, head);
    return head;
  }

  /** The register, the sectors or the calibration of a camera changed: one that looks where it may not goes home at once. */
  async changed(cameraId: number): Promise<void> {
    const head = this.#heads.get(cameraId);
    if (head === undefined) return;
    const before = head.facts;
    const facts = await this.#factsOf(cameraId);
    head.facts = facts;
    const groundOf = ({ barred, calibration }: PtzFacts): string => JSON.stringify([barred, calibration]);
    if (groundOf(before) !== groundOf(facts)) await head.endMotion('stopped');
    const blind = head.aim === null && head.facts.barred.length > 0;
    if (head.away && (blind || head.shownBarred() !== null)) await this.returnHome(cameraId, 'barred');
  }

  /** A head was measured anew: one that nobody turns is asked as well whether it stands where it may look. */
  async measured(cameraId: number): Promise<void> {
    if (!this.#heads.has(cameraId)) await this.ready(cameraId);
    await this.changed(cameraId);
  }

  /** Brings a camera home and puts it on record first. It is tried again where device or audit are away. */
  async returnHome(cameraId: number, why: ReturnReason): Promise<void> {
    const tries = this.#returns.get(cameraId)?.tries ?? 0;
    const nextAtMs = Date.now() + Math.min(MOST_AGAIN_MS, AGAIN_MS * 2 ** tries);
    this.#returns.set(cameraId, { tries: tries + 1, nextAtMs });
    const head = await this.ready(cameraId);
    await head.endMotion('stopped');
    if (!head.away) return this.#settled(head);
    const { home, aim, facts } = head;
    const plan = home === null ? null : head.plan(home);
    if (plan !== null && !('legs' in plan)) {
      console.error(`ptz: no way home for camera ${cameraId}`);
      return;
    }
    const detail = { doing: 'return', why, from: aimFacts(aim), to: aimFacts(home) };
    const { protected: hidden, departmentId } = facts;
    const object = { kind: 'camera', id: cameraId, protected: hidden, departmentId, detail };
    await act(this.#deps.sql, SYSTEM, 'camera.turn', object, () => Promise.resolve());
    if (plan === null) await head.goHomeBlind();
    else await head.follow(SYSTEM, plan.legs);
  }

  /** Looks now who still may hold what; also called when a session or a right has ended. */
  sweep(): Promise<void> {
    if (this.#heads.size === 0 || this.#stopped) return Promise.resolve();
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => console.error('ptz:', (error as Error).message))
      .finally(() => (this.#sweeping = null));
    return this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { sql, now } = this.#deps;
    const day = cityDay(now());
    // Sectors begin and end with the day.
    if (this.#day !== '' && day !== this.#day)
      for (const cameraId of [...this.#heads.keys()])
        await this.inTurn(cameraId, () => this.changed(cameraId));
    this.#day = day;
    const holds = await selectHolds(sql, null);
    const minutes = await readSetting(sql, 'ptz.return-minutes');
    const actors = await actorsOfSessions(sql, [...new Set(holds.map(({ sessionId }) => sessionId))]);
    const ofEnded = holds.length === 0 ? new Set<number>() : await selectHoldsOfEnded(sql);
    const held = Map.groupBy(holds, ({ cameraId }) => cameraId);
    for (const [cameraId, ofCamera] of held) {
      const ended = new Map<Hold, ReturnReason>();
      for (const hold of ofCamera) {
        const why = ofEnded.has(hold.holdId)
          ? 'pursuit-over'
          : await this.#overBecause(hold, actors.get(hold.sessionId));
        if (why !== null) ended.set(hold, why);
      }
      const top = ofCamera[0]!;
      if (!ended.has(top) && now().getTime() - Date.parse(top.commandedAt) >= minutes * 60_000)
        ended.set(top, 'idle');
      if (ended.size === 0) continue;
      await this.inTurn(cameraId, () => this.#endHolds(cameraId, ofCamera, ended));
    }
    for (const [cameraId, head] of this.#heads) if (!held.has(cameraId)) await this.#leave(cameraId, head);
  }

  async #overBecause(
    hold: Hold,
    actor: Parameters<typeof judge>[0] | undefined,
  ): Promise<ReturnReason | null> {
    const { sql, now } = this.#deps;
    if (actor?.accountId !== hold.accountId) return 'session-ended';
    const camera = await loadCameraForAct(sql, hold.cameraId);
    if (camera === undefined || judge(actor, 'camera.turn', camera, now()) !== 'allowed')
      return 'right-ended';
    return servesNothing(hold.serves, camera.purposes, cityDay(now())) === null ? null : 'purpose-ended';
  }

  async #endHolds(
    cameraId: number,
    ofCamera: readonly Hold[],
    ended: ReadonlyMap<Hold, ReturnReason>,
  ): Promise<void> {
    const { sql, now } = this.#deps;
    const top = ofCamera[0]!;
    for (const [{ holdId }, why] of ended) await endHolds(sql, [holdId], why, now());
    const head = this.#heads.get(cameraId);
    const topEnded = ended.get(top);
    if (topEnded !== undefined) {
      await head?.endMotion('stopped');
      if (ended.size === ofCamera.length) await this.returnHome(cameraId, topEnded);
    }
    if (head !== undefined) await this.tell(head.facts);
  }

  /** A head that nobody holds: home, it is let go; elsewhere, it is brought home. */
  async #leave(cameraId: number, head: Head): Promise<void> {
    if (head.busy || head.moving || this.#turns.has(cameraId)) return;
    if (!head.away) return this.#settled(head);
    if (Date.now() >= (this.#returns.get(cameraId)?.nextAtMs ?? 0))
      await this.inTurn(cameraId, () => this.returnHome(cameraId, 'idle'));
  }

  #settled(head: Head): void {
    head.close();
    this.#heads.delete(head.facts.cameraId);
    this.#returns.delete(head.facts.cameraId);
  }

  async #bringHomeAll(): Promise<void> {
    const { sql, now } = this.#deps;
    try {
      const holds = await selectHolds(sql, null);
      const cameraIds = new Set([...(await selectAway(sql)), ...holds.map(({ cameraId }) => cameraId)]);
      if (cameraIds.size === 0) return;
      await endHolds(
        sql,
        holds.map(({ holdId }) => holdId),
        'restart',
        now(),
      );
      for (const cameraId of cameraIds) void this.#bringHome(cameraId);
    } catch (error) {
      if (this.#stopped) return;
      console.error('ptz:', (error as Error).message);
      setTimeout(() => void this.#bringHomeAll(), AGAIN_MS).unref();
    }
  }

  async #bringHome(cameraId: number): Promise<void> {
    try {
      await this.inTurn(cameraId, () => this.returnHome(cameraId, 'restart'));
    } catch (error) {
      if (this.#stopped) return;
      console.error(`ptz: camera ${cameraId} is not home yet,`, (error as Error).message);
      setTimeout(() => void this.#bringHome(cameraId), AGAIN_MS).unref();
    }
  }

  async #factsOf(cameraId: number): Promise<PtzFacts> {
    const { sql, now } = this.#deps;
    const facts = await selectPtzFacts(sql, cameraId, cityDay(now()));
    if (facts === undefined) throw notFound();
    return facts;
  }

  #headOf(facts: PtzFacts): Head {
    const { cameraId } = facts;
    return new Head(facts, {
      device: async () => {
        const stream = await selectStream(this.#deps.sql, cameraId);
        if (stream === undefined) throw new StreamError('address-refused', 'no stream registered');
        return openPtz(await this.#targets.onvif(stream));
      },
      onSeen: (head) => this.#seen(head),
      onEnd: (head, ended) => void this.#recordEnd(head, ended),
      onStray: (head) =>
        void this.inTurn(cameraId, () => this.returnHome(head.facts.cameraId, 'barred')).catch(console.error),
      onError: (error) => console.error(`ptz: camera ${cameraId},`, (error as Error).message),
    });
  }

  /** One after another, each with what is true when it is written: an older aim never overtakes a newer one. */
  #seen(head: Head): void {
    const before = this.#writes.get(head) ?? Promise.resolve();
    this.#writes.set(
      head,
      before.then(() => this.#write(head)),
    );
  }

  async #write({ seenAim: aim, away, moving, facts }: Head): Promise<void> {
    const { sql, now } = this.#deps;
    try {
      await upsertAim(sql, { cameraId: facts.cameraId, aim, away, moving }, now());
      await this.tell(facts);
    } catch (error) {
      console.error('ptz:', (error as Error).message);
    }
  }

  /** Every open screen is told that a head looks elsewhere, or is held by another. */
  async tell({ cameraId, protected: hidden, departmentId }: PtzFacts): Promise<void> {
    await announce(this.#deps.sql, { kind: 'ptz', objectId: cameraId, protected: hidden, departmentId });
  }

  async #recordEnd({ facts }: Head, { by, from, to, seconds, why }: EndedMotion): Promise<void> {
    const detail = { from: aimFacts(from), to: aimFacts(to), movedS: seconds, why };
    const { cameraId, protected: hidden, departmentId } = facts;
    const object = { kind: 'camera', id: cameraId, protected: hidden, departmentId, detail };
    await record(this.#deps.sql, by, 'camera.turn.end', object).catch((error: unknown) =>
      console.error('ptz: the end of a motion is not on record,', (error as Error).message),
    );
  }
}
