import type { Sql, Tx } from '../platform/db.ts';
import { UNUSUAL } from './audit-review.law.ts';
import type { AuditFilter } from './audit.schema.ts';

export type CameraIds = readonly number[] | null;

/** An act on a weekend or outside the office's day, of a role that does not watch around the clock. */
export const outOfHours = (sql: Sql | Tx) => sql`
  (role <> all(${[...UNUSUAL.aroundTheClock]}) and action <> 'camera.watch.end'
    and (extract(isodow from at at time zone 'Asia/Seoul') >= 6 or (at at time zone 'Asia/Seoul')::time < ${UNUSUAL.officeFrom}::time
      or (at at time zone 'Asia/Seoul')::time >= ${UNUSUAL.officeTo}::time))`;

/** The parts of a question, each as a condition; a part that is not asked is absent. */
function partsOf(sql: Sql | Tx, filter: AuditFilter, cameraIds: CameraIds) {
  const { person, action, outcome, address, hours, probes } = filter;
  return {
    camera: cameraIds && sql`object_kind = 'camera' and object_id = any(${cameraIds.map(String)})`,
    person:
      person === undefined
        ? null
        : person === 'system'
          ? sql`account_id is null`
          : sql`account_id = ${person}`,
    address: address === undefined ? null : sql`address = ${address}`,
    outcome: outcome === undefined ? null : sql`outcome = ${outcome}`,
    action: action === undefined ? null : sql`action = any(${action})`,
    hours: hours === undefined ? null : outOfHours(sql),
    probes: probes === undefined ? null : sql`action <> 'camera.probe'`,
  };
}
type Part = keyof ReturnType<typeof partsOf>;

const inDays = (sql: Sql | Tx, { from, to }: AuditFilter) => sql`
  true
  ${from === undefined ? sql`` : sql`and at >= ${from}::timestamp at time zone 'Asia/Seoul'`}
  ${to === undefined ? sql`` : sql`and at < (${to}::date + 1)::timestamp at time zone 'Asia/Seoul'`}`;

/** All that a question asks of a row but its time, without the part that an index has answered already. */
function rest(sql: Sql | Tx, filter: AuditFilter, cameraIds: CameraIds, led?: Part) {
  const parts = Object.entries(partsOf(sql, filter, cameraIds)) as [Part, Fragment | null][];
  return sql`true ${parts.map(([part, fits]) => (fits === null || part === led ? sql`` : sql`and ${fits}`))}`;
}

/** All that a question asks of a row. `cameraIds` null: any object. */
export const matches = (sql: Sql | Tx, filter: AuditFilter, cameraIds: CameraIds) =>
  sql`${inDays(sql, filter)} and ${rest(sql, filter, cameraIds)}`;

type Fragment = ReturnType<typeof outOfHours>;

interface Lead {
  /** The part of the question that the index answers. */
  readonly part?: Part;
  /** The values of the index's first column, one lane each; one empty lane for an index over time alone. */
  readonly lanes: readonly string[];
  readonly column: Fragment | null;
  /** The value of a lane, as the column's type. */
  readonly value: Fragment;
  /** What a partial index is made for. */
  readonly fits: Fragment;
}

/** The index along which a question is read. */
function leadOf(sql: Sql | Tx, filter: AuditFilter, cameraIds: CameraIds): Lead {
  const { person, address, outcome, action, probes } = filter;
  const value = sql`lane.value`;
  const fits = sql`true`;
  const overTime = { lanes: [''], column: null, value };
  if (cameraIds !== null) {
    const ofCamera = { column: sql`object_id`, fits: sql`object_kind = 'camera'` };
    return { part: 'camera', lanes: cameraIds.map(String), value, ...ofCamera };
  }
  if (person === 'system') return { part: 'person', ...overTime, fits: sql`account_id is null` };
  if (person !== undefined) {
    const number = sql`lane.value::integer`;
    return { part: 'person', lanes: [String(person)], column: sql`account_id`, value: number, fits };
  }
  if (address !== undefined) return { part: 'address', lanes: [address], column: sql`address`, value, fits };
  if (outcome === 'refused') return { part: 'outcome', ...overTime, fits: sql`outcome = 'refused'` };
  if (action !== undefined)
    return { part: 'action', lanes: [...new Set(action)], column: sql`action`, value, fits };
  if (probes !== undefined) return { part: 'probes', ...overTime, fits: sql`action <> 'camera.probe'` };
  return { ...overTime, fits };
}

/**
 * Rows of a lane from newest to oldest. Bounds are of the whole key and the order names its first column: so no plan
 * goes along time alone and throws away what is not of the lane.
 */
function alongLane(
  sql: Sql | Tx,
  { column, value }: Lead,
  { from, to }: AuditFilter,
  before: Cursor | undefined,
) {
  const lane = column === null ? sql`` : sql`${column}, `;
  const of = column === null ? sql`` : sql`${value}, `;
  const oldest = from === undefined ? sql`'-infinity'` : sql`${from}::timestamp at time zone 'Asia/Seoul'`;
  const until =
    to === undefined ? sql`'infinity'` : sql`(${to}::date + 1)::timestamp at time zone 'Asia/Seoul'`;
  return {
    // One bound on each side: a second one would be met row by row from the first one on.
    within: sql`(${lane} at) >= (${of} ${oldest}) and ${
      before === undefined
        ? sql`(${lane} at) < (${of} ${until})`
        : sql`(${lane} at, seq) < (${of} ${before.at}::text::timestamptz, ${before.seq}::bigint)`
    }`,
    newestFirst: sql`${column === null ? sql`` : sql`${column} desc, `} at desc, seq desc`,
  };
}

interface Cursor {
  readonly seq: number;
  /** With microseconds, which a Date would lose. */
  readonly at: string;
}

/** How many rows one page looks through at most, along all its lanes. */
const MOST_LOOKED_AT = 20_000;
const FIRST_LOOK = 1_000;

export interface FoundRows {
  readonly seqs: readonly number[];
  /** The oldest row up to which everything was looked at; null where that is everything. */
  readonly reached: { readonly seq: number; readonly at: Date } | null;
}

/**
 * Numbers of the rows that fit, newest first. Reads along one index and stops after a bounded number of rows, however
 * few of them fit: a rare combination takes several pages and never the whole audit at once.
 */
export async function findRows(
  sql: Sql | Tx,
  filter: AuditFilter,
  cameraIds: CameraIds,
  before: number | undefined,
  limit: number,
): Promise<FoundRows> {
  const lead = leadOf(sql, filter, cameraIds);
  const { part, lanes } = lead;
  const [cursor] =
    before === undefined
      ? []
      : await sql<Cursor[]>`
          select seq::float8 as seq, at::text as at from audit where seq = ${before} and ${inDays(sql, filter)}`;
  if (before !== undefined && cursor === undefined) return { seqs: [], reached: null };
  const { within, newestFirst } = alongLane(sql, lead, filter, cursor);
  const parts = Object.entries(partsOf(sql, filter, cameraIds));
  const ledAlone = parts.every(([name, asked]) => asked === null || name === part);
  for (const most of ledAlone ? [limit * lanes.length] : [FIRST_LOOK, MOST_LOOKED_AT]) {
    const each = Math.max(limit, Math.ceil(most / lanes.length));
    const [found] = await sql<{ seqs: number[]; reached: number | null; reachedAt: Date | null }[]>`
      with looked as (
        select seen.* from unnest(${lanes}::text[]) as lane(value) cross join lateral (
          select *, row_number() over () as n from (
            select seq, at, ${rest(sql, filter, cameraIds, part)} as fits from audit
            where ${lead.fits} and ${within}
            order by ${newestFirst} limit ${each}
          ) as in_order
        ) as seen
      ), reached as (
        select at, seq from looked where n = ${each} order by at desc, seq desc limit 1
      ), fitting as (
        select at, seq from looked
        where fits and ((at, seq) >= (select at, seq from reached) or not exists (select from reached))
        order by at desc, seq desc limit ${limit}
      )
      select coalesce((select array_agg(seq::float8 order by at desc, seq desc) from fitting), '{}') as seqs,
             (select seq::float8 from reached) as reached, (select at from reached) as "reachedAt"`;
    const { seqs, reached, reachedAt } = found!;
    if (seqs.length === limit || reached === null || most === MOST_LOOKED_AT || ledAlone)
      return { seqs, reached: reached === null ? null : { seq: reached, at: reachedAt! } };
  }
  return { seqs: [], reached: null };
}
