import type { Scope } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { AgencyBody, AgencyRow, BodyCamera, BodyCounts, OwnerName } from './agencies.schema.ts';
import { knownCameras } from './known-cameras.sql.ts';

/** Bodies by name with the counts of their cameras today, of those in the scope; `only` null for all of them. */
export function selectAgencies(
  sql: Sql | Tx,
  scope: Scope,
  only: string | null,
  today: string,
): Promise<(AgencyRow & BodyCounts)[]> {
  return sql<(AgencyRow & BodyCounts)[]>`
    with owned as (
      select body.code, camera_id, integration in ('integrated', 'linked') as linked,
             exists (
               select from delegation_camera join delegation using (delegation_id)
               where delegation_camera.camera_id = camera.camera_id and delegation.agency = body.code
                 and in_force @> ${today}::date and daterange(named_from, named_to) @> ${today}::date
             ) as named
      from (select distinct owner_agency from camera) owner
      join agency body on body.code = body_of_owner(owner.owner_agency)
      join camera using (owner_agency)
      where ${knownCameras(sql, scope)} and (${only}::text is null or body.code = ${only})
    ), counted as (
      select code, count(*)::int as owned, count(*) filter (where linked)::int as linked,
             count(*) filter (where named)::int as delegated, count(*) filter (where linked and not named)::int as unnamed
      from owned group by code
    )
    select code, name, phone, owner_names as "ownerNames", coalesce(owned, 0) as owned, coalesce(linked, 0) as linked,
           coalesce(delegated, 0) as delegated, coalesce(unnamed, 0) as unnamed
    from agency left join counted using (code)
    where ${only}::text is null or code = ${only}
    order by name collate "ko-x-icu", code`;
}

/** Names under which cameras of the scope stand in the register: undecided ones first, then the most cameras. */
export function selectOwnerNames(sql: Sql | Tx, scope: Scope): Promise<OwnerName[]> {
  return sql<OwnerName[]>`
    with owner as (
      select btrim(owner_agency) as name, count(*)::int as cameras,
             count(*) filter (where integration in ('integrated', 'linked'))::int as linked
      from camera where ${knownCameras(sql, scope)} group by 1
    )
    select name, cameras, linked, case when is_city_owner(name) then 'city' else body_of_owner(name) end as whose
    from owner order by (is_city_owner(name) or body_of_owner(name) is not null), cameras desc, name limit 400`;
}

/** One body's cameras in the scope, by camera id, a page after `after`. */
export function selectBodyCameras(
  sql: Sql | Tx,
  scope: Scope,
  code: string,
  { after, limit }: { readonly after: number; readonly limit: number },
  today: string,
): Promise<BodyCamera[]> {
  return sql<BodyCamera[]>`
    select camera_id as "cameraId", management_no as "managementNo", camera.name, btrim(owner_agency) as owner,
           integration, link_lacks(camera_id, owner_agency, ${today}) as lacks,
           coalesce((
             select array_agg(delegation_id order by asked_on desc)
             from delegation_camera join delegation using (delegation_id)
             where delegation_camera.camera_id = camera.camera_id and delegation.agency = ${code}
               and daterange(named_from, named_to) @> ${today}::date
               and (ended_on is null or ended_on > ${today}) and (valid_to is null or valid_to > ${today})
           ), '{}') as "delegationIds"
    from camera
    where owner_agency in (
      select owner_agency from (select distinct owner_agency from camera) owner where body_of_owner(owner_agency) = ${code}
    ) and ${knownCameras(sql, scope)} and camera_id > ${after}
    order by camera_id limit ${limit}`;
}

export async function selectAgencyRow(sql: Sql | Tx, code: string): Promise<AgencyRow | undefined> {
  const [row] = await sql<AgencyRow[]>`
    select code, name, phone, owner_names as "ownerNames" from agency where code = ${code}`;
  return row;
}

/** Makes every other writer of this body's papers wait until the transaction ends. */
export async function lockAgency(tx: Tx, code: string): Promise<AgencyRow | undefined> {
  await tx`select 1 from agency where code = ${code} for update`;
  return selectAgencyRow(tx, code);
}

export async function lockOwnerNames(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('owner-names'))`;
}

/** Whose a name in the register is already: a body's code, 'city', or null. */
export async function selectWhoseName(tx: Tx, name: string): Promise<string | null> {
  const [row] = await tx<{ whose: string | null }[]>`
    select coalesce(body_of_owner(${name}), (select 'city' from city_owner_name where name = ${name})) as whose`;
  return row?.whose ?? null;
}

export async function insertAgency(tx: Tx, code: string, body: AgencyBody): Promise<void> {
  await tx`
    insert into agency (code, name, phone, owner_names, source)
    values (${code}, ${body.name}, ${body.phone}, ${body.ownerNames}::text[], 'console')`;
}

export async function updateAgency(tx: Tx, code: string, body: AgencyBody): Promise<void> {
  await tx`
    update agency set name = ${body.name}, phone = ${body.phone}, owner_names = ${body.ownerNames}::text[]
    where code = ${code}`;
}

/** Gives a name to the city (null) or a body, whosever it was. */
export async function setOwnerName(tx: Tx, name: string, code: string | null): Promise<void> {
  await tx`delete from city_owner_name where city_owner_name.name = ${name}`;
  await tx`
    update agency set owner_names = array(select each from unnest(owner_names) as each where btrim(each) <> ${name})
    where code = body_of_owner(${name})`;
  if (code === null) await tx`insert into city_owner_name (name, source) values (${name}, 'console')`;
  else await tx`update agency set owner_names = array_append(owner_names, ${name}) where code = ${code}`;
}

/** How many cameras of the register stand under these names. */
export async function countCamerasOf(tx: Tx, names: readonly string[]): Promise<number> {
  const [row] = await tx<{ cameras: number }[]>`
    select count(*)::int as cameras from camera where btrim(owner_agency) = any(${[...names]}::text[])`;
  return row!.cameras;
}

export interface OwnedCamera {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/** The body's own cameras of these (or all of them), of those in the scope. */
export function selectOwnedCameras(
  tx: Tx,
  scope: Scope,
  code: string,
  cameraIds: readonly number[] | 'all',
): Promise<OwnedCamera[]> {
  const asked = cameraIds === 'all' ? tx`true` : tx`camera_id = any(${[...cameraIds]}::int[])`;
  return tx<OwnedCamera[]>`
    select camera_id as "cameraId", protected, department_today(department_id) as "departmentId"
    from camera where ${asked} and body_of_owner(owner_agency) = ${code} and ${knownCameras(tx, scope)}
    order by camera_id`;
}
