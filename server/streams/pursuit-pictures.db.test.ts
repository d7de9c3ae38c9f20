import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { pursuitsRoutes } from '../pursuits/index.ts';
import type { OwnPursuit } from '../pursuits/pursuits.schema.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { createStreams, scenesRoutes, type Streams } from './index.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';

vi.setConfig({ testTimeout: 30_000 });

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let streams: Streams;
let server: Server;
let folder: string;
let operator: SignedIn;
let officer: SignedIn;
/** Two that stand fast, one that turns, one that counts traffic and one that gives no picture. */
let cameras: number[];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-pursuit-'));
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: (path) =>
      path.startsWith('/cam/') && path !== '/cam/5' ? { clip: 'alley-night-small', ptz: true } : null,
  });
  const link = async (nth: number, over: object = {}): Promise<number> => {
    const cameraId = await aCamera(db.owner, { name: `거리 ${nth}`, ...over });
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
      values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, ${`/cam/${nth}`}, ${simulator.onvifPort}, ${`/cam/${nth}`})`;
    return cameraId;
  };
  cameras = [
    await link(1),
    await link(2),
    await link(3, { kind: 'ptz', azimuthDeg: 30, tiltDeg: 10, hfovDeg: 20, heightM: 8 }),
    await link(4, { purposes: [{ purpose: 'traffic', main: true }] }),
    await link(5),
  ];
  await db.owner`
    insert into ptz_calibration (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                 zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
    values (${cameras[2]!}, 30, 180, true, 10, -45, 20, 90, 23, '시험관', 'test')`;
  const cameraNetworks = [simulator.rtspPort, simulator.onvifPort].map(
    (port) => `${simulator.host}/32:${port}`,
  );
  const places = { secretsDir: folder, dataDir: folder, auditAnchors: folder };
  const config = { cameraNetworks, ...places, publicUrl: null } as unknown as Deps['config'];
  const deps: Deps = { config, sql: db.app, now: () => new Date(), events: hub };
  streams = createStreams(deps);
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  for (const routes of [streams.routes, streams.ptzRoutes, pursuitsRoutes(deps)])
    app.route('/api', routes as unknown as Hono);
  app.route('/api', scenesRoutes(deps, streams.isWatching) as unknown as Hono);
  const listener = getRequestListener(app.fetch);
  server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', streams.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  await streams.stop();
  server.closeAllConnections();
  server.close();
  await simulator.close();
  await hub.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  operator = await aSignedInPerson(db.owner, 'operator');
  officer = await aSignedInPerson(db.owner, 'officer');
});

async function call(
  who: SignedIn,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

async function follow(who: SignedIn): Promise<string> {
  const pursuitId = randomUUID();
  const basis = { kind: 'statute', statute: 'report-112', citation: '제8조' };
  const body = {
    pursuitId,
    basis,
    purpose: 'security',
    incident: '112-7',
    minutes: 30,
    cameraId: cameras[0],
  };
  expect((await call(who, 'POST', '/pursuits', body)).status).toBe(201);
  return pursuitId;
}

interface Picture {
  readonly closed: Promise<number>;
  readonly close: () => void;
}

/** Opens a picture and resolves once frames came. */
async function watch(who: SignedIn, cameraId: number, body?: object): Promise<Picture> {
  const leave = await call(who, 'POST', `/cameras/${cameraId}/live`, body);
  expect(leave).toMatchObject({ status: 200 });
  const socket = new WebSocket(leave.body['url'] as string, { headers: { cookie: who.cookie } });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data: Buffer, binary) => binary && data.length > 500 && resolve());
    socket.on('error', reject);
  });
  return { closed, close: () => socket.close() };
}

const trailOf = async (who: SignedIn): Promise<(number | null)[]> => {
  const { pursuit } = (await call(who, 'GET', '/pursuits/mine')).body as unknown as OwnPursuit;
  return pursuit!.trail.map(({ cameraId }) => cameraId);
};
/** The same person signed in at another browser. */
async function anotherSessionOf({ accountId, ...person }: SignedIn): Promise<SignedIn> {
  const token = randomUUID();
  const hash = createHash('sha256').update(token).digest();
  const [session] = await db.owner<[{ sessionId: string }]>`
    insert into session (token_hash, account_id, expires_at)
    values (${hash}, ${accountId}, now() + interval '1 hour') returning session_id as "sessionId"`;
  return { ...person, accountId, ...session, cookie: `__Host-session=${token}` };
}
/** Watches, and waits until the trail holds it. */
async function hop(who: SignedIn, cameraId: number): Promise<Picture> {
  const picture = await watch(who, cameraId);
  await expect.poll(async () => (await trailOf(who)).at(-1)).toBe(cameraId);
  return picture;
}

const stillOpen = (picture: Picture): Promise<boolean> =>
  Promise.race([
    picture.closed.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 1500)),
  ]);
const auditOf = (who: SignedIn, action: string) =>
  db.owner<{ objectId: string; detail: Record<string, unknown> }[]>`
    select object_id as "objectId", detail from audit
    where account_id = ${who.accountId} and action = ${action} and outcome = 'done' order by seq`;

test('Art. 27: what was opened in a pursuit closes with it and says why; what was not goes on', async () => {
  const before = await watch(operator, cameras[1]!);
  const pursuitId = await follow(operator);
  const pictures = [await watch(operator, cameras[0]!), await watch(operator, cameras[1]!)];
  const [{ pursuitNo }] = await db.owner<[{ pursuitNo: number }]>`
    select pursuit_no as "pursuitNo" from pursuit where pursuit_id = ${pursuitId}`;
  expect(
    (await auditOf(operator, 'camera.watch')).map(({ objectId, detail }) => [objectId, detail['pursuit']]),
  ).toEqual([
    [String(cameras[1]), undefined],
    [String(cameras[0]), pursuitNo],
    [String(cameras[1]), pursuitNo],
  ]);
  await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
  expect(await Promise.all(pictures.map(({ closed }) => closed))).toEqual([
    LIVE_CLOSE.pursuitOver,
    LIVE_CLOSE.pursuitOver,
  ]);
  expect(await stillOpen(before)).toBe(true);
  before.close();
  await expect
    .poll(async () => (await auditOf(operator, 'camera.watch.end')).map(({ detail }) => detail['why']))
    .toContain('pursuit-over');
  const after = await watch(operator, cameras[0]!);
  expect((await auditOf(operator, 'camera.watch')).at(-1)!.detail['pursuit']).toBeUndefined();
  after.close();
});

test('Art. 27: whatever the session opens in which it was declared is in the pursuit, and nothing of another session of its person', async () => {
  const pursuitId = await follow(operator);
  const elsewhere = await anotherSessionOf(operator);
  (await hop(operator, cameras[0]!)).close();
  const small = await call(operator, 'POST', `/cameras/${cameras[1]}/live`, { quality: 'sub' });
  expect(small.status).toBe(200);
  const own = await watch(elsewhere, cameras[1]!);
  const traffic = await watch(elsewhere, cameras[3]!);
  expect((await auditOf(operator, 'camera.watch')).map(({ detail }) => detail['pursuit'])).toEqual([
    expect.any(Number),
    expect.any(Number),
    undefined,
    undefined,
  ]);
  // It is told which one is open, and ends it.
  const mine = (await call(elsewhere, 'GET', '/pursuits/mine')).body as unknown as OwnPursuit;
  expect(mine).toMatchObject({ pursuit: null, elsewhere: { pursuitId } });
  expect(mine.elsewhere!.pursuitNo).toBeGreaterThan(0);
  expect(Date.parse(mine.elsewhere!.endsAt)).toBeGreaterThan(Date.now());
  expect(
    ((await call(operator, 'GET', '/pursuits/mine')).body as unknown as OwnPursuit).elsewhere,
  ).toBeNull();
  expect((await call(elsewhere, 'POST', `/pursuits/${pursuitId}/end`)).status).toBe(204);
  expect(await stillOpen(own)).toBe(true);
  own.close();
  traffic.close();
  // Another's pictures are none of it.
  (await watch(officer, cameras[1]!)).close();
  expect((await auditOf(officer, 'camera.watch'))[0]!.detail['pursuit']).toBeUndefined();
});

test('Art. 27: the trail holds a camera once its picture has come, and one that gives none not at all', async () => {
  await follow(operator);
  const [dead, alive] = [cameras[4]!, cameras[0]!];
  const leave = await call(operator, 'POST', `/cameras/${dead}/live`);
  expect(leave.status).toBe(200);
  const socket = new WebSocket(leave.body['url'] as string, { headers: { cookie: operator.cookie } });
  await once(socket, 'open');
  (await hop(operator, alive)).close();
  socket.close();
  expect(await trailOf(operator)).toEqual([alive]);
});

test('Art. 27: what is opened again by itself is on record in the pursuit and no step of its trail', async () => {
  const pursuitId = await follow(operator);
  const open = async (body: object): Promise<Picture> => watch(operator, cameras[1]!, body);
  const again = await open({ quality: 'sub', byHand: false });
  (await hop(operator, cameras[0]!)).close();
  expect(await trailOf(operator)).toEqual([cameras[0]]);
  expect((await auditOf(operator, 'camera.watch')).map(({ detail }) => detail['pursuit'])).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
  await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
  expect(await again.closed).toBe(LIVE_CLOSE.pursuitOver);
  expect((await call(operator, 'POST', `/cameras/${cameras[1]}/live`, { byHand: 1 })).status).toBe(400);
});

test.each([
  [
    'the officer ends it',
    async (pursuitId: string) => {
      await call(officer, 'POST', `/pursuits/${pursuitId}/end`);
    },
    LIVE_CLOSE.pursuitOver,
  ],
  [
    'its time has come',
    async (pursuitId: string) => {
      await db.owner`alter table pursuit disable trigger user`;
      await db.owner`
      update pursuit set began_at = began_at - interval '1 hour', ends_at = now() where pursuit_id = ${pursuitId}`;
      await db.owner`alter table pursuit enable trigger user`;
    },
    LIVE_CLOSE.pursuitOver,
  ],
  [
    'its person signs out',
    async () => {
      await db.owner`delete from session where session_id = ${operator.sessionId}`;
    },
    LIVE_CLOSE.cut,
  ],
] as const)('Art. 27: a picture closes when %s', async (_when, end, code) => {
  const pursuitId = await follow(operator);
  const picture = await watch(operator, cameras[0]!);
  await end(pursuitId);
  expect([code, LIVE_CLOSE.pursuitOver]).toContain(await picture.closed);
  await expect
    .poll(async () => (await db.owner`select ended_why from pursuit where pursuit_id = ${pursuitId}`)[0])
    .not.toEqual({ ended_why: null });
});

test('Art. 26(3), 27: nobody opens a camera that serves another purpose while following', async () => {
  await follow(operator);
  expect(await call(operator, 'POST', `/cameras/${cameras[3]}/live`)).toMatchObject({
    status: 409,
    body: { code: 'not-a-purpose' },
  });
  expect((await call(officer, 'POST', `/cameras/${cameras[3]}/live`)).status).toBe(200);
});

test('Art. 27, 30(3): whoever is refused within a pursuit is on record with the reason', async () => {
  await follow(operator);
  await call(operator, 'POST', `/cameras/${cameras[3]}/live`);
  expect(
    await db.owner`select object_id, detail ->> 'code' as code from audit
                   where account_id = ${operator.accountId} and action = 'camera.watch' and outcome = 'refused'`,
  ).toEqual([{ object_id: String(cameras[3]), code: 'not-a-purpose' }]);
});

test('Art. 11(1), 27: a head that was turned in a pursuit goes home with it, one that was not stays', async () => {
  const turned = async (): Promise<boolean> =>
    ((await call(operator, 'GET', '/ptz/views')).body['views'] as { cameraId: number }[]).some(
      ({ cameraId }) => cameraId === cameras[2],
    );
  const turn = { serves: { purpose: 'security' }, azimuthDeg: 120 };
  // Outside a trail: it stays where it was turned to.
  const other = await follow(operator);
  expect((await call(operator, 'POST', `/cameras/${cameras[2]}/ptz`, turn)).status).toBe(200);
  await expect.poll(turned).toBe(true);
  await call(operator, 'POST', `/pursuits/${other}/end`);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(await turned()).toBe(true);

  const pursuitId = await follow(operator);
  // Opened again by itself and turned by hand: its turn is of the pursuit too.
  const picture = await watch(operator, cameras[2]!, { byHand: false });
  expect((await call(operator, 'POST', `/cameras/${cameras[2]}/ptz`, turn)).status).toBe(200);
  expect((await auditOf(operator, 'camera.turn')).at(-1)!.detail['pursuit']).toEqual(expect.any(Number));
  await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
  expect(await picture.closed).toBe(LIVE_CLOSE.pursuitOver);
  await expect.poll(turned, { timeout: 10_000 }).toBe(false);
  expect(
    (
      await db.owner`select ended_why from ptz_hold where camera_id = ${cameras[2]!} order by hold_id desc limit 1`
    )[0],
  ).toEqual({ ended_why: 'pursuit-over' });
});

test('Art. 27: no scene and no sequence inside a pursuit, and none of the way of a person afterwards', async () => {
  const way = [cameras[0]!, cameras[1]!, cameras[2]!];
  const sequence = (steps: readonly number[]) => ({
    ...{ name: `순회 ${randomUUID().slice(0, 8)}`, dwellS: 10, shared: false },
    steps: steps.map((cameraId) => ({ cameraId })),
  });
  const keep = (steps: readonly number[]) =>
    call(operator, 'PUT', `/wall/sequences/${randomUUID()}`, sequence(steps));
  const scene = { name: '장면', tiles: 4, shared: false, cameras: [{ tile: 1, cameraId: cameras[0] }] };
  const pursuitId = await follow(operator);
  for (const cameraId of way) (await hop(operator, cameraId)).close();
  expect(await keep([cameras[1]!, cameras[3]!])).toMatchObject({
    status: 409,
    body: { code: 'pursuit-open' },
  });
  expect(await call(operator, 'PUT', `/wall/scenes/${randomUUID()}`, scene)).toMatchObject({ status: 409 });
  await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
  for (const steps of [way, way.toReversed(), [cameras[3]!, ...way]])
    expect(await keep(steps)).toMatchObject({ status: 409, body: { code: 'way-of-person', field: 'steps' } });
  expect((await keep([cameras[0]!, cameras[2]!, cameras[1]!])).status).toBe(204);
  expect((await call(operator, 'PUT', `/wall/scenes/${randomUUID()}`, scene)).status).toBe(204);
});
