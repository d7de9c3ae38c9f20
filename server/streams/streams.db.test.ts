import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import { orderWhatIsFound } from '../contracts/index.ts';
import { SYSTEM, type Role } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { createStreams, type Streams } from './index.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';
import { CameraKeys } from './camera-keys.ts';
import { sealSecret } from './sealed-secret.ts';

const LOGIN = { user: 'viewer', password: 'CANARY-xyz' };
const BEHAVIOURS: Readonly<Record<string, Partial<CameraBehaviour>>> = {
  '/cam/1': {},
  '/cam/2': { audio: true },
  '/cam/3': { login: { ...LOGIN, scheme: 'digest-sha256' }, ptz: true },
  '/cam/4': { refuse: 503 },
  '/cam/5': { sub: 'alley-night-small', clip: 'alley-night' },
};

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let streams: Streams;
let server: Server;
let secretsDir: string;
const cameras = {} as Record<
  'plain' | 'sounding' | 'locked' | 'refusing' | 'unlinked' | 'outside' | 'secret',
  number
>;

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  secretsDir = mkdtempSync(join(tmpdir(), 'gwanje-secrets-'));
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    rtspsPort: 0,
    behaviourOf: (path) => (BEHAVIOURS[path] ? { clip: 'alley-night-small', ...BEHAVIOURS[path] } : null),
  });
  const keys = new CameraKeys(secretsDir);
  const link = async (path: string, over: { host?: string; password?: string } = {}): Promise<number> => {
    const cameraId = await aCamera(db.owner);
    const secret = over.password === undefined ? null : sealSecret(keys, cameraId, over.password);
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path, username, sealed_secret,
                                 key_version)
      values (${cameraId}, ${over.host ?? simulator.host}, ${simulator.rtspPort}, ${path}, ${simulator.onvifPort},
              ${path}, ${secret && LOGIN.user}, ${secret && Buffer.from(secret.sealed)},
              ${secret?.keyVersion ?? null})`;
    return cameraId;
  };
  cameras.plain = await link('/cam/1');
  cameras.sounding = await link('/cam/2');
  cameras.locked = await link('/cam/3', { password: LOGIN.password });
  cameras.refusing = await link('/cam/4');
  cameras.outside = await link('/cam/1', { host: '127.0.0.2' });
  cameras.unlinked = await aCamera(db.owner);
  cameras.secret = await link('/cam/1');
  await db.owner`update camera set protected = true where camera_id = ${cameras.secret}`;
  const config = {
    cameraNetworks: [
      `${simulator.host}/32:${simulator.rtspPort}`,
      `${simulator.host}/32:${simulator.onvifPort}`,
      `${simulator.host}/32:${simulator.rtspsPort}`,
    ],
    secretsDir,
    dataDir: secretsDir,
    auditAnchors: secretsDir,
    publicUrl: null,
  } as unknown as Deps['config'];
  const deps: Deps = { config, sql: db.app, now: () => new Date(), events: hub };
  streams = createStreams(deps);
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  app.route('/api', streams.routes);
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
  rmSync(secretsDir, { recursive: true, force: true });
});

const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const signedIn = (role: Role, departmentId?: number): Promise<SignedIn> =>
  aSignedInPerson(db.owner, role, departmentId === undefined ? {} : { departmentId });

const ask = (person: SignedIn, cameraId: number | string): Promise<Response> =>
  fetch(`${base()}/api/cameras/${cameraId}/live`, { method: 'POST', headers: { cookie: person.cookie } });

const answer = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  ((await response.json()) as { code?: unknown }).code,
];

/** Opens the picture and resolves when frames arrive; `closed` tells the close code. */
async function watch(
  person: SignedIn,
  cameraId: number,
): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const { url } = (await (await ask(person, cameraId)).json()) as { url: string };
  const socket = new WebSocket(url, { headers: { cookie: person.cookie, origin: base() } });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer, binary) => {
      if (binary && data.length > 200) resolve();
    });
  });
  return { socket, closed };
}

describe('leave to watch', () => {
  test('a viewing is one audit row with the person, and the picture plays (Art. 30)', async () => {
    const operator = await signedIn('operator');
    const { socket } = await watch(operator, cameras.plain);
    const rows = await db.app`
      select action, outcome, object_id, account_id from audit where account_id = ${operator.accountId}`;
    expect(rows).toMatchObject([
      {
        action: 'camera.watch',
        outcome: 'done',
        object_id: String(cameras.plain),
        account_id: operator.accountId,
      },
    ]);
    const live = await fetch(`${base()}/api/streams/live`, { headers: { cookie: operator.cookie } });
    expect(await live.json()).toEqual({ cameraIds: [cameras.plain] });
    socket.close();
  });

  test('a camera with a login plays, and its password is nowhere (Art. 30)', async () => {
    const operator = await signedIn('operator');
    const { socket } = await watch(operator, cameras.locked);
    socket.close();
    const everywhere =
      await db.owner`select detail::text from audit union all select device::text from camera_device`;
    expect(JSON.stringify(everywhere)).not.toContain('CANARY');
  });

  test('people without the right, cameras without a stream and cameras that are none are refused', async () => {
    const operator = await signedIn('operator');
    const maintainer = await signedIn('maintainer');
    const department = await signedIn('department', await aDepartment(db.owner));
    expect(await answer(await ask(maintainer, cameras.plain))).toEqual([403, 'forbidden']);
    // It is on the department's map, so it is told why; a protected one is as one that does not exist.
    expect(await answer(await ask(department, cameras.plain))).toEqual([404, 'outside-right']);
    expect(await answer(await ask(department, cameras.secret))).toEqual([404, 'not-found']);
    expect(await answer(await ask(operator, cameras.unlinked))).toEqual([409, 'no-stream']);
    for (const none of [999_999, 0, 'x', '1e3', '99999999999'])
      expect(await answer(await ask(operator, none))).toEqual([404, 'not-found']);
  });

  test('a protected camera on a screen is known only to whom it may be known (Art. 10(4))', async () => {
    const operator = await signedIn('operator');
    const auditor = await signedIn('auditor');
    const { socket } = await watch(operator, cameras.secret);
    const liveFor = async (person: SignedIn): Promise<unknown> =>
      (await fetch(`${base()}/api/streams/live`, { headers: { cookie: person.cookie } })).json();
    expect(await liveFor(operator)).toEqual({
      cameraIds: expect.arrayContaining([cameras.secret]) as unknown,
    });
    expect(JSON.stringify(await liveFor(auditor))).not.toContain(String(cameras.secret));
    socket.close();
  });
});

describe('the small picture of a tile', () => {
  const leave = (person: SignedIn, cameraId: number, body?: string): Promise<Response> =>
    fetch(`${base()}/api/cameras/${cameraId}/live`, {
      method: 'POST',
      headers: { cookie: person.cookie },
      ...(body !== undefined && { body }),
    });
  const qualityOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { quality?: unknown }).quality;

  test('is the camera’s own where it has one, else the main one; either is one viewing on record (Art. 30)', async () => {
    const operator = await signedIn('operator');
    const cameraId = await aCamera(db.owner);
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, sub_path)
      values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, '/cam/5', '/cam/5/sub')`;
    expect(await qualityOf(await leave(operator, cameraId))).toBe('main');
    expect(await qualityOf(await leave(operator, cameraId, '{"quality":"sub"}'))).toBe('sub');
    expect(await qualityOf(await leave(operator, cameras.plain, '{"quality":"sub"}'))).toBe('main');
    const rows = await db.app`
      select detail ->> 'quality' as quality from audit
      where action = 'camera.watch' and account_id = ${operator.accountId} order by seq`;
    expect(rows.map(({ quality }) => quality as string)).toEqual(['main', 'sub', 'main']);
  });

  test('is asked for by its name and nothing else', async () => {
    const operator = await signedIn('operator');
    for (const wrong of ['{"quality":"best"}', '{"quality":"sub","at":"2026-01-01"}', '[]', 'sub', '{"t":5}'])
      expect((await leave(operator, cameras.plain, wrong)).status).toBe(400);
  });

  test('plays', async () => {
    const operator = await signedIn('operator');
    const [camera] = await db.app<{ cameraId: number }[]>`
      select camera_id as "cameraId" from camera_stream where sub_path is not null`;
    const { url } = (await (await leave(operator, camera!.cameraId, '{"quality":"sub"}')).json()) as {
      url: string;
    };
    const socket = new WebSocket(url, { headers: { cookie: operator.cookie, origin: base() } });
    const picture = await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer, binary) => {
        const message = binary ? null : (JSON.parse(data.toString()) as { type: string });
        if (message?.type === 'picture') resolve(message);
      });
    });
    expect(picture).toMatchObject({ widthPx: 640, heightPx: 360 });
    socket.close();
    await db.owner`delete from camera_stream where camera_id = ${camera!.cameraId}`;
  });
});

describe('A23: a ticket opens one picture, once, for whom it was made', () => {
  const ticketOf = async (person: SignedIn, cameraId: number): Promise<string> =>
    ((await (await ask(person, cameraId)).json()) as { url: string }).url;
  /** The status of an upgrade; 101 where the picture opens. */
  const knock = (url: string, cookie: string | null, origin = base()): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { headers: { origin, ...(cookie === null ? {} : { cookie }) } });
      socket.on('open', () => {
        socket.close();
        resolve(101);
      });
      socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
      socket.on('error', reject);
    });

  test('copied to another session it opens nothing, and is void from then on', async () => {
    const [owner, thief] = [await signedIn('operator'), await signedIn('operator')];
    const url = await ticketOf(owner, cameras.plain);
    expect(await knock(url, thief.cookie)).toBe(403);
    expect(await knock(url, owner.cookie)).toBe(403);
  });

  test('it opens once, from our own page, with a session', async () => {
    const owner = await signedIn('operator');
    const url = await ticketOf(owner, cameras.plain);
    expect(await knock(url, null)).toBe(401);
    expect(await knock(url, owner.cookie, 'https://evil.test')).toBe(403);
    expect(await knock(url, owner.cookie)).toBe(101);
    expect(await knock(url, owner.cookie)).toBe(403);
  });

  test('it is for its own camera: nothing in its address names another', async () => {
    const owner = await signedIn('operator');
    const url = new URL(await ticketOf(owner, cameras.plain));
    for (const path of [`${url.pathname}/${cameras.sounding}`, url.pathname.slice(0, -1), `${url.pathname}x`])
      expect(await knock(new URL(path, url).href, owner.cookie)).not.toBe(101);
    url.search = `?camera=${cameras.sounding}`;
    expect([101, 403, 404]).toContain(await knock(url.href, owner.cookie));
  });

  test('after logout, after the session is gone and after the account is closed it opens nothing', async () => {
    const ends: ((person: SignedIn) => unknown)[] = [
      ({ sessionId }) => streams.cutSession(sessionId),
      ({ sessionId }) => db.owner`delete from session where session_id = ${sessionId}`,
      ({ accountId }) => db.owner`update account set closed_at = now() where account_id = ${accountId}`,
    ];
    for (const end of ends) {
      const owner = await signedIn('operator');
      const url = await ticketOf(owner, cameras.plain);
      await end(owner);
      expect([401, 403]).toContain(await knock(url, owner.cookie));
    }
  });
});

describe('the end of a right ends the picture', () => {
  test.each([
    ['logout', ({ sessionId }: SignedIn) => Promise.resolve(streams.cutSession(sessionId))],
    [
      'the session is gone',
      ({ sessionId }: SignedIn) => db.owner`delete from session where session_id = ${sessionId}`,
    ],
    [
      'the account is closed',
      ({ accountId }: SignedIn) =>
        db.owner`update account set closed_at = now() where account_id = ${accountId}`,
    ],
    [
      'the role changes',
      ({ accountId }: SignedIn) =>
        db.owner`update account set role = 'maintainer' where account_id = ${accountId}`,
    ],
  ])('%s', async (_, end) => {
    const leaving = await signedIn('operator');
    const staying = await signedIn('operator');
    const [gone, stays] = [await watch(leaving, cameras.plain), await watch(staying, cameras.plain)];
    await end(leaving);
    expect(await gone.closed).toBe(4403);
    expect(stays.socket.readyState).toBe(WebSocket.OPEN);
    stays.socket.close();
  });
});

test('the certificate that a camera shows first is held to, and another one opens nothing (Art. 30(3))', async () => {
  const operator = await signedIn('operator');
  const cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, secure)
    values (${cameraId}, ${simulator.host}, ${simulator.rtspsPort}, '/cam/1', true)`;
  (await watch(operator, cameraId)).socket.close();
  const pinned = async (): Promise<unknown> =>
    (await db.owner`select certificate_sha256 as sha from camera_stream where camera_id = ${cameraId}`)[0]![
      'sha'
    ];
  await vi.waitFor(async () => expect(await pinned()).toMatch(/^[0-9a-f]{64}$/), 10_000);
  const [row] = await db.owner`
    select detail ->> 'certificateSha256' as sha from audit
    where action = 'camera.probe' and object_id = ${String(cameraId)}`;
  expect(row).toEqual({ sha: await pinned() });
  await db.owner`
    update camera_stream set certificate_sha256 = ${'ab'.repeat(32)}, sub_path = '/cam/5/sub' where camera_id = ${cameraId}`;
  const leave = await fetch(`${base()}/api/cameras/${cameraId}/live`, {
    ...{ method: 'POST', headers: { cookie: operator.cookie }, body: '{"quality":"sub"}' },
  });
  const { url } = (await leave.json()) as { url: string };
  const socket = new WebSocket(url, { headers: { cookie: operator.cookie, origin: base() } });
  const cause = await new Promise((resolve) => {
    socket.on('message', (data: Buffer, binary) => {
      const message = binary
        ? null
        : (JSON.parse(data.toString()) as { state?: { state: string; cause?: string } });
      if (message?.state?.state === 'playing') resolve('playing');
      if (message?.state?.cause !== undefined) resolve(message.state.cause);
    });
  });
  socket.close();
  expect(cause).toBe('certificate-changed');
  await db.owner`delete from camera_stream where camera_id = ${cameraId}`;
});

test('a camera that is connected anew begins a new picture, and a disconnected one has none', async () => {
  const maintainer = await signedIn('maintainer');
  const operator = await signedIn('operator');
  const cameraId = await aCamera(db.owner);
  const connect = (method: string, body?: object): Promise<Response> =>
    fetch(`${base()}/api/cameras/${cameraId}/stream`, {
      method,
      headers: { cookie: maintainer.cookie },
      ...(body && { body: JSON.stringify(body) }),
    });
  const connection = {
    host: simulator.host,
    rtspPort: simulator.rtspPort,
    rtspPath: '/cam/1',
    onvifPort: null,
    onvifPath: null,
    username: null,
  };
  expect((await connect('PUT', connection)).status).toBe(200);
  const first = await watch(operator, cameraId);
  await connect('PUT', { ...connection, rtspPath: '/cam/2' });
  expect(await first.closed).toBe(LIVE_CLOSE.restart);
  const second = await watch(operator, cameraId);
  expect((await connect('DELETE')).status).toBe(204);
  expect(await second.closed).toBe(LIVE_CLOSE.restart);
  expect(await answer(await ask(operator, cameraId))).toEqual([409, 'no-stream']);
});

test('probes find every state, write it once, tell the screens and order a sound track to be put off (Art. 11(2), 12(2))', async () => {
  const told: (number | null)[] = [];
  hub.subscribe(({ kind, objectId }) => {
    if (kind === 'device') told.push(objectId);
  });
  streams.startProbing();
  const read = () => db.app`
    select camera_id as "cameraId", state, cause, audio_offered as "audio" from camera_device order by camera_id`;
  await vi.waitFor(async () => expect(await read()).toHaveLength(6), { timeout: 25_000, interval: 200 });
  expect(await read()).toEqual(
    [
      { cameraId: cameras.plain, state: 'normal', cause: null, audio: false },
      { cameraId: cameras.sounding, state: 'violation', cause: 'audio-track', audio: true },
      { cameraId: cameras.locked, state: 'normal', cause: null, audio: false },
      { cameraId: cameras.refusing, state: 'fault', cause: 'refused', audio: false },
      { cameraId: cameras.outside, state: 'unknown', cause: null, audio: null },
      { cameraId: cameras.secret, state: 'normal', cause: null, audio: false },
    ].sort((a, b) => a.cameraId - b.cameraId),
  );
  await vi.waitFor(() => expect(new Set(told).size).toBe(6), 5_000);
  const [device] = await db.app`select device from camera_device where camera_id = ${cameras.locked}`;
  expect(device).toMatchObject({ device: { model: 'SIM-PTZ', firmware: '1.10' } });
  const orders = () => db.app`
    select camera_id as "cameraId", cause, found_by as "foundBy" from equipment_fault where repaired_at is null`;
  const order = { cameraId: cameras.sounding, cause: '음성 트랙', foundBy: '자동 점검' };
  expect(await orders()).toEqual([order]);
  const again = () =>
    act(db.app, SYSTEM, 'camera.probe', { kind: 'device-states' }, (tx) =>
      orderWhatIsFound(tx, 'audio-track', [{ cameraId: cameras.sounding }]),
    );
  expect(await again()).toBe(0);
  await db.owner`update equipment_fault set repaired_at = now(), repaired_by = '김가상'`;
  expect([await again(), await orders()]).toEqual([1, [order]]);
}, 40_000);
