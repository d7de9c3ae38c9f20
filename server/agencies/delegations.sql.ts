import type { Scope } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type {
  AdjustmentBody,
  CameraDelegation,
  DelegationRow,
  EndBody,
  GrantBody,
  MeasureRow,
  SecurityBody,
} from './agencies.schema.ts';
import { knownCameras } from './known-cameras.sql.ts';

const delegationColumns = (sql: Sql | Tx, scope: Scope, today: string) => sql`
  delegation_id as "delegationId", delegation.agency, agency.name as "agencyName", asked_on::text as "askedOn",
  asked_by as "askedBy", document_no as "documentNo", document_on::text as "documentOn",
  valid_from::text as "validFrom", valid_to::text as "validTo", granted_by as "grantedBy",
  ended_on::text as "endedOn", end_reason as "endReason", delegation.source = 'demo' as demo,
  coalesce((
    select jsonb_agg(jsonb_build_object('adjustmentId', adjustment_id, 'agreedOn', agreed_on, 'agreed', agreed)
                     order by agreed_on, recorded_at)
    from delegation_adjustment where delegation_adjustment.delegation_id = delegation.delegation_id
  ), '[]') as adjustments,
  (select count(*)::int from delegation_camera join camera using (camera_id)
   where delegation_camera.delegation_id = delegation.delegation_id
     and daterange(named_from, named_to) @> ${today}::date and ${knownCameras(sql, scope)}) as cameras`;

/** Delegations of a body (null: of all), the newest request first. */
export function selectDelegations(
  sql: Sql | Tx,
  scope: Scope,
  code: string | null,
  today: string,
): Promise<DelegationRow[]> {
  return sql<DelegationRow[]>`
    select ${delegationColumns(sql, scope, today)}
    from delegation join agency on agency.code = delegation.agency
    where ${code}::text is null or delegation.agency = ${code}
    order by asked_on desc, valid_from desc nulls first, delegation_id limit 2000`;
}

export async function selectDelegation(
  sql: Sql | Tx,
  scope: Scope,
  delegationId: string,
  today: string,
): Promise<DelegationRow | undefined> {
  const [row] = await sql<DelegationRow[]>`
    select ${delegationColumns(sql, scope, today)}
    from delegation join agency on agency.code = delegation.agency where delegation_id = ${delegationId}`;
  return row;
}

const measureColumns = (sql: Sql | Tx) => sql`
  measure_id as "measureId", agency, measures, document_no as "documentNo", decided_on::text as "decidedOn",
  valid_to::text as "validTo", ended_on::text as "endedOn", end_reason as "endReason"`;

/** Security measures of a body (null: of all), the newest decision first (Art. 25). */
export function selectMeasures(sql: Sql | Tx, code: string | null): Promise<MeasureRow[]> {
  return sql<MeasureRow[]>`
    select ${measureColumns(sql)} from link_security
    where ${code}::text is null or agency = ${code}
    order by decided_on desc, measure_id limit 2000`;
}

export async function selectMeasure(sql: Sql | Tx, measureId: string): Promise<MeasureRow | undefined> {
  const [row] = await sql<MeasureRow[]>`
    select ${measureColumns(sql)} from link_security where measure_id = ${measureId}`;
  return row;
}

export async function insertDelegation(
  tx: Tx,
  row: {
    readonly delegationId: string;
    readonly agency: string;
    readonly askedOn: string;
    readonly by: string;
  },
): Promise<void> {
  await tx`
    insert into delegation (delegation_id, agency, asked_on, asked_by, source)
    values (${row.delegationId}, ${row.agency}, ${row.askedOn}, ${row.by}, 'console')`;
}

export async function grantDelegationRow(
  tx: Tx,
  delegationId: string,
  grant: Omit<GrantBody, 'lastDay'> & { readonly validTo: string | null },
  by: string,
): Promise<void> {
  await tx`
    update delegation set document_no = ${grant.documentNo}, document_on = ${grant.documentOn},
      valid_from = ${grant.fromDay}, valid_to = ${grant.validTo}, granted_by = ${by}
    where delegation_id = ${delegationId}`;
}

export async function endDelegationRow(
  tx: Tx,
  delegationId: string,
  end: EndBody,
  by: string,
): Promise<void> {
  await tx`
    update delegation set ended_on = ${end.endedOn}, end_reason = ${end.reason}, ended_by = ${by}
    where delegation_id = ${delegationId}`;
}

/** Returns false where the same adjustment was written before. */
export async function insertAdjustment(
  tx: Tx,
  delegationId: string,
  row: AdjustmentBody,
  by: string,
): Promise<boolean> {
  const made = await tx`
    insert into delegation_adjustment (adjustment_id, delegation_id, agreed_on, agreed, recorded_by)
    values (${row.adjustmentId}, ${delegationId}, ${row.agreedOn}, ${row.agreed}, ${by})
    on conflict (adjustment_id) do nothing returning 1`;
  return made.length > 0;
}

/**
 * Names cameras from a day on, but for those that the delegation names on it already; one that it names from a later day on
 * is named until then. One that was taken out on the day it was named is named anew. Returns how many are new.
 */
export async function nameCameras(
  tx: Tx,
  delegationId: string,
  cameraIds: readonly number[],
  from: string,
): Promise<number> {
  const made = await tx`
    insert into delegation_camera (delegation_id, camera_id, named_from, named_to)
    select ${delegationId}, camera_id, ${from}::date, (
      select min(named_from) from delegation_camera later
      where later.delegation_id = ${delegationId} and later.camera_id = asked.camera_id
        and later.named_from > ${from}::date and later.named_to is distinct from later.named_from
    )
    from (select distinct unnest(${[...cameraIds]}::int[]) as camera_id) asked
    where not exists (
      select from delegation_camera held
      where held.delegation_id = ${delegationId} and held.camera_id = asked.camera_id
        and daterange(held.named_from, held.named_to) @> ${from}::date
    )
    on conflict (delegation_id, camera_id, named_from) do update set named_to = excluded.named_to
    returning 1`;
  return made.length;
}

/** Takes cameras out from a day on. Returns those that were named until then. */
export function unnameCameras(
  tx: Tx,
  delegationId: string,
  cameraIds: readonly number[],
  to: string,
): Promise<{ cameraId: number }[]> {
  return tx<{ cameraId: number }[]>`
    with gone as (
      update delegation_camera set named_to = greatest(named_from, ${to}::date)
      where delegation_id = ${delegationId} and camera_id = any(${[...cameraIds]}::int[])
        and (named_to is null or named_to > ${to}::date) and named_to is distinct from named_from
      returning camera_id
    )
    select distinct camera_id as "cameraId" from gone`;
}

/** Cameras named by a delegation, with what decides who may hear of them. */
export function selectNamedCameras(
  tx: Tx,
  delegationId: string,
  today: string,
): Promise<{ cameraId: number; protected: boolean; departmentId: number | null }[]> {
  return tx`
    select distinct camera_id as "cameraId", protected, department_today(department_id) as "departmentId"
    from delegation_camera join camera using (camera_id)
    where delegation_id = ${delegationId} and (named_to is null or named_to > ${today})`;
}

export async function insertMeasure(
  tx: Tx,
  agency: string,
  row: Omit<SecurityBody, 'lastDay'> & { readonly validTo: string | null },
  by: string,
): Promise<void> {
  await tx`
    insert into link_security (measure_id, agency, measures, document_no, decided_on, valid_to, recorded_by, source)
    values (${row.measureId}, ${agency}, ${row.measures}, ${row.documentNo}, ${row.decidedOn}, ${row.validTo}, ${by},
            'console')`;
}

export async function endMeasureRow(tx: Tx, measureId: string, end: EndBody, by: string): Promise<void> {
  await tx`
    update link_security set ended_on = ${end.endedOn}, end_reason = ${end.reason}, ended_by = ${by}
    where measure_id = ${measureId}`;
}

type CardDelegation = Omit<NonNullable<CameraDelegation['delegation']>, 'state' | 'daysLeft'> & DelegationRow;

/** The delegations that name a camera of the body, the one that holds longest first, then the newest request. */
export function selectDelegationsOfCamera(
  sql: Sql | Tx,
  scope: Scope,
  cameraId: number,
  code: string,
  today: string,
): Promise<CardDelegation[]> {
  return sql<CardDelegation[]>`
    select ${delegationColumns(sql, scope, today)}
    from delegation join agency on agency.code = delegation.agency
    where delegation.agency = ${code} and exists (
      select from delegation_camera
      where delegation_camera.delegation_id = delegation.delegation_id and camera_id = ${cameraId}
        and daterange(named_from, named_to) @> ${today}::date
    )
    order by in_force @> ${today}::date desc, upper(in_force) desc nulls first, asked_on desc limit 10`;
}

/** Whether a camera is there for this scope. */
export async function cameraIsKnown(sql: Sql | Tx, scope: Scope, cameraId: number): Promise<boolean> {
  const [row] = await sql`select 1 from camera where camera_id = ${cameraId} and ${knownCameras(sql, scope)}`;
  return row !== undefined;
}

/** Whether any paper begins or ends on a day after the first and up to the last of two. */
export async function papersTurnBetween(sql: Sql | Tx, first: string, last: string): Promise<boolean> {
  const [row] = await sql<{ turns: boolean }[]>`
    with edge as (
      select unnest(array[lower(in_force), upper(in_force)]) as day from delegation
      union all select unnest(array[lower(in_force), upper(in_force)]) from link_security
      union all select unnest(array[named_from, named_to]) from delegation_camera
    )
    select exists (select from edge where day > ${first} and day <= ${last}) as turns`;
  return row!.turns;
}
