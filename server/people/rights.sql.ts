import type { Sql, Tx } from '../platform/db.ts';
import type { RightForm, RightView } from './accounts.schema.ts';

/** A right as the registers show it, of a query over `access_grant`. */
export const rightJson = (sql: Sql | Tx) => sql`jsonb_build_object(
  'grantId', access_grant.grant_id, 'districtIds', district_ids,
  'districts', (select jsonb_agg(coalesce(district.name, '?') order by district.name)
                from unnest(district_ids) as each(id) left join district on district.district_id = each.id),
  'departmentId', department_today(access_grant.department_id),
  'department', (select name from department where department_id = department_today(access_grant.department_id)),
  'purposes', purposes,
  'hours', case when hours_from is not null then jsonb_build_object(
    'from', to_char(hours_from, 'HH24:MI'), 'to', to_char(hours_to, 'HH24:MI')) end,
  'validFrom', access_grant.valid_from, 'validTo', access_grant.valid_to, 'reason', access_grant.reason, 'grantedBy', granted_by,
  'grantedAt', granted_at, 'replaces', replaces, 'revokedAt', revoked_at, 'revokedBy', revoked_by,
  'revokeReason', revoke_reason)`;

/** Every right an account ever had, newest first (the history of Art. 30(1)). */
export async function selectRights(sql: Sql | Tx, accountId: number): Promise<RightView[]> {
  const rows = await sql<{ right: RightView }[]>`
    select ${rightJson(sql)} as right from access_grant where account_id = ${accountId}
    order by granted_at desc, grant_id desc`;
  return rows.map(({ right }) => right);
}

export async function insertRight(
  tx: Tx,
  form: RightForm,
  given: {
    readonly accountId: number;
    readonly reason: string;
    readonly grantedBy: string;
    readonly requestId?: string | null;
    readonly replaces?: number | null;
  },
): Promise<number> {
  const [made] = await tx<{ grantId: number }[]>`
    insert into access_grant (account_id, district_ids, department_id, purposes, hours_from, hours_to, valid_from,
                              valid_to, reason, granted_by, request_id, replaces)
    values (${given.accountId}, ${form.districtIds === null ? null : [...form.districtIds]}::int[], ${form.departmentId},
            ${form.purposes === null ? null : [...form.purposes]}::text[], ${form.hours?.from ?? null}::time,
            ${form.hours?.to ?? null}::time,
            greatest(now(), ${form.fromDay}::date::timestamp at time zone 'Asia/Seoul'),
            (${form.untilDay}::date + 1)::timestamp at time zone 'Asia/Seoul',
            ${given.reason}, ${given.grantedBy}, ${given.requestId ?? null}, ${given.replaces ?? null})
    returning grant_id as "grantId"`;
  return made!.grantId;
}

export async function findRightByRequest(
  sql: Sql | Tx,
  requestId: string,
): Promise<{ grantId: number; accountId: number } | undefined> {
  const [row] = await sql<{ grantId: number; accountId: number }[]>`
    select grant_id as "grantId", account_id as "accountId" from access_grant where request_id = ${requestId}`;
  return row;
}

/** Whose right this is and whether it is still to end; undefined where there is none. */
export async function lockRight(
  tx: Tx,
  grantId: number,
): Promise<{ accountId: number; over: boolean } | undefined> {
  const [row] = await tx<{ accountId: number; over: boolean }[]>`
    select account_id as "accountId", revoked_at is not null or coalesce(valid_to <= now(), false) as over
    from access_grant where grant_id = ${grantId} for update`;
  return row;
}

/** Ends these rights now; what is over or ended already stays as it was. Returns the numbers of those that ended. */
export async function endRights(
  tx: Tx,
  which: { readonly accountId: number } | { readonly grantId: number },
  by: { readonly personName: string; readonly reason: string },
): Promise<number[]> {
  const rows = await tx<{ grantId: number }[]>`
    update access_grant set revoked_at = now(), revoked_by = ${by.personName}, revoke_reason = ${by.reason}
    where ${'grantId' in which ? tx`grant_id = ${which.grantId}` : tx`account_id = ${which.accountId}`}
      and revoked_at is null and (valid_to is null or valid_to > now())
    returning grant_id as "grantId"`;
  return rows.map(({ grantId }) => grantId);
}

/** Whether all of these districts are of the city. */
export async function areDistricts(sql: Sql | Tx, districtIds: readonly number[]): Promise<boolean> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from district where district_id = any(${[...districtIds]}::int[])`;
  return row!.n === new Set(districtIds).size;
}

/** Whether this department does work today. */
export async function isDepartment(sql: Sql | Tx, departmentId: number): Promise<boolean> {
  const [row] = await sql`
    select 1 from department
    where department_id = ${departmentId} and (valid_to is null or valid_to > (now() at time zone 'Asia/Seoul')::date)`;
  return row !== undefined;
}
