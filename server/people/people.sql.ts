import type { Sql, Tx } from '../platform/db.ts';

export async function departmentName(sql: Sql, departmentId: number | null): Promise<string | null> {
  if (departmentId === null) return null;
  const [row] = await sql<
    { name: string }[]
  >`select name from department where department_id = ${departmentId}`;
  return row?.name ?? null;
}

/** Departments in force today, for accounts and messages. */
export function departmentsToday(sql: Sql | Tx): Promise<{ departmentId: number; name: string }[]> {
  return sql<{ departmentId: number; name: string }[]>`
    select department_id as "departmentId", name from department
    where current_date >= valid_from and (valid_to is null or current_date < valid_to) order by name`;
}

export async function demoAccountsAreOpen(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`
    select exists (select from account where source = 'demo' and closed_at is null) as open`;
  return row!.open;
}

/** Demo accounts log in by password alone: they are open on loopback and closed everywhere else. */
export async function openDemoAccounts(sql: Sql, open: boolean): Promise<void> {
  await sql`
    update account set closed_at = case when ${open} then null else coalesce(closed_at, now()) end
    where source = 'demo' and closed_by is null`;
}

export async function pledgeDemoAccount(sql: Sql, accountId: number): Promise<void> {
  await sql`
    insert into pledge (account_id, text_version, text_signed, source)
    values (${accountId}, 'demo', '시연용 합성 데이터', 'demo')`;
}

export async function removeDemoAccounts(sql: Sql): Promise<void> {
  await sql`delete from account where source = 'demo'`;
  await sql`delete from access_review where source = 'demo'`;
}
