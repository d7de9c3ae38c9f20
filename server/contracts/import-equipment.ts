import { createHash } from 'node:crypto';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { faultyRows, readListFile, staleReport, type ListFile } from '../platform/list-file.ts';
import type { EquipmentListReport } from './equipment-list.schema.ts';
import { insertListed, lockEquipmentOf, selectKnownEquipment } from './equipment-list.sql.ts';
import { updateEquipment } from './equipment.sql.ts';
import { EQUIPMENT_LIST, numbersIn, planOfEquipment, type EquipmentPlan } from './plan-of-equipment.ts';

/** Reads a sheet of equipment. Throws TableError where it is no table with a management number and a part. */
export const readEquipmentFile = (path: string): Promise<ListFile> => readListFile(EQUIPMENT_LIST, path);

async function planned(
  sql: Sql | Tx,
  actor: Actor,
  file: ListFile,
  today: string,
): Promise<[EquipmentPlan, string]> {
  const known = await selectKnownEquipment(sql, actor, numbersIn(file.header, file.rows));
  const plan = planOfEquipment(file.header, file.rows, known, today);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([file.digest, today, plan]))
    .digest('hex');
  return [plan, fingerprint];
}

function reportOf(
  file: ListFile,
  plan: EquipmentPlan,
  fingerprint: string,
  done: boolean,
): EquipmentListReport {
  const { create: _c, update: _u, ...told } = plan;
  return { fingerprint, fileName: file.name, encoding: file.encoding, ...told, done };
}

/** What a sheet would do, among the cameras whose equipment this person may edit. Changes nothing. */
export async function previewEquipment(
  sql: Sql,
  actor: Actor,
  file: ListFile,
  today: string,
): Promise<EquipmentListReport> {
  const [plan, fingerprint] = await planned(sql, actor, file, today);
  return reportOf(file, plan, fingerprint, false);
}

/**
 * Takes a sheet of equipment into the register, all of it or nothing, as one act (노후장비 관리, Art. 12(2)). A camera in
 * another's hands is as unknown as one that is not there. `fingerprint` null: whatever it does now. Throws 409
 * `preview-stale`, and 409 `faulty-rows` where rows are faulty and are not to be left out.
 */
export function importEquipment(
  sql: Sql,
  actor: Actor,
  file: ListFile,
  {
    fingerprint,
    faulty,
    today,
  }: { fingerprint: string | null; faulty: 'refuse' | 'leave-out'; today: string },
): Promise<EquipmentListReport> {
  const object = { kind: 'equipment-list', detail: { file: file.name, sha256: file.digest } };
  return act(sql, actor, 'equipment.edit', object, async (tx, note) => {
    await lockEquipmentOf(tx, numbersIn(file.header, file.rows));
    const [plan, now] = await planned(tx, actor, file, today);
    if (fingerprint !== null && now !== fingerprint) throw staleReport();
    if (plan.faulty > 0 && faulty === 'refuse') throw faultyRows(plan.faulty);
    await insertListed(tx, plan.create);
    for (const piece of plan.update) await updateEquipment(tx, piece);
    note({ rows: plan.rows, created: plan.created, updated: plan.updated, leftOut: plan.faulty });
    return reportOf(file, plan, now, true);
  });
}
