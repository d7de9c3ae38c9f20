import type { Sql, Tx } from '../platform/db.ts';
import type { LandBox, LandLayer } from './land.schema.ts';

export interface LayerVersion {
  readonly layer: string;
  readonly version: number;
  readonly source: string;
  readonly title: string;
}

/** What each layer holds now. */
export const selectLayerVersions = (sql: Sql | Tx): Promise<LayerVersion[]> =>
  sql<LayerVersion[]>`select layer, version, source, title from layer_version order by layer`;

export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** The districts' box, or the land's where there are none, and the label point of the most densely peopled district; null with neither. */
export async function selectExtent(sql: Sql | Tx): Promise<Extent | null> {
  const [row] = await sql<(Extent | { west: null })[]>`
    with box as (
      select coalesce((select ST_Extent(geom) from district), (select ST_Extent(geom) from land))::geometry as geom),
    town as (
      select label_point from district
      order by population / nullif(ST_Area(geom), 0) desc nulls last limit 1)
    select ST_XMin(box.geom) as west, ST_YMin(box.geom) as south, ST_XMax(box.geom) as east, ST_YMax(box.geom) as north,
           ST_X(label_point) as lon, ST_Y(label_point) as lat
    from box left join town on true`;
  return row && row.west !== null ? row : null;
}

/** The sum of the basemap layers' versions: it grows with every load, whichever layer it was. */
export async function selectTileVersion(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    select coalesce(sum(version), 0)::integer as version from layer_version where layer <> 'cameras'`;
  return row?.version ?? 0;
}

export interface TileRow {
  readonly version: number;
  readonly mvt: Buffer;
}

/**
 * One vector tile of the basemap with the version it was made from, both from one snapshot. Layers: land, water, green,
 * district, road, building, label_place, label_district; an absent layer has nothing here. No camera, site or sign is
 * read, so a protected site leaves no trace (Art. 10(4)).
 * The parts are materialized because a tile geometry is dear: inlined, it would be made once to test and once to send.
 */
export async function selectTile(sql: Sql | Tx, z: number, x: number, y: number): Promise<TileRow> {
  const [row] = await sql<TileRow[]>`
    with tile as materialized (
      select ST_TileEnvelope(${z}, ${x}, ${y}) as box,
             ST_TileEnvelope(${z}, ${x}, ${y}, margin => 0.015625) as wide,
             ST_Transform(ST_TileEnvelope(${z}, ${x}, ${y}, margin => 0.03125), 4326) as degrees,
             40075016.68 / (4096 * (1 << ${z})) as unit_m),
    land_part as materialized (
      select ST_AsMVTGeom(ST_SimplifyPreserveTopology(ST_Transform(ST_ClipByBox2D(geom, degrees::box2d), 3857), unit_m * 4), box, 4096, 64) as geom
      from land, tile where land.geom && degrees),
    water_part as materialized (
      select kind, name, ST_AsMVTGeom(ST_Simplify(ST_Transform(geom, 3857), unit_m * 4), box, 4096, 64) as geom
      from water, tile where water.geom && degrees and (kind <> 'stream' or ${z}::integer >= 10)),
    green_part as materialized (
      select name, ST_AsMVTGeom(ST_Simplify(ST_Transform(geom, 3857), unit_m * 4), box, 4096, 64) as geom
      from green, tile
      where green.geom && degrees and (${z}::integer >= 13 or ST_Area(ST_Envelope(green.geom)) > 1e-5)),
    border as (
      select ST_LineMerge(ST_UnaryUnion(ST_Collect(ST_ClipByBox2D(ST_Boundary(geom), degrees::box2d)))) as geom
      from district, tile where district.geom && degrees),
    shore as (
      select ST_Buffer(ST_Collect(ST_ClipByBox2D(ST_Boundary(geom), degrees::box2d)), 0.0004, 2) as geom
      from land, tile where land.geom && degrees),
    district_part as materialized (
      select ST_AsMVTGeom(
               ST_Simplify(
                 ST_Transform(case when shore.geom is null then border.geom else ST_Difference(border.geom, shore.geom) end, 3857),
                 unit_m * 8),
               box, 4096, 64) as geom
      from border, shore, tile where border.geom is not null),
    road_part as materialized (
      select class, name, width_m::real as width_m,
             ST_AsMVTGeom(ST_Simplify(ST_Transform(geom, 3857), unit_m * 4), box, 4096, 64) as geom
      from road, tile
      where road.geom && degrees
        and (class in ('motorway', 'trunk') or (class = 'main' and ${z}::integer >= 9)
             or (class = 'street' and ${z}::integer >= 11) or ${z}::integer >= 13)),
    building_part as materialized (
      select height_m::real as height_m,
             ST_AsMVTGeom(ST_Simplify(ST_Transform(geom, 3857), unit_m), box, 4096, 32) as geom
      from building, tile where ${z}::integer >= 14 and building.geom && degrees),
    label_place_part as materialized (
      select name, kind, rank::integer as rank, ST_AsMVTGeom(ST_Transform(geom, 3857), box, 4096, 0) as geom
      from place, tile where place.geom && degrees and rank <= ${z}::integer - 7
      order by rank, name),
    label_district_part as materialized (
      select name, population, ST_AsMVTGeom(ST_Transform(label_point, 3857), box, 4096, 0) as geom
      from district, tile where label_point && degrees)
    select (select coalesce(sum(version), 0)::integer from layer_version where layer <> 'cameras') as version,
           coalesce((select ST_AsMVT(p, 'land', 4096, 'geom') from land_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'green', 4096, 'geom') from green_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'water', 4096, 'geom') from water_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'district', 4096, 'geom') from district_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'road', 4096, 'geom') from road_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'building', 4096, 'geom') from building_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'label_place', 4096, 'geom') from label_place_part p where geom is not null), '')
        || coalesce((select ST_AsMVT(p, 'label_district', 4096, 'geom') from label_district_part p where geom is not null), '')
           as mvt`;
  if (!row) throw new Error('the tile query answered nothing');
  return row;
}

const collected = (rows: readonly { feature: string }[]): string =>
  `{"type":"FeatureCollection","features":[${rows.map((row) => row.feature).join(',')}]}`;

/** A land layer within a box as GeoJSON text, whole features as loaded, in the order of their numbers. */
export async function selectLayerGeoJson(
  sql: Sql | Tx,
  layer: LandLayer,
  [w, s, e, n]: LandBox,
): Promise<string> {
  if (layer === 'buildings')
    return collected(
      await sql<{ feature: string }[]>`
      select ST_AsGeoJSON(f, 'geom', 7) as feature
      from (select building_id as "buildingId", name, height_m as "heightM", source, geom from building
            where geom && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326) order by building_id) f`,
    );
  if (layer === 'roads')
    return collected(
      await sql<{ feature: string }[]>`
      select ST_AsGeoJSON(f, 'geom', 7) as feature
      from (select road_id as "roadId", name, class, width_m as "widthM", source, geom from road
            where geom && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326) order by road_id) f`,
    );
  return collected(
    await sql<{ feature: string }[]>`
    select ST_AsGeoJSON(f, 'geom', 7) as feature
    from (select district_id as "districtId", code, name, population, source, geom from district
          where geom && ST_MakeEnvelope(${w}, ${s}, ${e}, ${n}, 4326) order by district_id) f`,
  );
}
