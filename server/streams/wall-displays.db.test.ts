import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deps } from '../platform/deps.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { scenesRoutes } from './scenes.routes.ts';
import type { OwnWall, WallDisplaysView } from './wall-displays.schema.ts';

const AGENT = 'wall of the room';
let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let operator: SignedIn;
let keeper: SignedIn;
let displayId: number;
let display: string;
let cameras: { open: number; other: number; hidden: number };

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  app.route(
    '/api',
    scenesRoutes({ sql: db.app, now: () => new Date() } as Deps, () => false),
  );
  officer = await aSignedInPerson(db.owner, 'officer');
  operator = await aSignedInPerson(db.owner, 'operator');
  keeper = await aSignedInPerson(db.owner, 'operator');
  cameras = {
    open: await aCamera(db.owner, { managementNo: 'GN-1', name: '시장' }),
    other: await aCamera(db.owner, { managementNo: 'GN-2', name: '공원' }),
    hidden: await aCamera(db.owner, { managementNo: 'GN-3', name: '정수장' }),
  };
  await db.owner`update camera set protected = true where camera_id = ${cameras.hidden}`;
  [displayId, display] = await aPairedDisplay(keeper);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner`delete from wall_sequence`;
  await db.owner`delete from wall_scene`;
  await db.owner`delete from event_outbox`;
});

async function aPairedDisplay(who: SignedIn): Promise<[number, string]> {
  const token = randomBytes(32).toString('base64url');
  const [row] = await db.owner<{ displayId: number }[]>`
    insert into display (name, network, account_id, registered_by, source)
    values ('벽 1', '127.0.0.0/8', ${who.accountId}, '시험관', 'test') returning display_id as "displayId"`;
  await db.owner`
    insert into session (token_hash, account_id, expires_at, display_id, address, user_agent)
    values (${createHash('sha256').update(token).digest()}, ${who.accountId}, now() + interval '1 day', ${row!.displayId},
            '127.0.0.1', ${AGENT})`;
  return [row!.displayId, `__Host-session=${token}`];
}

async function call(cookie: string, method: string, path: string, body?: unknown) {
  const answer = await app.request(`/api${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'user-agent': AGENT },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as unknown };
}

async function aScene(who: SignedIn, over: object = {}): Promise<string> {
  const sceneId = randomUUID();
  const tiles = [cameras.open, cameras.hidden, cameras.other].map((cameraId, at) => ({
    tile: at + 1,
    cameraId,
  }));
  const body = { name: '야간', tiles: 4, shared: true, cameras: tiles, ...over };
  expect((await call(who.cookie, 'PUT', `/wall/scenes/${sceneId}`, body)).status).toBe(204);
  return sceneId;
}
const put = (who: SignedIn, body: object) => call(who.cookie, 'PUT', `/wall/displays/${displayId}`, body);
const ownWall = async (): Promise<OwnWall['shown']> =>
  ((await call(display, 'GET', '/wall/own')).body as OwnWall).shown;
const audited = () =>
  db.owner`select outcome, account_id as "accountId", detail from audit where action = 'wall.show' order by seq desc limit 1`;

describe('a display of the room', () => {
  test('Art. 30(3): shows the scene that an operator put on it, on record with who and which', async () => {
    const sceneId = await aScene(officer);
    expect(await ownWall()).toBeNull();
    await db.owner`delete from event_outbox`;
    expect((await put(operator, { sceneId })).status).toBe(204);
    expect(await ownWall()).toMatchObject({ kind: 'scene', name: '야간', shownBy: '시험관', dwellS: null });
    expect(await audited()).toMatchObject([
      {
        outcome: 'done',
        accountId: operator.accountId,
        detail: { sceneId, name: '야간', display: '벽 1' },
      },
    ]);
    expect(await db.owner`select kind, object_id::int as id from event_outbox`).toEqual([
      { kind: 'wall', id: displayId },
    ]);
    const { displays } = (await call(operator.cookie, 'GET', '/wall/displays')).body as WallDisplaysView;
    expect(displays).toMatchObject([
      { displayId, name: '벽 1', connected: true, shown: { kind: 'scene', name: '야간' } },
    ]);
    expect((await call(officer.cookie, 'DELETE', `/wall/displays/${displayId}`)).status).toBe(204);
    expect(await ownWall()).toBeNull();
    expect(await audited()).toMatchObject([{ detail: { removed: '야간' } }]);
  });

  test('Art. 30(1), 10(4): shows only what its own right covers; the tile says so, and what it may not know of is absent', async () => {
    await put(officer, { sceneId: await aScene(officer) });
    expect((await ownWall())?.sets[0]?.cameras.map(({ cameraId }) => cameraId)).toEqual([
      cameras.open,
      cameras.hidden,
      cameras.other,
    ]);
    const elsewhere = await aSignedInPerson(db.owner, 'operator');
    await db.owner`
      update access_grant set revoked_at = now(), revoked_by = '시험', revoke_reason = '시험'
      where account_id = ${elsewhere.accountId}`;
    await db.owner`
      insert into access_grant (account_id, district_ids, reason, granted_by)
      values (${elsewhere.accountId}, '{0}', '시험', '시험')`;
    const [narrowId, narrow] = await aPairedDisplay(elsewhere);
    const sceneId = await aScene(officer, { name: '주간' });
    expect((await call(officer.cookie, 'PUT', `/wall/displays/${narrowId}`, { sceneId })).status).toBe(204);
    const { shown } = (await call(narrow, 'GET', '/wall/own')).body as OwnWall;
    expect(shown?.sets[0]?.cameras).toEqual([
      { tile: 1, cameraId: null, called: 'GN-1 시장', barred: true },
      { tile: 2, cameraId: null, called: 'GN-2 공원', barred: true },
    ]);
    await db.owner`delete from display where display_id = ${narrowId}`;
  });

  test('runs a sequence, with the scenes and the single cameras of its steps', async () => {
    const sceneId = await aScene(officer);
    const sequenceId = randomUUID();
    const steps = [{ sceneId }, { cameraId: cameras.other }];
    const body = { name: '순찰', dwellS: 7, shared: true, steps };
    await call(officer.cookie, 'PUT', `/wall/sequences/${sequenceId}`, body);
    expect((await put(operator, { sequenceId })).status).toBe(204);
    expect(await ownWall()).toMatchObject({
      ...{ kind: 'sequence', name: '순찰', dwellS: 7 },
      sets: [
        { name: '야간', tiles: 4 },
        { name: null, tiles: 1, cameras: [{ cameraId: cameras.other, called: 'GN-2 공원', barred: false }] },
      ],
    });
  });

  test('falls back to its map when the scene is removed, and everybody is told', async () => {
    const sceneId = await aScene(officer);
    await put(operator, { sceneId });
    await db.owner`delete from event_outbox`;
    await call(officer.cookie, 'DELETE', `/wall/scenes/${sceneId}`);
    expect(await ownWall()).toBeNull();
    expect(await db.owner`select kind from event_outbox`).toEqual([{ kind: 'wall' }]);
  });

  test('takes nothing that whoever puts it there cannot open, and none that was ended', async () => {
    const sceneId = await aScene(officer, { shared: false });
    expect(await put(operator, { sceneId })).toMatchObject({
      status: 400,
      body: { code: 'invalid', field: 'sceneId' },
    });
    expect(await put(operator, { sequenceId: randomUUID() })).toMatchObject({ status: 400 });
    expect((await call(operator.cookie, 'PUT', '/wall/displays/999999', { sceneId })).status).toBe(404);
    expect((await call(display, 'PUT', `/wall/displays/${displayId}`, { sceneId })).status).toBe(403);
    expect((await call(display, 'GET', '/wall/displays')).status).toBe(403);
  });

  test('is nobody’s but a display’s: a person has no own wall', async () => {
    await put(officer, { sceneId: await aScene(officer) });
    expect((await call(operator.cookie, 'GET', '/wall/own')).body).toEqual({ shown: null });
  });
});

test('scenes stand by the numbers in their names', async () => {
  for (const name of ['장면 10', '장면 2', '장면 1']) await aScene(operator, { name, shared: false });
  const { scenes } = (await call(operator.cookie, 'GET', '/wall')).body as { scenes: { name: string }[] };
  expect(scenes.map(({ name }) => name)).toEqual(['장면 1', '장면 2', '장면 10']);
});
