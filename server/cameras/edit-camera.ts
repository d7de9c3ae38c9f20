import { refuseUnlawfulLink } from '../agencies/index.ts';
import { consultChange } from '../consultations/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { invalid, notFound } from '../platform/http-errors.ts';
import { askFirst, changedMeanwhile } from './changed-meanwhile.ts';
import { isManagementNoTaken } from './add-camera.sql.ts';
import { cityDay } from './city-day.rules.ts';
import {
  insertChanges,
  lockEditableFields,
  loadCameraForAct,
  selectLastChange,
  updateEditableFields,
  type NewChange,
} from './cameras.sql.ts';
import { DECIDED_FIELDS, type CameraPatch, type EditableFields, type ReadValues } from './cameras.schema.ts';
import { numberTaken } from './number-taken.ts';

/**
 * Changes fields of one camera and keeps each change with who, when, from and to. Null makes a value unknown. A camera
 * outside the centre needs a reason (Art. 7, 19), one left out of live watching too (Art. 20); a department may change
 * only its own, and never what the centre decides (Art. 5(3)), and its edit always stands on a consultation with the
 * operations head: the agreed `consultationId`, or one that is opened with it. Another body's camera is integrated or
 * linked only under its delegation and with a security measure in force on `today`, the city's day (Art. 18(5), 23, 25):
 * else 409. A field that another changed since it was `read` is not written over: 409 `changed-meanwhile`. Throws 404
 * where the actor may not know of the camera.
 */
export async function editCamera(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  { read = {}, ...patch }: CameraPatch & { readonly read?: ReadValues | undefined },
  consultationId: string | null = null,
  today = cityDay(new Date()),
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  const action = DECIDED_FIELDS.some((field) => field in patch) ? 'camera.decide' : 'camera.edit';
  await act(sql, actor, action, object, async (tx, note) => {
    const before = await lockEditableFields(tx, cameraId);
    if (before === undefined) throw notFound();
    await refuseWritingOver(tx, cameraId, { before, patch, read });
    const { fields, changes } = edited(before, patch);
    note({ changes: changes.map(({ field, from, to }) => ({ field, from, to })) });
    if (changes.length === 0) return;
    const isLinked = fields.integration === 'integrated' || fields.integration === 'linked';
    if (isLinked && before.integration !== fields.integration)
      await refuseUnlawfulLink(tx, cameraId, 'link', today);
    await refuseTakenNumber(tx, before.managementNo, fields.managementNo);
    await updateEditableFields(tx, cameraId, fields);
    await insertChanges(tx, cameraId, actor, changes);
    if (actor.role === 'department' && actor.departmentId !== null) {
      const { departmentId } = actor;
      const edit = { cameraId, protected: camera.protected, departmentId, changes, consultationId };
      note({
        changes: changes.map(({ field, from, to }) => ({ field, from, to })),
        consultationId: await consultChange(tx, actor, edit),
      });
    }
    await announce(tx, {
      kind: 'camera',
      objectId: cameraId,
      protected: camera.protected,
      departmentId: camera.departmentId,
    });
  });
}

async function refuseTakenNumber(tx: Tx, before: string | null, managementNo: string | null): Promise<void> {
  if (managementNo !== null && managementNo !== before && (await isManagementNoTaken(tx, managementNo)))
    throw numberTaken(managementNo, '다른 번호를 적어 주십시오.', 'Give another number.');
}

async function refuseWritingOver(
  tx: Tx,
  cameraId: number,
  { before, patch, read }: { before: EditableFields; patch: CameraPatch; read: ReadValues },
): Promise<void> {
  const field = changedMeanwhile(before, patch, read);
  if (field === null) return;
  throw askFirst(
    field,
    { from: read[field], to: before[field] },
    await selectLastChange(tx, cameraId, field),
  );
}

function edited(
  before: EditableFields,
  patch: CameraPatch,
): { fields: EditableFields; changes: NewChange[] } {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const fields = { ...before, ...Object.fromEntries(given) };
  if (fields.integration === 'standalone' && fields.integrationReason === null)
    throw invalid(
      'integrationReason',
      '통합·연계하지 않는 까닭을 적어 주십시오(제7조, 제19조).',
      'Give the reason for not integrating it (Art. 7, 19).',
    );
  if (fields.watch === 'excluded' && fields.watchReason === null)
    throw invalid(
      'watchReason',
      '실시간 관제에서 빼는 까닭을 적어 주십시오(제20조).',
      'Give the reason for leaving it out of live watching (Art. 20).',
    );
  const names = Object.keys(before) as (keyof EditableFields)[];
  const changes = names
    .filter((field) => before[field] !== fields[field])
    .map((field) => ({ field, from: before[field], to: fields[field] }));
  return { fields, changes };
}
