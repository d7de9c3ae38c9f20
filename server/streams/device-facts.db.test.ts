import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setDeviceState } from '../cameras/index.ts';
import { orderWhatIsFound } from '../contracts/index.ts';
import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Tx } from '../platform/db.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera } from '../testing/factories.ts';
import { forgetDeviceFacts, selectKnownDevices, updateDeviceFacts } from './device-facts.sql.ts';

let db: TestDatabase;
let cameraId: number;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '127.0.0.1', 554, '/a')`;
  await probe((tx) => setDeviceState(tx, [{ cameraId, state: 'normal', cause: null, checkedAt: FIRST }]));
});

const FIRST = new Date('2026-11-30T03:00:00Z');
const LATER = new Date('2026-11-30T09:00:00Z');
const NOTHING = {
  ...{ clock: null, model: null, firmware: null, oldestRecordingAt: null },
  ...{ profiles: null, audioConfigured: null, touring: null },
};
const PROFILE = {
  ...{ token: 'main', encoding: 'H264', encoder: 've', widthPx: 1280, heightPx: 720, fps: 25 },
  hasAudio: true,
};
const TOLD = {
  ...{ model: 'M1', profiles: [PROFILE], audioConfigured: true, touring: null },
  clock: { offS: -12.5, doubtS: 0.5 },
  firmware: '3.0.4',
  oldestRecordingAt: '2026-10-20T03:00:00.000Z',
};
const probe = <T>(write: (tx: Tx) => Promise<T>): Promise<T> =>
  act(db.app, SYSTEM, 'camera.probe', { kind: 'device-states' }, write);
const known = async () => (await selectKnownDevices(db.app)).find((each) => each.cameraId === cameraId);
const measured = async (): Promise<unknown> => {
  const [row] = await db.app`
    select retention_measured_days as days from camera where camera_id = ${cameraId}`;
  return row?.days;
};

test('what a device told is kept, and what it does not tell again stays with when it last was', async () => {
  expect(await known()).toMatchObject({
    clock: null,
    firmware: null,
    oldestRecordingAt: null,
    firmwareOnRecord: [],
  });
  await probe((tx) => updateDeviceFacts(tx, [{ ...TOLD, cameraId, toldAt: FIRST }]));
  await probe((tx) => updateDeviceFacts(tx, [{ ...NOTHING, firmware: '3.1.0', cameraId, toldAt: LATER }]));
  expect(await known()).toMatchObject({ clock: TOLD.clock, firmware: '3.1.0', audioConfigured: true });
  const [kept] = await db.app`select profiles from camera_device where camera_id = ${cameraId}`;
  expect(kept).toEqual({ profiles: [PROFILE] });
  const [row] = await db.app`
    select clock_told_at as clock, firmware_told_at as firmware, oldest_told_at as oldest from camera_device
    where camera_id = ${cameraId}`;
  expect(row).toEqual({ clock: FIRST, firmware: LATER, oldest: FIRST });
  expect(new Date((await known())!.oldestRecordingAt!).toISOString()).toBe(TOLD.oldestRecordingAt);
});

test('Art. 31(1): how long recordings are kept is measured by what the recorder tells', async () => {
  await probe((tx) => updateDeviceFacts(tx, [{ ...NOTHING, firmware: '1', cameraId, toldAt: FIRST }]));
  expect(await measured()).toBeNull();
  await probe((tx) => updateDeviceFacts(tx, [{ ...TOLD, cameraId, toldAt: FIRST }]));
  expect(await measured()).toBe(41);
});

test('Art. 7(1): the firmware on record is that of the cameras in use', async () => {
  await db.owner`
    insert into equipment (camera_id, part, firmware, removed_on, source) values
      (${cameraId}, 'camera', '2.8.1', null, 'test'), (${cameraId}, 'camera', '1.0', '2026-01-01', 'test'),
      (${cameraId}, 'network', '9.9', null, 'test'), (${cameraId}, 'camera', null, null, 'test')`;
  expect(await known()).toMatchObject({ firmwareOnRecord: ['2.8.1'] });
});

test('another device at another address is not taken for the former one', async () => {
  await probe((tx) => updateDeviceFacts(tx, [{ ...TOLD, cameraId, toldAt: FIRST }]));
  await probe((tx) => forgetDeviceFacts(tx, cameraId));
  expect(await known()).toMatchObject({
    clock: null,
    firmware: null,
    oldestRecordingAt: null,
    oldestToldAt: null,
    audioConfigured: null,
  });
  expect(await measured()).toBeNull();
});

test('Art. 11(2), 31(1): each breach has its own order, one at a time, and a recorder has a day to delete', async () => {
  const order = (finding: 'audio-track' | 'over-retention'): Promise<number> =>
    probe((tx) => orderWhatIsFound(tx, finding, [{ cameraId }]));
  expect([await order('over-retention'), await order('audio-track')]).toEqual([1, 1]);
  expect([await order('over-retention'), await order('audio-track')]).toEqual([0, 0]);
  const orders = () => db.app`
    select finding, part from equipment_fault where camera_id = ${cameraId} and repaired_at is null order by 1`;
  expect(await orders()).toEqual([
    { finding: 'audio-track', part: 'camera' },
    { finding: 'over-retention', part: 'recorder' },
  ]);
  await db.owner`update equipment_fault set repaired_at = now(), repaired_by = '김가상'`;
  expect([await order('over-retention'), await order('audio-track')]).toEqual([0, 1]);
  await db.owner`
    update equipment_fault set found_at = now() - interval '2 days', repaired_at = now() - interval '25 hours'
    where finding = 'over-retention'`;
  expect(await order('over-retention')).toBe(1);
});

test('Art. 7, 30(3): what differs from the certificate is ordered with both values of each field, once', async () => {
  await db.owner`
    insert into equipment (camera_id, part, certificate_no, certified_model, certified_firmware, certificate_until, source)
    values (${cameraId}, 'camera', 'TTA-V-1', 'M1', '2.8.1', '2027-12-31', 'test')`;
  expect(await known()).toMatchObject({
    certificates: [{ no: 'TTA-V-1', model: 'M1', firmware: '2.8.1', until: '2027-12-31' }],
  });
  const order = (): Promise<number> =>
    probe((tx) =>
      orderWhatIsFound(tx, 'certificate-differs', [{ cameraId, detail: '펌웨어 인증 2.8.1, 장비 3.0.4.' }]),
    );
  expect([await order(), await order()]).toEqual([1, 0]);
  const [row] = await db.app<{ what: string }[]>`
    select what from equipment_fault where camera_id = ${cameraId} and finding = 'certificate-differs'`;
  expect(row!.what).toMatch(/^펌웨어 인증 2\.8\.1, 장비 3\.0\.4\. 장비가 대장에 적힌 보안인증과 다릅니다\./);
});
