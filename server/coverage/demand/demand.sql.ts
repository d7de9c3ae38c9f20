import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Sql, Tx } from '../../platform/db.ts';
import type { DemandFacts } from './demand.rules.ts';
import type { DemandLine } from './demand.schema.ts';

/** Every demand with how much of what it holds, by title. */
export const selectDemands = (sql: Sql | Tx): Promise<DemandLine[]> =>
  sql<DemandLine[]>`
    select demand_id as "demandId", title, unit, kind, cell_m as "cellM", source = 'demo' as synthetic, origin,
           as_of as "asOf", file_name as "fileName", loaded_by as "loadedBy", to_json(loaded_at)#>>'{}' as "loadedAt",
           coalesce(points, 0) as points, coalesce(sum, 0) as sum
    from demand_layer left join (
      select demand_id, count(*)::int as points, sum(weight::float8) as sum from demand_point group by demand_id
    ) as held using (demand_id)
    order by title collate "ko-x-icu", demand_id`;

export interface StandingDemand extends DemandFacts {
  readonly digest: string;
}

/** The demands without their places, by number. */
export const selectStandingDemands = (sql: Sql | Tx): Promise<StandingDemand[]> =>
  sql<StandingDemand[]>`
    select demand_id as "demandId", title, unit, kind, cell_m as "cellM", source = 'demo' as synthetic, digest
    from demand_layer order by demand_id`;

/** The places of a demand in the order of the file: easting, northing and weight of each as big-endian doubles. */
export async function selectPlaces(sql: Sql | Tx, demandId: number): Promise<Buffer> {
  const [row] = await sql<{ places: Buffer | null }[]>`
    select string_agg(float8send(east) || float8send(north) || float8send(weight), ''::bytea order by point_no) as places
    from demand_point where demand_id = ${demandId}`;
  return row?.places ?? Buffer.alloc(0);
}

export interface SameTitle {
  readonly demandId: number;
  readonly digest: string;
  readonly points: number;
  readonly synthetic: boolean;
}

/** What stands under a title; undefined where nothing does. */
export async function selectByTitle(sql: Sql | Tx, title: string): Promise<SameTitle | undefined> {
  const [row] = await sql<SameTitle[]>`
    select demand_id as "demandId", digest, source = 'demo' as synthetic,
           (select count(*)::int from demand_point where demand_point.demand_id = demand_layer.demand_id) as points
    from demand_layer where title = ${title}`;
  return row;
}

/** One import at a time: what stands under a title is asked before it is written. */
export async function lockDemands(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('demand-layers'))`;
}

export interface NewDemand extends Omit<DemandFacts, 'demandId' | 'synthetic'> {
  readonly origin: string | null;
  readonly asOf: string | null;
  readonly file: string;
  readonly digest: string;
  readonly source: string;
  readonly by: string;
}

/** Writes what a demand is; one of the same title keeps its number and loses its places. */
export async function upsertDemand(tx: Tx, demand: NewDemand): Promise<number> {
  const { title, unit, kind, cellM, origin, asOf, file, digest, source, by } = demand;
  const [row] = await tx<{ demandId: number }[]>`
    insert into demand_layer (title, unit, kind, cell_m, origin, as_of, file_name, digest, source, loaded_by)
    values (${title}, ${unit}, ${kind}, ${cellM}, ${origin}, ${asOf}, ${file}, ${digest}, ${source}, ${by})
    on conflict (title) do update set
      unit = excluded.unit, kind = excluded.kind, cell_m = excluded.cell_m, origin = excluded.origin,
      as_of = excluded.as_of, file_name = excluded.file_name, digest = excluded.digest, source = excluded.source,
      loaded_by = excluded.loaded_by, loaded_at = now()
    returning demand_id as "demandId"`;
  const { demandId } = row!;
  await tx`delete from demand_point where demand_id = ${demandId}`;
  return demandId;
}

interface Places {
  readonly east: Float64Array;
  readonly north: Float64Array;
  readonly weight: Float64Array;
}

export async function copyPlaces(tx: Tx, demandId: number, { east, north, weight }: Places): Promise<void> {
  const copy = await tx`copy demand_point (demand_id, point_no, east, north, weight) from stdin`.writable();
  const done = finished(copy);
  done.catch(() => undefined);
  for (let i = 0; i < east.length; i++) {
    const line = `${demandId}\t${i}\t${east[i]}\t${north[i]}\t${Math.fround(weight[i]!)}\n`;
    if (!copy.write(line)) await Promise.race([once(copy, 'drain'), done]);
  }
  copy.end();
  await done;
}

/** Removes a demand with its places; its title, or undefined where there is none. */
export async function deleteDemand(tx: Tx, demandId: number): Promise<string | undefined> {
  const [row] = await tx<{ title: string }[]>`
    delete from demand_layer where demand_id = ${demandId} returning title`;
  return row?.title;
}
