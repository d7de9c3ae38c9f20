import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { SYSTEM, can, type Action, type Role, ROLES } from './platform/access.ts';
import type { Deps } from './platform/deps.ts';
import { readConfig } from './platform/config.ts';
import { EventHub } from './platform/events.ts';
import { policyOf } from './platform/policed.ts';
import { createStreams, type Streams } from './streams/index.ts';
import { aSignedInPerson } from './testing/factories.ts';
import { aDatabase, type TestDatabase } from './testing/database.ts';

let db: TestDatabase;
let events: EventHub;
let streams: Streams;
let app: ReturnType<typeof buildApp>;
const folder = mkdtempSync(join(tmpdir(), 'gwanje-app-'));
const cookies = new Map<Role, string>();

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  db = await aDatabase();
  events = new EventHub(db.app);
  await events.start();
  const deps: Deps = {
    config: readConfig({ DATA_DIR: folder }),
    sql: db.app,
    events,
    now: () => new Date(),
  };
  streams = createStreams(deps);
  app = buildApp(deps, streams, folder);
  const [department] = await db.owner<{ id: number }[]>`
    insert into department (name, valid_from, source) values ('교통과', '2020-01-01', 'test') returning department_id as id`;
  for (const role of ROLES) {
    const over = role === 'department' ? { departmentId: department!.id } : {};
    cookies.set(role, (await aSignedInPerson(db.owner, role, over)).cookie);
  }
});
afterAll(async () => {
  await streams.stop();
  await events.stop();
  await db.drop();
  rmSync(folder, { recursive: true });
});

/** Every route with its declared policy, or undefined; `use` middleware carries the method ALL. */
function routeTable() {
  const table = new Map<string, unknown>();
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue;
    const key = `${method} ${path}`;
    table.set(key, table.get(key) ?? policyOf(handler));
  }
  return table;
}

const addressOf = (path: string) => path.replace(/:\w+(\{[^}]*\})?/g, '1');

test('A1: no route is without a declared policy', () => {
  const table = routeTable();
  expect(table.size).toBeGreaterThan(15);
  const bare = [...table].filter(([, policy]) => policy === undefined).map(([key]) => key);
  expect(bare).toEqual([]);
});

test('A1: only health, the sign-in page and the built page are open to anyone', () => {
  const open = [...routeTable()].filter(([, policy]) => policy === 'anyone').map(([key]) => key);
  expect(open.sort()).toEqual([
    'GET /',
    'GET /api/health',
    'GET /api/welcome',
    'POST /api/session',
    'POST /api/session/display',
    'POST /api/session/second',
  ]);
});

test('A2: without a session every other route answers 401', async () => {
  for (const [key, policy] of routeTable()) {
    if (policy === 'anyone') continue;
    const [method, path] = key.split(' ') as [string, string];
    const response = await app.request(addressOf(path), { method });
    expect(response.status, key).toBe(401);
  }
});

test('A2: role by route, whoever lacks the right is refused before anything is read', async () => {
  for (const [key, policy] of routeTable()) {
    if (policy === 'anyone' || policy === 'signed-in') continue;
    const [method, path] = key.split(' ') as [string, string];
    for (const role of ROLES) {
      const actor = { ...SYSTEM, role, departmentId: role === 'department' ? 1 : null };
      if (can(actor, policy as Action)) continue;
      const headers = { cookie: cookies.get(role)! };
      const response = await app.request(addressOf(path), { method, headers });
      expect(response.status, `${role}: ${key}`).toBe(403);
    }
  }
});

test('A11: a path has one spelling, and there is no fallback page', async () => {
  expect((await app.request('/api/health')).status).toBe(200);
  expect((await app.request('/')).status).toBe(200);
  for (const path of [
    '/api/health/',
    '/api//health',
    '//api/health',
    '/API/health',
    '/api/%68ealth',
    '/api/health.',
    '/api/health;x',
    '/api%2fhealth',
    '/index.html',
    '/public/nothing',
    '/cameras',
    '/.env',
  ]) {
    const response = await app.fetch(new Request(`http://map.test${path}`));
    expect(response.status, path).toBe(404);
  }
});

test('A11: the same over a real socket, where no URL parser has tidied the request line', async () => {
  const listener = getRequestListener(app.fetch);
  const server = createServer((...pair) => void listener(...pair)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const statusOf = (target: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.on('data', (data) => {
        resolve(String(data).slice(9, 12));
        socket.destroy();
      });
      socket.on('error', reject);
      socket.write(`GET ${target} HTTP/1.1\r\nHost: map.test\r\nConnection: close\r\n\r\n`);
    });
  expect(await statusOf('/api/health')).toBe('200');
  for (const target of [
    '/api/./health',
    '/x/../api/health',
    '//api/health',
    '/api\\health',
    '/api/health/.',
    '/api/health%20',
  ])
    expect(await statusOf(target), target).toMatch(/^40[04]$/);
  server.close();
});

test('every answer carries the policy that lets only our own files run', async () => {
  for (const path of ['/', '/api/health', '/nothing']) {
    const policy = (await app.request(path)).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
});

test('an error speaks Korean, or English where that is asked for', async () => {
  const korean: unknown = await (await app.request('/api/cameras/1')).json();
  expect(korean).toEqual({ code: 'sign-in', message: '먼저 로그인해 주십시오.' });
  const english: unknown = await (
    await app.request('/api/cameras/1', { headers: { 'accept-language': 'en' } })
  ).json();
  expect(english).toEqual({ code: 'sign-in', message: 'Sign in first.' });
});
