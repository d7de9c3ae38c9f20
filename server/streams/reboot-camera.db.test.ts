import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, anActor } from '../testing/factories.ts';
import type { OnvifTarget } from './onvif-device.ts';
import { rebootCamera, type RebootDesk } from './reboot-camera.ts';
import { describeCamera } from './rtsp-client.ts';

let db: TestDatabase;
let simulator: Simulator;
let cameraId: number;
let contractorId: number;
beforeAll(async () => {
  db = await aDatabase();
  contractorId = await aContractor(db.owner);
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) =>
      path === '/cam/1'
        ? { clip: 'harbour', login: { user: 'crew', password: 'pw', scheme: 'digest-md5' } }
        : null,
  });
});
afterAll(async () => {
  await simulator.close();
  await db.drop();
});
beforeEach(async () => {
  cameraId = await aCamera(db.owner, { contractorId });
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${cameraId}, '127.0.0.1', ${simulator.rtspPort}, '/cam/1', ${simulator.onvifPort}, '/cam/1')`;
});

const LOGIN = { user: 'crew', password: 'pw' };
const crew = () => anActor({ role: 'maintainer', contractorId, personName: '박정비' });
const asked = (more: object = {}) => ({
  ...{ rebootId: randomUUID(), reason: '영상이 멈춤', evenIfWatched: false },
  ...more,
});
const aDesk = (
  more: Partial<RebootDesk> = {},
  credentials: OnvifTarget['credentials'] = LOGIN,
): RebootDesk => ({
  sql: db.app,
  now: () => new Date(),
  targets: {
    onvif: async () => ({ host: '127.0.0.1', port: simulator.onvifPort, path: '/cam/1', credentials }),
  },
  watchersOf: () => 0,
  worksChanged: () => undefined,
  ...more,
});
const works = () => db.app`
  select extract(epoch from to_at - from_at)::int as seconds, ended_at is not null as over, planned_by as by
  from maintenance_window where camera_id = ${cameraId}`;

test('Art. 12(2): a device that starts anew is under works of three minutes, once, and on record with its reason', async () => {
  const body = asked();
  await rebootCamera(aDesk(), crew(), cameraId, body);
  const none = () => Promise.reject(new Error('sent again'));
  await rebootCamera(aDesk({ reboot: none }), crew(), cameraId, body);
  expect(await works()).toEqual([{ seconds: 180, over: false, by: '박정비' }]);
  const rtsp = {
    host: '127.0.0.1',
    port: simulator.rtspPort,
    path: '/cam/1',
    credentials: LOGIN,
    secure: false,
  };
  await expect(describeCamera(rtsp)).rejects.toMatchObject({ code: 'refused' });
  const [row] = await db.app`
    select detail from audit where action = 'camera.reboot' and outcome = 'done' order by seq limit 1`;
  expect(row).toMatchObject({ detail: { reason: '영상이 멈춤', watchers: 0 } });
});

test('Art. 12(2): while it starts anew it is not told so again, and whoever asks is told until when it is silent', async () => {
  const commands: string[] = [];
  const at = new Date('2026-11-30T05:00:00Z');
  const desk = (now = at) => aDesk({ now: () => now, reboot: async ({ path }) => void commands.push(path) });
  const answers = await Promise.allSettled(
    [1, 2, 3].map(() => rebootCamera(desk(), crew(), cameraId, asked())),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  await expect(
    rebootCamera(desk(new Date(at.getTime() + 170_000)), crew(), cameraId, asked()),
  ).rejects.toMatchObject({
    ...{ status: 409, code: 'being-restarted', message: expect.stringContaining('14:03') as string },
  });
  expect([commands, await works()]).toMatchObject([['/cam/1'], [{ over: false }]]);
  await rebootCamera(desk(new Date(at.getTime() + 181_000)), crew(), cameraId, asked());
  expect(commands).toHaveLength(2);
});

test('other works on a camera keep nobody from starting it anew', async () => {
  await db.owner`
    insert into maintenance_window (window_id, camera_id, from_at, to_at, reason, planned_by)
    values (${randomUUID()}, ${cameraId}, now() - interval '1 hour', now() + interval '1 hour', '청소', '박정비')`;
  const commands: string[] = [];
  await rebootCamera(
    aDesk({ reboot: async ({ path }) => void commands.push(path) }),
    crew(),
    cameraId,
    asked(),
  );
  expect(commands).toEqual(['/cam/1']);
});

test('while somebody watches it, it is refused with how many, unless that is said', async () => {
  const commands: string[] = [];
  const desk = aDesk({ watchersOf: () => 2, reboot: async ({ path }) => void commands.push(path) });
  await expect(rebootCamera(desk, crew(), cameraId, asked())).rejects.toMatchObject({
    ...{ status: 409, code: 'camera-watched', message: expect.stringContaining('2곳') as string },
  });
  expect([commands, await works()]).toEqual([[], []]);
  await rebootCamera(desk, crew(), cameraId, asked({ evenIfWatched: true }));
  expect(commands).toEqual(['/cam/1']);
});

test('a device that refuses is told so, and its works are over at once: silence is a fault again', async () => {
  await expect(rebootCamera(aDesk({}, null), crew(), cameraId, asked())).rejects.toMatchObject({
    ...{ status: 502, code: 'device-refused' },
  });
  expect(await works()).toMatchObject([{ over: true }]);
});

test('who does not look after it, and a camera without a device service, are refused', async () => {
  const stranger = anActor({
    role: 'maintainer',
    contractorId: await aContractor(db.owner, { name: '다른업체' }),
  });
  await expect(rebootCamera(aDesk(), stranger, cameraId, asked())).rejects.toMatchObject({ status: 404 });
  for (const role of ['officer', 'operator', 'department', 'mayor'] as const)
    await expect(rebootCamera(aDesk(), anActor({ role }), cameraId, asked())).rejects.toMatchObject({
      status: 403,
    });
  await db.owner`update camera_stream set onvif_port = null, onvif_path = null where camera_id = ${cameraId}`;
  await expect(rebootCamera(aDesk(), crew(), cameraId, asked())).rejects.toMatchObject({
    ...{ status: 409, code: 'no-device-service' },
  });
});
