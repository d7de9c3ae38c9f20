import { addCamera } from '../cameras/index.ts';
import { recordDevice } from '../contracts/index.ts';
import { scopeOf, type Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import type { DiscoveryDeps } from './discover-devices.ts';
import { findAdded, findWaiting, insertAdded, selectFoundDevice } from './discovery.sql.ts';
import type { NewCameraBody } from './discovery.schema.ts';
import { seenBy } from './read-discovery.ts';

/**
 * Puts a camera into the register for a device that was found, with what the device said as a piece that nobody has verified
 * (Art. 12(2), 19). It is not connected by it: that is the next act, with its own gates. A second press with the same
 * `requestId` answers as the first. Throws 400 naming the field, 404 where there is no such device for this person, 409
 * `device-added` while a camera that was made for it waits for its connection.
 */
export async function addFoundDevice(
  { sql, now }: DiscoveryDeps,
  actor: Actor,
  foundDeviceId: number,
  { requestId, ...camera }: NewCameraBody,
): Promise<number> {
  permit(actor, 'camera.add', {});
  const row = await selectFoundDevice(sql, foundDeviceId);
  if (row === undefined || seenBy(scopeOf(actor, now()), row) === null) throw notFound();
  const { host, port, manufacturer, model, serialNo, firmware } = row;
  const detail = { requestId, foundDeviceId, door: `${host}:${port}`, name: camera.name };
  return act(sql, actor, 'camera.add', { kind: 'camera', detail }, async (tx, note) => {
    const earlier = await findAdded(tx, requestId);
    if (earlier !== undefined) {
      note({ cameraId: earlier, repeated: true });
      return earlier;
    }
    const waiting = await findWaiting(tx, foundDeviceId);
    if (waiting !== undefined) throw isAdded(waiting);
    const cameraId = await addCamera(tx, camera, { actor, source: `device:${host}:${port}` });
    await recordDevice(tx, cameraId, { maker: manufacturer, model, serial: serialNo, firmware });
    await insertAdded(tx, { requestId, cameraId, foundDeviceId });
    note({ cameraId });
    return cameraId;
  });
}

const isAdded = (called: string): ApiError =>
  new ApiError(409, 'device-added', {
    ko: `이 장비로 카메라 ${called}을(를) 이미 대장에 올렸습니다. 그 카메라에 연결해 주십시오.`,
    en: `The camera ${called} was put into the register for this device already. Connect to that one.`,
  });
