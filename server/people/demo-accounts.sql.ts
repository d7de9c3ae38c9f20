import type { Sql } from '../platform/db.ts';
import { DEMO_OFFICER, DEMO_SINCE, type DemoPerson, type DemoRight } from './demo-people.rules.ts';

const nine = (day: string): string => `${day}T09:00:00+09:00`;

/** Writes an invented right with its invented days; one over districts that the city has not is left out. */
export async function insertDemoRight(sql: Sql, accountId: number, right: DemoRight): Promise<void> {
  const { districts, department, purposes, hours, since, until, reason, revoked } = right;
  await sql`
    with area as (
      select array_agg(district_id order by district_id) as ids from district where name = any(${[...(districts ?? [])]}::text[])
    )
    insert into access_grant (account_id, district_ids, department_id, purposes, hours_from, hours_to, valid_from,
                              valid_to, reason, granted_by, granted_at, revoked_at, revoked_by, revoke_reason)
    select ${accountId}, ids,
           (select max(department_id) from department where name = ${department ?? null}),
           ${purposes === undefined ? null : [...purposes]}::text[], ${hours?.[0] ?? null}::time,
           ${hours?.[1] ?? null}::time, ${nine(since)}::timestamptz,
           (${until ?? null}::date + 1)::timestamp at time zone 'Asia/Seoul', ${reason}, ${DEMO_OFFICER},
           ${nine(since)}::timestamptz, ${revoked === undefined ? null : nine(revoked.on)}::timestamptz,
           ${revoked === undefined ? null : DEMO_OFFICER}, ${revoked?.reason ?? null}
    from area where ${districts === undefined} or ids is not null`;
}

/** Gives an invented account its invented beginning and, where it has one, its end. */
export async function dateDemoAccount(
  sql: Sql,
  accountId: number,
  { closed }: Pick<DemoPerson, 'closed'>,
): Promise<void> {
  await sql`
    update account set created_at = ${nine(DEMO_SINCE)}, closed_at = ${closed === undefined ? null : nine(closed.on)},
      closed_by = ${closed === undefined ? null : DEMO_OFFICER}, close_reason = ${closed?.reason ?? null},
      left_on = ${closed?.on ?? null}
    where account_id = ${accountId}`;
}

/** The invented person of the register who has this name; null where there is none, as for people of other bodies. */
export async function findDemoPerson(sql: Sql, name: string): Promise<number | null> {
  const [row] = await sql<{ personId: number }[]>`
    select person_id as "personId" from person where name = ${name} and source = 'demo' and left_on is null`;
  return row?.personId ?? null;
}

/** An invented screen of the wall that nobody has connected yet: a machine on this one may, by a fresh code. */
export async function insertDemoDisplay(sql: Sql, account: string): Promise<void> {
  await sql`
    insert into display (name, network, account_id, registered_by, registered_at, source)
    select '비디오월 1', '127.0.0.0/8', account_id, ${DEMO_OFFICER}, ${nine(DEMO_SINCE)}::timestamptz, 'demo'
    from account where account = ${account} and source = 'demo'`;
}
