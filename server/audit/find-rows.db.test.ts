import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../platform/db.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { auditFilter, type AuditFilter } from './audit.schema.ts';
import { findRows, type CameraIds } from './find-rows.sql.ts';

const ROWS = 60_000;
let db: TestDatabase;

beforeAll(async () => {
  db = await aDatabase();
  await db.owner`alter table audit disable trigger all`;
  // Rows that microseconds alone tell apart; mostly devices and viewings, some changes, and once in a long while what somebody looks for.
  await db.owner`
    insert into audit (seq, at, account_id, actor, role, address, action, outcome, object_kind, object_id, detail,
                       prev_hash, hash)
    select n, timestamptz '2026-01-01' + make_interval(mins => n / 3) + n % 3 * interval '7 microseconds', case when n % 2 = 0 then null else n % 50 end,
           '사람', case when n % 2 = 0 then 'system' else 'officer' end, '10.0.0.' || n % 20,
           case when n % 2 = 0 then 'camera.probe' when n % 5000 = 7 then 'account.grant'
                when n % 301 = 0 then 'camera.edit' else 'camera.watch' end,
           case when n % 997 = 0 then 'refused' else 'done' end, 'camera', n % 2000, '{}', '', ''
    from generate_series(1, ${ROWS}) as n`;
  await db.owner`analyze audit`;
}, 60_000);
afterAll(() => db.drop());

/** What this connection has read of the audit so far: rows without an index, and rows by one. */
async function countsOf(tx: Tx): Promise<{ scanned: number; fetched: number }> {
  const [counts] = await tx<{ scanned: number; fetched: number }[]>`
    select seq_tup_read::int as scanned, idx_tup_fetch::int as fetched
    from pg_stat_xact_user_tables where relname = 'audit'`;
  return counts!;
}

/** All pages of a question, one after the other, with the most rows that one page looked at. */
async function walk(filter: AuditFilter, cameraIds: CameraIds, limit: number) {
  const seqs: number[] = [];
  let [pages, most] = [0, 0];
  for (let before: number | undefined; ; pages++) {
    const { found, looked } = await db.app.begin(async (tx) => {
      const counted = await countsOf(tx);
      const found = await findRows(tx, filter, cameraIds, before, limit);
      const after = await countsOf(tx);
      const looked = { scanned: after.scanned - counted.scanned, fetched: after.fetched - counted.fetched };
      return { found, looked };
    });
    expect(looked.scanned, 'rows read without an index').toBe(0);
    most = Math.max(most, looked.fetched);
    seqs.push(...found.seqs);
    const next = found.seqs.length === limit ? found.seqs.at(-1) : found.reached?.seq;
    if (next === undefined) return { seqs, pages: pages + 1, most };
    before = next;
  }
}

const QUESTIONS: [string, Record<string, string>, CameraIds][] = [
  ['everything', {}, null],
  ['all but the devices', { probes: 'without' }, null],
  ['one person', { person: '7' }, null],
  ['a rare act of one person', { person: '7', action: 'account.grant' }, null],
  ['nobody', { person: 'system', action: 'account.grant' }, null],
  ['an address and an outcome', { address: '10.0.0.7', outcome: 'refused' }, null],
  ['refusals of days', { outcome: 'refused', from: '2026-01-03', to: '2026-01-09' }, null],
  ['rare and frequent acts', { action: 'account.grant,camera.watch,camera.edit' }, null],
  ['acts that are not there', { action: 'setting.change,audit.review' }, null],
  ['two cameras', { outcome: 'done' }, [7, 1201]],
  ['out of hours', { hours: 'off' }, null],
  ['done, of an act', { action: 'camera.edit', outcome: 'done' }, null],
];

test.each(QUESTIONS)(
  'Art. 30(3): %s is answered whole, in order, and no page looks through the audit',
  async (_, query, cameraIds) => {
    const filter = auditFilter.parse(query);
    const { action, from, to, person, address, outcome, hours, probes } = filter;
    const wanted = await db.owner<{ seq: number }[]>`
      select seq::int as seq from audit
      where (${action ?? null}::text[] is null or action = any(${action ?? null}))
        and (${from ?? null}::date is null or at >= ${from ?? null}::timestamp at time zone 'Asia/Seoul')
        and (${to ?? null}::date is null or at < (${to ?? null}::date + 1)::timestamp at time zone 'Asia/Seoul')
        and (${person === undefined} or account_id is not distinct from ${person === 'system' ? null : (person ?? null)}::int)
        and (${address ?? null}::text is null or address = ${address ?? null})
        and (${outcome ?? null}::text is null or outcome = ${outcome ?? null})
        and (${probes === undefined} or action <> 'camera.probe')
        and (${cameraIds?.map(String) ?? null}::text[] is null or object_id = any(${cameraIds?.map(String) ?? null}))
        and (${hours === undefined} or (role <> 'system' and (to_char(at at time zone 'Asia/Seoul', 'Dy') in ('Sat', 'Sun')
          or not (at at time zone 'Asia/Seoul')::time between '07:00' and '19:59:59.999999')))
      order by at desc, seq desc`;
    const { seqs, pages, most } = await walk(filter, cameraIds, 1000);
    expect(seqs).toEqual(wanted.map(({ seq }) => seq));
    expect(pages).toBeGreaterThan(0);
    // Two looks, the short one and the long one, and the rows themselves.
    expect(most).toBeLessThan(23_000);
  },
);

test('a page after a row that is not there is empty', async () => {
  expect(await findRows(db.app, {}, null, ROWS + 1, 10)).toEqual({ seqs: [], reached: null });
});
