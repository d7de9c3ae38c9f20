import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { refusalsOf } from './audit-refusals.ts';
import { auditStore } from './audit-store.ts';
import { withClientAddress } from './guards.ts';
import { answerError } from './http-errors.ts';
import { policed, type Env } from './policed.ts';
import { forgetSessions, withActor } from './session.ts';

let db: TestDatabase;
let app: Hono<Env>;
let operator: SignedIn;

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(withClientAddress, withActor(db.app));
  const routes = new Hono<Env>()
    .get('/accounts/:account', policed('account.read'), (c) => c.text('read'))
    .put('/accounts/:account', policed('account.close'), (c) => c.text('closed'))
    .post('/cameras/:cameraId/live', policed('camera.watch'), (c) => c.text('live'))
    .post('/cameras/:cameraId/faults/:faultId', policed('camera.watch'), (c) => c.text('mended'));
  app.route('/api', routes);
  operator = await aSignedInPerson(db.owner, 'operator');
});
afterAll(() => db.drop());

const call = async (cookie: string, method = 'GET', path = '/api/accounts/a') =>
  (await app.request(path, { method, headers: { cookie } })).status;
const refusals = () =>
  db.owner`
    select account_id, role, address, action, object_kind, object_id, detail from audit
    where outcome = 'refused' order by seq`;

test('Art. 30(1), 30(3): who asks for what the role does not hold for is on record, though no object is known', async () => {
  expect(await call(operator.cookie)).toBe(403);
  expect(await call(operator.cookie, 'PUT')).toBe(403);
  const by = { account_id: operator.accountId, role: 'operator', address: '127.0.0.1', object_kind: 'route' };
  expect(await refusals()).toEqual([
    { ...by, action: 'account.read', object_id: 'GET /api/accounts/:account', detail: {} },
    { ...by, action: 'account.close', object_id: 'PUT /api/accounts/:account', detail: {} },
  ]);
});

test('a loop of refusals is one row and a number, whatever the address asks for; nobody without a session leaves any', async () => {
  const before = (await refusals()).length;
  for (let i = 0; i < 40; i++) expect(await call(operator.cookie, 'GET', `/api/accounts/a${i}`)).toBe(403);
  expect(await call('__Host-session=none')).toBe(401);
  expect(await refusals()).toHaveLength(before);
  await refusalsOf(db.app).end();
  const after = await refusals();
  expect(after.slice(before)).toMatchObject([{ action: 'account.read', detail: { again: 40 } }]);
});

test('Art. 18, 30(3): a refused attempt to watch names the camera, one row a camera and minute, whether there is one or not', async () => {
  const police = await aSignedInPerson(db.owner, 'liaison');
  const before = (await refusals()).length;
  const ask = (path: string) => call(police.cookie, 'POST', `/api/cameras/${path}`);
  for (const path of ['756/live', '756/live', '2147483647/live', '756/faults/3', '2147483648/live', '0/live'])
    expect(await ask(path)).toBe(403);
  const row = { account_id: police.accountId, action: 'camera.watch', object_kind: 'camera', detail: {} };
  expect((await refusals()).slice(before)).toMatchObject([
    { ...row, object_id: '756' },
    { ...row, object_id: '2147483647' },
    { ...row, object_kind: 'route', object_id: 'POST /api/cameras/:cameraId/live' },
  ]);
  await refusalsOf(db.app).end();
  expect((await refusals()).slice(before + 3)).toMatchObject([
    { ...row, object_id: '756', detail: { again: 2 } },
    { object_kind: 'route', detail: { again: 1 } },
  ]);
});

test('Art. 32: whoever has not pledged is refused on record as well, and the row says why', async () => {
  const fresh = await aSignedInPerson(db.owner, 'officer');
  await db.owner`alter table pledge disable trigger all`;
  await db.owner`delete from pledge where account_id = ${fresh.accountId}`;
  expect(await call(fresh.cookie)).toBe(403);
  expect((await refusals()).at(-1)).toMatchObject({
    account_id: fresh.accountId,
    action: 'account.read',
    detail: { pledged: false },
  });
});

test('while the audit is away a refusal stands, and leaves nothing', async () => {
  const other = await aSignedInPerson(db.owner, 'maintainer');
  const before = (await refusals()).length;
  await db.owner`revoke insert on audit from gwanje_app`;
  try {
    expect(await call(other.cookie)).toBe(403);
    expect(auditStore.away?.part).toBe('audit');
    expect(await call(other.cookie, 'PUT')).toBe(403);
  } finally {
    await db.owner`grant insert on audit to gwanje_app`;
    auditStore.wrote();
    forgetSessions();
  }
  expect(await refusals()).toHaveLength(before);
});
