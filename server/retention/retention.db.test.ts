import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CameraCard } from '../cameras/cameras.schema.ts';
import { camerasRoutes } from '../cameras/index.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { selectKnownDevices } from '../streams/device-facts.sql.ts';
import { findingsOf } from '../streams/device-findings.rules.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import { retentionRoutes } from './retention.routes.ts';

let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let cameraId: number;

const dayAfter = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(Date.now() + days * 86_400_000);

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  const deps = { sql: db.app, events: new EventHub(db.app), now: () => new Date() } as Deps;
  app.route('/api', retentionRoutes(deps));
  app.route('/api', camerasRoutes(deps) as unknown as Hono);
  officer = await aSignedInPerson(db.owner, 'officer');
});
afterAll(() => db.drop());
/** Its recorder holds 41 days. */
beforeEach(async () => {
  cameraId = await aCamera(db.owner);
  await db.owner`insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.0.0.1', 554, '/1')`;
  await db.owner`
    insert into camera_device (camera_id, state, since, checked_at, oldest_recording_at, oldest_told_at)
    values (${cameraId}, 'violation', now(), now(), now() - interval '41 days', now())`;
  await db.owner`update camera set retention_measured_days = 41 where camera_id = ${cameraId}`;
});

const call = async (
  who: SignedIn,
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> => {
  const answer = await app.request(`/api/cameras/${cameraId}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
};
const except = (over: object = {}) => ({
  ...{ keepingId: randomUUID(), ground: 'evidence', citation: '강릉서 수사-2026-77', reason: '수사 자료' },
  lastDay: dayAfter(20),
  ...over,
});
const card = async (): Promise<CameraCard> => (await call(officer, '')).body as CameraCard;
/** What the probes find by the same facts. */
const found = async (): Promise<readonly string[]> => {
  const known = (await selectKnownDevices(db.app)).find((each) => each.cameraId === cameraId)!;
  return findingsOf(known, { mustEncrypt: false, today: '2026-11-30' });
};
const passes = (days: number): Promise<unknown> =>
  db.owner`update longer_keeping set valid_from = valid_from - ${days}::int, valid_to = valid_to - ${days}::int
           where camera_id = ${cameraId}`.execute();

test('Art. 31(1): what is over the ceiling is a finding until an exception is on record, and while it holds it is none', async () => {
  expect([(await card()).retention.over, (await card()).device.findings, await found()]).toEqual([
    true,
    ['over-retention'],
    ['over-retention'],
  ]);
  const body = except();
  expect((await call(officer, '/longer-keeping', body)).status).toBe(204);
  expect((await call(officer, '/longer-keeping', body)).status).toBe(204);
  const { retention, device } = await card();
  expect(retention).toMatchObject({
    ...{ measuredDays: 41, over: false },
    longer: {
      ground: 'evidence',
      citation: '강릉서 수사-2026-77',
      lastDay: dayAfter(20),
      decidedBy: '시험관',
    },
  });
  expect([device.findings, await found()]).toEqual([[], []]);
});

test('Art. 31(1): its last day still counts, and the day after it the finding is back by itself', async () => {
  await call(officer, '/longer-keeping', except({ lastDay: dayAfter(3) }));
  await passes(3);
  expect([(await card()).retention.over, await found()]).toEqual([false, []]);
  await passes(1);
  expect([(await card()).retention, await found()]).toMatchObject([
    { over: true, longer: null },
    ['over-retention'],
  ]);
});

test('Art. 31(1)2: an exception to the day on which a provision is handed over holds through that day, and ended by hand on it holds no longer', async () => {
  await call(officer, '/longer-keeping', except({ citation: '제공 2026-31', lastDay: dayAfter(0) }));
  expect([(await card()).retention.over, await found()]).toEqual([false, []]);
  await passes(1);
  expect([(await card()).retention, await found()]).toMatchObject([
    { over: true, longer: null },
    ['over-retention'],
  ]);
  // Handed over earlier than thought: nothing is kept for it from then on, and it cannot be ended or begin once more.
  const again = except({ citation: '제공 2026-32', lastDay: dayAfter(0) });
  await call(officer, '/longer-keeping', again);
  expect(await found()).toEqual([]);
  const end = { reason: '경찰에 제공하고 인수증을 받음' };
  expect((await call(officer, `/longer-keeping/${again.keepingId}/end`, end)).status).toBe(204);
  expect([(await card()).retention, await found()]).toMatchObject([
    { over: true, longer: null, longerToo: [] },
    ['over-retention'],
  ]);
  expect((await call(officer, `/longer-keeping/${again.keepingId}/end`, end)).status).toBe(404);
  await call(officer, '/longer-keeping', again);
  expect(await found()).toEqual(['over-retention']);
});

test('Art. 31(1): ended early, the ceiling holds again at once, and the end stays on record', async () => {
  const body = except();
  await call(officer, '/longer-keeping', body);
  expect((await call(officer, `/longer-keeping/${body.keepingId}/end`, { reason: ' ' })).status).toBe(400);
  expect((await call(officer, `/longer-keeping/${body.keepingId}/end`, { reason: '수사 끝' })).status).toBe(
    204,
  );
  expect(await found()).toEqual(['over-retention']);
  expect((await call(officer, `/longer-keeping/${body.keepingId}/end`, { reason: '다시' })).status).toBe(404);
  expect(
    await db.owner`select detail ->> 'doing' as doing, outcome from audit
                   where action = 'retention.except' and object_id = ${String(cameraId)} order by seq`,
  ).toMatchObject([
    { doing: 'keep', outcome: 'done' },
    { doing: 'end', outcome: 'done' },
  ]);
});

test.each([
  ['without a ground', { ground: 'habit' }, 'ground'],
  ['without a citation', { citation: ' ' }, 'citation'],
  ['with a citation of dashes', { citation: '--' }, 'citation'],
  ['with a reason of dots', { reason: '..' }, 'reason'],
  ['without a reason', { reason: '' }, 'reason'],
  ['without an end', { lastDay: undefined }, 'lastDay'],
  ['that was over yesterday', { lastDay: dayAfter(-1) }, 'lastDay'],
])('an exception %s is refused at its field', async (_what, over, field) => {
  expect(await call(officer, '/longer-keeping', except(over))).toMatchObject({
    status: 400,
    body: { field },
  });
  expect(await found()).toEqual(['over-retention']);
});

test('Art. 31(1): one number records one exception: another under it is told that it was not recorded', async () => {
  const body = except();
  expect((await call(officer, '/longer-keeping', body)).status).toBe(204);
  for (const over of [
    { lastDay: dayAfter(30) },
    { ground: 'statute' },
    { citation: '다른 문서' },
    { reason: '다른 사유' },
  ])
    expect(await call(officer, '/longer-keeping', { ...body, ...over })).toMatchObject({
      ...{ status: 409, body: { code: 'number-used' } },
    });
  const other = await aCamera(db.owner);
  cameraId = other;
  expect((await call(officer, '/longer-keeping', body)).status).toBe(409);
  expect((await card()).retention.longer).toBeNull();
});

test('Art. 31(1): an end is no further off than a review can lie, and is refused at its field', async () => {
  for (const lastDay of ['2199-12-31', dayAfter(367 * 3)])
    expect(await call(officer, '/longer-keeping', except({ lastDay }))).toMatchObject({
      ...{ status: 400, body: { field: 'lastDay' } },
    });
  expect((await call(officer, '/longer-keeping', except({ lastDay: dayAfter(365) }))).status).toBe(204);
});

test('Art. 31(1): every exception in force stands on the card, the one that ends last first', async () => {
  await call(officer, '/longer-keeping', except({ citation: '먼저 것', lastDay: dayAfter(30) }));
  await call(
    officer,
    '/longer-keeping',
    except({ ground: 'statute', citation: '뒤의 것', lastDay: dayAfter(10) }),
  );
  await call(officer, '/longer-keeping', except({ citation: '맨 뒤', lastDay: dayAfter(40) }));
  const { retention } = await card();
  expect(retention.longer?.citation).toBe('맨 뒤');
  expect(retention.longerToo.map(({ citation }) => citation)).toEqual(['먼저 것', '뒤의 것']);
});

test('Art. 31(1): the officer decides it and nobody else', async () => {
  for (const role of ['mayor', 'operator', 'maintainer', 'auditor'] as const) {
    const who = await aSignedInPerson(db.owner, role);
    expect((await call(who, '/longer-keeping', except())).status).toBe(403);
  }
  expect(await found()).toEqual(['over-retention']);
});
