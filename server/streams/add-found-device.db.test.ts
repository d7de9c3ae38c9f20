import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readCard } from '../cameras/read-card.ts';
import { readCameraEquipment, changeEquipment } from '../contracts/keep-equipment.ts';
import { lacksToWatch } from '../agencies/index.ts';
import { SYSTEM } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor } from '../testing/factories.ts';
import { addFoundDevice } from './add-found-device.ts';
import type { DiscoveryDeps } from './discover-devices.ts';
import { selectKnownDevices } from './device-facts.sql.ts';

let db: TestDatabase;
let deps: DiscoveryDeps;
let foundDeviceId: number;
beforeAll(async () => {
  db = await aDatabase();
  deps = { sql: db.app, config: {} as Deps['config'], now: () => new Date() };
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner`delete from found_device`;
  const [row] = await db.owner<{ id: number }[]>`
    insert into found_device (host, port, path, manufacturer, model, firmware, serial_no, asks_login, network,
                              answered_by, first_seen_at, last_seen_at)
    values ('10.20.1.5', 80, '/onvif/device_service', 'Maker', 'M1', '1.10', 'S1', false, '10.20.0.0/16', 'probe',
            now(), now())
    returning found_device_id as id`;
  foundDeviceId = row!.id;
});

async function anotherDevice(): Promise<number> {
  const [row] = await db.owner<{ id: number }[]>`
    insert into found_device (host, port, path, asks_login, network, answered_by, first_seen_at, last_seen_at)
    values ('10.20.1.6', 80 + (select count(*) from found_device), '/', false, '10.20.0.0/16', 'probe', now(), now())
    returning found_device_id as id`;
  return row!.id;
}

const officer = anActor({ role: 'officer', personName: '이주무' });
const body = (more = {}) => ({
  ...{ requestId: randomUUID(), name: '새 정문', managementNo: null, ownerAgency: '강릉시청' },
  ...{ purpose: 'security' as const, place: { name: '정문 앞', lon: 128.9, lat: 37.75 } },
  ...more,
});

test('a found device becomes a camera of the register with what it said, as not verified until a person keeps it (Art. 12(2))', async () => {
  const given = body();
  const cameraId = await addFoundDevice(deps, officer, foundDeviceId, given);
  expect(await addFoundDevice(deps, officer, foundDeviceId, given)).toBe(cameraId);
  const card = await readCard(db.app, officer, cameraId, new Date());
  expect(card).toMatchObject({
    ...{ name: '새 정문', managementNo: null, lon: 128.9, lat: 37.75, integration: null, hasStream: false },
    ...{ state: 'unknown', source: 'device:10.20.1.5:80', azimuthDeg: null, signboard: { state: 'missing' } },
    purposes: [{ purpose: 'security', main: true }],
    changes: [{ field: 'added', actor: '이주무' }],
  });
  const said = { maker: 'Maker', model: 'M1', serial: 'S1', firmware: '1.10', installedOn: null };
  const { equipment } = await readCameraEquipment(db.app, officer, cameraId, new Date());
  expect(equipment).toMatchObject([{ ...said, part: 'camera', unverified: true }]);
  const { equipmentId } = equipment[0]!;
  await changeEquipment(db.app, officer, { cameraId, equipmentId }, { firmware: '1.10' }, '2026-11-30');
  const kept = await readCameraEquipment(db.app, officer, cameraId, new Date());
  expect(kept.equipment).toMatchObject([{ ...said, unverified: false }]);
});

test('what a device said of itself is not held against it as the record', async () => {
  const cameraId = await addFoundDevice(deps, officer, foundDeviceId, body());
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.20.1.5', 554, '/')`;
  const known = (await selectKnownDevices(db.app)).find((each) => each.cameraId === cameraId);
  expect(known?.firmwareOnRecord).toEqual([]);
});

test('it is not connected, and what another body owns or nobody has decided stays unwatched (Art. 18(5), 23)', async () => {
  const theirs = body({ ownerAgency: '어느 동 자율방범대' });
  const cameraId = await addFoundDevice(deps, officer, foundDeviceId, theirs);
  expect(await db.owner`select from camera_stream where camera_id = ${cameraId}`).toHaveLength(0);
  expect((await lacksToWatch(db.app, [cameraId], '2026-11-30')).get(cameraId)).toEqual(['owner']);
});

test('it may stand where another camera stands, and a number is given once', async () => {
  const beside = await aCamera(db.owner, { managementNo: 'G-77' });
  const cameraId = await addFoundDevice(
    deps,
    officer,
    foundDeviceId,
    body({ place: { besideCameraId: beside } }),
  );
  const [one, other] = await Promise.all(
    [beside, cameraId].map((id) => readCard(db.app, officer, id, new Date())),
  );
  expect(other!.site.siteId).toBe(one!.site.siteId);
  for (const [field, more] of [
    ['managementNo', { managementNo: 'G-77' }],
    ['place', { place: { besideCameraId: 999_999 } }],
  ] as const)
    await expect(addFoundDevice(deps, officer, await anotherDevice(), body(more))).rejects.toMatchObject({
      ...{ status: 400, field },
    });
});

test('of two officers who add one device at once the second is told of the first camera, until that one is connected', async () => {
  const other = anActor({ role: 'officer', personName: '박주무' });
  const answers = await Promise.allSettled(
    [officer, other, officer, other].map((who) => addFoundDevice(deps, who, foundDeviceId, body())),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const each of answers)
    if (each.status === 'rejected')
      expect(each.reason).toMatchObject({
        ...{ status: 409, code: 'device-added', message: expect.stringContaining('새 정문') as string },
      });
  const made = await db.owner<{ id: number }[]>`
    select camera_id as id from camera_from_device where found_device_id = ${foundDeviceId}`;
  expect(made).toHaveLength(1);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${made[0]!.id}, '10.20.1.5', 554, '/1')`;
  expect(await addFoundDevice(deps, other, foundDeviceId, body())).not.toBe(made[0]!.id);
});

test('of two devices that are given one number at once the second is told that it is taken', async () => {
  const next = await anotherDevice();
  const answers = await Promise.allSettled(
    [foundDeviceId, next].map((id) => addFoundDevice(deps, officer, id, body({ managementNo: 'G-78' }))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { status: 400, field: 'managementNo' },
  });
});

test('outside the city there is no place for it', async () => {
  await db.owner`
    insert into district (code, name, geom, label_point, source)
    values ('1', '가동', st_multi(st_makeenvelope(128.8, 37.7, 128.95, 37.8, 4326)),
            st_setsrid(st_makepoint(128.9, 37.75), 4326), 'test')`;
  const place = { name: '바다', lon: 129.5, lat: 37.75 };
  await expect(addFoundDevice(deps, officer, foundDeviceId, body({ place }))).rejects.toMatchObject({
    ...{ status: 400, field: 'place' },
  });
  const cameraId = await addFoundDevice(deps, officer, foundDeviceId, body());
  expect((await readCard(db.app, officer, cameraId, new Date())).district).toBe('가동');
});

test('the crew finds devices and puts none into the register; a device that is not there is not there', async () => {
  const crew = anActor({ role: 'maintainer' });
  await expect(addFoundDevice(deps, crew, foundDeviceId, body())).rejects.toMatchObject({ status: 403 });
  await expect(addFoundDevice(deps, SYSTEM, 999_999, body())).rejects.toMatchObject({ status: 404 });
});
