import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scopeOf, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub, visibleTo, type PublishedEvent } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, anActor, aPost, aSignboard, aSite } from '../testing/factories.ts';
import { camerasRoutes } from './cameras.routes.ts';
import type { CameraCard } from './cameras.schema.ts';
import { decodeSnapshot } from './snapshot.rules.ts';

const TODAY = '2026-11-25';
const DECISION = { decisionNo: '보안심사-2026-7', decidedOn: '2026-11-20' };

let db: TestDatabase;
let hub: EventHub;
let api: (actor: Actor, path: string, init?: RequestInit) => Promise<Response>;
let departmentId: number;
let ordinary: number;
let site: number;
let signed: number;

const officer = anActor({ role: 'officer', personName: '담당자' });
const unknowing = [
  anActor({ role: 'maintainer' }),
  anActor({ role: 'auditor' }),
  anActor({ role: 'liaison', agency: 'police' }),
];

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  const now = (): Date => new Date(`${TODAY}T03:00:00Z`);
  const deps: Deps = { config: {} as Deps['config'], sql: db.app, now, events: hub };
  const routes = camerasRoutes(deps);
  api = async (actor, path, init) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    return app.route('/', routes).request(path, init);
  };
  const centre = await aDepartment(db.owner, { name: '정보통신과' });
  await aPost(db.owner, { departmentId: centre });
  departmentId = await aDepartment(db.owner, { name: '상수도과' });
  ordinary = await aCamera(db.owner, { name: '시장 앞' });
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

beforeEach(async () => {
  site = await aSite(db.owner, { name: '카나리아 정수장', kind: 'building', lon: 128.91, lat: 37.76 });
  const named = { siteId: site, name: '카나리아 1', managementNo: 'CANARY-1', departmentId };
  signed = await aCamera(db.owner, named);
  await aSignboard(db.owner, [signed], { place: '카나리아 정수장' });
  await db.owner`insert into event_outbox (kind) values ('register')`;
  await expect.poll(async () => (await db.owner`select 1 from event_outbox`).length).toBe(0);
});

const protect = (body: unknown, actor = officer, cameraId = signed): Promise<Response> =>
  api(actor, `/cameras/${cameraId}/protection`, { method: 'PUT', body: JSON.stringify(body) });
const lift = (actor = officer): Promise<Response> =>
  api(actor, `/cameras/${signed}/protection`, { method: 'DELETE' });

/** Everything that a person can read of the register, as one text, with the ids of the snapshot. */
async function everythingFor(actor: Actor): Promise<{ text: string; cameraIds: number[] }> {
  const snapshot = await (await api(actor, '/cameras/snapshot')).arrayBuffer();
  const rows = { method: 'POST', body: JSON.stringify({ cameraIds: [signed, ordinary] }) };
  const answers = await Promise.all([
    api(actor, '/cameras?bbox=128,37,130,38'),
    api(actor, `/cameras/search?q=${encodeURIComponent('카나리아')}`),
    api(actor, '/cameras/search?q=CANARY-1'),
    api(actor, '/cameras/rows', rows),
    api(actor, `/cameras/${signed}`),
    api(actor, `/cameras/${signed}/history`),
  ]);
  const text = (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
  return { text, cameraIds: [...decodeSnapshot(snapshot).cameraId] };
}

test('Art. 10(4): from the decision on, the camera is absent for whoever may not know it, whatever is asked', async () => {
  for (const actor of unknowing) {
    const before = await everythingFor(actor);
    expect(before.text).toContain('카나리아');
    expect(before.cameraIds).toContain(signed);
  }
  expect((await protect(DECISION)).status).toBe(200);
  for (const actor of [...unknowing, anActor({ role: 'department', departmentId: departmentId + 1000 })]) {
    const after = await everythingFor(actor);
    expect(after.text, actor.role).not.toMatch(/카나리아|CANARY/);
    expect(after.cameraIds).not.toContain(signed);
    expect(after.cameraIds).toContain(ordinary);
    expect((await api(actor, `/cameras/${signed}`)).status).toBe(404);
    expect((await api(actor, `/cameras/${signed}/history`)).status).toBe(404);
  }
  for (const actor of [
    officer,
    anActor({ role: 'operator' }),
    anActor({ role: 'mayor' }),
    anActor({ role: 'department', departmentId }),
  ])
    expect((await everythingFor(actor)).cameraIds, actor.role).toContain(signed);

  expect((await lift()).status).toBe(200);
  for (const actor of unknowing) expect((await everythingFor(actor)).cameraIds).toContain(signed);
});

test('Art. 10(4): a sign that stands at an exempt camera is a conflict, and lifting ends it', async () => {
  const card = (await (await protect(DECISION)).json()) as CameraCard;
  expect(card).toMatchObject({ protected: true, signboard: { exemption: DECISION } });
  expect(card.signboard.conflicts).toContain('sign-at-exempt-site');
  const lifted = (await (await lift()).json()) as CameraCard;
  expect(lifted).toMatchObject({ protected: false, signboard: { exemption: null, conflicts: [] } });
});

test('Art. 10(4): the officer alone decides; who may not know of it finds nothing to lift', async () => {
  for (const actor of [
    ...unknowing,
    anActor({ role: 'operator' }),
    anActor({ role: 'department', departmentId }),
  ])
    expect((await protect(DECISION, actor)).status, actor.role).toBe(403);
  const [camera] = await db.owner`select protected from camera where camera_id = ${signed}`;
  expect(camera).toMatchObject({ protected: false });
  expect((await protect(DECISION, officer, 999_999)).status).toBe(404);
});

test.each([
  ['decisionNo', { decidedOn: '2026-11-20' }],
  ['decisionNo', { decisionNo: '  ', decidedOn: '2026-11-20' }],
  ['decidedOn', { decisionNo: '보안심사-2026-7' }],
  ['decidedOn', { decisionNo: '보안심사-2026-7', decidedOn: '2026-02-30' }],
  ['decidedOn', { decisionNo: '보안심사-2026-7', decidedOn: '2026-11-26' }],
])('Art. 10(4): by a decision and never by default: %s of %o is refused', async (field, body) => {
  const answer = await protect(body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'invalid', field });
  const [camera] = await db.owner`select protected from camera where camera_id = ${signed}`;
  expect(camera).toMatchObject({ protected: false });
});

test('Art. 30(3): decision, correction and lifting are kept with who, from and to, and an equal one adds nothing', async () => {
  await protect(DECISION);
  await protect(DECISION);
  await protect({ ...DECISION, decisionNo: '보안심사-2026-8' });
  await lift();
  const history = await db.owner`
    select actor, field, from_value as "from", to_value as "to" from camera_change
    where camera_id = ${signed} order by change_id`;
  expect(history.filter(({ field }) => field === 'protected')).toEqual([
    { actor: '담당자', field: 'protected', from: false, to: true },
    { actor: '담당자', field: 'protected', from: true, to: false },
  ]);
  expect(history.filter(({ field }) => field === 'decisionNo')).toMatchObject([
    { from: null, to: '보안심사-2026-7' },
    { from: '보안심사-2026-7', to: '보안심사-2026-8' },
    { from: '보안심사-2026-8', to: null },
  ]);
  const audit = await db.owner`
    select action, outcome, detail from audit where object_id = ${String(signed)} order by seq`;
  expect(audit).toHaveLength(4);
  expect(audit[0]).toMatchObject({
    action: 'camera.decide',
    outcome: 'done',
    detail: { changes: [{ field: 'protected', from: false, to: true }, {}, {}] },
  });
  expect(audit[1]).toMatchObject({ detail: { changes: [] } });
  expect(await db.owner`select 1 from security_exemption where camera_id = ${signed}`).toHaveLength(0);
});

test('Art. 10(4): screens that knew the camera hear of it once more, then of nothing that happens to it', async () => {
  const neighbour = await aCamera(db.owner, { siteId: site });
  await aSignboard(db.owner, [signed, neighbour]);
  const heard: PublishedEvent[] = [];
  const stop = hub.subscribe((event) => {
    if (event.kind === 'camera') heard.push(event);
  });
  const heardBy = (actor: Actor): (number | null)[] =>
    heard.filter((event) => visibleTo(scopeOf(actor), event)).map(({ objectId }) => objectId);
  await protect(DECISION);
  await expect.poll(() => heardBy(unknowing[0]!)).toEqual([signed, neighbour]);
  expect(heardBy(officer)).toEqual([signed, neighbour]);

  heard.length = 0;
  await protect({ ...DECISION, decisionNo: '보안심사-2026-9' });
  await expect.poll(() => heardBy(officer)).toEqual([signed, neighbour]);
  expect(heardBy(unknowing[0]!)).toEqual([neighbour]);

  heard.length = 0;
  await lift();
  await expect.poll(() => heardBy(unknowing[0]!)).toEqual([signed, neighbour]);
  stop();
});
