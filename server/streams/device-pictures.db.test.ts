import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera } from '../testing/factories.ts';
import { CameraSource } from './camera-source.ts';
import { CameraTargets } from './camera-targets.ts';
import { DevicePictures } from './device-pictures.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import type { LiveState } from './live-status.schema.ts';
import { selectStream } from './streams.sql.ts';

let db: TestDatabase;
let simulator: Simulator;
let folder: string;
let behaviour: CameraBehaviour;
let pictures: DevicePictures;
let targets: CameraTargets;
let cameraId: number;
let described: string[] = [];

beforeAll(async () => {
  db = await aDatabase();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-secrets-'));
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: (path) => (path === '/cam/1' ? behaviour : null),
    onRequest: (method, url) => {
      if (method === 'DESCRIBE') described.push(new URL(url).pathname);
    },
  });
  const networks = [simulator.rtspPort, simulator.onvifPort].map((port) => `${simulator.host}/32:${port}`);
  targets = new CameraTargets({ cameraNetworks: networks, secretsDir: folder }, () =>
    Promise.resolve(undefined),
  );
});
afterAll(async () => {
  await simulator.close();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  described = [];
  pictures = new DevicePictures({
    sql: db.app,
    onvifOf: (stream) => targets.onvif(stream),
    onFound: () => undefined,
  });
  cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, '/cam/1', ${simulator.onvifPort}, '/cam/1')`;
});

/** What is told first that is no "connecting". */
function outcome(quality: LiveQuality = 'main'): Promise<LiveState> {
  return new Promise((resolve) => {
    const source = new CameraSource(
      {
        locate: async () => targets.rtsp((await selectStream(db.app, cameraId))!, quality),
        instead: (error) => pictures.instead(cameraId, quality, error),
      },
      {
        onState: (state) => {
          if (state.state === 'connecting') return;
          resolve(state);
          queueMicrotask(() => source.stop());
        },
        onAudioOffered: () => undefined,
        onParameterSets: () => undefined,
        onFrame: () => undefined,
      },
    );
  });
}

test('a camera of H.265 is asked for an H.264 picture before anybody is told, and the answer is remembered', async () => {
  behaviour = { clip: 'alley-night-small', codec: 'H265', hasH264Too: true };
  expect(await outcome()).toEqual({ state: 'playing' });
  expect(described).toEqual(['/cam/1', '/cam/1/h264']);
  expect(await outcome()).toEqual({ state: 'playing' });
  expect(described.slice(2)).toEqual(['/cam/1/h264']);
  const [row] = await db.app`
    select detail from audit where action = 'camera.probe' and object_id = ${String(cameraId)}`;
  expect(row).toMatchObject({ detail: { h264Path: '/cam/1/h264' } });
});

test('one that has no H.264 picture is asked once, and says so on its tile', async () => {
  behaviour = { clip: 'alley-night-small', codec: 'H265' };
  for (let tile = 0; tile < 2; tile++)
    expect(await outcome()).toEqual({ state: 'codec-unsupported', codec: 'H265' });
});

test('what the device named and has no more is forgotten, and what is registered is called again', async () => {
  behaviour = { clip: 'alley-night-small', codec: 'H265', hasH264Too: true };
  await outcome();
  behaviour = { clip: 'alley-night-small' };
  expect(await outcome()).toEqual({ state: 'playing' });
  expect((await selectStream(db.app, cameraId))!.h264Path).toBeNull();
  behaviour = { clip: 'alley-night-small', codec: 'H265', hasH264Too: true };
  expect(await outcome()).toEqual({ state: 'playing' });
});

test('a small picture that nobody registered is learnt from the device', async () => {
  behaviour = { clip: 'crossing-night', sub: 'crossing-night-small' };
  await pictures.lookForSmall(cameraId);
  expect((await selectStream(db.app, cameraId))!.smallPath).toBe('/cam/1/sub');
  await outcome('sub');
  expect(described).toEqual(['/cam/1/sub']);
});
