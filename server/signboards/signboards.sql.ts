import type { Sql, Tx } from '../platform/db.ts';
import type { Contractor, Department, Post, Registers } from './posts.rules.ts';
import type { DatedPurpose, PrintedSign, SecurityExemption, SubstituteNotice } from './signboards.rules.ts';
import type { DatedEdit } from './stale-since.rules.ts';
import type { Integration } from '../cameras/snapshot.rules.ts';

export interface SignedCameraRow {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly siteName: string;
  readonly hoursText: string | null;
  readonly rangeText: string | null;
  readonly integration: Integration | null;
  readonly departmentId: number | null;
  readonly contractorId: number | null;
}

/** What a sign must be compared with, of these cameras or (null) of all. */
export function selectSignedCameras(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
): Promise<SignedCameraRow[]> {
  return sql<SignedCameraRow[]>`
    select camera_id as "cameraId", protected, site.name as "siteName", hours_text as "hoursText",
           range_text as "rangeText", integration, department_id as "departmentId", contractor_id as "contractorId"
    from camera join site using (site_id)
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}`;
}

export type PurposeRow = DatedPurpose & { readonly cameraId: number };

/** Every dated purpose, ended ones too, by camera and then in the table's order. */
export function selectPurposes(sql: Sql | Tx, cameraIds: readonly number[] | null): Promise<PurposeRow[]> {
  return sql<PurposeRow[]>`
    select camera_id as "cameraId", purpose, main, added_on::text as "addedOn", ended_on::text as "endedOn",
           legal_basis as "legalBasis"
    from camera_purpose
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}`;
}

/** The cameras that share a sign with any of these, themselves included. */
export async function selectCamerasOfSameSigns(
  sql: Sql | Tx,
  cameraIds: readonly number[],
): Promise<number[]> {
  const asked = [...cameraIds];
  const rows = await sql<{ cameraId: number }[]>`
    select distinct camera_id as "cameraId" from signboard_camera
    where signboard_id in (select signboard_id from signboard_camera where camera_id = any(${asked}::int[]))
    union select camera_id from camera where camera_id = any(${asked}::int[])`;
  return rows.map((row) => row.cameraId);
}

interface SignRow extends Omit<PrintedSign, 'text'> {
  readonly purpose: string;
  readonly place: string;
  readonly hours: string;
  readonly range: string;
  readonly manager: string;
  readonly contact: string;
  readonly contractor: string | null;
  readonly contractorContact: string | null;
  readonly cameraIds: number[];
}

/** Signs that still hang, each with all the cameras it speaks for. */
export async function selectStandingSigns(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
  day: string,
): Promise<{ sign: PrintedSign; cameraIds: readonly number[] }[]> {
  const rows = await sql<SignRow[]>`
    select signboard_id as "signboardId", kind, printed_on::text as "printedOn", removed_on::text as "removedOn",
           printed_purpose as purpose, printed_place as place, printed_hours as hours, printed_range as range,
           printed_manager as manager, printed_contact as contact, printed_contractor as contractor,
           printed_contractor_contact as "contractorContact", "cameraIds"
    from signboard
    join (select signboard_id, array_agg(camera_id) as "cameraIds" from signboard_camera
          where ${cameraIds === null ? sql`true` : sql`signboard_id in (select signboard_id from signboard_camera where camera_id = any(${[...cameraIds]}::int[]))`}
          group by signboard_id) spoken_for using (signboard_id)
    where removed_on is null or removed_on > ${day}::date`;
  return rows.map(({ signboardId, kind, printedOn, removedOn, cameraIds: spokenFor, ...text }) => ({
    sign: { signboardId, kind, printedOn, removedOn, text },
    cameraIds: spokenFor,
  }));
}

export function selectNotices(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
): Promise<(SubstituteNotice & { cameraId: number })[]> {
  return sql<(SubstituteNotice & { cameraId: number })[]>`
    select camera_id as "cameraId", notice_id as "noticeId", reason, published_at_place as "publishedAt",
           published_on::text as "publishedOn", withdrawn_on::text as "withdrawnOn"
    from substitute_notice join substitute_notice_camera using (notice_id)
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}
    order by published_on desc`;
}

export function selectExemptions(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
): Promise<(SecurityExemption & { cameraId: number })[]> {
  return sql<(SecurityExemption & { cameraId: number })[]>`
    select camera_id as "cameraId", decision_no as "decisionNo", decided_on::text as "decidedOn"
    from security_exemption
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}`;
}

/** Departments, posts and contractors of all times: the three small registers that signs follow. */
export async function selectRegisters(sql: Sql | Tx): Promise<Registers> {
  const [departments, posts, contractors] = await Promise.all([
    sql<Department[]>`
      select department_id as "departmentId", name, phone, succeeded_by as "succeededBy", valid_from::text as "validFrom",
             valid_to::text as "validTo"
      from department order by department_id`,
    sql<Post[]>`
      select post_id as "postId", department_id as "departmentId", duty, title, phone,
             valid_from::text as "validFrom", valid_to::text as "validTo"
      from responsible_post order by post_id`,
    sql<Contractor[]>`
      select contractor_id as "contractorId", name, phone, valid_from::text as "validFrom",
             valid_to::text as "validTo"
      from contractor_period order by contractor_id, valid_from`,
  ]);
  return { departments, posts, contractors };
}

/** Days on which an undated field of these cameras was last edited, in the city's own time. */
export function selectEdits(sql: Sql | Tx, cameraIds: readonly number[]): Promise<DatedEdit[]> {
  return sql<DatedEdit[]>`
    select case field when 'departmentId' then 'department' when 'contractorId' then 'contractor'
                      when 'siteName' then 'place' when 'hoursText' then 'hours' when 'rangeText' then 'range'
                      else field end as field,
           max((changed_at at time zone 'Asia/Seoul')::date)::text as on
    from camera_change
    where camera_id = any(${[...cameraIds]}::int[])
      and field in ('integration', 'departmentId', 'contractorId', 'siteName', 'hoursText', 'rangeText')
    group by 1`;
}
