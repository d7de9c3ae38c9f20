import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { EventHub } from '../platform/events.ts';
import { ConsoleViewer, type SignedInConsole } from '../testing/console-viewer.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson } from '../testing/factories.ts';
import type { GatewayTask } from '../testing/gateway-program.ts';
import { aLiveProgram, type LiveProgram } from '../testing/live-program.ts';
import { gatewaysFor } from './camera-owners.rules.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const CAMERAS = 8;
const PAUSE_MS = 100;

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let folder: string;
let api: LiveProgram;
let operator: SignedInConsole;
const cameraIds: number[] = [];
const gateways = new Map<ChildProcess, string>();
const viewers: ConsoleViewer[] = [];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-killed-'));
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: () => ({ clip: 'alley-night-small' }),
  });
  for (let n = 0; n < CAMERAS; n++) {
    const cameraId = await aCamera(db.owner);
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path)
      values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, ${`/cam/${cameraId}`})`;
    cameraIds.push(cameraId);
  }
  api = await aLiveProgram({ sql: db.app, events: hub, roles: ['api'], folder, cameraNetworks: [] });
  const { cookie } = await aSignedInPerson(db.owner, 'operator');
  operator = { url: api.url, cookie };
});

afterAll(async () => {
  for (const viewer of viewers) viewer.stop();
  for (const gateway of gateways.keys()) gateway.kill('SIGKILL');
  await api.stop();
  await simulator.close();
  await hub.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A gateway in a process of its own, found by the others. */
async function aGateway(): Promise<void> {
  const task: GatewayTask = {
    target: db.targets.app,
    folder: mkdtempSync(join(folder, 'gateway-')),
    cameraNetworks: [`${simulator.host}/32:${simulator.rtspPort}`],
  };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../testing/gateway-program.ts'), JSON.stringify(task)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const known = [...gateways.values()];
  await once(child.stdout, 'data');
  const [row] = await db.owner<{ gatewayId: string }[]>`
    select gateway_id as "gatewayId" from gateway where gateway_id <> all(${known}::uuid[]) order by beat_at desc limit 1`;
  gateways.set(child, row!.gatewayId);
}

test.each([
  ['killed', 'SIGKILL'],
  ['stopped dead, with its connections open', 'SIGSTOP'],
] as const)(
  'every camera of a gateway that is %s plays again elsewhere, the others play on, and time only goes forward',
  async (_, signal) => {
    while (gateways.size < 2) await aGateway();
    while (viewers.length < CAMERAS)
      viewers.push(new ConsoleViewer(operator, cameraIds[viewers.length]!, () => PAUSE_MS));
    const all = { timeout: 40_000, interval: 50 };
    // Whatever was opened before the API knew of both is opened anew.
    const ownerOf = ({ cameraId }: ConsoleViewer) => gatewaysFor(cameraId, [...gateways.values()])[0]!;
    await vi.waitFor(() => {
      for (const viewer of viewers) {
        if (viewer.gatewayId !== null && viewer.gatewayId !== ownerOf(viewer)) viewer.reopen();
        expect(viewer.gatewayId).toBe(ownerOf(viewer));
      }
    }, all);
    const goneId = ownerOf(viewers[0]!);
    const gone = [...gateways.keys()].find((each) => gateways.get(each) === goneId)!;
    gateways.delete(gone);
    gone.kill(signal);
    const left = [...gateways.values()];
    await vi.waitFor(() => expect(viewers.map(({ gatewayId }) => gatewayId)).not.toContain(goneId), all);
    const seen = viewers.map(({ framesAtMs }) => framesAtMs.length);
    await vi.waitFor(
      () =>
        viewers.forEach(({ framesAtMs }, index) =>
          expect(framesAtMs.length).toBeGreaterThan(seen[index]! + 15),
        ),
      all,
    );
    gone.kill('SIGKILL');
    expect(new Set(viewers.map(({ gatewayId }) => gatewayId))).toEqual(new Set(left));
    expect(viewers.map(({ timesBack }) => timesBack)).toEqual(viewers.map(() => 0));
  },
);
