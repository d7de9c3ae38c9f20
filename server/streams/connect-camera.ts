import { refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { insertChanges, loadCameraForAct, setDeviceState } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { parseCameraNetwork, pinCameraAddress, type CameraNetwork } from './camera-address.ts';
import { CameraKeys } from './camera-keys.ts';
import type { Connection, ConnectionBody } from './connection.schema.ts';
import { forgetDeviceFacts } from './device-facts.sql.ts';
import { sealSecret } from './sealed-secret.ts';
import { holdKeys } from './sealed-secrets.sql.ts';
import { StreamError } from './stream-error.rules.ts';
import { deleteStream, lockStream, selectStream, upsertStream, type CameraStream } from './streams.sql.ts';

const noStream = (): ApiError =>
  new ApiError(404, 'no-stream', {
    ko: '이 카메라에는 연결된 영상이 없습니다.',
    en: 'No video of this camera is connected.',
  });

/** Where a camera's device answers, without the password. Throws 404 as `act` does, or `no-stream`. */
export async function readCameraConnection(
  { sql }: Pick<Deps, 'sql'>,
  actor: Actor,
  cameraId: number,
): Promise<Connection> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.connect', camera);
  const stream = await selectStream(sql, cameraId);
  if (stream === undefined) throw noStream();
  return connectionOf(stream);
}

/**
 * Registers where a camera's device answers (통합·연계의 영상 연결, Art. 7, 19): inside the camera networks only, the
 * password sealed before it is kept. A password is never carried along to another address: whoever names a new one gives
 * the password anew. Throws 400 with the field it blames, 403 or 404 as `act` does, 409 as `refuseUnlawfulLink` does for a
 * camera that is, or may be, another body's (Art. 18(5), 23, 25).
 */
export async function connectCamera(
  { sql, config, now }: Pick<Deps, 'sql' | 'config' | 'now'>,
  actor: Actor,
  cameraId: number,
  { password, renewCertificate, ...address }: ConnectionBody,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  await act(sql, actor, 'camera.connect', object, async (tx, note) => {
    await refuseUnlawfulLink(tx, cameraId, 'connect', cityDay(now()));
    await refuseOutside(address, config.cameraNetworks.map(parseCameraNetwork));
    await holdKeys(tx, 'one of those who seal');
    const before = await lockStream(tx, cameraId);
    const next = nextPassword(before, address, password);
    const secret =
      typeof next === 'string' ? sealSecret(new CameraKeys(config.secretsDir), cameraId, next) : next;
    const { host, rtspPort, rtspPath, subPath, onvifPort, secure, basicAllowed } = address;
    const moved = before?.host !== host || before.rtspPort !== rtspPort;
    const onvifPath = onvifPort === null ? null : address.onvifPath;
    const other = moved || before.onvifPort !== onvifPort || before.onvifPath !== onvifPath;
    if (before !== undefined && other) await forgetDeviceFacts(tx, cameraId);
    await upsertStream(tx, { ...address, onvifPath, cameraId }, secret, renewCertificate || moved || !secure);
    const secretChanged = typeof next === 'string' || (next === null && before?.hasSecret === true);
    const link = { secure, basicAllowed, renewCertificate };
    note({ stream: { host, rtspPort, rtspPath, subPath, onvifPort, onvifPath, ...link, secretChanged } });
    if (before === undefined)
      await insertChanges(tx, cameraId, actor, [{ field: 'stream', from: false, to: true }]);
    await announce(tx, {
      kind: 'camera',
      objectId: cameraId,
      protected: camera.protected,
      departmentId: camera.departmentId,
    });
  });
}

/** Forgets where a camera's device answers, with its login; from then on its state is unknown. Throws 404 `no-stream`. */
export async function disconnectCamera(
  { sql, now }: Pick<Deps, 'sql' | 'now'>,
  actor: Actor,
  cameraId: number,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  await act(sql, actor, 'camera.connect', object, async (tx, note) => {
    const gone = await deleteStream(tx, cameraId);
    if (gone === undefined) throw noStream();
    const { host, rtspPort, rtspPath, wasProbed } = gone;
    note({ disconnected: { host, rtspPort, rtspPath } });
    await insertChanges(tx, cameraId, actor, [{ field: 'stream', from: true, to: false }]);
    await forgetDeviceFacts(tx, cameraId);
    if (wasProbed) await setDeviceState(tx, [{ cameraId, state: 'unknown', cause: null, checkedAt: now() }]);
    await announce(tx, {
      kind: 'camera',
      objectId: cameraId,
      protected: camera.protected,
      departmentId: camera.departmentId,
    });
  });
}

const connectionOf = ({ cameraId: _, h264Path: __, smallPath: ___, ...stream }: CameraStream): Connection =>
  stream;

/** The password to keep from now on: a new one, none (null), or the one there is (undefined). */
function nextPassword(
  before: CameraStream | undefined,
  after: Omit<ConnectionBody, 'password' | 'renewCertificate'>,
  password: string | null | undefined,
): string | null | undefined {
  if (typeof password === 'string') {
    if (after.username === null)
      throw invalid(
        'username',
        '비밀번호를 두려면 계정도 적어 주십시오.',
        'Give the account too when there is a password.',
      );
    return password;
  }
  if (password === null || after.username === null || before?.hasSecret !== true) return null;
  const moved =
    before.host !== after.host ||
    before.rtspPort !== after.rtspPort ||
    (after.onvifPort !== null && before.onvifPort !== after.onvifPort);
  if (moved)
    throw invalid(
      'password',
      '주소나 포트를 바꾸면 비밀번호를 다시 적어야 합니다. 두던 비밀번호를 새 주소로 보내지 않습니다.',
      'A new address or port needs the password anew: the one that is kept is not sent there.',
    );
  return undefined;
}

async function refuseOutside(
  { host, rtspPort, onvifPort }: Pick<ConnectionBody, 'host' | 'rtspPort' | 'onvifPort'>,
  networks: readonly CameraNetwork[],
): Promise<void> {
  const ports = [
    ['rtspPort', rtspPort],
    ['onvifPort', onvifPort],
  ] as const;
  for (const [field, port] of ports) {
    if (port === null) continue;
    try {
      await pinCameraAddress(host, port, networks);
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      if (error.code === 'unreachable')
        throw invalid(
          'host',
          `${host}의 주소를 찾지 못했습니다. 이름을 확인하거나 IP 주소를 적어 주십시오.`,
          `No address was found for ${host}. Check the name or give the IP address.`,
        );
      throw invalid(
        field === 'onvifPort' ? field : 'host',
        `${host}:${port}는 카메라망(CAMERA_NETWORKS) 밖이라 연결하지 않습니다. 주소를 확인하거나, 서버 관리자가 CAMERA_NETWORKS에 이 망을 더한 뒤 서버를 다시 시작해 주십시오.`,
        `${host}:${port} lies outside the camera networks (CAMERA_NETWORKS), so it is never called. Check the address, or have the server's CAMERA_NETWORKS hold its network and restart the server.`,
      );
    }
  }
}
