import type { Sql, Tx } from '../platform/db.ts';
import { actionsOfGroup } from './audit-groups.rules.ts';
import { UNUSUAL } from './audit-review.law.ts';
import { monthEnd } from './audit-review.rules.ts';
import type { MonthFigures } from './audit.schema.ts';
import { outOfHours } from './find-rows.sql.ts';

const NAMED = 50;

type Totals = Omit<MonthFigures, 'viewers' | 'exports' | 'changesOfRights' | 'outOfHours' | 'manyCameras'>;

/** What a month's audit holds in figures (월 점검). Months are of the city's calendar. */
export async function selectMonthFigures(sql: Sql | Tx, month: string): Promise<MonthFigures> {
  const within = sql`
    at >= ${`${month}-01`}::timestamp at time zone 'Asia/Seoul'
    and at < ${monthEnd(month)}::timestamp at time zone 'Asia/Seoul'`;
  const person = sql`account_id as "accountId", actor as "personName", role`;
  const [totals] = await sql<Totals[]>`
    select count(*)::int as rows,
           count(*) filter (where action = 'session.start' and outcome = 'done')::int as "signIns",
           count(*) filter (where action = 'session.start' and outcome = 'refused')::int as "signInsRefused",
           count(*) filter (where action <> 'session.start' and outcome = 'refused')::int as refusals,
           count(*) filter (where action = 'camera.watch' and outcome = 'done')::int as viewings,
           count(*) filter (where action = any(${actionsOfGroup('export')}) and outcome = 'done')::int as "exportsDone",
           count(*) filter (where action = any(${actionsOfGroup('change')}) and outcome = 'done')::int as changes,
           count(*) filter (where action = any(${actionsOfGroup('right')}) and outcome = 'done')::int as "rightsChanged",
           count(*) filter (where ${outOfHours(sql)})::int as "actsOutOfHours"
    from audit where ${within}`;
  const viewers = await sql<MonthFigures['viewers'][number][]>`
    select ${person}, count(*) filter (where action = 'camera.watch')::int as count,
           count(distinct object_id)::int as cameras,
           coalesce(sum((detail ->> 'seconds')::float8) filter (where action = 'camera.watch.end'), 0)::float8 as seconds
    from audit where ${within} and action in ('camera.watch', 'camera.watch.end') and outcome = 'done'
    group by account_id, actor, role order by count desc, actor, role limit ${NAMED}`;
  const exports = await sql<(Omit<MonthFigures['exports'][number], 'at'> & { at: Date })[]>`
    select seq::float8 as seq, at, account_id as "accountId", actor as "personName", action,
           detail ->> 'reason' as reason, (detail ->> 'rows')::float8 as rows
    from audit where ${within} and action = any(${actionsOfGroup('export')}) and outcome = 'done'
    order by audit.at, audit.seq limit ${NAMED}`;
  const changesOfRights = await sql<MonthFigures['changesOfRights'][number][]>`
    select action, count(*)::int as count from audit
    where ${within} and outcome = 'done' and action = any(${actionsOfGroup('right')})
    group by action order by action`;
  const outsiders = await sql<MonthFigures['outOfHours'][number][]>`
    select ${person}, count(*)::int as count from audit where ${within} and ${outOfHours(sql)}
    group by account_id, actor, role order by count desc, actor, role limit ${NAMED}`;
  const manyCameras = await sql<(Omit<MonthFigures['manyCameras'][number], 'at'> & { at: Date })[]>`
    select ${person}, min(at) as at, count(distinct object_id)::int as cameras
    from audit where ${within} and action = 'camera.watch' and outcome = 'done'
    group by account_id, actor, role, date_bin(make_interval(mins => ${UNUSUAL.minutes}), at, timestamptz '2026-01-01')
    having count(distinct object_id) >= ${UNUSUAL.cameras}
    order by cameras desc, min(audit.at) limit ${NAMED}`;
  const dated = <T extends { at: Date }>(row: T) => ({ ...row, at: row.at.toISOString() });
  return {
    ...totals!,
    viewers: [...viewers],
    exports: exports.map(dated),
    changesOfRights: [...changesOfRights],
    outOfHours: [...outsiders],
    manyCameras: manyCameras.map(dated),
  };
}
