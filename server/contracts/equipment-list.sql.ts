import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { equipmentColumns } from './equipment.sql.ts';
import type { EquipmentRow } from './equipment.schema.ts';
import type { KnownEquipment, NewPiece } from './plan-of-equipment.ts';
import { maySee } from './seen-cameras.sql.ts';

/** Cameras of these management numbers whose equipment the actor may edit, and what is in use on them. */
export async function selectKnownEquipment(
  sql: Sql | Tx,
  actor: Actor,
  numbers: readonly string[],
): Promise<KnownEquipment> {
  const cameras = await sql<{ cameraId: number; managementNo: string }[]>`
    select camera_id as "cameraId", management_no as "managementNo"
    from camera join site using (site_id)
    where management_no = any(${[...numbers]}) and ${maySee(sql, actor, 'equipment.edit')}
    order by camera_id`;
  const pieces = await sql<EquipmentRow[]>`
    select ${equipmentColumns(sql)} from equipment
    where camera_id = any(${cameras.map(({ cameraId }) => cameraId)}) and removed_on is null
    order by equipment_id`;
  return { cameras, pieces };
}

/** Makes every other sheet wait, and every change of a piece of these cameras, until this transaction ends. */
export async function lockEquipmentOf(tx: Tx, numbers: readonly string[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('equipment-list'))`;
  await tx`
    select from equipment join camera using (camera_id)
    where management_no = any(${[...numbers]}) order by equipment_id for update of equipment`;
}

/** Puts the pieces of a sheet on record. */
export async function insertListed(tx: Tx, pieces: readonly NewPiece[]): Promise<void> {
  if (pieces.length === 0) return;
  await tx`
    insert into equipment (camera_id, part, maker, model, serial, firmware, installed_on, source)
    select "cameraId", part, maker, model, serial, firmware, "installedOn", 'equipment-list'
    from jsonb_to_recordset(${tx.json(pieces.map((piece) => ({ ...piece })))}::jsonb)
      as listed("cameraId" int, part text, maker text, model text, serial text, firmware text, "installedOn" date)`;
}
