import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Deps } from '../platform/deps.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor } from '../testing/factories.ts';
import { Discovery } from './discover-devices.ts';
import { greetDevice } from './greet-device.ts';

let db: TestDatabase;
let device: Simulator;
let discoveries: Discovery[] = [];
beforeAll(async () => {
  db = await aDatabase();
  device = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => (path === '/onvif/device_service' ? { clip: 'harbour', model: 'SIM-NEW' } : null),
  });
});
afterAll(async () => {
  await device.close();
  await db.drop();
});
afterEach(async () => {
  for (const each of discoveries) await each.stop();
  discoveries = [];
});

const officer = anActor({ role: 'officer', personName: '이주무' });
function aDiscovery(networks: string[], greet = greetDevice): Discovery {
  const config = { cameraNetworks: networks } as unknown as Deps['config'];
  const discovery = new Discovery({ sql: db.app, config, now: () => new Date() }, greet);
  discoveries.push(discovery);
  return discovery;
}
const asked = (range: string, ports: number[]) => ({
  runId: randomUUID(),
  range,
  ports,
  reason: '새 장비를 찾음',
});
const over = (discovery: Discovery) =>
  vi.waitFor(async () => {
    const { run } = await discovery.read(officer);
    expect(run?.endedAt).not.toBeNull();
    return run!;
  }, 15_000);

test('a device inside the camera networks is found, and nothing at its other doors', async () => {
  const discovery = aDiscovery(['127.0.0.1/32']);
  await discovery.start(officer, asked('127.0.0.1', [device.onvifPort, device.rtspPort]));
  expect(await over(discovery)).toMatchObject({
    ...{ asked: 2, total: 2, by: '이주무' },
    found: [
      { host: '127.0.0.1', port: device.onvifPort, model: 'SIM-NEW', asksLogin: false, cameraCount: 0 },
    ],
  });
  const [begun, ended] = await db.app`
    select actor, detail from audit where action = 'camera.discover' order by seq`;
  expect(begun).toMatchObject({ detail: { range: '127.0.0.1', reason: '새 장비를 찾음', doors: 2 } });
  expect(ended).toMatchObject({ detail: { asked: 2, found: 1 } });
});

test('what is registered at a door is named; a camera that one may not know of is not there at all (Art. 10(4))', async () => {
  const found = async (isProtected: boolean, actor = officer) => {
    const cameraId = await aCamera(db.owner, { protected: isProtected });
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port)
      values (${cameraId}, '127.0.0.1', 554, '/', ${device.onvifPort})`;
    const discovery = aDiscovery(['127.0.0.1/32']);
    await discovery.start(officer, asked('127.0.0.1', [device.onvifPort]));
    await over(discovery);
    const { run } = await discovery.read(actor);
    await db.owner`delete from camera_stream where camera_id = ${cameraId}`;
    return [run!.found.map(({ cameras }) => cameras.map((each) => each.cameraId)), cameraId];
  };
  const crew = anActor({ role: 'maintainer' });
  const [open, cameraId] = await found(false, crew);
  expect(open).toEqual([[cameraId]]);
  expect((await found(true, crew))[0]).toEqual([]);
});

test('SSRF: what lies outside the camera networks, or at a port not allowed there, is never called', async () => {
  const calls: string[] = [];
  const greet = async ({ host, port }: { host: string; port: number }) => (
    calls.push(`${host}:${port}`),
    null
  );
  const discovery = aDiscovery(['10.20.0.0/16', '127.0.0.1/32:18080'], greet);
  for (const range of ['127.0.0.1', '169.254.169.254', '10.21.0.0/24', '::1'])
    await expect(discovery.start(officer, asked(range, [80]))).rejects.toMatchObject({
      ...{ status: 400, field: 'range' },
    });
  await discovery.start(officer, asked('10.20.255.254/30', [80]));
  await over(discovery);
  expect(calls).toEqual(['10.20.255.253:80', '10.20.255.254:80']);
});

test('one run at a time, no more than 32 doors at once; a second press is the same run', async () => {
  const gate = Promise.withResolvers<null>();
  let running = 0;
  const discovery = aDiscovery(['10.20.0.0/16'], () => {
    running++;
    return gate.promise;
  });
  const first = asked('10.20.1.0/24', [80]);
  await discovery.start(officer, first);
  await discovery.start(officer, first);
  await expect(discovery.start(officer, asked('10.20.2.0/24', [80]))).rejects.toMatchObject({
    ...{ status: 409, code: 'discovery-runs' },
  });
  expect([running, (await discovery.read(officer)).run]).toMatchObject([
    32,
    { asked: 0, total: 254, endedAt: null },
  ]);
  gate.resolve(null);
  expect(await over(discovery)).toMatchObject({ asked: 254, found: [] });
});

test('a redirect inward and an answer that is none are no device; one that asks for a login is', async () => {
  const answers = [
    (r: ServerResponse) => r.writeHead(302, { location: 'http://127.0.0.1:5432/' }).end(),
    (r: ServerResponse) => r.end('<html>GetSystemDateAndTimeResponse</html>'),
    (r: ServerResponse) =>
      r.end('<s:Envelope><s:Fault><s:Value>ter:NotAuthorized</s:Value></s:Fault></s:Envelope>'),
  ];
  const greetings = [];
  for (const answer of answers) {
    const server = createServer((_, response) => void answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    greetings.push(
      await greetDevice({ host: '127.0.0.1', port: (server.address() as { port: number }).port }),
    );
    server.close();
  }
  expect(greetings).toEqual([null, null, { manufacturer: null, model: null, asksLogin: true }]);
});
