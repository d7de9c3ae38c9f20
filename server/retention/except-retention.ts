import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { invalid, notFound } from '../platform/http-errors.ts';
import type { LongerKeepingBody } from './longer-keeping.schema.ts';
import { endKeeping, insertKeeping } from './longer-keeping.sql.ts';

export type RetentionDesk = Pick<Deps, 'sql' | 'now'>;

/**
 * Records that a camera's recordings are lawfully kept longer than the ceiling (Art. 31(1) 1-3): on which ground, by whose decision,
 * until which day. From today on, through that day, what its recorder holds is no finding; afterwards it is one again by itself.
 * Throws 400 naming the field, 403 or 404 as `act` does.
 */
export async function keepLonger(
  { sql, now }: RetentionDesk,
  actor: Actor,
  cameraId: number,
  body: LongerKeepingBody,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const day = cityDay(now());
  const { ground, citation, reason, lastDay } = body;
  const detail = { doing: 'keep', ground, citation, reason, lastDay };
  await act(
    sql,
    actor,
    'retention.except',
    { kind: 'camera', id: cameraId, ...camera, detail },
    async (tx, note) => {
      if (lastDay < day)
        throw invalid(
          'lastDay',
          '끝일은 오늘이거나 그 뒤여야 합니다. 언제까지 더 보관하는지 적어 주십시오(제31조제1항).',
          'The last day must be today or later. Give the day until which it is kept (Art. 31(1)).',
        );
      const made = await insertKeeping(tx, cameraId, body, { decidedBy: actor.personName, day });
      if (!made) return note({ repeated: true });
      const { protected: hidden, departmentId } = camera;
      await announce(tx, { kind: 'camera', objectId: cameraId, protected: hidden, departmentId });
    },
  );
}

/** Ends such an exception today: the ceiling holds again at once. Throws 404 where none of that number is in force. */
export async function keepNoLonger(
  { sql, now }: RetentionDesk,
  actor: Actor,
  cameraId: number,
  keepingId: string,
  reason: string,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const detail = { doing: 'end', keepingId, reason };
  await act(
    sql,
    actor,
    'retention.except',
    { kind: 'camera', id: cameraId, ...camera, detail },
    async (tx) => {
      const by = { personName: actor.personName, reason, day: cityDay(now()) };
      if (!(await endKeeping(tx, cameraId, keepingId, by))) throw notFound();
      const { protected: hidden, departmentId } = camera;
      await announce(tx, { kind: 'camera', objectId: cameraId, protected: hidden, departmentId });
    },
  );
}
