import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type { NewWindowBody, WindowView } from './maintenance.schema.ts';
import { endWindow, findStandingWindow, findWindow, insertWindow, lockWorks } from './maintenance.sql.ts';

/** Works that last longer are no works but a camera out of service: that is a fault on record. */
const LONGEST_MS = 14 * 24 * 3600_000;
const FURTHEST_MS = 366 * 24 * 3600_000;
/** Clocks differ and people type: what began within this minute begins now. */
const JUST_NOW_MS = 60_000;

/** The clock time of the city, to the minute. */
const clockOf = (at: string): string =>
  new Date(Date.parse(at) + 9 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');

/**
 * Announces works on a camera (정비 예정, Art. 12(2)): until they end, a camera that does not answer is under works and not in
 * fault. A breach of law found meanwhile is one all the same (Art. 11(2)). A second press with the same `windowId` answers as
 * the first. Throws 400 naming the field, also for a beginning that is past, 404 for a camera of others, and 409 `works-overlap`
 * with the times of works that stand announced in the same span.
 */
export async function planMaintenance(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  { windowId, fromAt, toAt, reason }: NewWindowBody,
  now: Date,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  if (fromAt !== null && Date.parse(fromAt) < now.getTime() - JUST_NOW_MS)
    throw invalid(
      'fromAt',
      '시작이 지난 때입니다. 지금부터이거나 앞으로의 때를 적어 주십시오.',
      'The works begin in the past. Let them begin now or later.',
    );
  const from = fromAt === null || Date.parse(fromAt) < now.getTime() ? now : new Date(fromAt);
  const to = new Date(toAt);
  if (to <= from)
    throw invalid('toAt', '정비가 끝나는 때는 시작보다 뒤입니다.', 'The works end after they begin.');
  if (to.getTime() - from.getTime() > LONGEST_MS)
    throw invalid(
      'toAt',
      '정비는 한 번에 14일까지입니다. 더 길면 장애로 기록하십시오.',
      'Works last 14 days at most. What takes longer is put on record as a fault.',
    );
  if (from.getTime() - now.getTime() > FURTHEST_MS)
    throw invalid('fromAt', '1년 안의 때를 적어 주십시오.', 'Give a time within a year.');
  const detail = { windowId, maintenanceFrom: from.toISOString(), maintenanceTo: to.toISOString(), reason };
  const object = { kind: 'camera', id: cameraId, ...camera, detail };
  await act(sql, actor, 'equipment.edit', object, async (tx, note) => {
    const earlier = await findWindow(tx, windowId);
    if (earlier !== undefined) {
      if (earlier.cameraId !== cameraId) throw notFound();
      return note({ repeated: true });
    }
    await lockWorks(tx, cameraId);
    const standing = await findStandingWindow(tx, { cameraId, from, to });
    if (standing !== undefined) throw overlapping(standing);
    await insertWindow(tx, { windowId, cameraId, fromAt: from, toAt: to, reason, by: actor.personName });
    await announce(tx, { kind: 'camera', objectId: cameraId, ...camera });
  });
}

function overlapping({ fromAt, toAt }: WindowView): ApiError {
  const [from, to] = [clockOf(fromAt), clockOf(toAt)];
  return new ApiError(
    409,
    'works-overlap',
    {
      ko: `이미 적힌 정비와 겹칩니다: ${from} – ${to}. 그때를 비켜 적거나 그 정비를 먼저 거두십시오.`,
      en: `Works stand announced already: ${from} – ${to}. Choose another time, or call those off first.`,
    },
    'fromAt',
  );
}

/** Ends works before their time; what was announced stays on record. Throws 409 `works-over` where they have ended. */
export async function endMaintenance(
  sql: Sql,
  actor: Actor,
  { cameraId, windowId }: { cameraId: number; windowId: string },
  now: Date,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { windowId, maintenanceEnded: true } };
  await act(sql, actor, 'equipment.edit', object, async (tx, note) => {
    const works = await findWindow(tx, windowId);
    if (works?.cameraId !== cameraId) throw notFound();
    if (works.endedAt !== null) return note({ repeated: true });
    if (Date.parse(works.toAt) <= now.getTime())
      throw new ApiError(409, 'works-over', {
        ko: '이미 끝난 정비입니다.',
        en: 'These works are over already.',
      });
    await endWindow(tx, windowId, now, actor.personName);
    await announce(tx, { kind: 'camera', objectId: cameraId, ...camera });
  });
}
