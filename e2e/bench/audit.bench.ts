import { createHash, randomUUID } from 'node:crypto';
import { SYSTEM } from '../../server/platform/access.ts';
import { act } from '../../server/platform/act.ts';
import { anchorAudit } from '../../server/platform/audit-anchors.ts';
import { verifyAudit } from '../../server/platform/audit-verdict.ts';
import type { Sql } from '../../server/platform/db.ts';
import { benchPaging } from './audit-paging.ts';
import { withDatabase } from './bench-database.ts';
import { median, row, type Row } from './row.ts';

const ROWS = 200_000;
const ROUNDS = 3;
const WRITERS = 8;
const APPENDED = 1200;

/**
 * The audit: rows verified a second, with every anchor, beside hashing the same number of rows of the same length; and
 * acts appended a second by eight at once, beside the same transactions into a table without a chain.
 */
export const benchAudit = (): Promise<Row[]> =>
  withDatabase('bench audit', WRITERS, async ({ owner, app, config }) => {
    const append = { ours: [] as number[], plain: [] as number[] };
    await owner`create table plain (like audit)`;
    await owner`grant insert, select on plain to gwanje_app`;
    for (let round = 0; round < ROUNDS; round++) {
      append.ours.push(await appended((id) => oneAct(app, id)));
      append.plain.push(await appended((id) => onePlain(app, id)));
    }
    await fill(owner);
    await anchorAudit(app, config);
    const [size] = await owner<{ bytes: number }[]>`
      select avg(length(detail::text) + length(actor) + 90)::float8 as bytes from audit`;
    const verify = { ours: [] as number[], plain: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const begun = performance.now();
      const verdict = await verifyAudit(owner, config);
      if (!verdict.holds) throw new Error('the chain of the bench does not hold');
      verify.ours.push((verdict.rows / (performance.now() - begun)) * 1000);
      verify.plain.push(hashed(verdict.rows, Math.round(size!.bytes) + 32));
    }
    return [
      row(
        `audit: rows verified a second, with anchors (of ${ROWS})`,
        median(verify.ours),
        median(verify.plain),
        'rows/s',
      ),
      row(
        `audit: acts appended a second, ${WRITERS} at once`,
        median(append.ours),
        median(append.plain),
        'rows/s',
      ),
      ...(await benchPaging(owner, app)),
    ];
  });

const detail = () => ({ viewing: randomUUID(), stream: '/cam/1' });

const oneAct = (sql: Sql, id: number) =>
  act(sql, SYSTEM, 'camera.watch', { kind: 'camera', id, detail: detail() }, async () => undefined);

const onePlain = async (sql: Sql, id: number): Promise<void> => {
  // The same three messages to the server as an act: begin, one insert, commit.
  const connection = await sql.reserve();
  try {
    await connection`begin`;
    await connection`
      insert into plain (seq, at, actor, role, action, outcome, object_kind, object_id, detail, prev_hash, hash)
      values (${id}, now(), '시스템', 'system', 'camera.watch', 'done', 'camera', ${String(id)},
              ${connection.json(detail())}, '', '')`;
    await connection`commit`;
  } finally {
    connection.release();
  }
};

async function appended(one: (id: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (next < APPENDED) await one(next++);
    }),
  );
  return (APPENDED / (performance.now() - begun)) * 1000;
}

/** Lays the rows as the trigger does, in one go: a transaction that changes one row so often would crawl. */
async function fill(owner: Sql): Promise<void> {
  await owner`alter table audit disable trigger audit_is_a_chain`;
  await owner.unsafe(`
    do $$
    declare r audit; head audit_head;
    begin
      select * into head from audit_head for update;
      for i in 1..${ROWS} loop
        r := row(head.seq + i, clock_timestamp(), i % 60, '김관제', 'operator', '10.0.0.' || i % 250, 'camera.watch',
                 'done', 'camera', i % 2000, jsonb_build_object('viewing', gen_random_uuid(), 'stream', '/cam/' || i),
                 head.hash, '');
        r.hash := audit_row_digest(head.hash, r);
        head.hash := r.hash;
        insert into audit values (r.*);
      end loop;
      update audit_head set seq = head.seq + ${ROWS}, hash = head.hash;
    end $$`);
  await owner`alter table audit enable always trigger audit_is_a_chain`;
  await owner`vacuum analyze audit`;
}

/** Rows a second that this machine hashes, chained, when nothing else is to be done. */
function hashed(rows: number, bytes: number): number {
  const data = Buffer.alloc(bytes, 7);
  const begun = performance.now();
  for (let i = 0; i < rows; i++) createHash('sha256').update(data).digest().copy(data);
  return (rows / (performance.now() - begun)) * 1000;
}
