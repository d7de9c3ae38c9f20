import type { Sql, Tx } from '../platform/db.ts';
import type { SealedSecret } from './sealed-secret.ts';

export interface CameraStream {
  readonly cameraId: number;
  readonly host: string;
  readonly rtspPort: number;
  readonly rtspPath: string;
  /** Where the small picture is; null where nobody said and the device has none. */
  readonly subPath: string | null;
  /** What the device said of its H.264 pictures when nothing else played; null where it was not asked or has none. */
  readonly h264Path: string | null;
  readonly smallPath: string | null;
  readonly onvifPort: number | null;
  readonly onvifPath: string | null;
  readonly username: string | null;
  /** Over TLS (RTSPS); false sends the picture as it is (Art. 30(3)). */
  readonly secure: boolean;
  /** Whether the password may go over an open link as it is, where the device asks for that. */
  readonly basicAllowed: boolean;
  /** SHA-256 (hex) of the certificate that the device showed first; null until it was called over TLS. */
  readonly certificateSha256: string | null;
  /** Whether a password is kept for it; the sealed bytes leave the database for the gateway alone. */
  readonly hasSecret: boolean;
}

const streamColumns = (sql: Sql | Tx) => sql`
  camera_id as "cameraId", host, rtsp_port as "rtspPort", rtsp_path as "rtspPath", sub_path as "subPath",
  h264_path as "h264Path", small_path as "smallPath",
  onvif_port as "onvifPort", onvif_path as "onvifPath", username, secure, basic_allowed as "basicAllowed",
  certificate_sha256 as "certificateSha256", sealed_secret is not null as "hasSecret"`;

/** Where a camera answers; undefined when no stream of it is registered. */
export async function selectStream(sql: Sql | Tx, cameraId: number): Promise<CameraStream | undefined> {
  const [row] = await sql<CameraStream[]>`
    select ${streamColumns(sql)}
    from camera_stream where camera_id = ${cameraId}`;
  return row;
}

/** The same, with the row locked until the transaction ends. */
export async function lockStream(tx: Tx, cameraId: number): Promise<CameraStream | undefined> {
  await tx`select 1 from camera where camera_id = ${cameraId} for update`;
  return selectStream(tx, cameraId);
}

/** Registers where a camera answers. `secret` is what is kept from now on; undefined leaves the one there is. */
export async function upsertStream(
  tx: Tx,
  stream: Omit<CameraStream, 'hasSecret' | 'certificateSha256' | 'h264Path' | 'smallPath'>,
  secret: SealedSecret | null | undefined,
  forgetCertificate: boolean,
): Promise<void> {
  const sealed = secret ? Buffer.from(secret.sealed) : null;
  const kept = secret === undefined;
  await tx`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, sub_path, onvif_port, onvif_path, username,
                               secure, basic_allowed, sealed_secret, key_version)
    values (${stream.cameraId}, ${stream.host}, ${stream.rtspPort}, ${stream.rtspPath}, ${stream.subPath},
            ${stream.onvifPort}, ${stream.onvifPath}, ${stream.username}, ${stream.secure}, ${stream.basicAllowed},
            ${sealed}, ${secret?.keyVersion ?? null})
    on conflict (camera_id) do update set
      host = excluded.host, rtsp_port = excluded.rtsp_port, rtsp_path = excluded.rtsp_path,
      sub_path = excluded.sub_path, secure = excluded.secure, basic_allowed = excluded.basic_allowed,
      certificate_sha256 = case when ${forgetCertificate} then null else camera_stream.certificate_sha256 end,
      h264_path = null, small_path = null, onvif_port = excluded.onvif_port, onvif_path = excluded.onvif_path, username = excluded.username,
      sealed_secret = case when ${kept} then camera_stream.sealed_secret else excluded.sealed_secret end,
      key_version = case when ${kept} then camera_stream.key_version else excluded.key_version end`;
}

/** Holds to the certificate that a device showed first; false where another one is on record by now. */
export async function pinCertificate(tx: Tx, cameraId: number, sha256: string): Promise<boolean> {
  const pinned = await tx`
    update camera_stream set certificate_sha256 = ${sha256}
    where camera_id = ${cameraId} and secure and certificate_sha256 is null`;
  return pinned.count > 0;
}

/** Remembers where the device has its H.264 pictures; null forgets. */
export async function updateFoundPaths(
  tx: Tx,
  cameraId: number,
  { h264Path, smallPath }: Pick<CameraStream, 'h264Path' | 'smallPath'>,
): Promise<void> {
  await tx`
    update camera_stream set h264_path = ${h264Path}, small_path = ${smallPath} where camera_id = ${cameraId}`;
}

export interface GoneStream {
  readonly host: string;
  readonly rtspPort: number;
  readonly rtspPath: string;
  /** Whether a probe had said anything of the device. */
  readonly wasProbed: boolean;
}

/** Takes a stream out with its login, and answers what it was; undefined when there was none. */
export async function deleteStream(tx: Tx, cameraId: number): Promise<GoneStream | undefined> {
  const [row] = await tx<GoneStream[]>`
    delete from camera_stream where camera_id = ${cameraId}
    returning host, rtsp_port as "rtspPort", rtsp_path as "rtspPath",
              exists (select 1 from camera_device where camera_id = ${cameraId}) as "wasProbed"`;
  return row;
}

/** The registered streams of these cameras. */
export function selectStreamsOf(sql: Sql, cameraIds: readonly number[]): Promise<CameraStream[]> {
  return sql<CameraStream[]>`
    select ${streamColumns(sql)}
    from camera_stream where camera_id = any(${[...cameraIds]}::int[])`;
}

/** Every registered stream, by camera. */
export function selectStreams(sql: Sql): Promise<CameraStream[]> {
  return sql<CameraStream[]>`
    select ${streamColumns(sql)}
    from camera_stream order by camera_id`;
}

export interface WatchedCamera {
  readonly cameraId: number;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/** What decides who may know that these cameras exist. */
export function selectProtection(sql: Sql, cameraIds: readonly number[]): Promise<WatchedCamera[]> {
  return sql<WatchedCamera[]>`
    select camera_id as "cameraId", protected, department_today(department_id) as "departmentId"
    from camera where camera_id = any(${cameraIds as number[]}) order by camera_id`;
}
