import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Deps } from '../platform/deps.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, aSignedInPerson, aSite, type SignedIn } from '../testing/factories.ts';
import { endWhatIsOver } from './end-what-is-over.ts';
import { joinPursuit, noteStep } from './join-pursuit.ts';
import { pursuitsRoutes } from './pursuits.routes.ts';
import type { NextCameras, OwnPursuit, PursuitView } from './pursuits.schema.ts';
import { loadCameraForAct } from '../cameras/index.ts';

let db: TestDatabase;
let app: Hono<Env>;
let operator: SignedIn;
let other: SignedIn;
let officer: SignedIn;
let auditor: SignedIn;
/** In a row to the east, 100 m apart; the fourth counts traffic, the fifth is protected, the sixth stands west. */
let row: number[];

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
const LON = 128.9;
const LAT = 37.75;
const EAST_100M = 0.001135;

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  app.route('/api', pursuitsRoutes({ sql: db.app, now: () => new Date() } as Deps));
  const at = async (step: number, over: object = {}): Promise<number> => {
    const siteId = await aSite(db.owner, { lon: LON + step * EAST_100M, lat: LAT });
    const cameraId = await aCamera(db.owner, {
      siteId,
      name: `거리 ${step}`,
      managementNo: `GN-${step}`,
      ...over,
    });
    await db.owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.0.0.1', 554, '/1')`;
    return cameraId;
  };
  row = [];
  for (const step of [0, 1, 2]) row.push(await at(step));
  row.push(
    await at(3, { purposes: [{ purpose: 'traffic', main: true }] }),
    await at(4, { protected: true }),
    await at(-1),
  );
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.owner`alter table pursuit disable trigger user`;
  await db.owner`truncate pursuit, pursuit_extension, pursuit_camera`;
  await db.owner`alter table pursuit enable trigger user`;
  [operator, other, officer, auditor] = (await Promise.all(
    (['operator', 'operator', 'officer', 'auditor'] as const).map((role) => aSignedInPerson(db.owner, role)),
  )) as [SignedIn, SignedIn, SignedIn, SignedIn];
});

interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

async function call<T>(who: SignedIn, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const answer = await app.request(`/api${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}

const consent = { kind: 'consent', by: 'representative', record: '동의-2026-14', on: yesterday };
const statute = { kind: 'statute', statute: 'report-112', citation: '제8조, 112-2026-001' };
const declared = (over: object = {}) => ({
  ...{ pursuitId: randomUUID(), basis: statute, purpose: 'security', incident: '112-2026-001', minutes: 60 },
  cameraId: row[0],
  ...over,
});
const open = async (who: SignedIn, over: object = {}): Promise<string> => {
  const body = declared(over);
  expect(await call(who, 'POST', '/pursuits', body)).toMatchObject({ status: 201 });
  return body.pursuitId;
};
const mine = async (who: SignedIn): Promise<PursuitView | null> =>
  (await call<OwnPursuit>(who, 'GET', '/pursuits/mine')).body.pursuit;
const listed = async (who: SignedIn): Promise<readonly PursuitView[]> =>
  (await call<{ pursuits: PursuitView[] }>(who, 'GET', '/pursuits')).body.pursuits;
const walk = async (who: SignedIn, pursuitId: string, ...cameraIds: number[]): Promise<void> => {
  for (const cameraId of cameraIds) {
    await db.app.begin(async (tx) => joinPursuit(tx, who.sessionId, (await loadCameraForAct(tx, cameraId))!));
    await noteStep(db.app, { pursuitId }, cameraId);
  }
};
/** As if it had been declared so many minutes ago. */
const ago = async (pursuitId: string, minutes: number): Promise<void> => {
  await db.owner`alter table pursuit disable trigger user`;
  await db.owner`
    update pursuit set began_at = began_at - make_interval(mins => ${minutes}),
                       ends_at = ends_at - make_interval(mins => ${minutes}) where pursuit_id = ${pursuitId}`;
  await db.owner`alter table pursuit enable trigger user`;
};
const auditOf = (action: string, pursuitId: string) =>
  db.owner`select role, outcome, detail from audit
           where action = ${action} and object_id = ${pursuitId} order by seq`;

describe('Art. 27: a declaration', () => {
  test('names basis, purpose, incident and end, is on record, and repeated is the same', async () => {
    const body = declared({ basis: consent });
    const answer = await call<OwnPursuit>(operator, 'POST', '/pursuits', body);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        pursuit: { basis: consent, purpose: 'security', incident: '112-2026-001', mine: true, open: true },
        mostMinutes: 240,
      },
    });
    const { beganAt, endsAt } = answer.body.pursuit!;
    expect(Date.parse(endsAt) - Date.parse(beganAt)).toBe(60 * 60_000);
    expect((await call(operator, 'POST', '/pursuits', body)).status).toBe(201);
    expect(await auditOf('pursuit.open', body.pursuitId)).toMatchObject([
      { outcome: 'done', detail: { basis: `representative: 동의-2026-14 (${yesterday})`, minutes: 60 } },
      { outcome: 'done', detail: { repeated: true } },
    ]);
    // Whoever else sends that number learns nothing of it.
    expect((await call(other, 'POST', '/pursuits', body)).status).toBe(404);
  });

  test.each([
    ['an incident alone', { basis: null }, 400, undefined, 'basis'],
    ['a consent without a record', { basis: { ...consent, record: ' ' } }, 400, undefined, 'basis.record'],
    ['a consent to come', { basis: { ...consent, on: inTwoDays } }, 400, 'consent-to-come', 'basis.on'],
    [
      'a consent of long ago',
      { basis: { ...consent, on: '1950-01-01' } },
      400,
      'consent-too-old',
      'basis.on',
    ],
    ['a record of dashes', { basis: { ...consent, record: '--' } }, 400, 'no-record', 'basis.record'],
    ['an article of dots', { basis: { ...statute, citation: '..' } }, 400, 'no-citation', 'basis.citation'],
    [
      'another statute without its article',
      { basis: { ...statute, statute: 'other' as const, citation: '영장 2026-11' } },
      ...([400, 'no-article', 'basis.citation'] as const),
    ],
    ['an incident of dashes', { incident: '--' }, 400, 'no-incident', 'incident'],
    [
      'a statute without an article',
      { basis: { ...statute, citation: '' } },
      400,
      undefined,
      'basis.citation',
    ],
    ['a statute off the list', { basis: { ...statute, statute: 'hunch' } }, 400, undefined, 'basis.statute'],
    ['no incident', { incident: '' }, 400, undefined, 'incident'],
    ['no end', { minutes: undefined }, 400, undefined, 'minutes'],
    ['an end over the ceiling', { minutes: 241 }, 400, 'too-long', 'minutes'],
    ['no purpose', { purpose: null }, 400, 'no-purpose', 'purpose'],
    ['a purpose that the camera has not', { purpose: 'traffic' }, 409, 'not-a-purpose', 'purpose'],
  ])('with %s is refused at its field', async (_what, over, status, code, field) => {
    const answer = await call<{ code: string; field: string; message: string }>(
      ...([operator, 'POST', '/pursuits', declared(over)] as const),
    );
    expect(answer).toMatchObject({ status, body: { field, ...(code === undefined ? {} : { code }) } });
    expect(answer.body.message).not.toBe('');
    if (code !== undefined)
      expect(
        await db.owner`select 1 from audit where account_id = ${operator.accountId} and action = 'pursuit.open'
                         and outcome = 'refused' and detail ->> 'code' = ${code}`,
      ).toHaveLength(1);
    expect(await mine(operator)).toBeNull();
  });

  test('of the ceiling that the city has set', async () => {
    await db.owner`insert into city_setting (key, value, set_by) values ('pursuit.max-hours', '1', '시험관')`;
    expect((await call(operator, 'POST', '/pursuits', declared({ minutes: 61 }))).status).toBe(400);
    await open(operator, { minutes: 60 });
    await db.owner`delete from city_setting where key = 'pursuit.max-hours'`;
  });

  test('is one at a time for one person, and anew after it has ended', async () => {
    const pursuitId = await open(operator);
    expect(await call(operator, 'POST', '/pursuits', declared({ incident: '다른 사건' }))).toMatchObject({
      status: 409,
      body: { code: 'pursuit-open' },
    });
    await open(other);
    await ago(pursuitId, 61);
    await open(operator);
    expect(await listed(operator)).toMatchObject([
      { open: true },
      { pursuitId, open: false, endedWhy: 'time' },
    ]);
  });

  test('is made by whoever may watch that camera, and by nobody else', async () => {
    for (const role of ['mayor', 'maintainer', 'liaison', 'auditor'] as const) {
      const who = await aSignedInPerson(db.owner, role);
      expect((await call(who, 'POST', '/pursuits', declared())).status).toBe(403);
      expect((await call(who, 'GET', `/pursuits/${randomUUID()}/next`)).status).toBe(403);
    }
    const departmentId = await aDepartment(db.owner);
    const department = await aSignedInPerson(db.owner, 'department', { departmentId });
    expect([403, 404]).toContain((await call(department, 'POST', '/pursuits', declared())).status);
  });
});

describe('Art. 27: what changes under an open pursuit', () => {
  const joins = async (who: SignedIn, cameraId: number): Promise<unknown> =>
    db.app
      .begin(async (tx) => joinPursuit(tx, who.sessionId, (await loadCameraForAct(tx, cameraId))!))
      .then(
        (joined) => (joined === null ? 'outside' : 'in it'),
        (error: { code?: string }) => error.code,
      );

  test('a consent that is withdrawn ends it at once: nothing more joins it, nobody extends it, and none is opened on it again', async () => {
    const basis = { ...consent, record: '동의-2026-31' };
    const pursuitId = await open(operator, { basis });
    expect(await joins(operator, row[1]!)).toBe('in it');
    expect(await call(other, 'POST', `/pursuits/${pursuitId}/end`, { withdrawn: true })).toMatchObject({
      status: 404,
    });
    expect((await call(officer, 'POST', `/pursuits/${pursuitId}/end`, { withdrawn: true })).status).toBe(204);
    expect((await auditOf('pursuit.end', pursuitId)).at(-1)).toMatchObject({
      ...{ role: 'officer', detail: { why: 'withdrawn' } },
    });
    expect((await listed(officer)).find((each) => each.pursuitId === pursuitId)).toMatchObject({
      endedWhy: 'withdrawn',
    });
    expect(await joins(operator, row[1]!)).toBe('outside');
    const longer = { extensionId: randomUUID(), minutes: 90, reason: '계속 찾음' };
    expect(await call(officer, 'POST', `/pursuits/${pursuitId}/extensions`, longer)).toMatchObject({
      ...{ status: 409, body: { code: 'pursuit-over' } },
    });
    for (const record of [basis.record, ` ${basis.record} `])
      expect(await call(other, 'POST', '/pursuits', declared({ basis: { ...basis, record } }))).toMatchObject(
        { status: 400, body: { code: 'consent-withdrawn', field: 'basis.record' } },
      );
    await open(other, { basis: { ...basis, record: '동의-2026-32' } });
  });

  test('a statute is withdrawn by nobody: such a pursuit ends as a pursuit', async () => {
    const pursuitId = await open(operator);
    expect(await call(operator, 'POST', `/pursuits/${pursuitId}/end`, { withdrawn: true })).toMatchObject({
      ...{ status: 400, body: { code: 'no-consent', field: 'withdrawn' } },
    });
    expect(await mine(operator)).not.toBeNull();
    expect((await call(operator, 'POST', `/pursuits/${pursuitId}/end`)).status).toBe(204);
  });

  test('Art. 6, 26(3): a purpose that a camera gets or loses meanwhile counts from its day and not before', async () => {
    await open(operator);
    const counting = row[3]!;
    const day = (days: number) => db.owner`current_date + ${days}::int`;
    expect(await joins(operator, counting)).toBe('not-a-purpose');
    await db.owner`
      insert into camera_purpose (camera_id, purpose, main, added_on) values (${counting}, 'security', false, ${day(1)})`;
    expect(await joins(operator, counting)).toBe('not-a-purpose');
    await db.owner`
      update camera_purpose set added_on = ${day(0)} where camera_id = ${counting} and purpose = 'security'`;
    expect(await joins(operator, counting)).toBe('in it');
    await db.owner`
      update camera_purpose set added_on = ${day(-1)}, ended_on = ${day(0)}
      where camera_id = ${counting} and purpose = 'security'`;
    expect(await joins(operator, counting)).toBe('not-a-purpose');
    await db.owner`delete from camera_purpose where camera_id = ${counting} and purpose = 'security'`;
  });
});

describe('Art. 27: the database itself refuses', () => {
  const insert = (over: Record<string, unknown> = {}, sql = db.app): Promise<unknown> => {
    const whole = {
      ...{ pursuit_id: randomUUID(), account_id: operator.accountId, session_id: operator.sessionId },
      ...{ person_name: '시험관', role: 'operator', basis: 'statute', statute: 'other', citation: '제1조' },
      ...{ purpose: 'security', incident: '사건 1', began_camera_id: row[0] },
      ends_at: new Date(Date.now() + 3_600_000),
      ...over,
    };
    return sql`insert into pursuit ${sql(whole)}`.execute();
  };

  test.each([
    ['a pursuit without basis', { basis: null }, /null value/],
    ['an incident as its basis', { basis: 'incident' }, /pursuit_basis/],
    ['a statute without an article', { citation: null }, /pursuit_basis/],
    ['a consent without a record', { basis: 'consent', statute: null, citation: null }, /pursuit_basis/],
    ['a pursuit without an incident', { incident: ' ' }, /incident/],
    ['a pursuit without an end', { ends_at: null }, /null value/],
    ['one that ends before it begins', { ends_at: new Date(0) }, /pursuit_span/],
    ['one longer than the ceiling', { ends_at: new Date(Date.now() + 14_500_000) }, /ceiling/],
  ])('%s', async (_what, over, message) => {
    await expect(insert(over)).rejects.toThrow(message);
    await expect(insert(over, db.owner)).rejects.toThrow(message);
  });

  test('a second open one of the same person', async () => {
    await insert();
    await expect(insert()).rejects.toThrow(/pursuit_open/);
  });

  test('every change but an earlier end, of the owner too', async () => {
    const pursuitId = await open(operator);
    await walk(operator, pursuitId, row[0]!);
    const where = db.owner`where pursuit_id = ${pursuitId}`;
    for (const change of [
      db.owner`update pursuit set ends_at = ends_at + interval '1 minute' ${where}`,
      db.owner`update pursuit set incident = '다른 사건' ${where}`,
      db.owner`update pursuit set ended_at = ends_at + interval '1 s', ended_by = 'x', ended_why = 'hand' ${where}`,
      db.owner`delete from pursuit ${where}`,
      db.owner`update pursuit_camera set camera_id = 1 ${where}`,
      db.owner`delete from pursuit_camera ${where}`,
    ])
      await expect(change.execute()).rejects.toThrow(/declared|only ends/);
    await expect(db.app`update pursuit set incident = 'x' ${db.app`where true`}`.execute()).rejects.toThrow(
      /permission denied/,
    );
    await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
    await expect(
      db.owner`update pursuit set ended_at = null, ended_by = null, ended_why = null ${where}`.execute(),
    ).rejects.toThrow(/only ends/);
    await walk(operator, pursuitId, row[1]!);
    expect((await listed(operator))[0]!.trail).toHaveLength(1);
    await expect(
      db.owner`insert into pursuit_camera (pursuit_id, camera_id, called, hidden)
               values (${pursuitId}, 1, 'x', false)`.execute(),
    ).rejects.toThrow(/over/);
  });

  test('an extension by the same person, of one that is over, to an earlier end or over the ceiling', async () => {
    const pursuitId = await open(operator);
    const extend = (accountId: number, minutes: number): Promise<unknown> =>
      db.app`
        insert into pursuit_extension (extension_id, pursuit_id, account_id, person_name, role, reason, ends_at)
        values (gen_random_uuid(), ${pursuitId}, ${accountId}, '이주무', 'officer', '계속 찾음',
                now() + make_interval(mins => ${minutes}))`.execute();
    await expect(extend(operator.accountId, 90)).rejects.toThrow(/second person/);
    await expect(extend(officer.accountId, 30)).rejects.toThrow(/second person/);
    await expect(extend(officer.accountId, 241)).rejects.toThrow(/second person/);
    await extend(officer.accountId, 90);
    await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
    await expect(extend(officer.accountId, 120)).rejects.toThrow(/second person/);
  });
});

describe('what helps to follow', () => {
  test('exists inside the own open pursuit alone (Art. 27)', async () => {
    expect((await call(operator, 'GET', `/pursuits/${randomUUID()}/next`)).status).toBe(404);
    const pursuitId = await open(operator);
    expect((await call(operator, 'GET', `/pursuits/${pursuitId}/next`)).status).toBe(200);
    for (const who of [other, officer])
      expect((await call(who, 'GET', `/pursuits/${pursuitId}/next`)).status).toBe(404);
    await call(operator, 'POST', `/pursuits/${pursuitId}/end`);
    expect(await call(operator, 'GET', `/pursuits/${pursuitId}/next`)).toMatchObject({
      status: 409,
      body: { code: 'pursuit-over' },
    });
  });

  test('is the nearest cameras on the way, of its purpose, that this person may watch (Art. 26(3), 30(1))', async () => {
    const pursuitId = await open(operator);
    const next = async (): Promise<NextCameras> =>
      (await call<NextCameras>(operator, 'GET', `/pursuits/${pursuitId}/next`)).body;
    await walk(operator, pursuitId, row[0]!);
    const first = await next();
    expect(first).toMatchObject({ fromCameraId: row[0], headingDeg: null });
    // All around: east and west, and never the one that counts traffic.
    expect(new Set(first.cameras.map(({ cameraId }) => cameraId))).toEqual(
      new Set([row[1], row[2], row[4], row[5]]),
    );
    await walk(operator, pursuitId, row[1]!);
    const second = await next();
    expect(Math.round(second.headingDeg!)).toBe(90);
    expect(second.cameras.map(({ cameraId }) => cameraId)).toEqual([row[2], row[4]]);
    expect(second.cameras[0]!.distanceM).toBeGreaterThan(95);
    expect(second.cameras[0]!.distanceM).toBeLessThan(105);
    expect(second.cameras[0]!.bearingDeg).toBe(90);
  });

  test('says of each camera in what state it is, and names a dead one last', async () => {
    await db.owner`
      insert into camera_device (camera_id, state, since, checked_at)
      values (${row[1]!}, 'fault', now(), now()), (${row[2]!}, 'normal', now(), now())`;
    const pursuitId = await open(operator);
    await walk(operator, pursuitId, row[0]!);
    const { body } = await call<NextCameras>(operator, 'GET', `/pursuits/${pursuitId}/next`);
    expect(body.cameras.map(({ cameraId, state }) => [cameraId, state])).toEqual([
      [row[5], 'unknown'],
      [row[2], 'normal'],
      [row[4], 'unknown'],
      [row[1], 'fault'],
    ]);
    await db.owner`delete from camera_device`;
  });

  test('keeps its way over several cameras of one pole', async () => {
    const [{ siteId }] = await db.owner<[{ siteId: number }]>`
      select site_id as "siteId" from camera where camera_id = ${row[1]!}`;
    const mate = await aCamera(db.owner, { siteId });
    const pursuitId = await open(operator);
    await walk(operator, pursuitId, row[0]!, row[1]!, mate);
    const { body } = await call<NextCameras>(operator, 'GET', `/pursuits/${pursuitId}/next`);
    expect(Math.round(body.headingDeg!)).toBe(90);
    await db.owner`delete from camera where camera_id = ${mate}`;
  });

  test('a camera of another purpose joins no trail, one that is opened again stands once', async () => {
    const pursuitId = await open(operator);
    await walk(operator, pursuitId, row[0]!, row[0]!, row[1]!, row[0]!);
    await expect(walk(operator, pursuitId, row[3]!)).rejects.toMatchObject({ code: 'not-a-purpose' });
    expect((await mine(operator))!.trail.map(({ cameraId }) => cameraId)).toEqual([row[0], row[1], row[0]]);
  });
});

describe('a pursuit ends', () => {
  test('by hand, and by the officer; another operator does not know of it', async () => {
    const own = await open(operator);
    expect((await call(other, 'POST', `/pursuits/${own}/end`)).status).toBe(404);
    expect((await call(operator, 'POST', `/pursuits/${own}/end`)).status).toBe(204);
    expect((await call(operator, 'POST', `/pursuits/${own}/end`)).status).toBe(204);
    expect(await mine(operator)).toBeNull();
    const second = await open(operator);
    expect((await call(officer, 'POST', `/pursuits/${second}/end`)).status).toBe(204);
    expect(await listed(operator)).toMatchObject([{ endedWhy: 'officer' }, { endedWhy: 'hand' }]);
  });

  test('at its time, with the time as its end and a row of the system', async () => {
    const pursuitId = await open(operator);
    await ago(pursuitId, 61);
    expect(await mine(operator)).toBeNull();
    await endWhatIsOver(db.app);
    const [ended] = await listed(operator);
    expect(ended).toMatchObject({ endedWhy: 'time', endedBy: '시스템' });
    expect(ended!.endedAt).toBe(ended!.endsAt);
    expect(await auditOf('pursuit.end', pursuitId)).toMatchObject([
      { role: 'system', detail: { why: 'time' } },
    ]);
  });

  test('with its session, and with the right to watch', async () => {
    await open(operator);
    await open(other);
    await endWhatIsOver(db.app);
    expect(await mine(operator)).not.toBeNull();
    await db.owner`delete from session where session_id = ${operator.sessionId}`;
    await db.owner`
      update access_grant set revoked_at = now(), revoked_by = '이주무', revoke_reason = '전보'
      where account_id = ${other.accountId}`;
    await endWhatIsOver(db.app);
    expect(await listed(officer)).toMatchObject([
      { endedWhy: 'right-removed' },
      { endedWhy: 'session-ended' },
    ]);
  });

  test('later only by a second person, with a reason', async () => {
    const pursuitId = await open(operator);
    const extend = (who: SignedIn, over: object = {}) =>
      call(who, 'POST', `/pursuits/${pursuitId}/extensions`, {
        ...{ extensionId: randomUUID(), minutes: 120, reason: '아직 찾지 못함' },
        ...over,
      });
    expect((await extend(operator)).status).toBe(403);
    expect((await extend(officer, { reason: ' ' })).status).toBe(400);
    expect((await extend(officer, { minutes: 241 })).status).toBe(400);
    expect(await extend(officer, { minutes: 30 })).toMatchObject({
      status: 409,
      body: { code: 'not-longer' },
    });
    expect((await extend(officer)).status).toBe(204);
    await ago(pursuitId, 61);
    expect(await mine(operator)).toMatchObject({ extensions: [{ reason: '아직 찾지 못함' }] });
    await endWhatIsOver(db.app);
    expect(await mine(operator)).not.toBeNull();
    const own = await open(officer);
    expect(
      (
        await call(officer, 'POST', `/pursuits/${own}/extensions`, {
          ...{ extensionId: randomUUID(), minutes: 120, reason: '스스로 늘림' },
        })
      ).status,
    ).toBe(403);
  });
});

test('Art. 27, 30(3): whoever reads the audit is shown a way of pictures without a pursuit as a hint, and none within one', async () => {
  const looked = async (who: SignedIn, detail: object, viewing = randomUUID() as string): Promise<void> => {
    for (const cameraId of [row[5]!, row[0]!, row[1]!, row[2]!, row[4]!])
      await db.app`
        select write_audit(${who.accountId}, '김관제', 'operator', null, 'camera.watch', 'done', 'camera', ${String(cameraId)},
                           ${db.app.json({ quality: 'main', viewing: `${viewing} ${cameraId}`, ...detail })})`;
  };
  const hints = async (who: SignedIn) =>
    (await call<{ hints: unknown[] }>(who, 'GET', '/pursuits/hints')).body.hints;
  await looked(operator, { pursuit: 7 });
  await looked(other, { quality: 'sub' });
  expect(await hints(auditor)).toEqual([]);
  // Leave that was given and never used showed nothing.
  await looked(other, {}, 'unused');
  for (const cameraId of [row[0]!, row[1]!])
    await db.app`
      select write_audit(${other.accountId}, '김관제', 'operator', null, 'camera.watch.end', 'done', 'camera', '1',
                         ${db.app.json({ viewing: `unused ${cameraId}`, why: 'not-opened' })})`;
  expect(await hints(auditor)).toEqual([]);
  await looked(other, {});
  expect(await hints(auditor)).toMatchObject([
    {
      personName: '김관제',
      cameras: [{ cameraId: row[5] }, { cameraId: row[0] }, { cameraId: row[1] }, { cameraId: row[2] }, null],
    },
  ]);
  expect((await call(officer, 'GET', '/pursuits/hints')).status).toBe(403);
});

test('the officer and the auditor read every pursuit with its cameras and times, others their own (Art. 30(3))', async () => {
  const pursuitId = await open(operator);
  await walk(operator, pursuitId, row[0]!, row[4]!);
  await open(other);
  expect(await listed(operator)).toHaveLength(1);
  expect(await listed(officer)).toMatchObject([
    { trail: [] },
    { pursuitId, trail: [{ cameraId: row[0], called: 'GN-0 거리 0' }, { cameraId: row[4] }] },
  ]);
  // Art. 10(4): that there was a camera the auditor reads, not which.
  expect((await listed(auditor))[1]!.trail).toMatchObject([
    { cameraId: row[0] },
    { cameraId: null, called: null, lon: null, lat: null },
  ]);
  expect((await call(await aSignedInPerson(db.owner, 'mayor'), 'GET', '/pursuits')).status).toBe(403);
});
