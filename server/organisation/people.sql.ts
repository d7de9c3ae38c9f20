import type { Sql, Tx } from '../platform/db.ts';
import type { PeopleQuery, PersonForm, PersonView } from './person.schema.ts';

const HOLDINGS = (sql: Sql | Tx, today: string) => sql`
  coalesce((
    select jsonb_agg(jsonb_build_object('holdingId', holding_id, 'postId', post_id, 'title', post.title, 'kind', kind,
                                        'validFrom', held.valid_from, 'validTo', held.valid_to)
                     order by held.valid_from, holding_id)
    from post_holding held join responsible_post post using (post_id)
    where held.person_id = person.person_id and (held.valid_to is null or held.valid_to > ${today}::date)
  ), '[]'::jsonb)`;

const columns = (sql: Sql | Tx, today: string) => sql`
  person_id as "personId", person_no as "personNo", person.name, title, person.phone,
  department_today(person.department_id) as "departmentId",
  (select name from department where department_id = department_today(person.department_id)) as department,
  left_on::text as "leftOn", ${HOLDINGS(sql, today)} as holdings,
  (select account from account where account.person_id = person.person_id and closed_at is null) as account,
  person.source = 'demo' as demo`;

/** A letter that LIKE reads as itself. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (letter) => `\\${letter}`);

const fits = (sql: Sql | Tx, { q, state, departmentId }: PeopleQuery) => sql`
  ${q === undefined || q === '' ? sql`true` : sql`(name ilike ${`%${literal(q)}%`} or person_no ilike ${`%${literal(q)}%`})`}
  and ${state === 'all' ? sql`true` : state === 'here' ? sql`left_on is null` : sql`left_on is not null`}
  and ${departmentId === undefined ? sql`true` : sql`department_today(department_id) = ${departmentId}`}`;

/** People of the register, by number. */
export const selectPeople = (sql: Sql, query: PeopleQuery, today: string): Promise<PersonView[]> =>
  sql<PersonView[]>`
    select ${columns(sql, today)} from person
    where ${fits(sql, query)} and person_id > ${query.after ?? 0} order by person_id limit ${query.limit}`;

export async function countPeople(sql: Sql, query: PeopleQuery): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from person where ${fits(sql, query)}`;
  return row!.count;
}

export async function selectPersonView(
  sql: Sql | Tx,
  personId: number,
  today: string,
): Promise<PersonView | undefined> {
  const [row] = await sql<PersonView[]>`
    select ${columns(sql, today)} from person where person_id = ${personId}`;
  return row;
}

/** Everybody, as a staff list is held against them. */
export const selectAllPeople = (sql: Sql | Tx, today: string): Promise<PersonView[]> =>
  sql<PersonView[]>`select ${columns(sql, today)} from person order by person_id`;

export async function lockPerson(
  tx: Tx,
  personId: number,
): Promise<{ name: string; leftOn: string | null } | undefined> {
  const [row] = await tx<{ name: string; leftOn: string | null }[]>`
    select name, left_on::text as "leftOn" from person where person_id = ${personId} for update`;
  return row;
}

export async function insertPerson(tx: Tx, row: PersonForm, source: string): Promise<number> {
  const [made] = await tx<{ id: number }[]>`
    insert into person (person_no, name, title, phone, department_id, source)
    values (${row.personNo}, ${row.name}, ${row.title}, ${row.phone}, ${row.departmentId}, ${source})
    returning person_id as id`;
  return made!.id;
}
export async function updatePerson(tx: Tx, personId: number, row: PersonForm): Promise<void> {
  await tx`
    update person set person_no = ${row.personNo}, name = ${row.name}, title = ${row.title}, phone = ${row.phone},
                      department_id = ${row.departmentId}
    where person_id = ${personId}`;
}
export async function isNumberTaken(tx: Tx, personNo: string, except: number | null): Promise<boolean> {
  const [row] = await tx`
    select from person where person_no = ${personNo} and person_id is distinct from ${except}`;
  return row !== undefined;
}
export async function isDepartmentToday(tx: Tx, departmentId: number, today: string): Promise<boolean> {
  const [row] = await tx`
    select from department where department_id = ${departmentId} and valid_from <= ${today}
      and (valid_to is null or valid_to > ${today})`;
  return row !== undefined;
}

export async function isAccountOf(tx: Tx, accountId: number, personId: number): Promise<boolean> {
  const [row] = await tx`select from account where account_id = ${accountId} and person_id = ${personId}`;
  return row !== undefined;
}

export async function setLeft(tx: Tx, personId: number, leftOn: string): Promise<void> {
  await tx`update person set left_on = ${leftOn} where person_id = ${personId}`;
}

/** Ends what somebody holds on a day; what has not begun by then never does. Returns the titles of the posts. */
export async function endHoldingsOf(tx: Tx, personId: number, day: string): Promise<string[]> {
  const rows = await tx<{ holdingId: number; title: string; begins: boolean }[]>`
    select holding_id as "holdingId", post.title, held.valid_from >= ${day}::date as begins
    from post_holding held join responsible_post post using (post_id)
    where person_id = ${personId} and (held.valid_to is null or held.valid_to > ${day}) order by holding_id`;
  const later = rows.filter(({ begins }) => begins).map(({ holdingId }) => holdingId);
  const now = rows.filter(({ begins }) => !begins).map(({ holdingId }) => holdingId);
  await tx`delete from post_holding where holding_id = any(${later}::int[])`;
  await tx`update post_holding set valid_to = ${day} where holding_id = any(${now}::int[])`;
  return rows.map(({ title }) => title);
}
