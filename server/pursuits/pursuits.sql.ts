import type { Protection } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { Basis, OpenPursuit } from './pursuit.rules.ts';
import type { ExtensionView, NextCamera, PursuitBody, PursuitEnd, PursuitView } from './pursuits.schema.ts';

type StepRow = {
  readonly step: number;
  readonly cameraId: number;
  readonly called: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly openedAt: string;
  readonly protected: boolean;
  readonly departmentId: number | null;
};

/** As it is on record; the trail with what decides who may know of each camera. */
export type PursuitRow = Omit<PursuitView, 'mine' | 'trail'> & {
  readonly accountId: number;
  readonly sessionId: string;
  readonly trail: readonly StepRow[];
};

const pursuitColumns = (sql: Sql | Tx) => sql`
  pursuit.pursuit_id as "pursuitId", pursuit_no as "pursuitNo", pursuit.account_id as "accountId",
  session_id as "sessionId", pursuit.person_name as "personName", seat, pursuit.role,
  case basis
    when 'consent' then json_build_object('kind', basis, 'by', consent_by, 'record', consent_record, 'on', consent_on)
    else json_build_object('kind', basis, 'statute', statute, 'citation', citation) end as basis,
  purpose, incident, to_json(began_at)#>>'{}' as "beganAt", to_json(until_at)#>>'{}' as "endsAt", is_open as open,
  to_json(ended_at)#>>'{}' as "endedAt", ended_by as "endedBy", ended_why as "endedWhy",
  coalesce((
    select json_agg(json_build_object('personName', extension.person_name, 'reason', reason,
                                      'declaredAt', declared_at, 'endsAt', extension.ends_at) order by declared_at)
    from pursuit_extension extension where extension.pursuit_id = pursuit.pursuit_id), '[]') as extensions,
  coalesce((
    select json_agg(json_build_object(
      'step', step, 'cameraId', opened.camera_id, 'called', called, 'lon', st_x(geom), 'lat', st_y(geom),
      'openedAt', opened_at, 'protected', hidden or coalesce(camera.protected, false),
      'departmentId', department_today(camera.department_id)) order by step)
    from pursuit_camera opened left join camera using (camera_id) left join site using (site_id)
    where opened.pursuit_id = pursuit.pursuit_id), '[]') as trail`;

export async function selectPursuit(sql: Sql | Tx, pursuitId: string): Promise<PursuitRow | undefined> {
  const [row] = await sql<PursuitRow[]>`
    select ${pursuitColumns(sql)} from pursuit_now pursuit where pursuit_id = ${pursuitId}`;
  return row;
}

/** Whether a consent was withdrawn on the day on which it was given or later, in days of the city. */
export async function isWithdrawn(
  sql: Sql | Tx,
  { record, on }: { readonly record: string; readonly on: string },
): Promise<boolean> {
  const found = await sql`
    select 1 from pursuit
    where basis = 'consent' and ended_why = 'withdrawn' and lower(btrim(consent_record)) = lower(btrim(${record}))
      and (ended_at at time zone 'Asia/Seoul')::date >= ${on}::date limit 1`;
  return found.length > 0;
}

/** The one that this account has open; undefined where none is. */
export async function selectOpenPursuit(sql: Sql | Tx, accountId: number): Promise<PursuitRow | undefined> {
  const [row] = await sql<PursuitRow[]>`
    select ${pursuitColumns(sql)} from pursuit_now pursuit where account_id = ${accountId} and is_open`;
  return row;
}

/** Newest first, from below a number; `accountId` null: everybody's. */
export function selectPursuits(
  sql: Sql,
  accountId: number | null,
  before: number | null,
  limit: number,
): Promise<PursuitRow[]> {
  return sql<PursuitRow[]>`
    select ${pursuitColumns(sql)} from pursuit_now pursuit
    where ${accountId === null ? sql`true` : sql`account_id = ${accountId}`}
      and pursuit_no < ${before ?? 0x7fffffff}
    order by pursuit_no desc limit ${limit}`;
}

/** The ways on which this account followed somebody in the last days, each as its cameras in turn. */
export async function selectTrails(
  sql: Sql | Tx,
  accountId: number,
  days: number,
): Promise<(readonly number[])[]> {
  const rows = await sql<{ cameraIds: readonly number[] }[]>`
    select array_agg(camera_id order by step) as "cameraIds"
    from pursuit join pursuit_camera using (pursuit_id)
    where account_id = ${accountId} and began_at > now() - make_interval(days => ${days})
    group by pursuit_id`;
  return rows.map(({ cameraIds }) => cameraIds);
}

/** One at a time decides what this account has open. */
export async function lockOwnPursuits(tx: Tx, accountId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('pursuit'), ${accountId})`;
}

export interface Declared {
  readonly accountId: number;
  readonly sessionId: string;
  readonly personName: string;
  readonly seat: string | null;
  readonly role: string;
}

/** Opens it for so many minutes from now on, by the database's clock. */
export async function insertPursuit(
  tx: Tx,
  { accountId, sessionId, personName, seat, role }: Declared,
  { pursuitId, basis, purpose, incident, minutes, cameraId }: PursuitBody,
): Promise<void> {
  const { by, record, on, statute, citation } = basisColumns(basis);
  await tx`
    insert into pursuit (pursuit_id, account_id, session_id, person_name, seat, role, basis, consent_by, consent_record,
                         consent_on, statute, citation, purpose, incident, began_camera_id, ends_at)
    values (${pursuitId}, ${accountId}, ${sessionId}, ${personName}, ${seat}, ${role}, ${basis.kind}, ${by}, ${record},
            ${on}::date, ${statute}, ${citation}, ${purpose}, ${incident}, ${cameraId},
            now() + make_interval(mins => ${minutes}))`;
}

const basisColumns = (basis: Basis) =>
  basis.kind === 'consent'
    ? { by: basis.by, record: basis.record, on: basis.on, statute: null, citation: null }
    : { by: null, record: null, on: null, statute: basis.statute, citation: basis.citation };

/** Ends it now, or when its time had come; false where it was over already. */
export async function updateEnd(
  tx: Tx,
  pursuitId: string,
  { by, why }: { readonly by: string; readonly why: PursuitEnd },
): Promise<boolean> {
  const ended = await tx`
    update pursuit set ended_by = ${by}, ended_why = ${why},
                       ended_at = least(now(), (select until_at from pursuit_now open
                                                where open.pursuit_id = pursuit.pursuit_id))
    where pursuit_id = ${pursuitId} and ended_at is null`;
  return ended.count > 0;
}

export async function insertExtension(
  tx: Tx,
  extension: {
    readonly extensionId: string;
    readonly pursuitId: string;
    readonly accountId: number;
    readonly personName: string;
    readonly role: string;
    readonly reason: string;
    readonly minutes: number;
  },
): Promise<Pick<ExtensionView, 'endsAt'> | undefined> {
  const { extensionId, pursuitId, accountId, personName, role, reason, minutes } = extension;
  const [row] = await tx<{ endsAt: string }[]>`
    insert into pursuit_extension (extension_id, pursuit_id, account_id, person_name, role, reason, ends_at)
    values (${extensionId}, ${pursuitId}, ${accountId}, ${personName}, ${role}, ${reason},
            now() + make_interval(mins => ${minutes}))
    returning to_json(ends_at)#>>'{}' as "endsAt"`;
  return row;
}

/** Whether so many minutes from now is after an instant, by the database's clock. */
export async function endsAfter(tx: Tx, minutes: number, instant: string): Promise<boolean> {
  const [row] = await tx<{ later: boolean }[]>`
    select now() + make_interval(mins => ${minutes}) > ${instant}::text::timestamptz as later`;
  return row!.later;
}

export async function hasExtension(tx: Tx, extensionId: string): Promise<boolean> {
  const rows = await tx`select 1 from pursuit_extension where extension_id = ${extensionId}`;
  return rows.length > 0;
}

const openColumns = (sql: Sql | Tx) => sql`
  pursuit_id as "pursuitId", pursuit_no as "pursuitNo", purpose,
  extract(epoch from until_at)::float8 * 1000 as "untilMs"`;

/** What this session has open, with its end held back until the transaction is over; undefined where it has none. */
export async function lockOpenPursuit(tx: Tx, sessionId: string): Promise<OpenPursuit | undefined> {
  await tx`select 1 from pursuit where session_id = ${sessionId} and ended_at is null for share`;
  const [row] = await tx<OpenPursuit[]>`
    select ${openColumns(tx)} from pursuit_now where session_id = ${sessionId} and is_open`;
  return row;
}

export function selectOpenPursuits(sql: Sql): Promise<(OpenPursuit & { readonly sessionId: string })[]> {
  return sql<(OpenPursuit & { readonly sessionId: string })[]>`
    select session_id as "sessionId", ${openColumns(sql)} from pursuit_now where is_open`;
}

/** Puts a camera at the end of the trail, and whether it did: not twice on end, and not once it is over. */
export async function insertStep(sql: Sql | Tx, pursuitId: string, cameraId: number): Promise<boolean> {
  const inserted = await sql`
    insert into pursuit_camera (pursuit_id, camera_id, called, hidden)
    select ${pursuitId}, camera_id, concat_ws(' ', management_no, name), protected from camera
    where camera_id = ${cameraId}
      and exists (select from pursuit_now open where open.pursuit_id = ${pursuitId} and is_open)
      and ${cameraId} is distinct from (
        select camera_id from pursuit_camera where pursuit_id = ${pursuitId} order by step desc limit 1)`;
  return inserted.count > 0;
}

export interface UnendedPursuit {
  readonly pursuitId: string;
  readonly pursuitNo: number;
  readonly accountId: number;
  readonly sessionId: string;
  readonly open: boolean;
}

/** What no end is written of yet, whether or not its time has come. */
export function selectUnended(sql: Sql | Tx): Promise<UnendedPursuit[]> {
  return sql<UnendedPursuit[]>`
    select pursuit_id as "pursuitId", pursuit_no as "pursuitNo", account_id as "accountId",
           session_id as "sessionId", is_open as open
    from pursuit_now where ended_at is null order by pursuit_no`;
}

/** Which of these are open at this moment. */
export async function selectOpenOf(sql: Sql, pursuitIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (pursuitIds.length === 0) return new Set();
  const rows = await sql<{ pursuitId: string }[]>`
    select pursuit_id as "pursuitId" from pursuit_now
    where is_open and pursuit_id = any(${[...pursuitIds]}::uuid[])`;
  return new Set(rows.map(({ pursuitId }) => pursuitId));
}

/** Whether a camera was opened in `pursuit`, as a step of its trail or beside it: every viewing in it is on record with its number. */
const isOpenedIn = (sql: Sql | Tx, cameraId: ReturnType<Sql>) => sql`
  (exists (select from pursuit_camera opened
           where opened.pursuit_id = pursuit.pursuit_id and opened.camera_id = ${cameraId})
   or exists (select from audit
              where object_kind = 'camera' and object_id = ${cameraId}::text and at >= pursuit.began_at
                and action = 'camera.watch' and outcome = 'done' and detail ->> 'pursuit' = pursuit_no::text))`;

/** The number of the pursuit in which this session has this camera open; null where it is none. */
export async function selectNumberOf(
  sql: Sql | Tx,
  sessionId: string,
  cameraId: number,
): Promise<number | null> {
  const [row] = await sql<{ pursuitNo: number }[]>`
    select pursuit_no as "pursuitNo" from pursuit_now pursuit
    where session_id = ${sessionId} and is_open and ${isOpenedIn(sql, sql`${cameraId}::int`)}`;
  return row?.pursuitNo ?? null;
}

/** The holds of turning cameras whose last command was given in a pursuit that is over since. */
export async function selectHoldsOfEnded(sql: Sql): Promise<ReadonlySet<number>> {
  const rows = await sql<{ holdId: number }[]>`
    select hold_id::float8 as "holdId"
    from ptz_hold hold join pursuit_now pursuit using (account_id)
    where hold.ended_at is null and not is_open and pursuit.session_id = hold.session_id
      and hold.commanded_at between began_at and coalesce(pursuit.ended_at, until_at)
      and ${isOpenedIn(sql, sql`hold.camera_id`)}`;
  return new Set(rows.map(({ holdId }) => holdId));
}

export type AroundRow = NextCamera & Protection & { readonly purposes: readonly string[] };

/** The cameras with a stream around a camera, with what `can` asks of each; metres over ground. */
export function selectAround(sql: Sql, cameraId: number, withinM: number): Promise<AroundRow[]> {
  return sql<AroundRow[]>`
    with here as (select site_id, geom from camera join site using (site_id) where camera_id = ${cameraId})
    select camera_id as "cameraId", management_no as "managementNo", camera.name,
           st_distance(site.geom::geography, here.geom::geography) as "distanceM",
           case when site.site_id <> here.site_id
                then degrees(st_azimuth(here.geom::geography, site.geom::geography)) end as "bearingDeg",
           st_x(site.geom) as lon, st_y(site.geom) as lat, coalesce(camera_device.state, 'unknown') as state,
           camera.protected, department_today(camera.department_id) as "departmentId",
           camera.contractor_id as "contractorId", site.district_id as "districtId", integration,
           coalesce((
             select array_agg(purpose) from camera_purpose
             where camera_purpose.camera_id = camera.camera_id and (added_on is null or added_on <= current_date)
               and (ended_on is null or ended_on > current_date)), '{}') as purposes
    from here
    -- By the index on the ground first: a degree is nowhere in the city less than 85 km.
    join site on site.geom && st_expand(here.geom, ${withinM}::float8 / 85000)
             and st_dwithin(site.geom::geography, here.geom::geography, ${withinM})
    join camera on camera.site_id = site.site_id join camera_stream using (camera_id)
         left join camera_device using (camera_id)
    where camera_id <> ${cameraId}
    order by "distanceM" limit 500`;
}

/** Bearing over ground from one camera to another; null at the same place. */
export async function selectBearing(sql: Sql, fromId: number, toId: number): Promise<number | null> {
  const [row] = await sql<{ bearingDeg: number | null }[]>`
    select degrees(st_azimuth(a.geom::geography, b.geom::geography)) as "bearingDeg"
    from camera ca join site a on a.site_id = ca.site_id, camera cb join site b on b.site_id = cb.site_id
    where ca.camera_id = ${fromId} and cb.camera_id = ${toId}`;
  return row?.bearingDeg ?? null;
}
