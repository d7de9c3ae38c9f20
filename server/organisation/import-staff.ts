import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cellText, FEWER_CELLS, TableError } from '../../geodata/row-batch.ts';
import { openTable } from '../../geodata/table-reader.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import { putInPost } from './appoint.ts';
import type { StaffReport } from './staff.schema.ts';
import { lockOrganisation, selectState } from './organisation.sql.ts';
import { insertPerson, selectAllPeople, updatePerson } from './people.sql.ts';
import { spread } from './spread.ts';
import {
  claimedTwice,
  FIELD_NAMES,
  isStaffHeader,
  planOfStaff,
  type StaffPlan,
  type StaffRow,
} from './plan-of-staff.ts';

/** A staff list as it was read: nothing of it is in the register yet. */
export interface StaffFile {
  readonly name: string;
  readonly encoding: string;
  readonly digest: string;
  readonly header: readonly string[];
  readonly rows: readonly StaffRow[];
}

const noStaffList = (): TableError =>
  new TableError(
    'missing-column',
    '사번과 성명 열을 찾지 못했습니다. 첫 줄에 열 이름을 적어 주십시오: 사번, 성명, 부서, 직위, 전화번호, 발령일.',
    'No columns of number and name were found. Name the columns in the first row: 사번, 성명, 부서, 직위, 전화번호, 발령일.',
  );
const unreadable = (cause: unknown): TableError => {
  const error = new TableError(
    'unreadable-file',
    '파일이 깨져 있어 읽지 못했습니다. 엑셀에서 CSV로 저장해 다시 가져오십시오.',
    'The file is broken and could not be read. Save it as CSV and import that.',
  );
  error.cause = cause;
  return error;
};

const BROKEN_OR_MORE = ~FEWER_CELLS;

/** Reads a staff list: CSV of CP949 or UTF-8, or XLSX. Throws TableError where it is no table with a number and a name. */
export async function readStaffFile(path: string, name = basename(path)): Promise<StaffFile> {
  const table = await openTable(path, isStaffHeader).catch((error: unknown) => {
    if (error instanceof TableError && error.code === 'unreadable-file') throw error;
    throw error instanceof TableError ? noStaffList() : unreadable(error);
  });
  const header = [...table.columns];
  const [twice] = claimedTwice(header);
  if (twice !== undefined)
    throw new TableError(
      'unreadable-file',
      `${FIELD_NAMES[twice].ko} 열이 둘입니다. 하나만 남기고 다시 가져오십시오.`,
      `Two columns hold the ${FIELD_NAMES[twice].en}. Leave one and import again.`,
    );
  const rows: StaffRow[] = [];
  for await (const batch of table.batches)
    for (let row = 0; row < batch.rows; row++) {
      const cells = header.map((_, column) => cellText(batch, row, column));
      if (cells.every((cell) => cell === '')) continue;
      rows.push({ line: batch.lines[row]!, cells, broken: (batch.flaws[row]! & BROKEN_OR_MORE) !== 0 });
    }
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { name, encoding: table.encoding, digest, header, rows };
}

/** A list that came as a request's body, read from a file of its own that is gone afterwards. */
export async function readStaffBody(body: ArrayBuffer, name: string, dataDir: string): Promise<StaffFile> {
  const folder = join(dataDir, 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  try {
    await writeFile(path, Buffer.from(body), { mode: 0o600 });
    return await readStaffFile(path, name);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new ApiError(400, error.code, { ko: error.message, en: error.english }, 'file');
  } finally {
    await rm(path, { force: true });
  }
}

async function planned(sql: Sql | Tx, file: StaffFile, today: string): Promise<[StaffPlan, string]> {
  const [people, state] = await Promise.all([selectAllPeople(sql, today), selectState(sql)]);
  const plan = planOfStaff(file.header, file.rows, people, state, today);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([file.digest, today, plan]))
    .digest('hex');
  return [plan, fingerprint];
}

function reportOf(file: StaffFile, plan: StaffPlan, fingerprint: string, done: boolean): StaffReport {
  const { create: _c, update: _u, appoint: _a, ...told } = plan;
  return { fingerprint, fileName: file.name, encoding: file.encoding, ...told, done };
}

/** What a list would do. Changes nothing. */
export async function previewStaff(sql: Sql, file: StaffFile, today: string): Promise<StaffReport> {
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
  file: StaffFile,
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
    if (fingerprint !== null && now !== fingerprint)
      throw new ApiError(409, 'preview-stale', {
        ko: '미리 본 뒤에 조직이나 사람이 바뀌었습니다. 새로 읽고 확인하십시오. 바뀐 것은 없습니다.',
        en: 'The register changed after the report. Read it anew and confirm. Nothing was changed.',
      });
    if (plan.faulty > 0 && faulty === 'refuse')
      throw new ApiError(409, 'faulty-rows', {
        ko: `${plan.faulty}개 줄이 잘못됐습니다. 파일을 고치거나, 그 줄을 빼고 받아들이십시오. 바뀐 것은 없습니다.`,
        en: `${plan.faulty} rows are faulty. Mend the file, or accept without them. Nothing was changed.`,
      });
    const ids = new Map((await selectAllPeople(tx, today)).map((each) => [each.personNo, each.personId]));
    for (const person of plan.create) ids.set(person.personNo, await insertPerson(tx, person, 'staff-list'));
    for (const { personId, ...person } of plan.update) await updatePerson(tx, personId, person);
    for (const { postId, kind, fromDay, personNo } of plan.appoint) {
      const appointment = {
        postId,
        personId: ids.get(personNo)!,
        kind,
        fromDay,
        lastDay: null,
        orderNo: null,
      };
      await putInPost(tx, await selectState(tx), appointment, { source: 'staff-list' });
    }
    note({
      ...{ rows: plan.rows, created: plan.created, updated: plan.updated, leftOut: plan.faulty },
      appointments: plan.appoint.length,
    });
    await spread(tx);
    return reportOf(file, plan, now, true);
  });
}
