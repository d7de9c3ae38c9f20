import { createHash } from 'node:crypto';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { faultyRows, readListFile, staleReport, type ListFile } from '../platform/list-file.ts';
import { putInPost } from './appoint.ts';
import type { StaffReport } from './staff.schema.ts';
import { lockOrganisation, selectState } from './organisation.sql.ts';
import { insertPerson, selectAllPeople, updatePerson } from './people.sql.ts';
import { spread } from './spread.ts';
import { planOfStaff, STAFF_LIST, type StaffPlan } from './plan-of-staff.ts';

/** Reads a staff list. Throws TableError where it is no table with a number and a name. */
export const readStaffFile = (path: string): Promise<ListFile> => readListFile(STAFF_LIST, path);

async function planned(sql: Sql | Tx, file: ListFile, today: string): Promise<[StaffPlan, string]> {
  const [people, state] = await Promise.all([selectAllPeople(sql, today), selectState(sql)]);
  const plan = planOfStaff(file.header, file.rows, people, state, today);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([file.digest, today, plan]))
    .digest('hex');
  return [plan, fingerprint];
}

function reportOf(file: ListFile, plan: StaffPlan, fingerprint: string, done: boolean): StaffReport {
  const { create: _c, update: _u, appoint: _a, ...told } = plan;
  return { fingerprint, fileName: file.name, encoding: file.encoding, ...told, done };
}

/** What a list would do. Changes nothing. */
export async function previewStaff(sql: Sql, file: ListFile, today: string): Promise<StaffReport> {
  const [plan, fingerprint] = await planned(sql, file, today);
  return reportOf(file, plan, fingerprint, false);
}

/**
 * Takes a staff list into the register, all of it or nothing, as one act: people, and who is in which post from when
 * (Art. 5(1)). `fingerprint` null: whatever it does now. Throws 409 `preview-stale`, and 409 `faulty-rows` where rows are
 * faulty and are not to be left out.
 */
export function importStaff(
  sql: Sql,
  actor: Actor,
  file: ListFile,
  {
    fingerprint,
    faulty,
    today,
  }: { fingerprint: string | null; faulty: 'refuse' | 'leave-out'; today: string },
): Promise<StaffReport> {
  const object = { kind: 'staff-list', detail: { file: file.name, sha256: file.digest } };
  return act(sql, actor, 'staff.import', object, async (tx, note) => {
    await lockOrganisation(tx);
    const [plan, now] = await planned(tx, file, today);
    if (fingerprint !== null && now !== fingerprint) throw staleReport();
    if (plan.faulty > 0 && faulty === 'refuse') throw faultyRows(plan.faulty);
    const ids = new Map((await selectAllPeople(tx, today)).map((each) => [each.personNo, each.personId]));
    for (const person of plan.create) ids.set(person.personNo, await insertPerson(tx, person, 'staff-list'));
    for (const { personId, ...person } of plan.update) await updatePerson(tx, personId, person);
    for (const { postId, kind, fromDay, personNo, keepsActing = false } of plan.appoint) {
      const appointment = {
        postId,
        personId: ids.get(personNo)!,
        kind,
        fromDay,
        lastDay: null,
        orderNo: null,
      };
      await putInPost(tx, await selectState(tx), appointment, {
        source: 'staff-list',
        keepsActing,
      });
    }
    note({
      ...{ rows: plan.rows, created: plan.created, updated: plan.updated, leftOut: plan.faulty },
      appointments: plan.appoint.length,
    });
    await spread(tx);
    return reportOf(file, plan, now, true);
  });
}
