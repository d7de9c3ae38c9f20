import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startAnnouncer } from '../demo/simulator/announcer.ts';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor } from '../testing/factories.ts';
import { callDevices } from './call-devices.ts';
import { Discovery, type DiscoveryDeps } from './discover-devices.ts';
import type { Door } from './discover-range.rules.ts';
import type { DiscoveryBody } from './discovery.schema.ts';
import type { FoundState } from './found-devices.rules.ts';
import { greetDevice } from './greet-device.ts';
import { ignoreDevice } from './ignore-device.ts';
import { readDiscovery } from './read-discovery.ts';

let db: TestDatabase;
let model = 'SIM-NEW';
let device: Simulator;
let discoveries: Discovery[] = [];
beforeAll(async () => {
  db = await aDatabase();
  device = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => (path === '/onvif/device_service' ? { clip: 'harbour', model } : null),
  });
});
afterAll(async () => {
  await device.close();
  await db.drop();
});
afterEach(async () => {
  for (const each of discoveries) await each.stop();
  discoveries = [];
  model = 'SIM-NEW';
  await db.owner`delete from found_device`;
  await db.owner`delete from discovery_run`;
});

const officer = anActor({ role: 'officer', personName: '이주무' });
const depsOf = (networks: string[], interfaces: string[] = []): DiscoveryDeps => ({
  sql: db.app,
  config: { cameraNetworks: networks, discoveryInterfaces: interfaces } as unknown as Deps['config'],
  now: () => new Date(),
});
function aDiscovery(deps: DiscoveryDeps, means: ConstructorParameters<typeof Discovery>[1] = {}): Discovery {
  const discovery = new Discovery(deps, means);
  discoveries.push(discovery);
  return discovery;
}
const asked = (range: string, ports: number[]) => ({
  ...{ runId: randomUUID(), way: 'probe' as const, range, ports, reason: '새 장비를 찾음' },
});
const read = (deps: DiscoveryDeps, show: FoundState = 'open', actor = officer) =>
  readDiscovery(deps, actor, show);
const over = (deps: DiscoveryDeps) =>
  vi.waitFor(async () => {
    const view = await read(deps);
    expect(view.run?.endedAt).toEqual(expect.any(String));
    return view;
  }, 15_000);
const find = async (deps: DiscoveryDeps, body: DiscoveryBody, means = {}) => {
  await aDiscovery(deps, means).start(officer, body);
  return over(deps);
};
const greeting = { manufacturer: 'Maker', model: 'M1', firmware: '1.2', serialNo: 'S1', asksLogin: false };

test('a device inside the camera networks is found with what it says of itself, and nothing at its other doors', async () => {
  const deps = depsOf(['127.0.0.1/32']);
  const { run, devices, counts } = await find(deps, asked('127.0.0.1', [device.onvifPort, device.rtspPort]));
  expect(run).toMatchObject({ asked: 2, total: 2, found: 1, by: '이주무', way: 'probe', brokenOff: false });
  expect(devices).toMatchObject([
    {
      ...{ host: '127.0.0.1', port: device.onvifPort, path: '/onvif/device_service', model: 'SIM-NEW' },
      ...{ manufacturer: 'Simulated', firmware: '1.10', asksLogin: false, cameraCount: 0 },
      ...{ network: '127.0.0.1/32', answeredBy: 'probe', goneSince: null, ignored: null, state: 'open' },
    },
  ]);
  expect(counts).toEqual({ open: 1, known: 0, gone: 0, ignored: 0 });
  const [begun, ended] = await db.app`
    select actor, detail from audit where action = 'camera.discover' order by seq`;
  expect(begun).toMatchObject({ detail: { range: '127.0.0.1', reason: '새 장비를 찾음', doors: 2 } });
  expect(ended).toMatchObject({ detail: { asked: 2, found: 1 } });
});

test('what was found is there for the next program; the same device is the same row, and a silent one is gone', async () => {
  const deps = depsOf(['10.20.0.0/16']);
  const body = () => asked('10.20.1.5', [80]);
  const greets = { greet: async () => greeting };
  const [first] = (await find(deps, body(), greets)).devices;
  const [again] = (await find(deps, body(), greets)).devices;
  expect(again).toMatchObject({ foundDeviceId: first!.foundDeviceId, firstSeenAt: first!.firstSeenAt });
  expect(Date.parse(again!.lastSeenAt)).toBeGreaterThan(Date.parse(first!.lastSeenAt));
  await find(deps, body(), { greet: async () => null });
  const { devices, counts } = await read(deps, 'gone');
  expect(counts).toEqual({ open: 0, known: 0, gone: 1, ignored: 0 });
  expect(devices).toMatchObject([
    { state: 'gone', goneSince: expect.stringContaining('T') as string, model: 'M1' },
  ]);
  expect((await find(deps, body(), greets)).devices).toMatchObject([{ goneSince: null }]);
});

test('a device that moved keeps its row, also where it was seen at the new address first; another in its place has its own', async () => {
  const deps = depsOf(['10.20.0.0/16']);
  const at = (host: string, more = {}) => ({
    greet: async (door: Door) => (door.host === host ? { ...greeting, ...more } : null),
  });
  const range = () => asked('10.20.1.4/30', [80]);
  const [first] = (await find(deps, range(), at('10.20.1.6'))).devices;
  await ignoreDevice(deps, officer, first!.foundDeviceId, '옆 건물의 것');
  await find(deps, range(), at('10.20.1.5'));
  expect((await read(deps, 'ignored')).devices).toMatchObject([
    { host: '10.20.1.5', firstSeenAt: first!.firstSeenAt, ignored: { reason: '옆 건물의 것', by: '이주무' } },
  ]);
  const { devices, counts } = await find(deps, range(), at('10.20.1.5', { serialNo: 'S2' }));
  expect(counts).toMatchObject({ open: 1, ignored: 0 });
  expect(devices).toMatchObject([{ host: '10.20.1.5', serialNo: 'S2', ignored: null }]);
});

test('a device is set aside with a reason and taken up again, both on the audit', async () => {
  const deps = depsOf(['10.20.0.0/16']);
  const [found] = (await find(deps, asked('10.20.1.5', [80]), { greet: async () => greeting })).devices;
  await ignoreDevice(deps, officer, found!.foundDeviceId, '관리사무소의 것');
  expect((await read(deps, 'ignored')).devices).toMatchObject([{ state: 'ignored' }]);
  await ignoreDevice(deps, officer, found!.foundDeviceId, null);
  expect((await read(deps)).counts).toMatchObject({ open: 1, ignored: 0 });
  await expect(ignoreDevice(deps, officer, 999_999, '없는 것')).rejects.toMatchObject({ status: 404 });
  const rows = await db.app<{ ignored: string | null }[]>`
    select detail ->> 'ignored' as ignored from audit where object_kind = 'found-device'
      and object_id = ${String(found!.foundDeviceId)} order by seq`;
  expect(rows.map(({ ignored }) => ignored)).toEqual(['관리사무소의 것', null]);
});

test('what is registered at a door is named; a camera that one may not know of is not there at all (Art. 10(4))', async () => {
  const deps = depsOf(['127.0.0.1/32']);
  const found = async (isProtected: boolean, actor: Actor) => {
    const cameraId = await aCamera(db.owner, { protected: isProtected });
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port)
      values (${cameraId}, '127.0.0.1', 554, '/', ${device.onvifPort})`;
    await find(deps, asked('127.0.0.1', [device.onvifPort]));
    const { devices, counts } = await read(deps, 'known', actor);
    const refused = await ignoreDevice(deps, actor, (await anyFound())!, '내 것이 아님').catch(
      ({ status }: { status: number }) => status,
    );
    await db.owner`delete from camera_stream where camera_id = ${cameraId}`;
    return [
      devices.map(({ cameras }) => cameras.map((each) => each.cameraId === cameraId)),
      counts.known,
      refused,
    ];
  };
  const anyFound = async () =>
    (await db.owner<{ id: number }[]>`select found_device_id as id from found_device`)[0]?.id;
  const crew = anActor({ role: 'maintainer' });
  expect(await found(false, crew)).toEqual([[[true]], 1, undefined]);
  await db.owner`update found_device set ignored_at = null, ignored_by = null, ignored_reason = null`;
  expect(await found(true, crew)).toEqual([[], 0, 404]);
});

test('SSRF: what lies outside the camera networks, or at a port not allowed there, is never called', async () => {
  const calls: string[] = [];
  const greet = async ({ host, port }: Door) => (calls.push(`${host}:${port}`), null);
  const deps = depsOf(['10.20.0.0/16', '127.0.0.1/32:18080']);
  const discovery = aDiscovery(deps, { greet });
  for (const range of ['127.0.0.1', '169.254.169.254', '10.21.0.0/24', '::1'])
    await expect(discovery.start(officer, asked(range, [80]))).rejects.toMatchObject({
      ...{ status: 400, field: 'range' },
    });
  await discovery.start(officer, asked('10.20.255.254/30', [80]));
  await over(deps);
  expect(calls).toEqual(['10.20.255.253:80', '10.20.255.254:80']);
});

test('one run at a time in all programs, no more than 32 doors at once; a second press is the same run', async () => {
  const gate = Promise.withResolvers<null>();
  let running = 0;
  const deps = depsOf(['10.20.0.0/16']);
  const greet = () => {
    running++;
    return gate.promise;
  };
  const discovery = aDiscovery(deps, { greet });
  const first = asked('10.20.1.0/24', [80]);
  await discovery.start(officer, first);
  await discovery.start(officer, first);
  await expect(aDiscovery(deps, { greet }).start(officer, asked('10.20.2.0/24', [80]))).rejects.toMatchObject(
    {
      ...{ status: 409, code: 'discovery-runs' },
    },
  );
  expect([running, (await read(deps)).run]).toMatchObject([32, { asked: 0, total: 254, endedAt: null }]);
  gate.resolve(null);
  expect((await over(deps)).run).toMatchObject({ asked: 254, found: 0 });
});

test('a run whose program stopped is told as broken off and keeps nobody from the next', async () => {
  const deps = depsOf(['10.20.0.0/16']);
  await db.owner`
    insert into discovery_run (run_id, way, asked_by, range, ports, started_at, touched_at, asked, total)
    values (gen_random_uuid(), 'probe', '김주무', '10.20.1.0/24', '{80}', now() - interval '9 minutes',
            now() - interval '8 minutes', 17, 254)`;
  expect((await read(deps)).run).toMatchObject({
    brokenOff: true,
    asked: 17,
    endedAt: expect.stringContaining('T') as string,
  });
  const { run } = await find(deps, asked('10.20.1.5', [80]), { greet: async () => null });
  expect(run).toMatchObject({ brokenOff: false, by: '이주무' });
});

describe('a call by multicast', () => {
  const group = { address: '239.255.255.250', port: 0 };
  const called = (from = '127.0.0.1') => ({
    ...{ runId: randomUUID(), way: 'multicast' as const, range: from, ports: [80], reason: '새 장비를 찾음' },
  });
  const silence: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of silence.splice(0)) await stop();
  });
  const announce = async (endpoint: string, addresses: string[]) =>
    silence.push(
      await startAnnouncer({
        ...{ host: '127.0.0.1', group, endpoint, addresses },
        scopes: ['onvif://www.onvif.org/name/Gate%20A'],
      }),
    );
  const call: typeof callDevices = (given) => callDevices({ ...given, group, forMs: 1200 });
  const aPort = async (): Promise<number> => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, resolve));
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    return port;
  };
  const OURS = 'aaaaaaaa-0000-1111-2222-333344445555';

  test('is not made where no network is set up for it', async () => {
    const call = vi.fn<typeof callDevices>();
    const deps = depsOf(['127.0.0.1/32'], ['10.20.0.1']);
    await expect(aDiscovery(deps, { call }).start(officer, called())).rejects.toMatchObject({
      ...{ status: 400, field: 'range' },
    });
    expect(call).not.toHaveBeenCalled();
  });

  test('finds over real datagrams who answers for its own address inside the camera networks, and drops the rest', async () => {
    group.port = await aPort();
    const service = `http://127.0.0.1:${device.onvifPort}/onvif/device_service`;
    await announce(OURS, [service, 'http://169.254.169.254/latest']);
    await announce('bbbbbbbb-0000-1111-2222-333344445555', ['http://127.0.0.1:5432/x']);
    await announce('cccccccc-0000-1111-2222-333344445555', ['http://10.9.9.9/onvif']);
    const deps = depsOf([`127.0.0.1/32:${device.onvifPort}`, '10.9.0.0/16'], ['127.0.0.1']);
    const { run, devices } = await find(deps, called(), { call });
    expect(devices).toMatchObject([
      {
        ...{ host: '127.0.0.1', port: device.onvifPort, path: '/onvif/device_service', model: 'SIM-NEW' },
        ...{ answeredBy: 'multicast', scopes: ['onvif://www.onvif.org/name/Gate%20A'] },
      },
    ]);
    expect(run).toMatchObject({ way: 'multicast', found: 1, range: '127.0.0.1' });
    expect(run!.dropped).toBeGreaterThanOrEqual(2);

    for (const stop of silence.splice(0)) await stop();
    await find(deps, called(), { call });
    expect((await read(deps, 'gone')).counts).toMatchObject({ open: 0, gone: 1 });
  });

  test('an answer from outside the camera networks is dropped and counted', async () => {
    group.port = await aPort();
    await announce(OURS, [`http://127.0.0.1:${device.onvifPort}/onvif/device_service`]);
    const deps = depsOf(['10.9.0.0/16'], ['127.0.0.1']);
    const { run, devices } = await find(deps, called(), { call });
    expect(devices).toEqual([]);
    expect(run!.dropped).toBeGreaterThanOrEqual(1);
  });

  test('that cannot be made makes nobody gone', async () => {
    const deps = depsOf(['10.20.0.0/16'], ['10.20.0.1']);
    await find(deps, asked('10.20.1.5', [80]), { greet: async () => greeting });
    await db.owner`update found_device set answered_by = 'multicast'`;
    await find(deps, called('10.20.0.1'), { call: () => Promise.reject(new Error('EADDRNOTAVAIL')) });
    expect((await read(deps)).counts).toMatchObject({ open: 1, gone: 0 });
  });
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
  expect(greetings).toMatchObject([null, null, { manufacturer: null, model: null, asksLogin: true }]);
});
