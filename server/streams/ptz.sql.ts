import type { Sql, Tx } from '../platform/db.ts';
import type { BarredArc, BarredSectorBody, BarredSectorView, CalibrationView } from './ptz.schema.ts';
import type { Serves } from './ptz-purpose.rules.ts';
import type { Aim, Calibration } from './ptz.rules.ts';

/** What turning a camera has to know of it. */
export interface PtzFacts {
  readonly cameraId: number;
  readonly kind: string | null;
  readonly azimuthDeg: number | null;
  readonly tiltDeg: number | null;
  readonly hfovDeg: number | null;
  readonly heightM: number | null;
  readonly protected: boolean;
  readonly departmentId: number | null;
  readonly calibration: Calibration | null;
  readonly barred: readonly BarredSectorView[];
}

/** With the sectors that are barred on the day; undefined where there is no such camera. */
export async function selectPtzFacts(
  sql: Sql | Tx,
  cameraId: number,
  day: string,
): Promise<PtzFacts | undefined> {
  const [row] = await sql<Omit<PtzFacts, 'barred'>[]>`
    select camera.camera_id as "cameraId", kind, azimuth_deg as "azimuthDeg", tilt_deg as "tiltDeg",
           hfov_deg as "hfovDeg", height_m as "heightM", protected, department_today(department_id) as "departmentId",
           case when found.camera_id is null then null else json_build_object(
             'panZeroDeg', pan_zero_deg, 'degreesPerPan', degrees_per_pan, 'endless', endless,
             'tiltZeroDeg', tilt_zero_deg, 'degreesPerTilt', degrees_per_tilt, 'zoomTimes', zoom_times, 'hfovDeg', hfov_deg,
             'panDegPerS', pan_deg_per_s, 'tiltDegPerS', tilt_deg_per_s) end as calibration
    from camera left join ptz_calibration found using (camera_id) where camera.camera_id = ${cameraId}`;
  return row && { ...row, barred: await selectBarredSectors(sql, cameraId, day) };
}

/** The sectors in force on a day, or those that are still to come then, in the order of their bearings. */
export function selectBarredSectors(
  sql: Sql | Tx,
  cameraId: number,
  day: string,
  when: 'now' | 'to-come' = 'now',
): Promise<BarredSectorView[]> {
  return sql<BarredSectorView[]>`
    select sector_id as "sectorId", from_deg as "fromDeg", to_deg as "toDeg", tilt_from_deg as "tiltFromDeg",
           tilt_to_deg as "tiltToDeg", zoom_from as "zoomFrom", reason, valid_from::text as "fromDay",
           (valid_to - 1)::text as "lastDay", decided_by as "decidedBy"
    from barred_sector
    where camera_id = ${cameraId} and (valid_to is null or valid_to > greatest(valid_from, ${day}::date))
      and (valid_from > ${day}::date) = ${when === 'to-come'}
    order by from_deg, sector_id`;
}

/** Whether a sector of this camera is in force on a day or still to come then. */
export async function isGuarded(sql: Sql | Tx, cameraId: number, day: string): Promise<boolean> {
  const found = await sql`
    select 1 from barred_sector
    where camera_id = ${cameraId} and (valid_to is null or valid_to > greatest(valid_from, ${day}::date)) limit 1`;
  return found.length > 0;
}

/** False where a sector of that number is on record already. */
export async function insertBarredSector(
  tx: Tx,
  cameraId: number,
  decidedBy: string,
  sector: BarredSectorBody,
): Promise<boolean> {
  const rows = await tx`
    insert into barred_sector (sector_id, camera_id, from_deg, to_deg, tilt_from_deg, tilt_to_deg, zoom_from, reason,
                               valid_from, valid_to, decided_by, source)
    values (${sector.sectorId}, ${cameraId}, ${sector.fromDeg}, ${sector.toDeg}, ${sector.tiltFromDeg},
            ${sector.tiltToDeg}, ${sector.zoomFrom}, ${sector.reason}, ${sector.fromDay}::date,
            ${sector.lastDay}::date + 1, ${decidedBy}, 'app')
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Ends a sector today; false where none of that number is in force. */
export async function endBarredSector(
  tx: Tx,
  cameraId: number,
  sectorId: string,
  by: { readonly personName: string; readonly reason: string; readonly day: string },
): Promise<boolean> {
  const rows = await tx`
    update barred_sector
    set valid_to = greatest(valid_from, ${by.day}::date), ended_by = ${by.personName}, ended_reason = ${by.reason}
    where camera_id = ${cameraId} and sector_id = ${sectorId} and (valid_to is null or valid_to > ${by.day}::date)
    returning 1`;
  return rows.length > 0;
}

/** As it was last measured, by whom and when. */
export async function selectCalibration(
  sql: Sql | Tx,
  cameraId: number,
): Promise<NonNullable<CalibrationView['measured']> | undefined> {
  const [row] = await sql<NonNullable<CalibrationView['measured']>[]>`
    select pan_zero_deg as "panZeroDeg", degrees_per_pan as "degreesPerPan", endless, tilt_zero_deg as "tiltZeroDeg",
           degrees_per_tilt as "degreesPerTilt", zoom_times as "zoomTimes", pan_deg_per_s as "panDegPerS",
           tilt_deg_per_s as "tiltDegPerS", measured_by as "measuredBy", to_json(measured_at)#>>'{}' as "measuredAt"
    from ptz_calibration where camera_id = ${cameraId}`;
  return row;
}

type Numbers = Omit<Calibration, 'hfovDeg'>;

/** The numbers of a row of `ptz_calibration` as one value. */
const numbers = (sql: Sql | Tx) => sql`
  jsonb_build_object('panZeroDeg', kept.pan_zero_deg, 'degreesPerPan', kept.degrees_per_pan, 'endless', kept.endless,
                     'tiltZeroDeg', kept.tilt_zero_deg, 'degreesPerTilt', kept.degrees_per_tilt,
                     'zoomTimes', kept.zoom_times, 'panDegPerS', kept.pan_deg_per_s,
                     'tiltDegPerS', kept.tilt_deg_per_s)`;

/** How a head was measured when whoever decides on barred sectors last stood behind it; undefined where it never was. */
export async function selectConfirmedNumbers(sql: Sql | Tx, cameraId: number): Promise<Numbers | undefined> {
  const [row] = await sql<{ numbers: Numbers }[]>`
    select coalesce(confirmed, ${numbers(sql)}) as numbers from ptz_calibration kept where camera_id = ${cameraId}`;
  return row?.numbers;
}

/** Whoever decides on barred sectors stands behind the numbers as they are. */
export async function confirmNumbers(tx: Tx, cameraId: number): Promise<void> {
  await tx`update ptz_calibration kept set confirmed = ${numbers(tx)} where camera_id = ${cameraId}`;
}

/** Writes a measurement; what was confirmed before stays so. */
export async function upsertCalibration(
  tx: Tx,
  cameraId: number,
  measuredBy: string,
  c: Numbers,
): Promise<void> {
  await tx`
    insert into ptz_calibration as kept (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                 zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
    values (${cameraId}, ${c.panZeroDeg}, ${c.degreesPerPan}, ${c.endless}, ${c.tiltZeroDeg}, ${c.degreesPerTilt},
            ${c.zoomTimes}, ${c.panDegPerS}, ${c.tiltDegPerS}, ${measuredBy}, 'app')
    on conflict (camera_id) do update set
      confirmed = coalesce(kept.confirmed, ${numbers(tx)}), pan_zero_deg = excluded.pan_zero_deg, degrees_per_pan = excluded.degrees_per_pan, endless = excluded.endless,
      tilt_zero_deg = excluded.tilt_zero_deg, degrees_per_tilt = excluded.degrees_per_tilt,
      zoom_times = excluded.zoom_times, pan_deg_per_s = excluded.pan_deg_per_s,
      tilt_deg_per_s = excluded.tilt_deg_per_s, measured_by = excluded.measured_by, measured_at = now(),
      source = excluded.source`;
}

/** Bearing and distance over ground from a camera to a place; the bearing is null at its own place. */
export async function selectDirection(
  sql: Sql | Tx,
  cameraId: number,
  lon: number,
  lat: number,
): Promise<{ bearingDeg: number | null; distanceM: number }> {
  const [row] = await sql<{ bearingDeg: number | null; distanceM: number }[]>`
    with place as (select st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)::geography as geom)
    select degrees(st_azimuth(site.geom::geography, place.geom)) as "bearingDeg",
           st_distance(site.geom::geography, place.geom) as "distanceM"
    from camera join site using (site_id), place where camera_id = ${cameraId}`;
  return row!;
}

export interface Hold {
  readonly holdId: number;
  readonly cameraId: number;
  readonly accountId: number;
  readonly sessionId: string;
  readonly personName: string;
  readonly seat: string | null;
  readonly role: string;
  readonly priority: number;
  readonly serves: Serves;
  readonly incident: string | null;
  readonly takenReason: string | null;
  readonly begunAt: string;
  readonly commandedAt: string;
}

const holdColumns = (sql: Sql | Tx) => sql`
  hold_id::float8 as "holdId", camera_id as "cameraId", account_id as "accountId", session_id as "sessionId",
  person_name as "personName", seat, role, priority, serves, incident, taken_reason as "takenReason",
  to_json(begun_at)#>>'{}' as "begunAt", to_json(commanded_at)#>>'{}' as "commandedAt"`;

/** The open holds of a camera, or (null) of all, whoever may turn it now first. */
export function selectHolds(sql: Sql | Tx, cameraId: number | null): Promise<Hold[]> {
  return sql<Hold[]>`
    select ${holdColumns(sql)} from ptz_hold
    where ended_at is null and ${cameraId === null ? sql`true` : sql`camera_id = ${cameraId}`}
    order by camera_id, hold_id desc`;
}

/** One at a time decides who holds a camera. */
export async function lockHolds(tx: Tx, cameraId: number): Promise<Hold[]> {
  await tx`select pg_advisory_xact_lock(hashtext('ptz-hold'), ${cameraId})`;
  return selectHolds(tx, cameraId);
}

/** Whoever takes two cameras at once is counted once after the other. */
export async function lockHolder(tx: Tx, accountId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('ptz-holder'), ${accountId})`;
}

export interface HeldCamera {
  readonly cameraId: number;
  /** Its number in the register, or else its name. */
  readonly called: string;
}

/** The cameras that a person holds or waits for, the oldest hold first. */
export function selectHeldBy(tx: Sql | Tx, accountId: number): Promise<HeldCamera[]> {
  return tx<HeldCamera[]>`
    select camera_id as "cameraId", coalesce(management_no, name, camera_id::text) as called
    from ptz_hold join camera using (camera_id) where account_id = ${accountId} and ended_at is null
    order by hold_id`;
}

export async function insertHold(
  tx: Tx,
  hold: Omit<Hold, 'holdId' | 'begunAt' | 'commandedAt'> & { readonly at: Date },
): Promise<void> {
  const at = hold.at.toISOString();
  await tx`
    insert into ptz_hold (camera_id, account_id, session_id, person_name, seat, role, priority, serves, incident,
                          taken_reason, begun_at, commanded_at)
    values (${hold.cameraId}, ${hold.accountId}, ${hold.sessionId}, ${hold.personName}, ${hold.seat}, ${hold.role},
            ${hold.priority}, ${tx.json(hold.serves)}, ${hold.incident}, ${hold.takenReason},
            ${at}::text::timestamptz, ${at}::text::timestamptz)`;
}

/** A command was given: what it serves from now on, and when. */
export async function touchHold(
  sql: Sql | Tx,
  {
    holdId,
    sessionId,
    serves,
    incident,
    priority,
  }: Pick<Hold, 'holdId' | 'sessionId' | 'serves' | 'incident' | 'priority'>,
  at: Date,
): Promise<void> {
  await sql`
    update ptz_hold
    set commanded_at = ${at.toISOString()}::text::timestamptz, session_id = ${sessionId}, serves = ${sql.json(serves)},
        incident = ${incident}, priority = ${priority}
    where hold_id = ${holdId} and ended_at is null`;
}

/** Ends holds; whoever waited underneath has the whole idle time before them. */
export async function endHolds(
  tx: Sql | Tx,
  holdIds: readonly number[],
  why: string,
  at: Date,
): Promise<void> {
  const now = at.toISOString();
  await tx`
    with ended as (
      update ptz_hold set ended_at = ${now}::text::timestamptz, ended_why = ${why}
      where hold_id = any(${[...holdIds]}::bigint[]) and ended_at is null returning camera_id
    )
    update ptz_hold set commanded_at = ${now}::text::timestamptz
    from ended
    where ptz_hold.camera_id = ended.camera_id and ended_at is null and hold_id <> all(${[...holdIds]}::bigint[])`;
}

export interface SeenAim {
  readonly cameraId: number;
  readonly aim: Aim | null;
  readonly away: boolean;
  readonly moving: boolean;
}

export async function upsertAim(
  sql: Sql | Tx,
  { cameraId, aim, away, moving }: SeenAim,
  at: Date,
): Promise<void> {
  await sql`
    insert into ptz_aim (camera_id, bearing_deg, tilt_deg, zoom, away, moving, seen_at)
    select ${cameraId}, ${aim?.bearingDeg ?? null}::float8, ${aim?.tiltDeg ?? null}::float8, ${aim?.zoom ?? null}::float8,
           ${away}, ${moving}, ${at.toISOString()}::text::timestamptz
    from camera where camera_id = ${cameraId}
    on conflict (camera_id) do update set
      bearing_deg = excluded.bearing_deg, tilt_deg = excluded.tilt_deg, zoom = excluded.zoom, away = excluded.away,
      moving = excluded.moving, seen_at = excluded.seen_at`;
}

/** Cameras that were last seen not to look home. */
export async function selectAway(sql: Sql): Promise<number[]> {
  const rows = await sql<{ cameraId: number }[]>`select camera_id as "cameraId" from ptz_aim where away`;
  return rows.map(({ cameraId }) => cameraId);
}

export interface BarredArcRow extends BarredArc {
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/** What is barred on a day at every tilt and zoom. */
export const selectBarredArcs = (sql: Sql, day: string): Promise<BarredArcRow[]> =>
  sql<BarredArcRow[]>`
    select camera_id as "cameraId", from_deg as "fromDeg", to_deg as "toDeg", protected,
           department_today(department_id) as "departmentId"
    from barred_sector join camera using (camera_id)
    where valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)
      and tilt_from_deg is null and tilt_to_deg is null and zoom_from is null
    order by camera_id, from_deg, sector_id`;

export interface TurnedRow {
  readonly cameraId: number;
  readonly bearingDeg: number | null;
  readonly tiltDeg: number | null;
  readonly zoom: number | null;
  readonly hfovDeg: number | null;
  readonly zoomTimes: number | null;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/**
 * Where the heads look that are away or in somebody's hand, with what decides who may know of them. One that is held counts
 * as home within a motor's tolerance, and whoever holds it reads a bearing beside the one on the map.
 */
export function selectTurned(sql: Sql): Promise<TurnedRow[]> {
  return sql<TurnedRow[]>`
    select camera_id as "cameraId", bearing_deg as "bearingDeg", ptz_aim.tilt_deg as "tiltDeg", zoom,
           hfov_deg as "hfovDeg", zoom_times as "zoomTimes", protected, department_today(department_id) as "departmentId"
    from ptz_aim join camera using (camera_id) left join ptz_calibration using (camera_id)
    where away
       or bearing_deg is not null
          and exists (select from ptz_hold where ptz_hold.camera_id = ptz_aim.camera_id and ended_at is null)
    order by camera_id`;
}
