import type { Certificate } from '../streams/certificate.rules.ts';
import type { Scope } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type {
  CameraCard,
  CameraChange,
  CameraProperties,
  EditableFields,
  SecurityDecision,
} from './cameras.schema.ts';
import type { Integration } from './snapshot.rules.ts';

/** Rows of `camera` that a scope may know of (Art. 10(4)): the same question as `knows`, in SQL. */
export function knownTo(sql: Sql | Tx, scope: Scope) {
  if (scope.protectedOf === 'all') return sql`true`;
  if (scope.protectedOf === 'none') return sql`not camera.protected`;
  return sql`(not camera.protected or department_today(camera.department_id) = ${scope.protectedOf})`;
}

export type CameraInBox = Omit<CameraProperties, 'signboard' | 'department' | 'purposes' | 'mainPurpose'> & {
  lon: number;
  lat: number;
};

/** Cameras in a box of degrees, by camera id, without what is derived (notice state, department and purposes of today). Null is unknown. */
export function selectCamerasInBox(
  sql: Sql | Tx,
  scope: Scope,
  [west, south, east, north]: readonly [number, number, number, number],
): Promise<CameraInBox[]> {
  return sql<CameraInBox[]>`
    select camera_id as "cameraId", public_id as "publicId", management_no as "managementNo", camera.name, camera.kind,
           azimuth_deg as "azimuthDeg", hfov_deg as "hfovDeg", range_m as "rangeM", height_m as "heightM",
           tilt_deg as "tiltDeg", owner_agency as owner, coalesce(state, 'unknown') as state,
           to_json(since)#>>'{}' as "stateSince", cause as "stateCause", site_id as "siteId", site.name as "siteName",
           district.name as district, integration, watch, regime,
           st_x(site.geom) as lon, st_y(site.geom) as lat
    from site join camera using (site_id)
    left join camera_device using (camera_id)
    left join district using (district_id)
    where site.geom && st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4326) and ${knownTo(sql, scope)}
    order by camera_id`;
}

export type CameraOfCard = Omit<
  CameraCard,
  | 'signboard'
  | 'responsible'
  | 'department'
  | 'retention'
  | 'device'
  | 'changes'
  | 'actions'
  | 'site'
  | 'purposes'
  | 'synthetic'
> & {
  departmentId: number | null;
  retentionDays: number | null;
  retentionMeasuredDays: number | null;
  device: Pick<CameraCard['device'], 'since' | 'cause' | 'checkedAt' | 'audioOffered' | 'info'>;
  /** The exceptions in force (Art. 31(1)), the one that ends last first. */
  keptLonger: CameraCard['retention']['longerToo'];
  deviceFacts: Pick<
    CameraCard['device'],
    'clock' | 'firmware' | 'firmwareOnRecord' | 'isEncrypted' | 'profiles'
  > & {
    readonly certificates: readonly Certificate[];
    readonly oldestRecordingAt: string | null;
    readonly oldestToldAt: string | null;
  };
  siteId: number;
  siteKind: CameraCard['site']['kind'];
  siteName: string;
  roadAddress: string | null;
  lotAddress: string | null;
};

/** What a device told of itself and what the register says it should be, of a query over `camera` and `camera_device`. */
const deviceFacts = (sql: Sql | Tx) => sql`
  json_build_object(
    'clock', case when clock_told_at is not null
             then json_build_object('offS', clock_off_s, 'doubtS', clock_doubt_s, 'toldAt', clock_told_at) end,
    'firmware', case when camera_device.firmware is not null
                then json_build_object('version', camera_device.firmware, 'toldAt', firmware_told_at) end,
    'oldestRecordingAt', oldest_recording_at, 'oldestToldAt', oldest_told_at,
    'firmwareOnRecord', coalesce((
      select json_agg(equipment.firmware order by equipment_id) from equipment
      where equipment.camera_id = camera.camera_id and part = 'camera' and removed_on is null
        and equipment.firmware is not null and equipment.source <> 'device'), '[]'),
    'profiles', case when profiles is not null
                then json_build_object('list', profiles, 'toldAt', profiles_told_at) end,
    'certificates', coalesce((
      select json_agg(json_build_object('no', certificate_no, 'model', certified_model, 'firmware', certified_firmware,
                                        'until', certificate_until) order by equipment_id)
      from equipment
      where equipment.camera_id = camera.camera_id and part = 'camera' and removed_on is null
        and certificate_no is not null), '[]'),
    'isEncrypted', (select secure from camera_stream where camera_stream.camera_id = camera.camera_id))`;

/** One camera with its site and device, or undefined where it is not, or not for this scope. */
export async function selectCamera(
  sql: Sql | Tx,
  scope: Scope,
  cameraId: number,
): Promise<CameraOfCard | undefined> {
  const [row] = await sql<CameraOfCard[]>`
    select camera_id as "cameraId", public_id as "publicId", management_no as "managementNo", camera.name, camera.kind,
           azimuth_deg as "azimuthDeg", hfov_deg as "hfovDeg", range_m as "rangeM", height_m as "heightM",
           tilt_deg as "tiltDeg", night_range_m as "nightRangeM", megapixels, direction_text as "directionText",
           owner_agency as owner,
           department_today(department_id) as "departmentId", camera.phone, integration, integration_reason as "integrationReason",
           regime, watch, watch_reason as "watchReason", camera.protected, retention_days as "retentionDays",
           retention_measured_days as "retentionMeasuredDays", to_char(installed_month, 'YYYY-MM') as "installedMonth",
           agency_data_date::text as "agencyDataDate", camera.source, to_json(changed_at)#>>'{}' as "changedAt",
           coalesce(state, 'unknown') as state,
           json_build_object('since', since, 'cause', cause, 'checkedAt', checked_at, 'audioOffered', audio_offered,
                             'info', coalesce(device, '{}')) as device,
           ${deviceFacts(sql)} as "deviceFacts",
           (select coalesce(json_agg(json_build_object('keepingId', keeping_id, 'ground', ground, 'citation', citation, 'reason', reason,
                                     'lastDay', valid_to - 1, 'decidedBy', decided_by)
                            order by valid_to desc, keeping_id), '[]')
            from longer_keeping
            where longer_keeping.camera_id = camera.camera_id
              and (now() at time zone 'Asia/Seoul')::date >= valid_from
              and (now() at time zone 'Asia/Seoul')::date < valid_to) as "keptLonger",
           (select purpose from camera_purpose
            where camera_purpose.camera_id = camera.camera_id and main
              and (ended_on is null or ended_on > current_date)) as "mainPurpose",
           exists (select 1 from camera_stream where camera_stream.camera_id = camera.camera_id) as "hasStream",
           site_id as "siteId", site.kind as "siteKind", site.name as "siteName", road_address as "roadAddress",
           lot_address as "lotAddress", district.name as district, st_x(site.geom) as lon, st_y(site.geom) as lat
    from camera join site using (site_id)
    left join camera_device using (camera_id)
    left join district using (district_id)
    where camera_id = ${cameraId} and ${knownTo(sql, scope)}`;
  return row;
}

export type CardPurpose = Omit<CameraCard['purposes'][number], 'name'>;

/** Purposes in force today, the main one first, then by the day they were added. */
export function selectPurposesInForce(sql: Sql | Tx, cameraId: number): Promise<CardPurpose[]> {
  return sql<CardPurpose[]>`
    select purpose, main, added_on::text as "addedOn", legal_basis as "legalBasis", opinions_note as "opinionsNote",
           file_word as "fileWord"
    from camera_purpose
    where camera_id = ${cameraId} and (ended_on is null or ended_on > current_date)
      and (added_on is null or added_on <= current_date)
    order by main desc, added_on nulls first, purpose`;
}

/** Cameras on one pole, wall or building that the scope may know of, by management number and name. */
export function selectCamerasOfSite(
  sql: Sql | Tx,
  scope: Scope,
  siteId: number,
): Promise<CameraCard['site']['cameras']> {
  return sql<CameraCard['site']['cameras']>`
    select camera_id as "cameraId", management_no as "managementNo", name, kind, azimuth_deg as "azimuthDeg",
           coalesce(state, 'unknown') as state
    from camera left join camera_device using (camera_id)
    where site_id = ${siteId} and ${knownTo(sql, scope)}
    order by management_no, name, camera_id`;
}

/** Changes of one camera, newest first; `before` is a change id to page on from. */
export function selectChanges(
  sql: Sql | Tx,
  cameraId: number,
  before: number | null,
  limit: number,
): Promise<CameraChange[]> {
  return sql<CameraChange[]>`
    select change_id::float8 as "changeId", to_json(changed_at)#>>'{}' as "changedAt", actor, field,
           from_value as from, to_value as to
    from camera_change
    where camera_id = ${cameraId} and change_id < ${before ?? Number.MAX_SAFE_INTEGER}
    order by change_id desc limit ${limit}`;
}

/** Who changed this field of the camera last; undefined where nobody wrote it down. */
export async function selectLastChange(
  tx: Tx,
  cameraId: number,
  field: string,
): Promise<Pick<CameraChange, 'actor' | 'changedAt'> | undefined> {
  const [row] = await tx<Pick<CameraChange, 'actor' | 'changedAt'>[]>`
    select actor, to_json(changed_at)#>>'{}' as "changedAt" from camera_change
    where camera_id = ${cameraId} and field = ${field} order by change_id desc limit 1`;
  return row;
}

export interface CameraToActOn {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly departmentId: number | null;
  readonly contractorId: number | null;
  readonly districtId: number | null;
  readonly purposes: readonly string[];
  readonly integration: Integration | null;
}

/** Columns of what `can` asks about a camera, of a query over `camera join site`; purposes are those of today. */
const protectionColumns = (sql: Sql | Tx) => sql`
  camera.camera_id as "cameraId", protected, department_today(department_id) as "departmentId",
  contractor_id as "contractorId", district_id as "districtId", integration,
  coalesce((
    select array_agg(purpose order by main desc, purpose) from camera_purpose
    where camera_purpose.camera_id = camera.camera_id and (added_on is null or added_on <= current_date)
      and (ended_on is null or ended_on > current_date)
  ), '{}') as purposes`;

/** What `can` asks about a camera, whoever asks, with the department of today; undefined where there is none. */
export async function loadCameraForAct(sql: Sql | Tx, cameraId: number): Promise<CameraToActOn | undefined> {
  const [row] = await sql<CameraToActOn[]>`
    select ${protectionColumns(sql)} from camera join site using (site_id) where camera_id = ${cameraId}`;
  return row;
}

/** The editable fields as they are, the row locked until the transaction ends. */
export async function lockEditableFields(tx: Tx, cameraId: number): Promise<EditableFields | undefined> {
  const [row] = await tx<EditableFields[]>`
    select name, management_no as "managementNo", kind, azimuth_deg as "azimuthDeg", hfov_deg as "hfovDeg",
           range_m as "rangeM", height_m as "heightM", tilt_deg as "tiltDeg", night_range_m as "nightRangeM",
           megapixels, direction_text as "directionText", phone, integration, integration_reason as "integrationReason", watch,
           watch_reason as "watchReason", regime, retention_days as "retentionDays"
    from camera where camera_id = ${cameraId} for update`;
  return row;
}

export async function updateEditableFields(tx: Tx, cameraId: number, fields: EditableFields): Promise<void> {
  await tx`
    update camera set
      name = ${fields.name}, management_no = ${fields.managementNo}, kind = ${fields.kind},
      azimuth_deg = ${fields.azimuthDeg}, hfov_deg = ${fields.hfovDeg}, range_m = ${fields.rangeM},
      height_m = ${fields.heightM}, tilt_deg = ${fields.tiltDeg}, night_range_m = ${fields.nightRangeM},
      megapixels = ${fields.megapixels},
      direction_text = ${fields.directionText}, phone = ${fields.phone}, integration = ${fields.integration},
      integration_reason = ${fields.integrationReason}, watch = ${fields.watch},
      watch_reason = ${fields.watchReason}, regime = ${fields.regime}, retention_days = ${fields.retentionDays},
      changed_at = now()
    where camera_id = ${cameraId}`;
}

export interface NewChange {
  readonly field: string;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}

export async function insertChanges(
  tx: Tx,
  cameraId: number,
  by: { readonly accountId: number | null; readonly personName: string },
  changes: readonly NewChange[],
): Promise<void> {
  await tx`
    insert into camera_change (camera_id, account_id, actor, field, from_value, to_value)
    select ${cameraId}, ${by.accountId}, ${by.personName}, field, nullif("from", 'null'), nullif("to", 'null')
    from jsonb_to_recordset(${tx.json(changes as never)}) as change(field text, "from" jsonb, "to" jsonb)`;
}

export interface StateSince {
  readonly cameraId: number;
  readonly stateSince: string;
  readonly stateCause: string | null;
}

/** Since when and why these cameras are in the state the last probe proved; none where nobody ever looked. */
export function selectStatesSince(sql: Sql | Tx, cameraIds: readonly number[]): Promise<StateSince[]> {
  return sql<StateSince[]>`
    select camera_id as "cameraId", to_json(since)#>>'{}' as "stateSince", cause as "stateCause"
    from camera_device where camera_id = any(${[...cameraIds]}::int[])`;
}

export interface ProtectionNow extends CameraToActOn {
  readonly decisionNo: string | null;
  readonly decidedOn: string | null;
}

/** What a camera is protected by (Art. 10(4)), the row locked until the transaction ends. */
export async function lockProtection(tx: Tx, cameraId: number): Promise<ProtectionNow | undefined> {
  const [row] = await tx<ProtectionNow[]>`
    select ${protectionColumns(tx)}, decision_no as "decisionNo", decided_on::text as "decidedOn"
    from camera join site using (site_id) left join security_exemption using (camera_id)
    where camera_id = ${cameraId} for update of camera`;
  return row;
}

/** Protects a camera by a decision, or (null) lifts the protection and forgets the decision. */
export async function updateProtection(
  tx: Tx,
  cameraId: number,
  decision: SecurityDecision | null,
): Promise<void> {
  await tx`update camera set protected = ${decision !== null}, changed_at = now() where camera_id = ${cameraId}`;
  if (decision === null) await tx`delete from security_exemption where camera_id = ${cameraId}`;
  else
    await tx`
      insert into security_exemption (camera_id, decision_no, decided_on, source)
      values (${cameraId}, ${decision.decisionNo}, ${decision.decidedOn}, 'console')
      on conflict (camera_id) do update set
        decision_no = excluded.decision_no, decided_on = excluded.decided_on, source = excluded.source`;
}

/** What decides who may hear of these cameras. */
export function selectCamerasForAct(sql: Sql | Tx, cameraIds: readonly number[]): Promise<CameraToActOn[]> {
  return sql<CameraToActOn[]>`
    select ${protectionColumns(sql)} from camera join site using (site_id)
    where camera_id = any(${[...cameraIds]}::int[]) order by camera_id`;
}
