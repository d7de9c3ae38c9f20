import type { Tx } from '../platform/db.ts';

export interface NewPlace {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** The place of a camera; undefined where there is no such camera. */
export async function selectSiteOf(tx: Tx, cameraId: number): Promise<number | undefined> {
  const [row] = await tx<{ siteId: number }[]>`
    select site_id as "siteId" from camera where camera_id = ${cameraId}`;
  return row?.siteId;
}

/** Whether a point lies in one of the city's districts; true where none is loaded, since then nobody can say. */
export async function isInCity(tx: Tx, { lon, lat }: NewPlace): Promise<boolean> {
  const [row] = await tx<{ inside: boolean }[]>`
    select not exists (select from district)
        or exists (select from district where st_covers(geom, st_setsrid(st_makepoint(${lon}, ${lat}), 4326))) as inside`;
  return row!.inside;
}

export async function insertSite(tx: Tx, { name, lon, lat }: NewPlace, source: string): Promise<number> {
  const [row] = await tx<{ siteId: number }[]>`
    with point as (select st_setsrid(st_makepoint(${lon}, ${lat}), 4326) as geom)
    insert into site (name, geom, district_id, source)
    select ${name}, geom, (
      select district_id from district where st_covers(district.geom, point.geom) order by district_id limit 1
    ), ${source} from point
    returning site_id as "siteId"`;
  return row!.siteId;
}

export interface NewCamera {
  readonly name: string;
  readonly managementNo: string | null;
  readonly ownerAgency: string;
  readonly purpose: string;
}

/** A camera of which nothing else is known: nobody has said yet that it is integrated. */
export async function insertCamera(
  tx: Tx,
  siteId: number,
  { name, managementNo, ownerAgency, purpose }: NewCamera,
  source: string,
): Promise<number> {
  const [row] = await tx<{ cameraId: number }[]>`
    with made as (
      insert into camera (site_id, management_no, name, owner_agency, source)
      values (${siteId}, ${managementNo}, ${name}, ${ownerAgency}, ${source})
      returning camera_id
    ), served as (
      insert into camera_purpose (camera_id, purpose, main)
      select camera_id, ${purpose}, true from made
    )
    select camera_id as "cameraId" from made`;
  return row!.cameraId;
}

/** Whether a camera has the number; whoever would give the same one waits until this transaction ends. */
export async function isManagementNoTaken(tx: Tx, managementNo: string): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(hashtext('management-no'), hashtext(${managementNo}))`;
  const [row] = await tx<{ taken: boolean }[]>`
    select exists (select from camera where management_no = ${managementNo}) as taken`;
  return row!.taken;
}
