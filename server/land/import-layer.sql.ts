import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Sql, Tx } from '../platform/db.ts';
import type { ImportLayer } from './import-layer.rules.ts';

export interface ShapeCounts {
  readonly loaded: number;
  readonly repaired: number;
}

const TABLES = { districts: 'district', roads: 'road', buildings: 'building', coast: 'land' } as const;

/** Fills the transaction's own staging table from lines in COPY's text form. */
export async function stageShapes(tx: Tx, lines: Iterable<string>): Promise<void> {
  await tx`
    create temp table shape (
      shape_no integer not null, name text, code text, population integer, road_class text, width_m real, height_m real,
      geojson text not null
    ) on commit drop`;
  const copy = await tx`copy shape from stdin`.writable();
  const done = finished(copy);
  done.catch(() => undefined);
  for (const line of lines) if (!copy.write(line)) await Promise.race([once(copy, 'drain'), done]);
  copy.end();
  await done;
  await tx`
    create temp table whole on commit drop as
    select shape.*, st_isvalid(given) as was_valid, st_makevalid(given) as geom
    from shape cross join lateral (select st_force2d(st_setsrid(st_geomfromgeojson(geojson), 4326)) as given) as read`;
}

/** How many rows the layer holds, and how many of them are synthetic. */
export async function countLayer(tx: Sql | Tx, layer: ImportLayer): Promise<{ rows: number; demo: number }> {
  const [row] = await tx<{ rows: number; demo: number }[]>`
    select count(*)::int as rows, (count(*) filter (where source = 'demo'))::int as demo from ${tx(TABLES[layer])}`;
  return row!;
}

export async function clearLayer(tx: Tx, layer: ImportLayer): Promise<void> {
  await tx`delete from ${tx(TABLES[layer])}`;
}

/** Whether lines, rather than areas, make up most of what is staged. */
export async function stagedDimension(tx: Tx): Promise<number> {
  const [row] = await tx<{ dimension: number | null }[]>`
    select mode() within group (order by st_dimension(geom)) as dimension from whole`;
  return row?.dimension ?? -1;
}

async function countRepaired(tx: Tx): Promise<number> {
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from whole where not was_valid`;
  return row!.count;
}

/** Loads the staged areas or lines into the layer's table; shapes of another dimension are left out. */
export async function insertShapes(tx: Tx, layer: ImportLayer, source: string): Promise<ShapeCounts> {
  const { count } = await insert(tx, layer, source);
  return { loaded: count, repaired: await countRepaired(tx) };
}

function insert(tx: Tx, layer: ImportLayer, source: string) {
  switch (layer) {
    case 'districts':
      return tx`
        with united as (
          select name, min(code) as code, max(population) as population,
                 st_multi(st_collectionextract(st_makevalid(st_union(st_collectionextract(geom, 3))), 3)) as area
          from whole group by name
        )
        insert into district (code, name, population, label_point, geom, source)
        select code, name, population, st_pointonsurface(area), area, ${source}
        from united where not st_isempty(area) order by name`;
    case 'roads':
      return tx`
        insert into road (name, class, width_m, geom, source)
        select name, road_class, width_m, line, ${source}
        from whole cross join lateral (select st_multi(st_collectionextract(geom, 2)) as line) as lines
        where not st_isempty(line)`;
    case 'buildings':
      return tx`
        insert into building (name, height_m, geom, source)
        select name, height_m, area, ${source}
        from whole cross join lateral (select st_multi(st_collectionextract(geom, 3)) as area) as areas
        where not st_isempty(area)`;
    case 'coast':
      return tx`
        insert into land (geom, source)
        select area, ${source}
        from whole cross join lateral (select st_multi(st_collectionextract(geom, 3)) as area) as areas
        where not st_isempty(area)`;
  }
}

/** What a shape turns out to be once it is put right. */
export interface ShapeFacts {
  readonly valid: boolean;
  readonly dimension: number;
  readonly hasLine: boolean;
  readonly hasArea: boolean;
}

const ruled = (sql: Sql | Tx, geojson: readonly string[]) => sql`
  select given, st_makevalid(given) as geom
  from json_array_elements_text(${JSON.stringify(geojson)}::text::json) with ordinality as shape(geojson, no)
  cross join lateral (select st_force2d(st_setsrid(st_geomfromgeojson(geojson), 4326)) as given) as read
  order by no`;

/** Judges shapes as staging would, in their order, without writing anything. */
export async function selectShapeFacts(sql: Sql, geojson: readonly string[]): Promise<ShapeFacts[]> {
  return sql<ShapeFacts[]>`
    select st_isvalid(given) as valid, st_dimension(geom) as dimension,
           not st_isempty(st_collectionextract(geom, 2)) as "hasLine",
           not st_isempty(st_collectionextract(geom, 3)) as "hasArea"
    from (${ruled(sql, geojson)}) as shapes`;
}

const landFromLines = (sql: Sql | Tx, shapes: ReturnType<typeof ruled>) => sql`
  with coast as (select st_union(st_collectionextract(geom, 2)) as lines from (${shapes}) as shapes),
  box as (select st_boundary(st_envelope(lines)) as edge, lines from coast),
  piece as (
    select (st_dump(st_polygonize(st_union(lines, edge)))).geom as area, edge from box group by edge
  ), land_piece as (
    select area from piece
    where (select count(*) from piece) > 1
      and exists (select from piece main join district on st_contains(main.area, label_point))
      and (exists (select from district where st_contains(area, label_point)) or not st_intersects(area, edge))
  )`;

/**
 * Makes land out of coast lines: the box of the lines is cut along them, and a piece is land where a district's label lies in
 * it, or where it is an island. Needs districts, of any source, to tell land from sea. Counts 0 where the lines do not part the box.
 */
export async function insertLandFromLines(tx: Tx, source: string): Promise<ShapeCounts> {
  const { count } = await tx`
    ${landFromLines(tx, tx`select geom from whole`)} insert into land (geom, source) select st_multi(area), ${source} from land_piece`;
  return { loaded: count, repaired: await countRepaired(tx) };
}

/** How many rows {@link insertLandFromLines} would make of coast lines. */
export async function countLandFromLines(sql: Sql, geojson: readonly string[]): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    ${landFromLines(sql, ruled(sql, geojson))} select count(*)::int as count from land_piece`;
  return row!.count;
}

/** Gives each place the district it lies in now. */
export async function reassignDistricts(tx: Tx): Promise<number> {
  const { count } = await tx`
    update site set district_id = found.district_id
    from (
      select site_id, district.district_id
      from site left join district on st_covers(district.geom, site.geom)
    ) as found
    where site.site_id = found.site_id and site.district_id is distinct from found.district_id`;
  return count;
}

/** Notes what the layer holds now. The version is part of every tile's address. */
export async function noteLayer(tx: Tx, layer: ImportLayer, source: string, title: string): Promise<void> {
  await tx`
    insert into layer_version (layer, version, source, title) values (${layer}, 1, ${source}, ${title})
    on conflict (layer) do update
      set version = layer_version.version + 1, source = excluded.source, title = excluded.title, loaded_at = now()`;
}
