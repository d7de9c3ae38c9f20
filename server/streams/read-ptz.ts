import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { can, knows, scopeOf, type Actor } from '../platform/access.ts';
import { permit } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import { priorityOf } from './ptz-purpose.rules.ts';
import { toldBearing, widthAt } from './ptz.rules.ts';
import type { BarredArc, PtzView, TurnedView } from './ptz.schema.ts';
import {
  selectBarredArcs,
  selectBarredSectors,
  selectHolds,
  selectPtzFacts,
  selectTurned,
} from './ptz.sql.ts';
import { toldOfWatching } from './told-of-watching.ts';
import type { PtzDesk } from './turn-camera.ts';

/** How a camera stands to be turned, for one who may turn it. Throws 403 or 404 as `permit` does. */
export async function readPtz(
  { sql, now, heads }: PtzDesk,
  actor: Actor,
  cameraId: number,
): Promise<PtzView> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.turn', camera);
  const [facts, holds, returnMinutes, barredLater] = await Promise.all([
    selectPtzFacts(sql, cameraId, cityDay(now())),
    selectHolds(sql, cameraId),
    readSetting(sql, 'ptz.return-minutes'),
    selectBarredSectors(sql, cameraId, cityDay(now()), 'to-come'),
  ]);
  if (facts === undefined) throw notFound();
  const head = heads.running(cameraId);
  const aim = head?.seenAim ?? null;
  const [top] = holds;
  const own = top?.accountId === actor.accountId;
  const mine = own && top.sessionId === actor.sessionId;
  const elsewhere = own && !mine;
  const goesBefore = (incident: string | null): boolean =>
    top !== undefined && !own && priorityOf(actor.role, incident) > top.priority;
  const { calibration, azimuthDeg, tiltDeg } = facts;
  return {
    calibrated: calibration !== null && azimuthDeg !== null,
    aim: aim && { ...aim, bearingDeg: toldBearing(aim.bearingDeg) },
    moving: head?.moving ?? false,
    away: head?.away ?? false,
    home:
      calibration === null || azimuthDeg === null
        ? null
        : { bearingDeg: azimuthDeg, tiltDeg: tiltDeg ?? calibration.tiltZeroDeg, zoom: 0 },
    widthDeg:
      aim === null || calibration === null || facts.hfovDeg === null
        ? null
        : widthAt(facts.hfovDeg, aim.zoom, calibration),
    zoomTimes: calibration?.zoomTimes ?? null,
    holder:
      top === undefined
        ? null
        : {
            ...{ personName: top.personName, seat: top.seat, role: top.role, mine, elsewhere },
            serves: top.serves,
            ...{ incident: top.incident, takenReason: top.takenReason, since: top.begunAt },
          },
    waiting: holds.slice(1).some(({ accountId }) => accountId === actor.accountId),
    handsBackTo:
      !mine || holds[1] === undefined ? null : [holds[1].seat, holds[1].personName].filter(Boolean).join(' '),
    mayTake: { now: elsewhere || goesBefore(null), withIncident: elsewhere || goesBefore('incident') },
    returnsAt:
      top === undefined ? null : new Date(Date.parse(top.commandedAt) + returnMinutes * 60_000).toISOString(),
    returnMinutes,
    barred: facts.barred,
    barredLater,
    purposes: camera.purposes,
    mayBar: can(actor, 'camera.bar', camera),
  };
}

/**
 * Which cameras look elsewhere than home or are in somebody's hand, and how wide: what the map of whoever watches or maintains them
 * draws instead of the home view (Art. 30(1)).
 */
export async function readTurnedViews(sql: Sql, actor: Actor): Promise<TurnedView[]> {
  const turned = await selectTurned(sql);
  const told = await toldOfWatching(
    sql,
    actor,
    turned.map(({ cameraId }) => cameraId),
  );
  const rows = turned.filter(({ cameraId }) => told.has(cameraId));
  return rows.map(({ cameraId, bearingDeg, tiltDeg, zoom, hfovDeg, zoomTimes }) => ({
    cameraId,
    azimuthDeg: bearingDeg === null ? null : toldBearing(bearingDeg),
    hfovDeg:
      hfovDeg === null || zoom === null || zoomTimes === null
        ? null
        : Math.round(widthAt(hfovDeg, zoom, { zoomTimes }) * 10) / 10,
    tiltDeg: tiltDeg === null ? null : Math.round(tiltDeg * 10) / 10,
  }));
}

/** Where the cameras of which this person may know are turned at no tilt and no zoom (Art. 10(4), 11(1)). */
export async function readBarredArcs({ sql, now }: PtzDesk, actor: Actor): Promise<BarredArc[]> {
  const scope = scopeOf(actor);
  const rows = await selectBarredArcs(sql, cityDay(now()));
  return rows
    .filter((row) => knows(scope, row))
    .map(({ cameraId, fromDeg, toDeg }) => ({ cameraId, fromDeg, toDeg }));
}
