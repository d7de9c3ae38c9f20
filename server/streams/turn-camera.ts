import { refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct, type CameraToActOn } from '../cameras/index.ts';
import { judge, type Actor } from '../platform/access.ts';
import { act, permit, record, type Json, type Note } from '../platform/act.ts';
import { auditIsAway, auditStore } from '../platform/audit-store.ts';
import type { Tx } from '../platform/db.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { selectNumberOf } from '../pursuits/index.ts';
import { aimFacts } from './ptz-facts.rules.ts';
import {
  barredFault,
  barredUnknown,
  deviceSilent,
  heldElsewhere,
  heldFault,
  legsOf,
  notHeld,
  notMeasured,
  ownPlace,
  servesFirst,
  servesNothingFault,
} from './ptz-faults.ts';
import type { Head } from './ptz-head.ts';
import type { PtzHeads } from './ptz-heads.ts';
import { refuseOneTooMany } from './ptz-held.ts';
import { priorityOf, servesNothing, type Serves } from './ptz-purpose.rules.ts';
import type { Aim } from './ptz.rules.ts';
import type { Command, MoveBody, NudgeBody } from './ptz.schema.ts';
import {
  endHolds,
  insertHold,
  lockHolds,
  selectDirection,
  selectHolds,
  touchHold,
  type Hold,
} from './ptz.sql.ts';
import { StreamError } from './stream-error.rules.ts';
import type { ToldPans } from './told-pans.ts';

export interface PtzDesk extends Pick<Deps, 'sql' | 'now'> {
  readonly heads: PtzHeads;
  readonly told: ToldPans;
}

/** What a command finds once the law has let it through. */
interface InHand {
  readonly head: Head;
  readonly holdId: number;
  /** From whom the camera was taken by this very command. */
  readonly taken: boolean;
}

type Work<T> = (tx: Tx, found: InHand, note: Note) => Promise<T> | T;

/** Takes a camera in hand for a purpose, without moving it yet. */
export function holdCamera(desk: PtzDesk, actor: Actor, cameraId: number, command: Command): Promise<void> {
  return desk.heads.inTurn(cameraId, () =>
    commanded(desk, actor, cameraId, 'hold', command, (_tx, { head }, note) =>
      note({ from: aimFacts(head.aim) }),
    ),
  );
}

/**
 * Sends a camera to a bearing, or to a place on the ground, by a way that looks into no barred sector (Art. 11(1)). One
 * audit row with from, to and what it serves is written before the motor moves; where none can be, nothing moves.
 * Throws 403, 404 as `act` does; 409 `not-a-purpose`, `held`, `too-many-held`, `barred-target`, `barred-way`, `not-measured`,
 * `not-turnable`, or as `refuseUnlawfulLink` does; 503 `camera-silent`, `audit-away`.
 */
export function moveCamera(desk: PtzDesk, actor: Actor, cameraId: number, body: MoveBody): Promise<void> {
  return desk.heads.inTurn(cameraId, async () => {
    const { head, legs } = await commanded(
      desk,
      actor,
      cameraId,
      'move',
      body,
      async (tx, { head: found }, note) => {
        const { aim } = found;
        if (aim === null) throw notMeasured();
        const to = await targetOf(tx, found, aim, body);
        const legs = legsOf(found.plan(to));
        note({ from: aimFacts(aim), to: aimFacts(to) });
        return { head: found, legs };
      },
    );
    await toDevice(() => head.follow(actor, legs));
  });
}

async function targetOf(tx: Tx, { facts }: Head, aim: Aim, body: MoveBody): Promise<Aim> {
  if (!('lon' in body))
    return {
      bearingDeg: body.azimuthDeg ?? aim.bearingDeg,
      tiltDeg: body.tiltDeg ?? aim.tiltDeg,
      zoom: body.zoom ?? aim.zoom,
    };
  const { bearingDeg, distanceM } = await selectDirection(tx, facts.cameraId, body.lon, body.lat);
  if (bearingDeg === null || distanceM < 1) throw ownPlace();
  const { heightM } = facts;
  const tiltDeg = heightM === null ? aim.tiltDeg : (Math.atan(heightM / distanceM) * 180) / Math.PI;
  return { ...aim, bearingDeg, tiltDeg: Math.min(tiltDeg, 80) };
}

/**
 * Moves a camera for as long as a key is held: said again within {@link LEASE_MS} it goes on, unsaid it stops. The
 * beginning is on record before the motor moves, and where it came to stand afterwards.
 */
export function nudgeCamera(desk: PtzDesk, actor: Actor, cameraId: number, body: NudgeBody): Promise<void> {
  const { pan, tilt, zoom } = body;
  if (pan === 0 && tilt === 0 && zoom === 0)
    throw invalid('pan', '움직일 방향이 없습니다.', 'There is no direction to move in.');
  const nudge = { pan, tilt, zoom };
  return desk.heads.inTurn(cameraId, async () => {
    const running = desk.heads.running(cameraId);
    const held = running?.heldBy;
    if (running !== undefined && held?.sessionId === actor.sessionId) {
      if (await toDevice(() => running.renew(actor.sessionId, nudge)))
        return touched(desk, actor, cameraId, held!.holdId);
    }
    const found = await commanded(desk, actor, cameraId, 'held', body, (_tx, inHand, note) => {
      const { head } = inHand;
      if (head.facts.barred.length > 0 && (head.aim === null || head.facts.hfovDeg === null))
        throw barredUnknown();
      const near = head.nearestBarred();
      if (near !== undefined && head.scaleOf(nudge) === 0) throw barredFault(near, 'edge');
      note({ from: aimFacts(head.aim), direction: nudge });
      return inHand;
    });
    await toDevice(() => found.head.startNudge(actor, found.holdId, nudge));
  });
}

const TOUCH_MS = 4000;
const touchedAtMs = new WeakMap<Head, number>();

/** A key that is held for long is a command all the while; whether its person still may is asked by the sweep. */
async function touched(
  { sql, now, heads }: PtzDesk,
  actor: Actor,
  cameraId: number,
  holdId: number,
): Promise<void> {
  const head = heads.running(cameraId);
  if (head === undefined || Date.now() - (touchedAtMs.get(head) ?? 0) < TOUCH_MS) return;
  touchedAtMs.set(head, Date.now());
  const hold = (await selectHolds(sql, cameraId)).find((each) => each.holdId === holdId);
  if (hold !== undefined)
    await touchHold(sql, { ...hold, sessionId: actor.sessionId ?? hold.sessionId }, now());
}

/** Stops whatever motion the actor's command has begun. Throws 409 `not-held`. */
export function stopCamera(desk: PtzDesk, actor: Actor, cameraId: number): Promise<void> {
  return desk.heads.inTurn(cameraId, async () => {
    await permitted(desk, actor, cameraId);
    const [top] = await selectHolds(desk.sql, cameraId);
    if (top?.accountId !== actor.accountId) throw notHeld();
    await desk.heads.running(cameraId)?.endMotion('released');
  });
}

/** Sends a camera home; that needs no purpose, but a camera that another holds is the other's to send. */
export function sendHome(desk: PtzDesk, actor: Actor, cameraId: number): Promise<void> {
  return desk.heads.inTurn(cameraId, async () => {
    await permitted(desk, actor, cameraId);
    const head = await desk.heads.ready(cameraId);
    const legs = await onRecordHome(desk, actor, cameraId, head, 'home', async (tx) => {
      const [top] = await lockHolds(tx, cameraId);
      if (top !== undefined && top.accountId !== actor.accountId) throw heldFault(top);
      if (top !== undefined && top.sessionId !== actor.sessionId) throw heldElsewhere();
      if (top !== undefined) await touchHold(tx, top, desk.now());
    });
    await goHome(actor, head, legs);
  });
}

/** Gives a camera back: to whom it was taken from, or else it goes home. Throws 409 `not-held`. */
export function releaseCamera(desk: PtzDesk, actor: Actor, cameraId: number): Promise<void> {
  const { sql, now, heads } = desk;
  return heads.inTurn(cameraId, async () => {
    await permitted(desk, actor, cameraId);
    const holds = await selectHolds(sql, cameraId);
    const own = holds.find(({ accountId }) => accountId === actor.accountId);
    if (own?.sessionId !== actor.sessionId) throw notHeld();
    const head = await heads.ready(cameraId);
    if (own !== holds[0]) {
      await endHolds(sql, [own.holdId], 'released', now());
      return heads.tell(head.facts);
    }
    await head.endMotion('released');
    const isLast = holds.length === 1;
    const legs = await onRecordHome(
      desk,
      actor,
      cameraId,
      head,
      isLast ? 'release' : 'hand-back',
      async (tx) => endHolds(tx, [own.holdId], 'released', now()),
    );
    await heads.tell(head.facts);
    if (isLast) await goHome(actor, head, legs);
  });
}

async function onRecordHome(
  { sql }: PtzDesk,
  actor: Actor,
  cameraId: number,
  head: Head,
  doing: 'home' | 'release' | 'hand-back',
  work: (tx: Tx) => Promise<void>,
): Promise<readonly Aim[] | null> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  return act(sql, actor, 'camera.turn', { kind: 'camera', id: cameraId, ...camera }, async (tx, note) => {
    await work(tx);
    const { home, aim } = head;
    note({ doing, from: aimFacts(aim), to: doing === 'hand-back' ? aimFacts(aim) : aimFacts(home) });
    const plan = home === null ? null : head.plan(home);
    if (plan === null || doing === 'hand-back') return null;
    return 'unreachable' in plan ? null : legsOf(plan);
  });
}

async function goHome(actor: Actor, head: Head, legs: readonly Aim[] | null): Promise<void> {
  if (!head.away) return;
  await toDevice(() => (legs === null ? head.goHomeBlind() : head.follow(actor, legs)));
}

/** What every command has in common: the right, the link, the purpose, the hold, and the audit row with all of it. */
export async function commanded<T>(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  doing: 'hold' | 'move' | 'held' | 'preset',
  command: Command,
  work: Work<T>,
): Promise<T> {
  const { sql, now, heads } = desk;
  const camera = await permitted(desk, actor, cameraId);
  const head = await heads.ready(cameraId);
  const object = { kind: 'camera', id: cameraId, ...camera };
  let found: InHand | undefined;
  try {
    const result = await act(sql, actor, 'camera.turn', object, async (tx, note) => {
      await refuseUnlawfulLink(tx, cameraId, 'watch', cityDay(now()));
      const { hold, taken } = await inHand(desk, tx, actor, camera, command);
      const { serves, incident, takenReason } = hold;
      // In which pursuit it is open stands in the audit: where that is away, nothing is turned.
      const pursuit = await selectNumberOf(tx, hold.sessionId, cameraId).catch((error: unknown) => {
        throw auditIsAway(error) ? auditStore.failed(error) : error;
      });
      note({
        doing,
        serves: servesFacts(serves),
        ...(incident === null ? {} : { incident }),
        ...(pursuit === null ? {} : { pursuit }),
        ...(taken ? { reason: takenReason } : {}),
      });
      found = { head, holdId: hold.holdId, taken };
      return work(tx, found, note);
    });
    if (found?.taken === true) await head.endMotion('taken');
    await heads.tell(head.facts);
    return result;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409)
      await refusedOnRecord(desk, actor, object, command, error);
    throw error;
  }
}

const servesFacts = (serves: Serves): Json =>
  'purpose' in serves ? serves.purpose : `${serves.statute}: ${serves.citation}`;

/** What the law refuses somebody with the right is on record too. */
async function refusedOnRecord(
  { sql }: PtzDesk,
  actor: Actor,
  object: { readonly kind: string; readonly id: number } & CameraToActOn,
  { serves }: Command,
  { code }: ApiError,
): Promise<void> {
  const detail = { code, ...(serves === undefined ? {} : { serves: servesFacts(serves) }) };
  await record(sql, actor, 'camera.turn', { ...object, detail }, 'refused').catch(() => undefined);
}

/** Throws 403 or 404 with the refusal on record, as `act` does, before a device is asked anything. */
export async function permitted({ sql }: PtzDesk, actor: Actor, cameraId: number): Promise<CameraToActOn> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  if (judge(actor, 'camera.turn', camera) !== 'allowed')
    await act(sql, actor, 'camera.turn', { kind: 'camera', id: cameraId, ...camera }, () =>
      Promise.resolve(),
    );
  permit(actor, 'camera.turn', camera);
  return camera;
}

/** The actor's hold, taken, kept, or taken from another who comes after. */
async function inHand(
  { now }: PtzDesk,
  tx: Tx,
  actor: Actor,
  camera: CameraToActOn,
  command: Command,
): Promise<{ hold: Hold; taken: boolean }> {
  const { accountId, sessionId, personName, seat, role } = actor;
  if (accountId === null || sessionId === null) throw notFound();
  const { cameraId, purposes } = camera;
  const holds = await lockHolds(tx, cameraId);
  const [top] = holds;
  const own = holds.find((each) => each.accountId === accountId);
  const isOthers = top !== undefined && top !== own;
  // Whoever sits at two screens steers at one of them, and says there for what.
  const isElsewhere = top !== undefined && top === own && own.sessionId !== sessionId;
  if (isOthers && command.take === undefined) throw heldFault(top);
  if (isElsewhere && command.take === undefined) throw heldElsewhere();
  const serves = command.serves ?? (isElsewhere ? undefined : own?.serves);
  if (serves === undefined) throw servesFirst();
  const lacking = servesNothing(serves, purposes, cityDay(now()));
  if (lacking !== null) throw servesNothingFault(lacking, purposes);
  const incident = command.incident === undefined ? (own?.incident ?? null) : command.incident;
  const priority = priorityOf(role, incident);
  if (top !== undefined && top === own) {
    await touchHold(tx, { ...own, sessionId, serves, incident, priority }, now());
    const takenReason = isElsewhere ? (command.take?.reason ?? null) : own.takenReason;
    return { hold: { ...own, serves, incident, priority, takenReason }, taken: isElsewhere };
  }
  if (isOthers && priority <= top.priority) throw heldFault(top);
  await refuseOneTooMany(tx, accountId, cameraId);
  if (own !== undefined) await endHolds(tx, [own.holdId], 'taken-up', now());
  const takenReason = isOthers ? (command.take?.reason ?? null) : null;
  await insertHold(tx, {
    ...{ cameraId, accountId, sessionId, personName, seat, role, priority, serves, incident, takenReason },
    at: now(),
  });
  const [made] = await selectHolds(tx, cameraId);
  return { hold: made!, taken: isOthers };
}

/** The act is on record and the device does not obey: that is said, and the end of the motion tells where it stands. */
export async function toDevice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StreamError) throw deviceSilent();
    throw error;
  }
}
