import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { invalid, notFound } from '../platform/http-errors.ts';
import { selectCamerasOfSameSigns } from '../signboards/index.ts';
import type { SecurityDecision } from './cameras.schema.ts';
import {
  insertChanges,
  loadCameraForAct,
  lockProtection,
  selectCamerasForAct,
  updateProtection,
  type NewChange,
} from './cameras.sql.ts';

/**
 * Protects one camera by a decision (국가중요시설·보안목표시설의 보안 제외, Art. 10(4)), corrects the decision, or (null)
 * lifts it: by the officer's decision only, never by default. `today` is the city's day; a decision of a later day is
 * refused. Throws 404 where the actor may not know of the camera.
 */
export async function protectCamera(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  decision: SecurityDecision | null,
  today: string,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  await act(sql, actor, 'camera.decide', object, async (tx, note) => {
    if (decision !== null && decision.decidedOn > today)
      throw invalid(
        'decidedOn',
        '결정일은 오늘이거나 그 전이어야 합니다. 결정이 있은 날을 적어 주십시오.',
        'The day of the decision must be today or earlier. Give the day on which it was made.',
      );
    const before = await lockProtection(tx, cameraId);
    if (before === undefined) throw notFound();
    const after = {
      protected: decision !== null,
      decisionNo: decision?.decisionNo ?? null,
      decidedOn: decision?.decidedOn ?? null,
    };
    const fields = ['protected', 'decisionNo', 'decidedOn'] as const;
    const changes = fields
      .filter((field) => before[field] !== after[field])
      .map((field): NewChange => ({ field, from: before[field], to: after[field] }));
    note({ changes: changes.map(({ field, from, to }) => ({ field, from, to })) });
    if (changes.length === 0) return;
    await updateProtection(tx, cameraId, decision);
    await insertChanges(tx, cameraId, actor, changes);
    const told = await selectCamerasForAct(tx, await selectCamerasOfSameSigns(tx, [cameraId]));
    await announce(
      tx,
      ...told.map((each) => ({
        kind: 'camera' as const,
        objectId: each.cameraId,
        // Screens that knew the camera until now must hear of it once more, to find that it is gone.
        protected: each.protected && (each.cameraId !== cameraId || before.protected),
        departmentId: each.departmentId,
      })),
    );
  });
}
