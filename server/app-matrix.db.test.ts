import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { judge, ROLES, type Action, type Actor, type Protection, type Role } from './platform/access.ts';
import { readConfig } from './platform/config.ts';
import type { Deps } from './platform/deps.ts';
import { EventHub } from './platform/events.ts';
import { policyOf, type Policy } from './platform/policed.ts';
import { actorsOfSessions } from './platform/session.ts';
import { createStreams, type Streams } from './streams/index.ts';
import { aDatabase, type TestDatabase } from './testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from './testing/factories.ts';
import { ASKED, BODIES, QUERIES, SAMPLES, STANDS } from './testing/route-tables.ts';
import { aPersonOf, aWorld, type Whose, type World } from './testing/route-world.ts';

let db: TestDatabase;
let events: EventHub;
let streams: Streams;
let app: ReturnType<typeof buildApp>;
let world: World;
const folder = mkdtempSync(join(tmpdir(), 'gwanje-matrix-'));

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  db = await aDatabase();
  events = new EventHub(db.app);
  await events.start();
  const config = readConfig({ DATA_DIR: folder, CAMERA_NETWORKS: '127.0.0.1/32' });
  const deps: Deps = { config, sql: db.app, events, now: () => new Date() };
  streams = createStreams(deps);
  app = buildApp(deps, streams, folder);
  world = await aWorld(db.owner);
  await db.owner`
    insert into account (account, password_hash, role, person_name, source)
    values ('wall-keeper', 'x', 'operator', '벽지기', 'test')`;
});
afterAll(async () => {
  await streams.stop();
  await events.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The API's routes with their policies, but for those that anyone may call. */
function guardedRoutes(): [route: string, policy: Exclude<Policy, 'anyone'>][] {
  const table = new Map<string, Policy | undefined>();
  for (const { method, path, handler } of app.routes)
    if (method !== 'ALL' && path.startsWith('/api/'))
      table.set(`${method} ${path}`, table.get(`${method} ${path}`) ?? policyOf(handler));
  return [...table].flatMap(([route, policy]) =>
    policy === undefined || policy === 'anyone'
      ? []
      : [[route, policy] as [string, Exclude<Policy, 'anyone'>]],
  );
}

const parametersOf = (route: string): string[] => [...route.matchAll(/:(\w+)/g)].map(([, name]) => name!);
const whoseOf = (route: string): readonly Whose[] => {
  const names = parametersOf(route);
  if (names.length === 0) return ['own'];
  return names.includes('cameraId') ? ['own', 'other', 'hidden'] : ['own', 'other'];
};
const samplerOf = (route: string, name: string) => SAMPLES[`${route} :${name}`] ?? SAMPLES[`:${name}`];

async function actorOf({ sessionId }: SignedIn): Promise<Actor> {
  return (await actorsOfSessions(db.app, [sessionId])).get(sessionId)!;
}

/** What the one question about rights says this call must answer. */
function expected(
  route: string,
  policy: Exclude<Policy, 'anyone'>,
  actor: Actor,
  object: Protection,
): number[] {
  const allowed = STANDS[route] === undefined ? [200, 201, 202, 204] : [STANDS[route]];
  if (policy === 'signed-in') return allowed;
  if (judge(actor, policy) !== 'allowed') return [403];
  const { action, object: about } = ASKED[route] ?? {};
  const verdict = judge(actor, action ?? policy, about === false ? {} : object);
  return verdict === 'allowed' ? allowed : [verdict === 'forbidden' ? 403 : 404];
}

async function callCell(
  route: string,
  policy: Exclude<Policy, 'anyone'>,
  role: Role,
  whose: Whose,
): Promise<{ status: number; wanted: number[] }> {
  const who = await aPersonOf(world, role);
  const actor = await actorOf(who);
  const path: Record<string, string> = {};
  let object: Protection = {};
  for (const name of parametersOf(route)) {
    const sample = await samplerOf(route, name)!(world, whose, who, path);
    path[name] = String(sample.value);
    object = { ...object, ...sample.object };
  }
  const [method, pattern] = route.split(' ') as [string, string];
  const query = QUERIES[route];
  const address = pattern.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => path[name]!);
  const body = BODIES[route]?.(world, whose, path) ?? null;
  const response = await app.request(query === undefined ? address : `${address}?${query}`, {
    method,
    headers: {
      cookie: who.cookie,
      'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
    },
    ...(body === null ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  await response.body?.cancel();
  return { status: response.status, wanted: expected(route, policy, actor, object) };
}

test('A1: every path parameter has a sample and every changing route a body', () => {
  const missing: string[] = [];
  for (const [route] of guardedRoutes()) {
    for (const name of parametersOf(route))
      if (samplerOf(route, name) === undefined) missing.push(`SAMPLES ${route} :${name}`);
    if (!route.startsWith('GET ') && BODIES[route] === undefined) missing.push(`BODIES ${route}`);
  }
  expect(missing).toEqual([]);
  const routes = new Set(guardedRoutes().map(([route]) => route));
  const gone = [BODIES, QUERIES, ASKED, STANDS].flatMap((table) =>
    Object.keys(table).filter((route) => !routes.has(route)),
  );
  expect(gone).toEqual([]);
});

test(
  'A2: role by route by own, other and hidden, every cell answers as the one question says',
  { timeout: 240_000 },
  async () => {
    const wrong: string[] = [];
    const counts: Record<number, number> = {};
    for (const [route, policy] of guardedRoutes())
      for (const role of ROLES)
        for (const whose of whoseOf(route)) {
          const { status, wanted } = await callCell(route, policy, role, whose);
          counts[status] = (counts[status] ?? 0) + 1;
          if (!wanted.includes(status))
            wrong.push(`${role} ${whose}: ${route} answered ${status}, not ${wanted.join(' or ')}`);
        }
    expect(wrong).toEqual([]);
    // The matrix is no matrix unless it holds all three answers.
    for (const status of [200, 403, 404]) expect(counts[status] ?? 0).toBeGreaterThan(5);
  },
);

test('A4: what the rows in bulk tell is what each card tells alone, for every role (Art. 10(4), 30(1))', async () => {
  const cameraIds: number[] = [];
  for (const departmentId of [world.departmentIds.own, world.departmentIds.other, null])
    for (const isProtected of [false, true])
      cameraIds.push(await aCamera(db.owner, { departmentId, protected: isProtected }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const role of ROLES) {
    const who = await aPersonOf(world, role);
    const headers = { cookie: who.cookie, 'content-type': 'application/json' };
    const alone = new Map<number, boolean>();
    for (const cameraId of [...cameraIds, 999_999])
      alone.set(cameraId, (await app.request(`/api/cameras/${cameraId}`, { headers })).status === 200);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...cameraIds, 999_999), { maxLength: 12 }), async (asked) => {
        const body = JSON.stringify({ cameraIds: asked });
        const answer = await app.request('/api/cameras/rows', { method: 'POST', headers, body });
        const { rows } = (await answer.json()) as { rows: { cameraId: number }[] };
        expect(rows.map(({ cameraId }) => cameraId)).toEqual(asked.filter((cameraId) => alone.get(cameraId)));
      }),
      { numRuns: 25 },
    );
  }
});

test('Art. 18(5), 23: police, fire, coast guard and forest are liaisons by data; a new agency needs no code', async () => {
  await db.owner`insert into agency (code, name, source) values ('airport-police', '공항경찰대', 'test')`;
  const { rows } = { rows: await db.owner<{ code: string }[]>`select code from agency` };
  const rights = new Set<string>();
  for (const { code } of rows) {
    const actor = await actorOf(await aSignedInPerson(db.owner, 'liaison', { agency: code }));
    const actions = (['agency.read', 'map.read', 'camera.watch', 'account.read'] as Action[]).filter(
      (action) => judge(actor, action, { agency: code }) === 'allowed',
    );
    rights.add(actions.join(' '));
    expect(judge(actor, 'agency.read', { agency: 'another' })).toBe('unknown');
  }
  expect(rows.length).toBeGreaterThanOrEqual(6);
  expect(rights.size).toBe(1);
});
