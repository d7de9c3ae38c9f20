import type { Sql, Tx } from '../../platform/db.ts';

/** West, south, east, north in degrees, or a district. */
export type Area =
  | { readonly box: readonly [number, number, number, number]; readonly districtId: null }
  | { readonly box: null; readonly districtId: number };

const areaOf = (sql: Sql | Tx, { box, districtId }: Area) =>
  box === null
    ? sql`select geom from district where district_id = ${districtId}`
    : sql`select st_makeenvelope(${box[0]}, ${box[1]}, ${box[2]}, ${box[3]}, 4326) as geom`;

/**
 * The ground of an area, without its water and, where a coast is loaded, without the sea; or only what of it is road. As
 * well-known binary of a multipolygon in EPSG:5187, which may be empty; undefined where there is no such district.
 */
export async function selectAreaGround(
  sql: Sql | Tx,
  area: Area,
  over: 'roads' | 'ground',
): Promise<Buffer | undefined> {
  const [row] = await sql<{ ground: Buffer }[]>`
    with area as (${areaOf(sql, area)}),
    shore as (
      select st_union(st_intersection(land.geom, area.geom)) as geom
      from land join area on land.geom && area.geom and st_intersects(land.geom, area.geom)),
    wet as (
      select st_union(st_collectionextract(st_intersection(water.geom, area.geom), 3)) as geom
      from water join area on water.geom && area.geom and st_intersects(water.geom, area.geom)
      where st_dimension(water.geom) = 2),
    dry as (
      select st_difference(
               case when exists (select from land) then coalesce(shore.geom, st_geomfromtext('POLYGON EMPTY', 4326))
                    else area.geom end,
               coalesce(wet.geom, st_geomfromtext('POLYGON EMPTY', 4326))) as geom
      from area cross join shore cross join wet),
    paved as (
      select st_union(st_buffer(st_transform(road.geom, 5187), coalesce(width_m, 6) / 2, 'quad_segs=2')) as geom
      from road join area on road.geom && area.geom where ${over === 'roads'}),
    ground as (
      select case when ${over === 'roads'}
                  then st_intersection(st_transform(area.geom, 5187), coalesce(paved.geom, st_geomfromtext('POLYGON EMPTY', 5187)))
                  else st_transform(dry.geom, 5187) end as geom
      from area cross join dry cross join paved)
    select st_asbinary(st_multi(st_collectionextract(geom, 3)), 'NDR') as ground from ground`;
  return row?.ground;
}

export interface RoadRow {
  readonly name: string | null;
  readonly widthM: number;
  /** Well-known binary of a multilinestring in EPSG:5187. */
  readonly line: Buffer;
}

/** What lies of each road in an area, in the order of their numbers. On a motorway the city sets up nothing. */
export const selectRoadsIn = (sql: Sql | Tx, area: Area): Promise<RoadRow[]> =>
  sql<RoadRow[]>`
    with area as (${areaOf(sql, area)}),
    part as (
      select road_id, nullif(trim(name), '') as name, coalesce(width_m, 6)::float8 as width_m,
             st_collectionextract(st_intersection(road.geom, area.geom), 2) as geom
      from road join area on road.geom && area.geom and st_intersects(road.geom, area.geom)
      where class <> 'motorway')
    select name, width_m as "widthM", st_asbinary(st_multi(st_transform(geom, 5187)), 'NDR') as line
    from part where not st_isempty(geom) order by road_id`;

export const selectDistrictNames = (
  sql: Sql | Tx,
): Promise<{ readonly districtId: number; readonly name: string }[]> =>
  sql<{ districtId: number; name: string }[]>`
    select district_id as "districtId", name from district order by name, district_id`;
