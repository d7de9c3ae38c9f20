import type { Protection } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { Door } from './discover-range.rules.ts';
import type { DiscoveryRun, FoundDevice, Way } from './discovery.schema.ts';
import type { KnownDevice } from './found-devices.rules.ts';

export interface RegisteredAt extends Protection {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly name: string;
}

export type FoundRow = Omit<FoundDevice, 'state' | 'cameras' | 'cameraCount'> & {
  readonly cameras: readonly RegisteredAt[];
};

/** More are never on one list: the camera networks of a city hold fewer. */
const MOST_DEVICES = 20_000;

const foundColumns = (sql: Sql | Tx) => sql`
  found_device_id as "foundDeviceId", host, port, path, manufacturer, model, firmware, serial_no as "serialNo", scopes,
  asks_login as "asksLogin", network, answered_by as "answeredBy", to_json(first_seen_at)#>>'{}' as "firstSeenAt",
  to_json(last_seen_at)#>>'{}' as "lastSeenAt", to_json(gone_since)#>>'{}' as "goneSince",
  case when ignored_at is not null
       then json_build_object('at', ignored_at, 'by', ignored_by, 'reason', ignored_reason) end as ignored,
  coalesce(cameras, '[]') as cameras`;

/** The cameras whose device service is registered at a door; joined once, since a search asks every second. */
const withRegistered = (sql: Sql | Tx) => sql`
  left join (
    select stream.host, stream.onvif_port as port, json_agg(json_build_object(
             'cameraId', camera.camera_id, 'managementNo', management_no, 'name', camera.name,
             'protected', protected, 'departmentId', department_today(department_id)) order by camera.camera_id) as cameras
    from camera_stream stream join camera using (camera_id)
    where (stream.host, stream.onvif_port) in (select host, port from found_device)
    group by 1, 2
  ) registered using (host, port)`;

/** Every device that was ever found, the one that answered last first, with the cameras whose device service it is. */
export function selectFoundDevices(sql: Sql): Promise<FoundRow[]> {
  return sql<FoundRow[]>`
    select ${foundColumns(sql)} from found_device ${withRegistered(sql)}
    order by last_seen_at desc, found_device_id limit ${MOST_DEVICES}`;
}

export async function selectFoundDevice(sql: Sql | Tx, foundDeviceId: number): Promise<FoundRow | undefined> {
  const [row] = await sql<FoundRow[]>`
    select ${foundColumns(sql)} from found_device ${withRegistered(sql)}
    where found_device_id = ${foundDeviceId}`;
  return row;
}

/** What a device said when it answered. */
export interface Sighting extends Omit<KnownDevice, 'foundDeviceId' | 'isGone'> {
  readonly path: string;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly scopes: readonly string[];
  readonly asksLogin: boolean;
  readonly network: string;
  readonly answeredBy: Way;
}

/** Devices on record that an answer may be of: at its door, or of its name or number. */
export function selectAlike(
  sql: Sql | Tx,
  { host, port, endpoint, serialNo }: Sighting,
): Promise<KnownDevice[]> {
  return sql<KnownDevice[]>`
    select found_device_id as "foundDeviceId", host, port, endpoint, manufacturer, serial_no as "serialNo",
           gone_since is not null as "isGone"
    from found_device
    where (host = ${host} and port = ${port}) or endpoint = ${endpoint} or serial_no = ${serialNo}
    order by found_device_id`;
}

const columnsOf = (sighting: Sighting, at: Date) => ({
  host: sighting.host,
  port: sighting.port,
  path: sighting.path,
  endpoint: sighting.endpoint,
  scopes: [...sighting.scopes],
  manufacturer: sighting.manufacturer,
  model: sighting.model,
  firmware: sighting.firmware,
  serial_no: sighting.serialNo,
  asks_login: sighting.asksLogin,
  network: sighting.network,
  answered_by: sighting.answeredBy,
  last_seen_at: at,
});

export async function insertFound(sql: Sql | Tx, sighting: Sighting, at: Date): Promise<void> {
  const row = { ...columnsOf(sighting, at), first_seen_at: at };
  await sql`insert into found_device ${sql(row)} on conflict (host, port) do nothing`;
}

/** Another device answers at the door of this row from now on: what stood there is true no more, nor why it was set aside. */
export async function replaceFound(
  sql: Sql | Tx,
  foundDeviceId: number,
  sighting: Sighting,
  at: Date,
): Promise<void> {
  const row = { ...columnsOf(sighting, at), first_seen_at: at, gone_since: null };
  await sql`
    update found_device set ${sql(row)}, ignored_at = null, ignored_by = null, ignored_reason = null
    where found_device_id = ${foundDeviceId}`;
}

/** Seen again: what it does not say this time stays as it said it. `moves`: at this door from now on. */
export async function updateFound(
  sql: Sql | Tx,
  foundDeviceId: number,
  sighting: Sighting,
  { at, moves }: { readonly at: Date; readonly moves: boolean },
): Promise<void> {
  const { host, port, path, endpoint, manufacturer, model, firmware, serialNo, scopes, network } = sighting;
  await sql`
    update found_device set
      host = case when ${moves} then ${host} else host end, port = case when ${moves} then ${port} else port end,
      path = case when ${moves} then ${path} else path end,
      network = case when ${moves} then ${network} else network end,
      endpoint = coalesce(${endpoint}, endpoint), manufacturer = coalesce(${manufacturer}, manufacturer),
      model = coalesce(${model}, model), firmware = coalesce(${firmware}, firmware),
      serial_no = coalesce(${serialNo}, serial_no),
      scopes = case when ${scopes.length} = 0 then scopes else ${[...scopes]}::text[] end,
      asks_login = ${sighting.asksLogin}, answered_by = ${sighting.answeredBy},
      last_seen_at = greatest(last_seen_at, ${at}), gone_since = null
    where found_device_id = ${foundDeviceId}`;
}

/** Devices that were asked at these doors and did not answer since the search began are gone from now on. */
export async function markGone(
  sql: Sql | Tx,
  doors: readonly Door[],
  { since, at }: { readonly since: Date; readonly at: Date },
): Promise<void> {
  await sql`
    update found_device set gone_since = ${at}
    from jsonb_to_recordset(${sql.json(doors as never)}) as door(host text, port int)
    where door.host = found_device.host and door.port = found_device.port
      and last_seen_at < ${since} and gone_since is null`;
}

/** Those that announced themselves in a network before and did not when it was called again. */
export async function markUnheard(
  sql: Sql | Tx,
  networks: readonly string[],
  { since, at }: { readonly since: Date; readonly at: Date },
): Promise<void> {
  await sql`
    update found_device set gone_since = ${at}
    where answered_by = 'multicast' and network = any(${[...networks]}) and last_seen_at < ${since} and gone_since is null`;
}

export function selectSinceWhen(
  sql: Sql | Tx,
  since: Date,
): Promise<(KnownDevice & { readonly isNew: boolean })[]> {
  return sql`
    select found_device_id as "foundDeviceId", host, port, endpoint, manufacturer, serial_no as "serialNo",
           gone_since is not null as "isGone", first_seen_at >= ${since} as "isNew"
    from found_device
    where (gone_since is not null or first_seen_at >= ${since}) and (endpoint is not null or serial_no is not null)`;
}

/** The former row goes on at the door of the new one, with when it was first seen and why it was set aside. */
export async function joinMoved(tx: Tx, { fromId, toId }: { fromId: number; toId: number }): Promise<void> {
  await tx`
    with gone as (delete from found_device where found_device_id = ${fromId} returning *), kept as (
      update camera_from_device set found_device_id = ${toId} where found_device_id = ${fromId}
    )
    update found_device set
      first_seen_at = gone.first_seen_at, ignored_at = gone.ignored_at, ignored_by = gone.ignored_by,
      ignored_reason = gone.ignored_reason, endpoint = coalesce(found_device.endpoint, gone.endpoint)
    from gone where found_device.found_device_id = ${toId}`;
}

export async function setIgnored(
  tx: Tx,
  foundDeviceId: number,
  ignored: { readonly by: string; readonly reason: string; readonly at: Date } | null,
): Promise<void> {
  await tx`
    update found_device set ignored_at = ${ignored?.at ?? null}, ignored_by = ${ignored?.by ?? null},
      ignored_reason = ${ignored?.reason ?? null}
    where found_device_id = ${foundDeviceId}`;
}

export type RunRow = Omit<DiscoveryRun, 'brokenOff'> & { readonly touchedAt: string };

const runColumns = (sql: Sql | Tx) => sql`
  run_id as "runId", way, asked_by as by, range, ports, to_json(started_at)#>>'{}' as "startedAt",
  to_json(ended_at)#>>'{}' as "endedAt", to_json(touched_at)#>>'{}' as "touchedAt", asked, total, found, dropped`;

export async function selectLastRun(sql: Sql | Tx): Promise<RunRow | undefined> {
  const [row] = await sql<RunRow[]>`
    select ${runColumns(sql)} from discovery_run order by started_at desc, run_id limit 1`;
  return row;
}

export async function findRun(sql: Sql | Tx, runId: string): Promise<RunRow | undefined> {
  const [row] = await sql<RunRow[]>`select ${runColumns(sql)} from discovery_run where run_id = ${runId}`;
  return row;
}

/** One search begins at a time, in whatever program. */
export async function lockRuns(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('discovery-run'))`;
}

export async function insertRun(
  tx: Tx,
  run: Pick<RunRow, 'runId' | 'way' | 'by' | 'range' | 'total'> & { ports: readonly number[]; at: Date },
): Promise<void> {
  await tx`
    insert into discovery_run (run_id, way, asked_by, range, ports, started_at, touched_at, total)
    values (${run.runId}, ${run.way}, ${run.by}, ${run.range}, ${[...run.ports]}, ${run.at}, ${run.at}, ${run.total})`;
}

export async function updateRun(
  sql: Sql | Tx,
  runId: string,
  {
    asked,
    found,
    dropped,
    at,
    ended,
  }: Pick<RunRow, 'asked' | 'found' | 'dropped'> & { at: Date; ended: boolean },
): Promise<void> {
  await sql`
    update discovery_run set asked = ${asked}, found = ${found}, dropped = ${dropped}, touched_at = ${at},
      ended_at = case when ${ended} then ${at}::timestamptz end
    where run_id = ${runId}`;
}

export async function selectOwnerNames(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select name from city_owner_name order by name limit 50`;
  return rows.map(({ name }) => name);
}

/** The camera that a press of this number has made; a second one at the same time waits for the first. */
export async function findAdded(tx: Tx, requestId: string): Promise<number | undefined> {
  await tx`select pg_advisory_xact_lock(hashtext(${requestId}))`;
  const [row] = await tx<{ cameraId: number }[]>`
    select camera_id as "cameraId" from camera_from_device where request_id = ${requestId}`;
  return row?.cameraId;
}

/** What the register calls the camera that was made for the device and is not connected yet; whoever adds one for it waits. */
export async function findWaiting(tx: Tx, foundDeviceId: number): Promise<string | undefined> {
  await tx`select pg_advisory_xact_lock(hashtext('found-device'), ${foundDeviceId})`;
  const [row] = await tx<{ called: string }[]>`
    select coalesce(management_no || ' ', '') || name as called
    from camera_from_device join camera using (camera_id)
    where found_device_id = ${foundDeviceId}
      and not exists (select from camera_stream where camera_stream.camera_id = camera.camera_id)
    order by camera_id limit 1`;
  return row?.called;
}

export async function insertAdded(
  tx: Tx,
  { requestId, cameraId, foundDeviceId }: { requestId: string; cameraId: number; foundDeviceId: number },
): Promise<void> {
  await tx`
    insert into camera_from_device (request_id, camera_id, found_device_id)
    values (${requestId}, ${cameraId}, ${foundDeviceId})`;
}
