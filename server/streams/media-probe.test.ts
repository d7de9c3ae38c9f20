import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { sendsFrames } from './media-probe.ts';
import { MediaRota } from './media-rota.ts';

vi.setConfig({ testTimeout: 30_000 });

const HOUR_MS = 3600_000;
let simulator: Simulator;
const asked: string[] = [];
beforeAll(async () => {
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => ({
      clip: 'alley-night-small',
      ...(path === '/stalled' ? { stallAfterS: 0 } : {}),
      ...(path === '/refusing' ? { refuse: 503 } : {}),
      audio: true,
    }),
    onRequest: (method, url) => asked.push(`${method} ${url}`),
  });
});
afterAll(() => simulator.close());

const at = (path: string) => ({
  ...{ host: simulator.host, port: simulator.rtspPort, path, credentials: null, secure: false },
});

test('a camera that answers but sends no picture is found out, and its sound is never asked for (Art. 11(2))', async () => {
  expect(await sendsFrames(at('/well'), 400)).toBe(true);
  expect(await sendsFrames(at('/stalled'), 400)).toBe(false);
  expect(await sendsFrames(at('/refusing'), 400)).toBe(false);
  expect(asked.filter((each) => each.startsWith('SETUP'))).toHaveLength(2);
  expect(asked.filter((each) => each.startsWith('TEARDOWN')).length).toBeGreaterThan(0);
});

test('every camera has its turn once in six hours, and never all together', async () => {
  const rota = new MediaRota();
  const cameras = Array.from({ length: 720 }, (_, i) => i + 1);
  const turns = new Map<number, number>(cameras.map((cameraId) => [cameraId, 0]));
  let most = 0;
  for (let minute = 0; minute <= 12 * 60; minute++) {
    let now = 0;
    for (const cameraId of cameras) {
      if (!rota.isDue(cameraId, minute * 60_000)) continue;
      await rota.take(cameraId, minute * 60_000, () => Promise.resolve(true));
      turns.set(cameraId, turns.get(cameraId)! + 1);
      now++;
    }
    most = Math.max(most, now);
  }
  expect([...new Set(turns.values())]).toEqual([2]);
  expect(most).toBeLessThanOrEqual(4);
});

test('one that sent nothing is asked again at its next look, and no more than four are asked at a time', async () => {
  const rota = new MediaRota();
  const release = Promise.withResolvers<boolean>();
  expect(rota.isDue(7, 0)).toBe(false);
  rota.suspect(7);
  expect(rota.isDue(7, 1)).toBe(true);
  await rota.take(7, 1, () => Promise.resolve(false));
  expect([rota.isSilent(7), rota.isDue(7, 2)]).toEqual([true, true]);
  const running = [1, 2, 3, 4].map((cameraId) => rota.take(cameraId, 2, () => release.promise));
  expect(rota.isDue(7, 3)).toBe(false);
  release.resolve(true);
  await Promise.all(running);
  await rota.take(7, 4, () => Promise.resolve(true));
  expect([rota.isSilent(7), rota.isDue(7, 5), rota.isDue(7, 4 + 6 * HOUR_MS)]).toEqual([false, false, true]);
});
