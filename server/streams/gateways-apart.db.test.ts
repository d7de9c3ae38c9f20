import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Role } from '../platform/config.ts';
import { EventHub } from '../platform/events.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { aLiveProgram, type LiveProgram as Program } from '../testing/live-program.ts';

vi.setConfig({ testTimeout: 60_000 });

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let folder: string;
let person: SignedIn;
const cameraIds: number[] = [];
const programs: Program[] = [];

async function aProgram(roles: readonly Role[]): Promise<Program> {
  const cameraNetworks = [`${simulator.host}/32:${simulator.rtspPort}`];
  const program = await aLiveProgram({ sql: db.app, events: hub, roles, folder, cameraNetworks });
  programs.push(program);
  return program;
}

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-gateways-'));
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: () => ({ clip: 'alley-night-small' }),
  });
  for (let n = 0; n < 8; n++) {
    const cameraId = await aCamera(db.owner);
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path)
      values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, ${`/cam/${cameraId}`})`;
    cameraIds.push(cameraId);
  }
  person = await aSignedInPerson(db.owner, 'operator');
});

afterAll(async () => {
  for (const program of programs) await program.stop();
  await simulator.close();
  await hub.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (api: Program, cameraId: number): Promise<Response> =>
  fetch(`${api.url}/api/cameras/${cameraId}/live`, {
    ...{ method: 'POST', headers: { cookie: person.cookie, origin: api.url } },
  });

/** Opens a picture as the console does: through the one address it knows. Resolves with its first frame. */
async function watch(
  api: Program,
  cameraId: number,
): Promise<{ socket: WebSocket; gatewayId: string | undefined }> {
  const { url } = (await (await ask(api, cameraId)).json()) as { url: string };
  expect(new URL(url).host).toBe(new URL(api.url).host);
  const socket = new WebSocket(url, { headers: { cookie: person.cookie, origin: api.url } });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed ${code}`)));
    socket.on('message', (data: Buffer, binary) => {
      if (binary && data.length > 200) resolve();
    });
  });
  return { socket, gatewayId: /live\/([0-9a-f-]{36})\//.exec(url)?.[1] };
}

test('cameras are shared among gateways, and one that is gone leaves its own to the others (A24)', async () => {
  const api = await aProgram(['api']);
  expect((await ask(api, cameraIds[0]!)).status).toBe(503);
  const gateways = [await aProgram(['gateway']), await aProgram(['gateway'])];
  await vi.waitFor(async () => expect((await ask(api, cameraIds[0]!)).status).toBe(200), 20_000);
  await vi.waitFor(async () => {
    const ids = new Set<unknown>();
    for (const cameraId of cameraIds)
      ids.add(
        /live\/([0-9a-f-]{36})\//.exec(
          ((await (await ask(api, cameraId)).json()) as { url: string }).url,
        )?.[1],
      );
    expect(ids.size).toBe(2);
  }, 20_000);
  const before = await Promise.all(cameraIds.map((cameraId) => watch(api, cameraId)));
  const shown = async (): Promise<unknown> =>
    (await fetch(`${api.url}/api/streams/live`, { headers: { cookie: person.cookie } })).json();
  await vi.waitFor(async () => expect(await shown()).toEqual({ cameraIds }), 20_000);
  expect(api.streams.isWatching(person.sessionId, cameraIds[0]!)).toBe(true);

  const gone = gateways[0]!;
  // As a kill does: its connections break and nobody answers there; its row stays until it is stale.
  gone.server.close();
  gone.sockets.forEach((socket) => socket.destroy());
  const isBroken = ({ socket }: { socket: WebSocket }): boolean => socket.readyState === WebSocket.CLOSED;
  await vi.waitFor(() => expect(before.some(isBroken)).toBe(true), 20_000);
  expect(before.every(isBroken)).toBe(false);
  const after = await Promise.all(cameraIds.map((cameraId) => watch(api, cameraId)));
  expect(new Set(after.map(({ gatewayId }) => gatewayId)).size).toBe(1);
  const moved = after.filter(({ gatewayId }, index) => gatewayId !== before[index]!.gatewayId);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.length).toBeLessThan(after.length);

  const [cut] = after;
  const closed = once(cut!.socket, 'close');
  await db.owner`delete from session where session_id = ${person.sessionId}`;
  expect((await closed)[0]).toBe(4403);
});

test('each viewing has one beginning, by the person’s own address, and one end (Art. 30(3))', async () => {
  for (const program of programs) await program.stop();
  const rows = await db.app<{ viewing: string; begun: number; ended: number; addresses: string[] }[]>`
    select detail ->> 'viewing' as viewing, count(*) filter (where action = 'camera.watch')::int as begun,
           count(*) filter (where action = 'camera.watch.end')::int as ended, array_agg(distinct address) as addresses
    from audit where action in ('camera.watch', 'camera.watch.end') and outcome = 'done' group by 1`;
  expect(rows.length).toBeGreaterThan(cameraIds.length);
  for (const { begun, ended, addresses } of rows)
    expect([begun, ended, addresses]).toEqual([1, 1, ['127.0.0.1']]);
});
