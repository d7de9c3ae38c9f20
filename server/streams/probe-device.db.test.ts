import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { selectCamerasInBox, selectStatesSince } from '../cameras/cameras.sql.ts';
import { readCard } from '../cameras/read-card.ts';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import type { Deps } from '../platform/deps.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor } from '../testing/factories.ts';
import { CameraTargets } from './camera-targets.ts';
import { probeCameras, type PicturesOnAir } from './probe-cameras.ts';
import type { ProbeRounds } from './probe-rounds.ts';
import type { CameraStream } from './streams.sql.ts';

vi.setConfig({ testTimeout: 60_000 });

let db: TestDatabase;
let device: Simulator;
let behaviour: CameraBehaviour;
let cameraId: number;
let rounds: ProbeRounds<CameraStream> | null = null;
const onAir: PicturesOnAir = new Map();
beforeAll(async () => {
  db = await aDatabase();
  device = await startSimulator({ rtspPort: 0, onvifPort: 0, behaviourOf: () => behaviour });
});
afterAll(async () => {
  await device.close();
  await db.drop();
});
beforeEach(async () => {
  behaviour = { clip: 'harbour', sub: 'harbour-small', firmware: '2.0' };
  cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${cameraId}, '127.0.0.1', ${device.rtspPort}, '/cam/1', ${device.onvifPort}, '/cam/1')`;
});
afterEach(async () => {
  onAir.clear();
  await rounds?.stop();
  rounds = null;
  await db.owner`delete from camera_stream`;
});

const officer = anActor({ role: 'officer' });
const card = () => readCard(db.app, officer, cameraId, new Date());
function probe(): void {
  const config = { cameraNetworks: ['127.0.0.1/32'] } as unknown as Deps['config'];
  const deps = { sql: db.app, config, now: () => new Date() } as unknown as Deps;
  const targets = new CameraTargets(config, () => Promise.resolve(undefined));
  rounds = probeCameras(deps, targets, onAir, { periodMs: 300, firstRoundMs: 100 }).rounds;
  rounds.start();
}
const seen = (state: string, cause: string | null) =>
  vi.waitFor(async () => expect(await card()).toMatchObject({ state, device: { cause } }), {
    ...{ timeout: 25_000, interval: 50 },
  });
const orders = (finding: string) => db.app<{ what: string }[]>`
  select what from equipment_fault where camera_id = ${cameraId} and finding = ${finding} and repaired_at is null`;

test('Art. 11(2): a profile with sound is a violation with an order though the stream offers none, over a restart too, and is none at the look after it is gone', async () => {
  behaviour = { ...behaviour, audioInProfile: true };
  probe();
  await seen('violation', 'audio-track');
  expect(await orders('audio-track')).toHaveLength(1);
  expect((await card()).device.profiles?.list.map(({ hasAudio }) => hasAudio)).toEqual([true, true]);
  await rounds!.stop();

  probe();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await seen('violation', 'audio-track');

  behaviour = { ...behaviour, audioInProfile: false };
  await seen('normal', null);
  expect((await card()).device.profiles?.list.map(({ hasAudio }) => hasAudio)).toEqual([false, false]);
  expect(await orders('audio-track')).toHaveLength(1);
});

test('Art. 7, 30(3): a device that is not what was certified is told with an order that names each field with both values', async () => {
  await db.owner`
    insert into equipment (camera_id, part, certificate_no, certified_model, certified_firmware, source)
    values (${cameraId}, 'camera', 'TTA-V-1', 'SIM-FIX', '1.9', 'test')`;
  probe();
  await seen('caution', 'certificate-differs');
  await vi.waitFor(
    async () =>
      expect((await card()).device).toMatchObject({
        certificateNos: ['TTA-V-1'],
        certificateDifferences: [{ field: 'firmware', certified: '1.9', told: '2.0' }],
        findings: ['certificate-differs'],
        profiles: {
          list: [
            { encoding: 'H264', widthPx: 1280, heightPx: 720, hasAudio: false },
            { encoding: 'H264', widthPx: 640, heightPx: 360 },
          ],
        },
      }),
    25_000,
  );
  expect(await orders('certificate-differs')).toMatchObject([
    { what: expect.stringContaining('펌웨어 인증 1.9, 장비 2.0.') as string },
  ]);
});

test('Art. 11(1): a head turned by a tour of its own is a caution over a restart too, and none at the look after the tour stopped', async () => {
  behaviour = { ...behaviour, ptz: true, tour: 'Touring' };
  probe();
  await seen('caution', 'device-tour');
  expect((await card()).device).toMatchObject({ findings: ['device-tour'], info: { touring: true } });
  await rounds!.stop();

  probe();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await seen('caution', 'device-tour');

  behaviour = { ...behaviour, tour: 'Idle' };
  await seen('normal', null);
  expect((await card()).device).toMatchObject({ findings: [], info: { touring: false } });
});

test('each cause is told with since when, the same on card, table and map (Art. 20)', async () => {
  const told = async (state: string, cause: string | null): Promise<void> => {
    await seen(state, cause);
    const { device, lon, lat } = await card();
    const box = [lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01] as const;
    const onMap = await selectCamerasInBox(db.app, { key: 'all', protectedOf: 'all' }, box);
    expect(onMap.find((each) => each.cameraId === cameraId)).toMatchObject({ state, stateCause: cause });
    const [inTable] = await selectStatesSince(db.app, [cameraId]);
    expect(inTable).toMatchObject({ stateCause: cause });
    expect(Date.parse(inTable!.stateSince)).toBe(Date.parse(device.since!));
  };
  const healthy = behaviour;
  /** Whoever comes and goes as often as this test has it do would be unsteady. */
  const anew = async (): Promise<void> => {
    await rounds?.stop();
    probe();
  };
  await anew();
  await told('normal', null);
  behaviour = { ...healthy, codec: 'H265' };
  await told('caution', 'wrong-codec');
  behaviour = { ...healthy, refuse: 503 };
  await told('fault', 'refused');
  // It comes back, and so its picture is asked for.
  behaviour = { ...healthy, stallAfterS: 0 };
  await told('fault', 'no-frames');
  behaviour = healthy;
  await anew();
  await told('normal', null);
  onAir.set(cameraId, 'frozen');
  await told('fault', 'frozen');
  onAir.delete(cameraId);
  await anew();
  await told('normal', null);
  await db.owner`update camera_stream set rtsp_port = 1 where camera_id = ${cameraId}`;
  await told('fault', 'unreachable');
});
