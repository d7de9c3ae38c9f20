import { lacksToWatch } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { can, knows, scopeOf, type Actor } from '../platform/access.ts';
import { permit } from '../platform/act.ts';
import { notFound } from '../platform/http-errors.ts';
import { mostMinutes, type PursuitDesk } from './open-pursuit.ts';
import { pursuitOver } from './pursuit-faults.ts';
import { camerasAhead, NEXT, servesPursuit } from './pursuit.rules.ts';
import type { NextCameras, OwnPursuit, PursuitElsewhere, PursuitView } from './pursuits.schema.ts';
import {
  selectAround,
  selectBearing,
  selectOpenPursuit,
  selectPursuit,
  selectPursuits,
  type PursuitRow,
} from './pursuits.sql.ts';

const PAGE = 50;

function viewOf(actor: Actor, { accountId, sessionId: _sessionId, trail, ...row }: PursuitRow): PursuitView {
  const scope = scopeOf(actor);
  return {
    ...row,
    mine: accountId === actor.accountId,
    trail: trail.map(({ protected: hidden, departmentId, ...step }) =>
      knows(scope, { protected: hidden, departmentId })
        ? step
        : { ...step, cameraId: null, called: null, lon: null, lat: null },
    ),
  };
}

const elsewhereOf = ({ pursuitId, pursuitNo, endsAt }: PursuitRow): PursuitElsewhere => ({
  ...{ pursuitId, pursuitNo, endsAt },
});

/** The one that this session has open, or that another session of the same person has, and how long one may be. */
export async function readOwnPursuit({ sql }: PursuitDesk, actor: Actor): Promise<OwnPursuit> {
  permit(actor, 'pursuit.open', {});
  const row = actor.accountId === null ? undefined : await selectOpenPursuit(sql, actor.accountId);
  const here = row?.sessionId === actor.sessionId;
  return {
    pursuit: row !== undefined && here ? viewOf(actor, row) : null,
    elsewhere: row === undefined || here ? null : elsewhereOf(row),
    mostMinutes: await mostMinutes(sql),
  };
}

/**
 * The register of pursuits, newest first, from below a number: everybody's for the officer and the auditor, the own ones for whoever
 * follows (Art. 27, 30(3)).
 */
export async function readPursuits(
  { sql }: PursuitDesk,
  actor: Actor,
  before: number | null,
): Promise<{ pursuits: PursuitView[]; more: boolean }> {
  permit(actor, 'pursuit.read', {});
  const overseer = actor.role === 'officer' || actor.role === 'auditor';
  if (!overseer && actor.accountId === null) return { pursuits: [], more: false };
  const rows = await selectPursuits(sql, overseer ? null : actor.accountId, before, PAGE + 1);
  return { pursuits: rows.slice(0, PAGE).map((row) => viewOf(actor, row)), more: rows.length > PAGE };
}

/** The bearing from the last other place of the way to the camera it has come to; null where it has left none yet. */
async function headingOf(sql: PursuitDesk['sql'], way: readonly number[]): Promise<number | null> {
  const here = way.at(-1)!;
  for (const earlier of new Set(way.slice(0, -1).toReversed())) {
    const headingDeg = await selectBearing(sql, earlier, here);
    if (headingDeg !== null) return headingDeg;
  }
  return null;
}

/**
 * The cameras ahead of the walk, for the person who follows and within the open pursuit alone: those that this person may watch, that
 * serve its purpose, and whose pictures may come to the centre today (Art. 26(3), 27, 30(1)). Throws 404, 409 `pursuit-over`.
 */
export async function readNextCameras(
  { sql, now }: PursuitDesk,
  actor: Actor,
  pursuitId: string,
): Promise<NextCameras> {
  permit(actor, 'pursuit.open', {});
  const pursuit = await selectPursuit(sql, pursuitId);
  if (pursuit?.sessionId !== actor.sessionId || pursuit === undefined) throw notFound();
  if (!pursuit.open) throw pursuitOver();
  const way = pursuit.trail.map(({ cameraId }) => cameraId);
  const here = way.at(-1);
  if (here === undefined) return { fromCameraId: 0, headingDeg: null, cameras: [] };
  const before = way.findLast((cameraId) => cameraId !== here);
  const headingDeg = await headingOf(sql, way);
  const around = (await selectAround(sql, here, NEXT.withinM)).filter(
    (camera) =>
      camera.cameraId !== before &&
      can(actor, 'camera.watch', camera) &&
      servesPursuit(pursuit.purpose, camera.purposes),
  );
  const lacks = await lacksToWatch(
    sql,
    around.map(({ cameraId }) => cameraId),
    cityDay(now()),
  );
  const lawful = around.filter(({ cameraId }) => (lacks.get(cameraId) ?? []).length === 0);
  return {
    ...{ fromCameraId: here, headingDeg },
    cameras: camerasAhead(lawful, headingDeg).map(
      ({ cameraId, managementNo, name, distanceM, bearingDeg, state, lon, lat }) => ({
        ...{ cameraId, managementNo, name, state, lon, lat },
        distanceM: Math.round(distanceM),
        bearingDeg: bearingDeg === null ? null : Math.round(bearingDeg) % 360,
      }),
    ),
  };
}
