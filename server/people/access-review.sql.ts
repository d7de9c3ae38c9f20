import type { Actor, Protection, Role } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { ReviewDecision, ReviewLine } from './access-review.schema.ts';
import { firstDayOf, signableFrom } from './access-review.rules.ts';
import { rightJson } from './rights.sql.ts';

/** Cameras that are alike to `can`, and how many of them there are. */
export interface CameraKind extends Required<Omit<Protection, 'agency' | 'accountId' | 'contractorId'>> {
  readonly count: number;
}

export function selectCameraKinds(sql: Sql | Tx): Promise<CameraKind[]> {
  return sql<CameraKind[]>`
    with each as (
      select protected, department_today(department_id) as "departmentId", district_id as "districtId", integration,
             coalesce((
               select array_agg(purpose order by purpose) from camera_purpose
               where camera_purpose.camera_id = camera.camera_id and (added_on is null or added_on <= current_date)
                 and (ended_on is null or ended_on > current_date)
             ), '{}') as purposes
      from camera join site using (site_id)
    )
    select *, count(*)::int as count from each group by protected, "departmentId", "districtId", integration, purposes`;
}

/** A line as the registers give it, with what `can` asks of the person. */
export type LineRow = Omit<ReviewLine, 'cameras' | 'protectedCameras'> & {
  readonly accountId: number;
  readonly personRole: Role;
  readonly personDepartmentId: number | null;
  readonly agency: string | null;
  readonly contractorId: number | null;
};

/**
 * Every right of an open account that is not over, every other that held in the quarter or since the last review was signed, and
 * what somebody else has decided in this quarter's review already, by person: no right comes and goes unseen (Art. 30(1)). The last use is the account's last act on record other than signing in and out.
 */
export function selectReviewLines(sql: Sql | Tx, quarter: string): Promise<LineRow[]> {
  const [fromDay, endDay] = [firstDayOf(quarter), signableFrom(quarter)];
  return sql<LineRow[]>`
    with span as (
      select least(${fromDay}::date::timestamp at time zone 'Asia/Seoul',
                   (select max(signed_at) from access_review where access_review.quarter < ${quarter})) as since,
             ${endDay}::date::timestamp at time zone 'Asia/Seoul' as until
    ), rights as (
      select access_grant.*, least(revoked_at, access_grant.valid_to, closed_at) as ends_at
      from access_grant join account using (account_id)
    )
    select access_grant.grant_id as "grantId", account.account_id as "accountId", account.account,
           person_name as "personName", role, role as "personRole",
           department_today(account.department_id) as "personDepartmentId", account.agency,
           account.contractor_id as "contractorId",
           (select name from department where department_id = department_today(account.department_id)) as department,
           agency.name as "agencyName", contractor.name as contractor, ${rightJson(sql)} as right,
           (select to_json(at)#>>'{}' from audit
            where audit.account_id = account.account_id and outcome = 'done'
              and action not in ('session.start', 'session.end', 'pledge.sign')
            order by at desc, seq desc limit 1) as "lastUsedAt",
           coalesce(ends_at <= now(), false) as over,
           case when decided.decided_by_account is distinct from account.account_id and decided.grant_id is not null then jsonb_build_object(
             'decision', decision, 'reason', decided.reason, 'decidedBy', decided_by, 'decidedAt', decided_at,
             'own', false) end as decision,
           (select jsonb_build_object('by', asked_by, 'at', to_json(asked_at)#>>'{}') from account_request
            where account_request.account_id = account.account_id and act = 'revoke' and decided is null
              and expires_at > now() and (payload->>'grantId')::int = access_grant.grant_id
            order by asked_at limit 1) as "endAsked"
    from rights as access_grant join account using (account_id) cross join span
    left join agency on agency.code = account.agency left join contractor using (contractor_id)
    left join access_review_decision decided on decided.grant_id = access_grant.grant_id and decided.quarter = ${quarter}
    where decided.grant_id is not null
       or ends_at is null or ends_at > now()
       or (access_grant.valid_from < until and ends_at > since and ends_at > access_grant.valid_from)
    order by role, person_name, account.account, access_grant.grant_id`;
}

/** Whether another officer's account is open and holds a right now, to decide what this one may not. */
export async function otherOfficerDecides(sql: Sql | Tx, accountId: number | null): Promise<boolean> {
  const [row] = await sql`
    select from account where role = 'officer' and closed_at is null and account_id is distinct from ${accountId}
      and exists (
        select from access_grant
        where access_grant.account_id = account.account_id and revoked_at is null and valid_from <= now()
          and (valid_to is null or valid_to > now())
      ) limit 1`;
  return row !== undefined;
}

export async function upsertDecision(
  tx: Tx,
  quarter: string,
  grantId: number,
  actor: Actor,
  decision: Pick<ReviewDecision, 'decision' | 'reason'>,
): Promise<void> {
  await tx`
    insert into access_review_decision (quarter, grant_id, decision, reason, decided_by, decided_by_account)
    values (${quarter}, ${grantId}, ${decision.decision}, ${decision.reason}, ${actor.personName}, ${actor.accountId})
    on conflict (quarter, grant_id) do update
    set decision = excluded.decision, reason = excluded.reason, decided_by = excluded.decided_by,
        decided_by_account = excluded.decided_by_account, decided_at = now()`;
}

/** One reviewer at a time decides or signs. */
export async function lockReview(tx: Tx, quarter: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext(${`access-review ${quarter}`}))`;
}

export interface SignedReview {
  readonly quarter: string;
  readonly signedAt: string;
  readonly signedBy: string;
  readonly signedByAccount: number | null;
  readonly dueOn: string;
  readonly note: string | null;
  readonly sha256: string;
  readonly demo: boolean;
}

const signedColumns = (sql: Sql | Tx) => sql`
  quarter, to_json(signed_at)#>>'{}' as "signedAt", signed_by as "signedBy", signed_by_account as "signedByAccount",
  due_on::text as "dueOn", note, encode(list_sha256, 'hex') as sha256, source = 'demo' as demo`;

export function selectSignedReviews(sql: Sql | Tx): Promise<SignedReview[]> {
  return sql<SignedReview[]>`select ${signedColumns(sql)} from access_review order by quarter desc`;
}

export async function selectSignedReview(
  sql: Sql | Tx,
  quarter: string,
): Promise<(SignedReview & { list: ReviewLine[] }) | undefined> {
  const [row] = await sql<(SignedReview & { list: ReviewLine[] })[]>`
    select ${signedColumns(sql)}, list from access_review where quarter = ${quarter}`;
  return row;
}

export async function insertReview(
  tx: Tx,
  review: {
    readonly quarter: string;
    readonly signedBy: string;
    readonly accountId: number | null;
    readonly dueOn: string;
    readonly lines: readonly ReviewLine[];
    readonly note: string | null;
    readonly source: string;
    readonly signedAt?: string;
  },
): Promise<void> {
  const list = tx.json(review.lines as never);
  await tx`
    insert into access_review (quarter, signed_at, signed_by, signed_by_account, due_on, list, list_sha256, note, source)
    values (${review.quarter}, coalesce(${review.signedAt ?? null}::timestamptz, now()), ${review.signedBy},
            ${review.accountId}, ${review.dueOn}, ${list}::jsonb, sha256(convert_to(${list}::jsonb::text, 'UTF8')),
            ${review.note}, ${review.source})`;
}

/** The city's day on which the first account was made; null without any. */
export async function firstAccountDay(sql: Sql | Tx): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select (min(created_at) at time zone 'Asia/Seoul')::date::text as day from account`;
  return row!.day;
}
