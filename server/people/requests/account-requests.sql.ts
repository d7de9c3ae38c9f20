import type { Role } from '../../platform/access.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { rightJson } from '../rights.sql.ts';
import { TWO_PEOPLE, type AccountAct, type Somebody } from '../two-people.law.ts';
import type { AccountRequestView, AskedAct, Confirmer } from './account-requests.schema.ts';

/** An account as far as a request must fit it. */
export interface Standing {
  readonly role: Role;
  readonly departmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
  readonly personId: number | null;
}

export interface AccountRequest {
  readonly requestId: string;
  readonly account: string;
  readonly accountId: number | null;
  readonly asked: AskedAct;
  readonly stood: Standing | null;
  readonly reason: string;
  readonly askedBy: string;
  readonly asker: Somebody;
  readonly about: Somebody;
  /** Neither decided nor run out. */
  readonly open: boolean;
}

const askerAndAbout = (sql: Sql | Tx) => sql`
  jsonb_build_object(
    'accountId', asked_by_account,
    'personId', (select person_id from account as asker where asker.account_id = asked_by_account)) as asker,
  jsonb_build_object(
    'accountId', account_request.account_id,
    'personId', coalesce((select person_id from account as theirs where theirs.account_id = account_request.account_id),
                         (payload->>'personId')::int)) as about`;

const isOpen = (sql: Sql | Tx) => sql`decided is null and expires_at > now()`;

async function selectRequest(
  sql: Sql | Tx,
  requestId: string,
  held: boolean,
): Promise<AccountRequest | undefined> {
  const [row] = await sql<AccountRequest[]>`
    select request_id as "requestId", account, account_id as "accountId", payload as asked, stood, reason,
           asked_by as "askedBy", ${askerAndAbout(sql)}, ${isOpen(sql)} as open
    from account_request where request_id = ${requestId} ${held ? sql`for update` : sql``}`;
  return row;
}

export const findRequest = (sql: Sql | Tx, requestId: string): Promise<AccountRequest | undefined> =>
  selectRequest(sql, requestId, false);

/** The request as it stands, held until the transaction ends. */
export const lockRequest = (tx: Tx, requestId: string): Promise<AccountRequest | undefined> =>
  selectRequest(tx, requestId, true);

/** Whether the same was asked about this account and still waits. */
export async function isAskedAlready(tx: Tx, account: string, act: AccountAct): Promise<boolean> {
  const [row] = await tx`
    select 1 from account_request where account = ${account} and act = ${act} and ${isOpen(tx)} limit 1`;
  return row !== undefined;
}

export async function insertRequest(
  tx: Tx,
  given: Pick<
    AccountRequest,
    'requestId' | 'account' | 'accountId' | 'asked' | 'stood' | 'reason' | 'askedBy'
  > & {
    readonly askedByAccount: number;
  },
): Promise<void> {
  await tx`
    insert into account_request (request_id, act, account, account_id, payload, stood, reason, asked_by,
                                 asked_by_account, expires_at)
    values (${given.requestId}, ${given.asked.act}, ${given.account}, ${given.accountId}, ${tx.json(given.asked as never)},
            ${given.stood === null ? null : tx.json(given.stood as never)}, ${given.reason}, ${given.askedBy},
            ${given.askedByAccount}, now() + make_interval(days => ${TWO_PEOPLE.daysToConfirm}))`;
}

export async function decideRequest(
  tx: Tx,
  requestId: string,
  by: {
    readonly how: 'confirmed' | 'refused' | 'withdrawn';
    readonly personName: string;
    readonly accountId: number | null;
    readonly reason: string;
  },
): Promise<void> {
  await tx`
    update account_request set decided = ${by.how}, decided_by = ${by.personName}, decided_by_account = ${by.accountId},
                               decided_at = now(), decide_reason = ${by.reason}
    where request_id = ${requestId}`;
}

/** Overseers whose account is open and holds a right that is not over, with the person of the register. */
export function selectOverseers(
  sql: Sql | Tx,
): Promise<(Confirmer & { accountId: number; personId: number | null })[]> {
  return sql<(Confirmer & { accountId: number; personId: number | null })[]>`
    select account_id as "accountId", person_id as "personId", person_name as "personName", role from account
    where role = any(${[...TWO_PEOPLE.overseers]}) and closed_at is null
      and exists (select from access_grant where access_grant.account_id = account.account_id and revoked_at is null
                  and (valid_to is null or valid_to > now()))
    order by role desc, person_name, account_id`;
}

export async function personOf(sql: Sql | Tx, accountId: number | null): Promise<number | null> {
  const [row] = await sql<{ personId: number | null }[]>`
    select person_id as "personId" from account where account_id = ${accountId}`;
  return row?.personId ?? null;
}

export type RequestRow = Omit<AccountRequestView, 'state' | 'confirmers' | 'mayDecide' | 'mayWithdraw'> & {
  readonly decided: 'confirmed' | 'refused' | 'withdrawn' | null;
  readonly asker: Somebody;
  readonly about: Somebody;
};

/** A right as a request asks for it, in the shape of one that was given. */
const askedRight = (sql: Sql | Tx) => sql`jsonb_build_object(
  'districts', (select jsonb_agg(coalesce(district.name, '?') order by district.name)
                from jsonb_array_elements_text(nullif(form->'districtIds', 'null')) as each(id)
                left join district on district.district_id = each.id::int),
  'department', (select name from department where department_id = department_today((form->>'departmentId')::int)),
  'purposes', form->'purposes', 'hours', form->'hours',
  'validFrom', coalesce((form->>'fromDay')::date::timestamp at time zone 'Asia/Seoul', asked_at),
  'validTo', ((form->>'untilDay')::date + 1)::timestamp at time zone 'Asia/Seoul')`;

/** Requests that wait, and those of the last days that were decided or ran out, the newest first. */
export function selectRequests(sql: Sql, { days }: { readonly days: number }): Promise<RequestRow[]> {
  return sql<RequestRow[]>`
    select account_request.request_id as "requestId", act, account_request.account,
           coalesce(theirs.person_name, payload->>'personName', account_request.account) as "personName",
           stood->>'role' as role, payload->>'role' as becomes,
           coalesce((select name from agency where code = payload->>'agency'),
                    (select name from department where department_id = department_today((payload->>'departmentId')::int)))
             as body,
           (select name from person where person_id = (payload->>'personId')::int) as person,
           case when act = 'revoke'
                then (select ${rightJson(sql)} from access_grant where grant_id = (payload->>'grantId')::int)
                when form is not null then ${askedRight(sql)} end as right,
           payload->>'leftOn' as "leftOn", account_request.reason, asked_by as "askedBy",
           to_json(asked_at)#>>'{}' as "askedAt", to_json(expires_at)#>>'{}' as "expiresAt", decided,
           decided_by as "decidedBy", to_json(decided_at)#>>'{}' as "decidedAt", decide_reason as "decideReason",
           ${askerAndAbout(sql)}
    from account_request
    left join account as theirs on theirs.account_id = account_request.account_id
    cross join lateral (
      select case when act = 'give' then payload
                  when act in ('create', 'role') then nullif(payload->'right', 'null') end as form) as wanted
    where ${isOpen(sql)} or coalesce(decided_at, expires_at) > now() - make_interval(days => ${days})
    order by asked_at desc, account_request.request_id`;
}
