import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { camerasRoutes } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor, anExemption } from '../testing/factories.ts';
import { createStreams, type Streams } from './index.ts';
import { CameraKeys } from './camera-keys.ts';
import { openSecret } from './opened-secret.ts';

const PASSWORD = 'CANARY-pw-7';
const CONNECTION = {
  host: '10.20.3.4',
  rtspPort: 554,
  rtspPath: '/stream1',
  subPath: '/stream2',
  onvifPort: 80,
  onvifPath: '/onvif/device_service',
  username: 'viewer',
  secure: false,
  basicAllowed: false,
};

let db: TestDatabase;
let hub: EventHub;
let streams: Streams;
let secretsDir: string;
let cameraId: number;
let api: (actor: Actor, method: string, path: string, body?: unknown) => Promise<Response>;
/** Every JSON answer of a test: the password must be in none of them. */
let answers: string[] = [];

const maintainer = anActor({ role: 'maintainer', personName: '정비원' });
const officer = anActor({ role: 'officer' });

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  secretsDir = mkdtempSync(join(tmpdir(), 'gwanje-secrets-'));
  const config = {
    cameraNetworks: ['10.20.0.0/16'],
    secretsDir,
    dataDir: secretsDir,
    auditAnchors: secretsDir,
    publicUrl: null,
  } as unknown as Deps['config'];
  const deps: Deps = { config, sql: db.app, now: () => new Date(), events: hub };
  streams = createStreams(deps);
  const cameras = camerasRoutes(deps);
  api = async (actor, method, path, body) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    app.route('/', cameras).route('/', streams.routes);
    const answer = await app.request(path, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    answers.push(await answer.clone().text());
    return answer;
  };
});
afterAll(async () => {
  await streams.stop();
  await hub.stop();
  await db.drop();
  rmSync(secretsDir, { recursive: true, force: true });
});
beforeEach(async () => {
  cameraId = await aCamera(db.owner);
  answers = [];
});

const connect = (body: unknown, actor = maintainer): Promise<Response> =>
  api(actor, 'PUT', `/cameras/${cameraId}/stream`, body);
const stored = async () =>
  (
    await db.owner`select host, username, sealed_secret as sealed, key_version as version from camera_stream where camera_id = ${cameraId}`
  )[0];

const opened = async () => {
  const { sealed, version } = (await stored())!;
  const secret = { keyVersion: version as number, sealed: sealed as Uint8Array };
  return openSecret(new CameraKeys(secretsDir), cameraId, secret);
};

test('officer and crew connect a camera; its password is sealed and comes back nowhere (Art. 30)', async () => {
  expect(await (await connect({ ...CONNECTION, password: PASSWORD })).json()).toEqual({
    ...CONNECTION,
    hasSecret: true,
    certificateSha256: null,
  });
  expect(await opened()).toBe(PASSWORD);
  expect(await (await api(officer, 'GET', `/cameras/${cameraId}/stream`)).json()).toEqual({
    ...CONNECTION,
    hasSecret: true,
    certificateSha256: null,
  });
  expect(await (await api(officer, 'GET', `/cameras/${cameraId}`)).json()).toMatchObject({ hasStream: true });
  // What is refused is not repeated either.
  for (const wrong of [
    { ...CONNECTION, password: `${PASSWORD}${'x'.repeat(300)}` },
    { ...CONNECTION, password: [PASSWORD] },
    { pasword: PASSWORD },
    { ...CONNECTION, host: `viewer:${PASSWORD}@10.20.3.4` },
    { ...CONNECTION, password: `${PASSWORD}\0` },
    JSON.stringify(PASSWORD),
    `{"password":"${PASSWORD}`,
  ])
    expect((await connect(wrong)).status).toBe(400);
  const history = await api(officer, 'GET', `/cameras/${cameraId}/history`);
  expect(await history.json()).toMatchObject({
    changes: [{ actor: '정비원', field: 'stream', from: false, to: true }],
  });
  const kept = await db.owner`
    select detail::text as text from audit union all
    select concat(field, from_value, to_value) from camera_change union all
    select concat(kind, object_id) from event`;
  expect(JSON.stringify([...kept, ...answers])).not.toContain('CANARY');
  const [audit] = await db.owner`
    select action, detail from audit where object_id = ${String(cameraId)} and outcome = 'done' order by seq limit 1`;
  expect(audit).toMatchObject({
    action: 'camera.connect',
    detail: {
      stream: {
        host: '10.20.3.4',
        rtspPort: 554,
        rtspPath: '/stream1',
        subPath: '/stream2',
        secretChanged: true,
      },
    },
  });
});

test('A20: what was read, sent back unchanged, leaves the password as it is', async () => {
  await connect({ ...CONNECTION, password: PASSWORD });
  const before = await stored();
  const read = (await (await api(officer, 'GET', `/cameras/${cameraId}/stream`)).json()) as object;
  const { hasSecret, certificateSha256: _, ...connection } = read as Record<string, unknown>;
  expect(hasSecret).toBe(true);
  expect((await connect(connection)).status).toBe(200);
  expect(await stored()).toEqual(before);
  // With what only an answer holds, it is refused rather than guessed at.
  expect((await connect(read)).status).toBe(400);
  expect(await opened()).toBe(PASSWORD);
});

test('a password that is left out stays, at the same address only; null takes it away', async () => {
  await connect({ ...CONNECTION, password: PASSWORD });
  expect(await (await connect({ ...CONNECTION, rtspPath: '/stream2' })).json()).toMatchObject({
    rtspPath: '/stream2',
    hasSecret: true,
  });
  const moved = await connect({ ...CONNECTION, host: '10.20.9.9' });
  expect([moved.status, await moved.json()]).toMatchObject([400, { field: 'password' }]);
  expect(await stored()).toMatchObject({ host: '10.20.3.4' });
  expect(await (await connect({ ...CONNECTION, host: '10.20.9.9', password: 'other' })).json()).toMatchObject(
    {
      host: '10.20.9.9',
      hasSecret: true,
    },
  );
  const bare = await connect({ ...CONNECTION, host: '10.20.9.9', password: null });
  expect(await bare.json()).toMatchObject({ hasSecret: false });
  expect(await stored()).toMatchObject({ sealed: null });
  expect(await (await connect({ ...CONNECTION, username: null, password: 'x' })).json()).toMatchObject({
    field: 'username',
  });
});

test.each([
  ['host', { host: 'rtsp://10.20.3.4/x' }],
  ['host', { host: '10.20.3.4:554' }],
  ['host', { host: '2130706433' }],
  ['host', { host: '0x7f.1' }],
  ['host', { host: ' ' }],
  ['rtspPort', { rtspPort: 0 }],
  ['rtspPort', { rtspPort: '554' }],
  ['rtspPath', { rtspPath: 'stream1' }],
  ['rtspPath', { rtspPath: '/a\r\nX: y' }],
  ['onvifPort', { onvifPort: 70_000 }],
  ['onvifPath', { onvifPath: 'x' }],
  ['username', { username: 'a:b' }],
  ['password', { password: '***' }],
  ['password', { password: '•••• ••••' }],
  ['password', { password: '●●●●●●' }],
  ['password', { password: '<redacted>' }],
  ['password', { password: '[REDACTED]' }],
  ['password', { password: '(가림)' }],
  ['password', { password: '비밀번호 있음' }],
  ['rtspPath', { rtspPath: '/live?user=admin&password=CANARY-path' }],
  ['rtspPath', { rtspPath: '/user=admin_password=CANARY-path_channel=1.sdp' }],
  ['onvifPath', { onvifPath: '/onvif?pwd=CANARY-path' }],
  ['host', { host: 'rtsp://viewer:CANARY-url@10.20.3.4/1' }],
  ['rtspPath', { rtspPath: '/x?next=rtsp://viewer:CANARY-url@10.20.3.4/1' }],
  ['password', { password: '' }],
])('A20: %s of %o is refused with words of its own', async (field, over) => {
  const answer = await connect({ ...CONNECTION, ...over });
  expect(answer.status).toBe(400);
  const body = (await answer.json()) as { message: string };
  expect(body.message).not.toContain('CANARY');
  expect(body).toMatchObject({ code: 'invalid', field });
  expect(body.message).toMatch(/니다\.|십시오\./);
  expect(await stored()).toBeUndefined();
});

test.each(['127.0.0.1', '10.21.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'localhost'])(
  'an address outside the camera networks (%s) is never registered, and the way out is named',
  async (host) => {
    const answer = await connect({ ...CONNECTION, host });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      field: 'host',
      message: expect.stringContaining('CAMERA_NETWORKS') as string,
    });
    expect(await stored()).toBeUndefined();
  },
);

test('Art. 30(1): nobody else connects, reads or disconnects', async () => {
  await connect({ ...CONNECTION, password: PASSWORD });
  for (const role of ['mayor', 'operator', 'department', 'liaison', 'auditor'] as const) {
    const actor = anActor({ role, departmentId: role === 'department' ? 1 : null });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(
        (await api(actor, method, `/cameras/${cameraId}/stream`, method === 'PUT' ? CONNECTION : undefined))
          .status,
        role,
      ).toBe(403);
  }
  expect(await stored()).toMatchObject({ host: '10.20.3.4' });
});

test('Art. 10(4): a protected camera has no stream for the crew that may not know of it', async () => {
  await connect({ ...CONNECTION, password: PASSWORD });
  await db.owner`update camera set protected = true where camera_id = ${cameraId}`;
  await anExemption(db.owner, cameraId);
  for (const [method, body] of [
    ['GET'],
    ['PUT', CONNECTION],
    ['PUT', { ...CONNECTION, host: '127.0.0.1' }],
    ['DELETE'],
  ] as const) {
    const answer = await api(maintainer, method, `/cameras/${cameraId}/stream`, body);
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  }
  expect((await api(officer, 'GET', `/cameras/${cameraId}/stream`)).status).toBe(200);
});

test('a disconnected camera has no login left, and a state that nobody proves any more is unknown', async () => {
  await connect({ ...CONNECTION, password: PASSWORD });
  await db.owner`
    insert into camera_device (camera_id, state, since, checked_at)
    values (${cameraId}, 'normal', now() - interval '1 day', now() - interval '1 minute')`;
  expect((await api(maintainer, 'DELETE', `/cameras/${cameraId}/stream`)).status).toBe(204);
  expect(await stored()).toBeUndefined();
  const gone = await api(maintainer, 'GET', `/cameras/${cameraId}/stream`);
  expect([gone.status, await gone.json()]).toMatchObject([404, { code: 'no-stream' }]);
  expect(await (await api(officer, 'GET', `/cameras/${cameraId}`)).json()).toMatchObject({
    hasStream: false,
    state: 'unknown',
  });
  expect((await api(maintainer, 'DELETE', `/cameras/${cameraId}/stream`)).status).toBe(404);
});

test('Art. 30(3): a link is open or encrypted as it was set, and another device or a word of ours takes another certificate', async () => {
  const secure = { ...CONNECTION, secure: true };
  expect(await (await connect(secure)).json()).toMatchObject({ secure: true, certificateSha256: null });
  const pin = () =>
    db.owner`update camera_stream set certificate_sha256 = ${'ab'.repeat(32)} where camera_id = ${cameraId}`;
  const pinned = async (body: object) =>
    ((await (await connect(body)).json()) as { certificateSha256: unknown }).certificateSha256;
  await pin();
  expect(await pinned({ ...secure, rtspPath: '/other' })).toBe('ab'.repeat(32));
  expect(await pinned({ ...secure, renewCertificate: true })).toBeNull();
  await pin();
  expect(await pinned({ ...secure, rtspPort: 322 })).toBeNull();
  await pin();
  expect(await pinned({ ...CONNECTION, rtspPort: 322 })).toBeNull();
  for (const wrong of [{ secure: 'yes' }, { basicAllowed: 1 }, { certificateSha256: 'ab'.repeat(32) }])
    expect((await connect({ ...CONNECTION, ...wrong })).status).toBe(400);
});
