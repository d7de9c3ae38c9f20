import type { Role } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { lockOfAccount } from './login/lock-out.sql.ts';
import type { AccountsQuery, AccountView, RightChoices } from './accounts.schema.ts';
import { rightJson } from './rights.sql.ts';

/** What an act on an account asks about it. */
export interface AccountToActOn {
  readonly accountId: number;
  readonly account: string;
  readonly personName: string;
  readonly role: Role;
  readonly departmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
  readonly personId: number | null;
  readonly closed: boolean;
}

const columnsToActOn = (sql: Sql | Tx) => sql`
  account_id as "accountId", account, person_name as "personName", role, department_id as "departmentId", agency, contractor_id as "contractorId",
  person_id as "personId", closed_at is not null as closed`;

export async function findAccountToActOn(
  sql: Sql | Tx,
  account: string,
): Promise<AccountToActOn | undefined> {
  const [row] = await sql<AccountToActOn[]>`
    select ${columnsToActOn(sql)} from account where account = ${account}`;
  return row;
}

/** The row as it stands, locked until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: number): Promise<AccountToActOn> {
  const [row] = await tx<AccountToActOn[]>`
    select ${columnsToActOn(tx)} from account where account_id = ${accountId} for update`;
  return row!;
}

export async function findAccountByRequest(sql: Sql | Tx, requestId: string): Promise<string | undefined> {
  const [row] = await sql<{ account: string }[]>`select account from account where request_id = ${requestId}`;
  return row?.account;
}

/** Lets one at a time make the account of this name, until the transaction ends. */
export async function reserveName(tx: Tx, account: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext(${`account ${account}`}))`;
}

export async function isAgency(sql: Sql | Tx, code: string): Promise<boolean> {
  const [row] = await sql`select 1 from agency where code = ${code}`;
  return row !== undefined;
}

/** Whether the personnel register has this person, who has not left. */
export async function isPersonHere(sql: Sql | Tx, personId: number): Promise<boolean> {
  const [row] = await sql`select 1 from person where person_id = ${personId} and left_on is null`;
  return row !== undefined;
}

/** False where the account is another person's already: it is let go of before it is somebody else's. */
export async function linkAccountRow(tx: Tx, accountId: number, personId: number | null): Promise<boolean> {
  const { count } = await tx`
    update account set person_id = ${personId}
    where account_id = ${accountId} and (person_id is null or person_id is not distinct from ${personId} or ${personId === null})`;
  return count > 0;
}

const accountColumns = (sql: Sql | Tx) => sql`
  account.account, person_name as "personName", person_id as "personId", role, seat,
  department_today(account.department_id) as "departmentId",
  (select name from department where department_id = department_today(account.department_id)) as department,
  account.agency, agency.name as "agencyName", account.contractor_id as "contractorId", contractor.name as contractor,
  contractor_holds(account.contractor_id) as "contractorHolds",
  to_json(account.created_at)#>>'{}' as "createdAt", to_json(closed_at)#>>'{}' as "closedAt", closed_by as "closedBy",
  close_reason as "closeReason", left_on::text as "leftOn",
  (select to_json(at)#>>'{}' from audit
   where audit.account_id = account.account_id and action = 'session.start' and outcome = 'done'
   order by at desc, seq desc limit 1) as "lastSignInAt",
  (select to_json(max(signed_at))#>>'{}' from pledge where pledge.account_id = account.account_id) as "pledgedAt",
  exists (select from totp_factor where totp_factor.account_id = account.account_id)
    or exists (select from passkey where passkey.account_id = account.account_id) as "secondFactor", account.source = 'demo' as demo,
  ${lockOfAccount(sql)} as lock,
  coalesce((
    select jsonb_agg(${rightJson(sql)} order by granted_at, grant_id) from access_grant
    where access_grant.account_id = account.account_id and revoked_at is null and (valid_to is null or valid_to > now())
  ), '[]') as rights`;

const inState = (sql: Sql, state: AccountsQuery['state']) => {
  switch (state) {
    case 'all':
      return sql`true`;
    case 'open':
      return sql`closed_at is null`;
    case 'closed':
      return sql`closed_at is not null`;
    case 'no-person':
      return sql`closed_at is null and person_id is null`;
    case 'several':
      // That one person has two is what the database refuses: one of them is tied to nobody yet.
      return sql`closed_at is null and exists (
        select from account other
        where other.account_id <> account.account_id and other.closed_at is null
          and other.person_name = account.person_name and (other.person_id is null or account.person_id is null))`;
  }
};

/** Whose the number of the personnel register is, of those who have not left. */
export async function personByNo(sql: Sql, personNo: string): Promise<number | undefined> {
  const [row] = await sql<{ personId: number }[]>`
    select person_id as "personId" from person where person_no = ${personNo} and left_on is null`;
  return row?.personId;
}

/** Accounts by name, one page; `after` is the last name of the page before. */
export function selectAccounts(sql: Sql, query: AccountsQuery): Promise<AccountView[]> {
  const { role, state, departmentId, agency, q, after, limit } = query;
  return sql<AccountView[]>`
    select ${accountColumns(sql)}
    from account left join agency on agency.code = account.agency left join contractor using (contractor_id)
    where ${role === undefined ? sql`true` : sql`role = ${role}`}
      and ${inState(sql, state)}
      and ${departmentId === undefined ? sql`true` : sql`department_today(account.department_id) = ${departmentId}`}
      and ${agency === undefined ? sql`true` : sql`account.agency = ${agency}`}
      and ${q === undefined || q === '' ? sql`true` : sql`strpos(lower(account.account || ' ' || person_name), ${q.toLowerCase()}) > 0`}
      and ${after === undefined ? sql`true` : sql`account.account > ${after}`}
    order by account.account limit ${limit}`;
}

export async function selectAccount(sql: Sql, account: string): Promise<AccountView | undefined> {
  const [row] = await sql<AccountView[]>`
    select ${accountColumns(sql)}
    from account left join agency on agency.code = account.agency left join contractor using (contractor_id)
    where account.account = ${account}`;
  return row;
}

/** Closes an account and ends its sessions at once (Art. 32: access ends at leave). */
export async function closeAccountRow(
  tx: Tx,
  accountId: number,
  leave: { readonly by: string; readonly reason: string; readonly leftOn: string | null },
): Promise<void> {
  await tx`
    update account set closed_at = now(), closed_by = ${leave.by}, close_reason = ${leave.reason}, left_on = ${leave.leftOn}
    where account_id = ${accountId} and closed_at is null`;
  await endSessions(tx, accountId);
}

export async function endSessions(tx: Tx, accountId: number): Promise<void> {
  await tx`delete from session where account_id = ${accountId}`;
}

/** Gives an account another password and ends its sessions; `due` where its holder is to set another first. */
export async function replacePassword(
  tx: Tx,
  accountId: number,
  passwordHash: string,
  due: boolean,
): Promise<void> {
  await tx`
    update account set password_hash = ${passwordHash}, password_due = ${due} where account_id = ${accountId}`;
  await endSessions(tx, accountId);
}

export async function insertAccount(
  tx: Tx,
  row: Pick<AccountToActOn, 'account' | 'role' | 'departmentId' | 'agency' | 'contractorId'> & {
    readonly personName: string;
    readonly seat: string | null;
  },
  more: {
    readonly passwordHash: string;
    readonly passwordDue: boolean;
    readonly source: string;
    readonly personId: number | null;
    readonly requestId: string | null;
  },
): Promise<number> {
  const [made] = await tx<{ accountId: number }[]>`
    insert into account (account, password_hash, password_due, role, agency, department_id, contractor_id, person_name, seat, source,
                         person_id, request_id)
    values (${row.account}, ${more.passwordHash}, ${more.passwordDue}, ${row.role}, ${row.agency}, ${row.departmentId}, ${row.contractorId},
            ${row.personName}, ${row.seat}, ${more.source}, ${more.personId}, ${more.requestId})
    returning account_id as "accountId"`;
  return made!.accountId;
}

export async function updateRole(
  tx: Tx,
  accountId: number,
  standing: Pick<AccountToActOn, 'role' | 'departmentId' | 'agency' | 'contractorId'>,
): Promise<void> {
  await tx`
    update account set role = ${standing.role}, department_id = ${standing.departmentId}, agency = ${standing.agency},
                       contractor_id = ${standing.contractorId}
    where account_id = ${accountId}`;
}

/** Whether another officer is there who can let others in; who asks at the same time waits for this transaction. */
export async function isAnotherOfficer(tx: Tx, accountId: number): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtext('an-officer-stays'))`;
  const [row] = await tx`
    select 1 from account where role = 'officer' and closed_at is null and account_id <> ${accountId} limit 1`;
  return row !== undefined;
}

/** Open accounts of a person of the personnel register. */
export async function openAccountsOfPerson(tx: Tx, personId: number): Promise<AccountToActOn[]> {
  return tx<AccountToActOn[]>`
    select ${columnsToActOn(tx)} from account where person_id = ${personId} and closed_at is null for update`;
}

/** The last day of what a contractor has signed, or null where none is set; undefined where nothing is in force. */
export async function contractorLastDay(
  sql: Sql | Tx,
  contractorId: number,
): Promise<{ lastDay: string | null } | undefined> {
  const [row] = await sql<{ lastDay: string | null }[]>`
    select (valid_to - 1)::text as "lastDay" from contractor_period
    where contractor_id = ${contractorId} and valid_from <= (now() at time zone 'Asia/Seoul')::date
      and (valid_to is null or valid_to > (now() at time zone 'Asia/Seoul')::date)`;
  return row;
}

/** Contractors whose contract is in force. */
export function contractorsToday(sql: Sql | Tx): Promise<{ contractorId: number; name: string }[]> {
  return sql<{ contractorId: number; name: string }[]>`
    select contractor_id as "contractorId", name from contractor where contractor_holds(contractor_id) order by name`;
}

/** What the forms choose from today. */
export async function selectChoices(sql: Sql): Promise<Omit<RightChoices, 'outsiderDays'>> {
  const [districts, departments, agencies, contractors] = await Promise.all([
    sql<RightChoices['districts'][number][]>`
      select district_id as "districtId", name from district order by name, district_id`,
    sql<RightChoices['departments'][number][]>`
      select department_id as "departmentId", name from department
      where valid_from <= (now() at time zone 'Asia/Seoul')::date
        and (valid_to is null or valid_to > (now() at time zone 'Asia/Seoul')::date) order by name`,
    sql<RightChoices['agencies'][number][]>`select code, name from agency order by name`,
    sql<RightChoices['contractors'][number][]>`
      select contractor_id as "contractorId", name,
             (select (max(valid_to) - 1)::text from contractor_period
              where contractor_period.contractor_id = contractor.contractor_id
              having count(*) filter (where valid_to is null) = 0) as "lastDay"
      from contractor where contractor_holds(contractor_id) order by name`,
  ]);
  return { districts, departments, agencies, contractors };
}
