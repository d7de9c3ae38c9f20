import type { Sql, Tx } from '../platform/db.ts';
import type { DeviceState } from '../cameras/snapshot.rules.ts';
import type { Purpose } from '../cameras/purposes.rules.ts';
import type { SightCamera } from './sight.rules.ts';

/** A camera as its sight needs it. Null is unknown; bearings are from true north. */
export interface SightRow {
  readonly cameraId: number;
  readonly lon: number;
  readonly lat: number;
  readonly kind: SightCamera['kind'];
  readonly azimuthDeg: number | null;
  readonly hfovDeg: number | null;
  readonly rangeM: number | null;
  readonly heightM: number | null;
  readonly tiltDeg: number | null;
  readonly nightRangeM: number | null;
  readonly megapixels: number | null;
  readonly owner: string;
  readonly watched: boolean;
  readonly purposes: readonly Purpose[];
  readonly protected: boolean;
  readonly departmentId: number | null;
  readonly barred: readonly { readonly fromDeg: number; readonly toDeg: number }[];
}

/** These cameras, or (null) all that stand at a place, in order of their numbers, with the sectors that are barred on a day at every tilt and zoom. */
export function selectSightRows(
  sql: Sql | Tx,
  cameraIds: readonly number[] | null,
  day: string,
): Promise<SightRow[]> {
  return sql<SightRow[]>`
    with barred as (
      select camera_id, json_agg(json_build_object('fromDeg', from_deg, 'toDeg', to_deg) order by from_deg, sector_id) as sectors
      from barred_sector
      where valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)
        and tilt_from_deg is null and tilt_to_deg is null and zoom_from is null
      group by camera_id),
    serves as (
      select camera_id, json_agg(purpose order by main desc, purpose) as purposes
      from camera_purpose
      where (added_on is null or added_on <= ${day}::date) and (ended_on is null or ended_on > ${day}::date)
      group by camera_id)
    select camera_id as "cameraId", st_x(site.geom) as lon, st_y(site.geom) as lat, camera.kind,
           azimuth_deg as "azimuthDeg", hfov_deg as "hfovDeg", range_m as "rangeM", height_m as "heightM",
           tilt_deg as "tiltDeg", night_range_m as "nightRangeM", megapixels, owner_agency as owner,
           watch = 'watched' as watched, camera.protected,
           department_today(department_id) as "departmentId", coalesce(barred.sectors, '[]') as barred,
           coalesce(serves.purposes, '[]') as purposes
    from camera join site using (site_id) left join barred using (camera_id) left join serves using (camera_id)
    where regime is distinct from 'mobile'
      and ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}
    order by camera_id`;
}

export interface StateRow {
  readonly cameraId: number;
  readonly state: DeviceState;
}

export const selectStates = (sql: Sql | Tx, cameraIds: readonly number[]): Promise<StateRow[]> =>
  sql<StateRow[]>`
    select camera_id as "cameraId", state from camera_device where camera_id = any(${[...cameraIds]}::int[])
    order by camera_id`;

export interface FootprintRow {
  readonly buildingId: number;
  readonly heightM: number | null;
  /** Well-known binary of a multipolygon in EPSG:5187. */
  readonly footprint: Buffer;
}

/** Every building's outline, in order of their numbers. */
export const selectFootprints = (sql: Sql | Tx): Promise<FootprintRow[]> =>
  sql<FootprintRow[]>`
    select building_id as "buildingId", height_m as "heightM", st_asbinary(st_transform(geom, 5187), 'NDR') as footprint
    from building order by building_id`;

export interface DistrictRow {
  readonly districtId: number;
  readonly name: string;
  readonly groundM2: number;
  /** Well-known binary of a multipolygon in EPSG:5187. */
  readonly outline: Buffer;
}

/** Every district with its ground, in order of its name. */
export const selectDistricts = (sql: Sql | Tx): Promise<DistrictRow[]> =>
  sql<DistrictRow[]>`
    select district_id as "districtId", name, st_area(geom::geography) as "groundM2",
           st_asbinary(st_transform(geom, 5187), 'NDR') as outline
    from district order by name, district_id`;

export interface StreetRow {
  readonly name: string | null;
  /** Well-known binary of a multilinestring in EPSG:5187. */
  readonly line: Buffer;
}

/** Every road, those of one name beside each other, those without a name last. */
export const selectStreets = (sql: Sql | Tx): Promise<StreetRow[]> =>
  sql<StreetRow[]>`
    select nullif(trim(name), '') as name, st_asbinary(st_transform(geom, 5187), 'NDR') as line
    from road order by nullif(trim(name), '') nulls last, road_id`;

/** Whether the program itself drew any of what coverage is counted from. */
export async function selectIsSynthetic(sql: Sql | Tx): Promise<boolean> {
  const [row] = await sql<{ synthetic: boolean }[]>`
    select exists (
      select 1 from layer_version where layer in ('cameras', 'districts', 'roads', 'buildings') and source = 'demo')
      as synthetic`;
  return row!.synthetic;
}
