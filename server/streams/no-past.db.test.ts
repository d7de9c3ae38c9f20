import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { createStreams, scenesRoutes, type Streams } from './index.ts';

vi.setConfig({ testTimeout: 60_000 });

/*
 * Art. 11(2), 30(2): whatever is asked of any route that has to do with video, no camera is asked for sound, and none for
 * anything but what it sees now. What counts is what the simulated cameras were asked.
 */
const RANGES = [
  'bytes=0-',
  'bytes=-500',
  'npt=0-60',
  'clock=20260101T000000Z-20260101T010000Z',
  'smpte=0:10:00-',
];
const ENDINGS = [
  ...[
    '',
    '?t=60',
    '?t=-60',
    '?starttime=20260101T000000Z&endtime=20260101T010000Z',
    '?npt=10-20',
    '?from=2026-01-01',
  ],
  ...[
    '/clock=20260101T000000Z-',
    ';starttime=20260101T000000Z',
    '/playback',
    '/audio',
    '?audio=1&quality=main',
    '?quality=sub',
  ],
  ...['/2026-01-01T00:00:00Z', '?seek=-30', '/../recordings/1', '%3Fstarttime%3D2026', '?range=clock%3D2026'],
];
const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'REPORT', 'SEARCH', 'SUBSCRIBE'];
const BODIES = [
  undefined,
  {},
  ...[
    { quality: 'main' },
    { quality: 'sub' },
    { quality: 'audio' },
    { quality: 'sub', at: '2026-01-01T00:00:00Z' },
  ],
  ...[
    { t: -30 },
    { starttime: '20260101T000000Z' },
    { clock: '20260101T000000Z-' },
    { range: 'npt=0-60' },
    { audio: true },
  ],
];
const HEADERS = ['range', 'x-range', 'if-range', 'x-starttime', 'prefer'];

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let streams: Streams;
let server: Server;
let folder: string;
let cameraId: number;
let people: SignedIn[];
const routes: { method: string; path: string }[] = [];
const asked: { method: string; url: string; range: string | null }[] = [];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-past-'));
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: (path) =>
      path === '/cam/1' ? { clip: 'alley-night', sub: 'alley-night-small', audio: true, ptz: true } : null,
    onRequest: (method, url, headerOf) => asked.push({ method, url, range: headerOf('range') }),
  });
  cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, sub_path, onvif_port, onvif_path)
    values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, '/cam/1', '/cam/1/sub', ${simulator.onvifPort}, '/cam/1')`;
  const cameraNetworks = [simulator.rtspPort, simulator.onvifPort].map(
    (port) => `${simulator.host}/32:${port}`,
  );
  const places = { secretsDir: folder, dataDir: folder, auditAnchors: folder };
  const config = { cameraNetworks, ...places, publicUrl: null } as unknown as Deps['config'];
  const deps: Deps = { config, sql: db.app, now: () => new Date(), events: hub };
  streams = createStreams(deps);
  const media = [streams.routes, streams.ptzRoutes, scenesRoutes(deps, streams.isWatching)];
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  for (const each of media) {
    routes.push(...each.routes.map(({ method, path }) => ({ method, path })));
    app.route('/api', each as unknown as Hono);
  }
  const listener = getRequestListener(app.fetch);
  server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', streams.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  people = await Promise.all([
    aSignedInPerson(db.owner, 'operator'),
    aSignedInPerson(db.owner, 'officer'),
    aSignedInPerson(db.owner, 'auditor'),
  ]);
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

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const port = (): number => (server.address() as AddressInfo).port;

/** Asks as it is written: no client puts the path or the verb right on the way. */
function ask(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: port(), method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('latin1'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Opens what was handed out, with an ending of its own, until a picture or a refusal comes. */
function look(url: string, cookie: string, ending: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url}${ending}`, {
      headers: { cookie, origin: `http://127.0.0.1:${port()}`, range: 'clock=20260101T000000Z-' },
    });
    const done = (): void => {
      socket.close();
      resolve();
    };
    setTimeout(done, 1500).unref();
    socket.on('error', done);
    socket.on('message', (data: Buffer, binary) => {
      if (binary && data.length > 500) done();
    });
  });
}

test('a fuzz of every media route: never a past frame, never sound (Art. 11(2), 30(2))', async () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`)).toContain('POST /cameras/:cameraId/live');
  const paths = [...new Set(routes.map(({ path }) => path))].map(
    (path) => `/api${path.replace(':cameraId', String(cameraId)).replace(/:\w+/g, '7')}`,
  );
  let state = 20_260_101;
  const pick = <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[(state >>> 8) % from.length]!;
  };
  const opened: Promise<void>[] = [];
  const faults: string[] = [];
  const live = paths.filter((path) => path.endsWith('/live'));
  for (const path of [...paths, ...live, ...live, ...live])
    for (const verb of VERBS)
      for (const ending of ENDINGS) {
        const { cookie } = pick(people);
        const opens = verb === 'POST' && path.endsWith('/live') && pick([true, true, false]);
        const body =
          verb === 'GET' || verb === 'HEAD'
            ? undefined
            : opens
              ? pick([{}, { quality: 'sub' }])
              : pick(BODIES);
        // A stream that is taken away or pointed elsewhere answers nothing: it is put back below.
        if (path.endsWith('/stream') && verb === 'DELETE') continue;
        const headers = { cookie, [pick(HEADERS)]: pick(RANGES), 'content-type': 'application/json' };
        const answer = await ask(verb, `${path}${ending}`, headers, body);
        const what = `${verb} ${path}${ending} answered ${answer.status}`;
        if (answer.status === 206 || answer.headers['content-range'] !== undefined) faults.push(what);
        if (answer.status >= 500) faults.push(what);
        if (/^(?:video|audio|image|multipart)\//.test(answer.headers['content-type'] ?? ''))
          faults.push(what);
        const url = /"url":"(ws[^"]+)"/.exec(answer.body)?.[1];
        if (url !== undefined) opened.push(look(url, cookie, pick(['', '', pick(ENDINGS)])));
      }
  await Promise.all(opened);
  expect(faults).toEqual([]);
  expect(opened.length).toBeGreaterThan(5);
  const played = asked.filter(({ method }) => method === 'PLAY');
  expect(played.length).toBeGreaterThan(1);
  expect(new Set(played.map(({ range }) => range))).toEqual(new Set(['npt=0.000-']));
  const allowed = new Set(['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'TEARDOWN']);
  expect(asked.filter(({ method }) => !allowed.has(method))).toEqual([]);
  expect(asked.filter(({ method, url }) => method === 'SETUP' && !url.endsWith('/track=video'))).toEqual([]);
  const called = new Set(
    asked.map(({ url }) => new URL(url).pathname.replace(/\/(?:track=video)?$/, '') + new URL(url).search),
  );
  expect(called).toEqual(new Set(['/cam/1', '/cam/1/sub']));
});

test.each([
  '/Streaming/tracks/101?starttime=20260101T000000Z&endtime=20260101T010000Z',
  '/cam/playback?channel=1&subtype=0',
  '/recording/1',
  '/live?clock=20260101T000000Z-',
  '/replay/abc',
  '/ch1;starttime=20260101T000000Z',
  '/onvif/profile1?t=1767225600',
  '/C001/B20260101T000000E20260101T010000/playback',
])('a recorder’s address of what is past cannot be registered: %s (Art. 30(2))', async (rtspPath) => {
  const officer = people[1]!;
  const connection = {
    host: simulator.host,
    rtspPort: simulator.rtspPort,
    onvifPort: null,
    onvifPath: null,
    username: null,
  };
  const put = (body: object): Promise<Answer> =>
    ask('PUT', `/api/cameras/${cameraId}/stream`, { cookie: officer.cookie }, body);
  for (const body of [
    { ...connection, rtspPath },
    { ...connection, rtspPath: '/cam/1', subPath: rtspPath },
  ])
    expect((await put(body)).status).toBe(400);
  await db.owner`update camera_stream set rtsp_path = ${rtspPath}, sub_path = null where camera_id = ${cameraId}`;
  asked.length = 0;
  const leave = await ask('POST', `/api/cameras/${cameraId}/live`, { cookie: officer.cookie }, {});
  const url = /"url":"(ws[^"]+)"/.exec(leave.body)?.[1];
  if (url !== undefined) await look(url, officer.cookie, '');
  expect(asked).toEqual([]);
});
