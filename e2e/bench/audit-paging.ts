import { auditFilter } from '../../server/audit/audit.schema.ts';
import { findRows } from '../../server/audit/find-rows.sql.ts';
import { selectRows } from '../../server/audit/read-audit.sql.ts';
import type { Sql } from '../../server/platform/db.ts';
import { median, row, type Row } from './row.ts';

const PAGED_ROWS = 1_000_000;
const LIMIT = 100;
const ROUNDS = 5;

interface Question {
  readonly query: Readonly<Record<string, string>>;
  readonly cameraIds?: readonly number[];
}

/** Filters that one index answers. */
const ANSWERED: readonly Question[] = [
  { query: {} },
  { query: { probes: 'without' } },
  { query: { person: '7' } },
  { query: { person: 'system' } },
  { query: { action: 'account.grant' } },
  { query: { action: 'camera.watch,camera.edit,account.grant,setting.change' } },
  { query: { outcome: 'refused' } },
  { query: { address: '10.0.0.7' } },
  { query: {}, cameraIds: [1234] },
  { query: { from: '2026-02-01', to: '2026-02-03' } },
];
/** Pairs that find little or nothing along the best index there is: a page looks through as much as one may. */
const SEARCHED: readonly Question[] = [
  { query: { person: '8', action: 'setting.change' } },
  { query: { address: '10.0.0.7', outcome: 'refused' } },
  { query: { person: 'system', action: 'account.grant' } },
  { query: { hours: 'off' } },
];

/**
 * Pages of the audit as filters ask for them, beside reading the very same rows by their numbers; and pages that have to
 * be searched for, beside reading as many rows along one index as a page may look through.
 */
export async function benchPaging(owner: Sql, app: Sql): Promise<Row[]> {
  await fillLong(owner);
  const answered: number[] = [];
  const plain: number[] = [];
  const searched: number[] = [];
  const bound: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let [spent, again] = [0, 0];
    for (const question of ANSWERED) {
      const { ms, seqs } = await paged(app, question);
      spent += ms;
      again += await timed(() => selectRows(app, seqs));
    }
    answered.push((ANSWERED.length / spent) * 1000);
    plain.push((ANSWERED.length / again) * 1000);
    let search = 0;
    for (const question of SEARCHED) search += (await paged(app, question)).ms;
    searched.push((SEARCHED.length / search) * 1000);
    const most = await timed(
      () =>
        app`select count(action) from (select action from audit order by at desc, seq desc limit 20000) as looked`,
    );
    bound.push(1000 / most);
  }
  return [
    row(
      `audit: pages of ${LIMIT} rows a second, ${ANSWERED.length} filters (of ${PAGED_ROWS})`,
      median(answered),
      median(plain),
      'pages/s',
    ),
    row('audit: pages a second that are searched for', median(searched), median(bound), 'pages/s'),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function paged(
  app: Sql,
  { query, cameraIds }: Question,
): Promise<{ ms: number; seqs: readonly number[] }> {
  const filter = auditFilter.parse(query);
  let seqs: readonly number[] = [];
  const ms = await timed(async () => {
    ({ seqs } = await findRows(app, filter, cameraIds ?? null, undefined, LIMIT));
    await selectRows(app, seqs);
  });
  return { ms, seqs };
}

/** A long audit: mostly viewings and devices, a little of all else. Not chained: nobody verifies it here. */
async function fillLong(owner: Sql): Promise<void> {
  await owner`alter table audit disable trigger audit_is_a_chain`;
  await owner`
    insert into audit (seq, at, account_id, actor, role, address, action, outcome, object_kind, object_id, detail,
                       prev_hash, hash)
    select (select seq from audit_head) + n, timestamptz '2026-01-01' + make_interval(secs => n * 20),
           case when n % 3 = 0 then null else n % 60 end, '김관제', case when n % 3 = 0 then 'system' else 'officer' end,
           case when n % 3 = 0 then null else '10.0.0.' || n % 250 end,
           case when n % 3 = 0 then 'camera.probe' when n % 9973 = 0 then 'account.grant'
                when n % 99991 = 0 then 'setting.change' when n % 101 = 0 then 'camera.edit' else 'camera.watch' end,
           case when n % 4999 = 0 then 'refused' else 'done' end, 'camera', n % 2000,
           jsonb_build_object('viewing', gen_random_uuid(), 'stream', '/cam/' || n), '', ''
    from generate_series(1, ${PAGED_ROWS}) as n`;
  await owner`alter table audit enable always trigger audit_is_a_chain`;
  await owner`vacuum analyze audit`;
}
