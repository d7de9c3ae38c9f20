import type { Sql, Tx } from '../platform/db.ts';
import type { DeviceStanding } from './fleet-columns.rules.ts';
import type { Integration, Kind } from './snapshot.rules.ts';

export interface FleetRow {
  readonly cameraId: number;
  readonly siteId: number;
  readonly lon: number;
  readonly lat: number;
  readonly kind: Exclude<Kind, 'unknown'> | null;
  readonly azimuthDeg: number | null;
  readonly hfovDeg: number | null;
  readonly rangeM: number | null;
  readonly heightM: number | null;
  readonly tiltDeg: number | null;
  readonly nightRangeM: number | null;
  readonly megapixels: number | null;
  readonly owner: string;
  readonly departmentId: number | null;
  readonly district: string | null;
  readonly integration: Integration | null;
  readonly watched: boolean;
  readonly mobile: boolean;
  readonly protected: boolean;
  readonly managementNo: string | null;
  readonly name: string;
  readonly siteName: string;
  readonly address: string | null;
}

/** These cameras, or (null) all of the register, in no order: the snapshot's and the search's raw material. */
export function selectFleet(sql: Sql | Tx, cameraIds: readonly number[] | null): Promise<FleetRow[]> {
  return sql<FleetRow[]>`
    select camera_id as "cameraId", site_id as "siteId", st_x(site.geom) as lon, st_y(site.geom) as lat, camera.kind,
           azimuth_deg as "azimuthDeg", hfov_deg as "hfovDeg", range_m as "rangeM", height_m as "heightM",
           tilt_deg as "tiltDeg", night_range_m as "nightRangeM", megapixels, owner_agency as owner,
           department_id as "departmentId", district.name as district, integration, watch = 'watched' as watched,
           regime = 'mobile' as mobile, camera.protected, management_no as "managementNo", camera.name,
           site.name as "siteName", coalesce(road_address, lot_address) as address
    from camera join site using (site_id)
    left join district using (district_id)
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}`;
}

type DeviceRow = DeviceStanding & { readonly cameraId: number };

export function selectDeviceStates(sql: Sql | Tx, cameraIds: readonly number[] | null): Promise<DeviceRow[]> {
  return sql<DeviceRow[]>`
    select camera_id as "cameraId", state, cause, coalesce(floor(extract(epoch from since) / 60), 0)::int as "sinceMin"
    from camera_device
    where ${cameraIds === null ? sql`true` : sql`camera_id = any(${[...cameraIds]}::int[])`}`;
}

export interface NamedPoint {
  readonly name: string;
  readonly detail: string | null;
  readonly rank: number;
  readonly lon: number;
  readonly lat: number;
}

/** Named places of the land, most important first. */
export function selectPlaces(sql: Sql | Tx): Promise<NamedPoint[]> {
  return sql<NamedPoint[]>`
    select place.name, district.name as detail, rank, st_x(place.geom) as lon, st_y(place.geom) as lat
    from place left join district on st_covers(district.geom, place.geom)
    where kind not in ('sea', 'hill') or rank <= 3
    order by rank, place.name`;
}

export function selectDistricts(sql: Sql | Tx): Promise<NamedPoint[]> {
  return sql<NamedPoint[]>`
    select name, null as detail, 1 as rank, st_x(label_point) as lon, st_y(label_point) as lat
    from district order by name`;
}
