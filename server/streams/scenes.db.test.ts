import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deps } from '../platform/deps.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { scenesRoutes } from './scenes.routes.ts';
import type { WallView } from './scenes.schema.ts';

let db: TestDatabase;
let app: Hono<Env>;
let operator: SignedIn;
let other: SignedIn;
let officer: SignedIn;
let cameraIds: number[];
const watching = new Set<string>();

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  const deps = { sql: db.app, now: () => new Date() } as Deps;
  app.route(
    '/api',
    scenesRoutes(deps, (sessionId, cameraId) => watching.has(`${sessionId} ${cameraId}`)),
  );
  [operator, other, officer] = (await Promise.all(
    (['operator', 'operator', 'officer'] as const).map((role) => aSignedInPerson(db.owner, role)),
  )) as [SignedIn, SignedIn, SignedIn];
  cameraIds = [];
  for (const managementNo of ['GN-1', 'GN-2', 'GN-3'])
    cameraIds.push(await aCamera(db.owner, { managementNo, name: `거리 ${managementNo}` }));
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner`delete from wall_sequence`;
  await db.owner`delete from wall_scene`;
  watching.clear();
});

async function call(
  who: SignedIn,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const answer = await app.request(`/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const sceneOf = (over: object = {}) => ({
  name: '야간 순찰',
  tiles: 4,
  shared: false,
  cameras: [
    { tile: 1, cameraId: cameraIds[0] },
    { tile: 3, cameraId: cameraIds[1] },
  ],
  ...over,
});
const wallOf = async (who: SignedIn): Promise<WallView> => (await call(who, 'GET', '/wall')).body as WallView;
const keep = async (who: SignedIn, over: object = {}): Promise<string> => {
  const sceneId = randomUUID();
  expect(await call(who, 'PUT', `/wall/scenes/${sceneId}`, sceneOf(over))).toMatchObject({ status: 204 });
  return sceneId;
};
const auditOf = (action: string, objectId: string | number) =>
  db.owner`select outcome, detail from audit where action = ${action} and object_id = ${String(objectId)} order by seq`;

describe('scenes', () => {
  test('are kept with their cameras, opened again, renamed and removed, each on record', async () => {
    const sceneId = await keep(operator);
    expect((await wallOf(operator)).scenes).toMatchObject([
      {
        sceneId,
        name: '야간 순찰',
        tiles: 4,
        own: true,
        mayChange: true,
        cameras: [
          { tile: 1, cameraId: cameraIds[0], called: 'GN-1 거리 GN-1' },
          { tile: 3, cameraId: cameraIds[1] },
        ],
      },
    ]);
    expect(
      (await call(operator, 'PATCH', `/wall/scenes/${sceneId}`, { name: '새벽', shared: true })).status,
    ).toBe(204);
    expect((await wallOf(other)).scenes).toMatchObject([{ name: '새벽', own: false, mayChange: false }]);
    expect((await call(operator, 'DELETE', `/wall/scenes/${sceneId}`)).status).toBe(204);
    expect((await call(operator, 'DELETE', `/wall/scenes/${sceneId}`)).status).toBe(204);
    expect((await wallOf(operator)).scenes).toEqual([]);
    expect(await auditOf('scene.keep', sceneId)).toMatchObject([
      {
        outcome: 'done',
        detail: { name: '야간 순찰', tiles: 4, shared: false, cameraIds: cameraIds.slice(0, 2) },
      },
      { detail: { name: '새벽', was: '야간 순찰' } },
      { detail: { removed: '새벽' } },
      { detail: { repeated: true } },
    ]);
  });

  test('of another person do not exist; shared ones are opened, and changed by their keeper and an officer alone', async () => {
    const own = await keep(operator);
    expect((await wallOf(other)).scenes).toEqual([]);
    for (const [method, body] of [
      ['PUT', sceneOf()],
      ['PATCH', { name: '내 것', shared: false }],
      ['DELETE', undefined],
    ] as const)
      expect((await call(other, method, `/wall/scenes/${own}`, body)).status, method).toBe(404);
    const shared = await keep(operator, { name: '함께', shared: true });
    expect((await call(other, 'DELETE', `/wall/scenes/${shared}`)).status).toBe(403);
    expect((await call(officer, 'DELETE', `/wall/scenes/${shared}`)).status).toBe(204);
  });

  test('a name is used once a person', async () => {
    await keep(operator);
    const twice = await call(operator, 'PUT', `/wall/scenes/${randomUUID()}`, sceneOf());
    expect(twice).toMatchObject({ status: 409, body: { code: 'name-taken', field: 'name' } });
    await keep(other);
  });

  test('the same scene put twice at once is one scene', async () => {
    const sceneId = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(operator, 'PUT', `/wall/scenes/${sceneId}`, sceneOf())),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await wallOf(operator)).scenes).toHaveLength(1);
  });

  test('Art. 30(1): a camera that the person may not watch cannot be put in, and is named', async () => {
    const none = { cameras: [{ tile: 1, cameraId: 999_999 }] };
    expect(await call(operator, 'PUT', `/wall/scenes/${randomUUID()}`, sceneOf(none))).toMatchObject({
      status: 400,
      body: { field: 'cameras', message: expect.stringContaining('999999') as unknown },
    });
  });

  test('a camera that left the register is said by what it was called', async () => {
    const cameraId = await aCamera(db.owner, { managementNo: 'GN-9', name: '사라진 곳' });
    await keep(operator, { cameras: [{ tile: 2, cameraId }] });
    await db.owner`delete from camera where camera_id = ${cameraId}`;
    expect((await wallOf(operator)).scenes[0]!.cameras).toEqual([
      { tile: 2, cameraId: null, called: 'GN-9 사라진 곳' },
    ]);
  });

  test('Art. 10(4): a protected camera in a scene of the room is absent for whoever is not cleared', async () => {
    const secret = await aCamera(db.owner, { protected: true, managementNo: 'GN-SECRET' });
    await keep(officer, {
      shared: true,
      cameras: [
        { tile: 1, cameraId: secret },
        { tile: 2, cameraId: cameraIds[0] },
      ],
    });
    const narrow = await aSignedInPerson(db.owner, 'operator');
    await db.owner`
      update access_grant set revoked_at = now(), revoked_by = 'test', revoke_reason = '시험'
      where account_id = ${narrow.accountId}`;
    await db.owner`
      insert into access_grant (account_id, purposes, reason, granted_by)
      values (${narrow.accountId}, array['security'], '시험', 'test')`;
    const { scenes } = await wallOf(narrow);
    expect(scenes[0]!.cameras).toEqual([
      { tile: 1, cameraId: cameraIds[0], called: expect.stringContaining('GN-1') as unknown },
    ]);
    expect(JSON.stringify(scenes)).not.toContain('SECRET');
  });
});

describe('sequences', () => {
  test('show scenes and cameras in order, and lose the steps that are gone', async () => {
    const sceneId = await keep(operator);
    const sequenceId = randomUUID();
    const steps = [{ sceneId }, { cameraId: cameraIds[2] }];
    const body = { name: '한 바퀴', dwellS: 10, shared: false, steps };
    expect((await call(operator, 'PUT', `/wall/sequences/${sequenceId}`, body)).status).toBe(204);
    expect((await wallOf(operator)).sequences).toMatchObject([{ sequenceId, dwellS: 10, steps }]);
    await call(operator, 'DELETE', `/wall/scenes/${sceneId}`);
    expect((await wallOf(operator)).sequences[0]!.steps).toEqual([{ cameraId: cameraIds[2] }]);
    expect((await call(other, 'DELETE', `/wall/sequences/${sequenceId}`)).status).toBe(404);
    expect((await call(operator, 'DELETE', `/wall/sequences/${sequenceId}`)).status).toBe(204);
  });

  test("of the room hold no scene of one person's own, and no camera that cannot be opened", async () => {
    const sceneId = await keep(operator);
    const put = (over: object) =>
      call(operator, 'PUT', `/wall/sequences/${randomUUID()}`, {
        name: '함께',
        dwellS: 10,
        shared: true,
        steps: [{ sceneId }],
        ...over,
      });
    expect(await put({})).toMatchObject({
      status: 400,
      body: { field: 'steps', message: expect.stringContaining('야간 순찰') as unknown },
    });
    expect((await put({ steps: [{ cameraId: 999_999 }] })).status).toBe(400);
    expect((await put({ steps: [{ sceneId: randomUUID() }] })).status).toBe(400);
    expect(await put({ dwellS: 4 })).toMatchObject({ status: 400, body: { field: 'dwellS' } });
  });
});

describe('stills', () => {
  const still = (who: SignedIn, cameraId: number, reason: string | undefined) =>
    call(who, 'POST', `/cameras/${cameraId}/still`, { stillId: randomUUID(), reason });

  test('Art. 30(2): only of what this very session has on the screen now', async () => {
    const cameraId = cameraIds[0]!;
    expect(await still(operator, cameraId, '사고 확인')).toMatchObject({
      status: 409,
      body: { code: 'not-on-screen' },
    });
    watching.add(`${other.sessionId} ${cameraId}`);
    expect((await still(operator, cameraId, '사고 확인')).status).toBe(409);
    watching.add(`${operator.sessionId} ${cameraId}`);
    const taken = await still(operator, cameraId, '사고 확인');
    expect(taken).toMatchObject({ status: 201, body: { takenBy: '시험관' } });
    expect(Object.keys(taken.body as object).sort()).toEqual(['stillId', 'takenAt', 'takenBy']);
    expect(await auditOf('still.take', cameraId)).toMatchObject([
      {
        outcome: 'done',
        detail: { reason: '사고 확인', stillId: (taken.body as { stillId: string }).stillId },
      },
    ]);
  });

  test('Art. 30(3): without a reason there is none, and nobody but the control room takes one', async () => {
    const cameraId = cameraIds[1]!;
    watching.add(`${operator.sessionId} ${cameraId}`);
    for (const reason of [undefined, '짧다', '    x     '])
      expect(await still(operator, cameraId, reason)).toMatchObject({
        status: 400,
        body: { field: 'reason' },
      });
    const auditor = await aSignedInPerson(db.owner, 'auditor');
    expect((await still(auditor, cameraId, '사고 확인')).status).toBe(403);
  });
});
