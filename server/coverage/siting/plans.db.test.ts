import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PURPOSES } from '../../cameras/purposes.rules.ts';
import type { Deps } from '../../platform/deps.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Env } from '../../platform/policed.ts';
import { withActor } from '../../platform/session.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { aDepartment, aSignedInPerson, type SignedIn } from '../../testing/factories.ts';
import { planRoutes } from './plan.routes.ts';
import type { PlanAlternative, PlanLine, PlanView } from './plan.schema.ts';

let db: TestDatabase;
let app: Hono<Env>;
let departmentId: number;
let officer: SignedIn;
let manager: SignedIn;
let otherManager: SignedIn;
let mayor: SignedIn;
let operator: SignedIn;

beforeAll(async () => {
  db = await aDatabase();
  const deps = { sql: db.app, now: () => new Date() } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app)).route('/api', planRoutes(deps) as never);
  departmentId = await aDepartment(db.owner, { name: '교통과' });
  officer = await aSignedInPerson(db.owner, 'officer');
  mayor = await aSignedInPerson(db.owner, 'mayor');
  operator = await aSignedInPerson(db.owner, 'operator');
  manager = await aSignedInPerson(db.owner, 'department', { departmentId });
  otherManager = await aSignedInPerson(db.owner, 'department', {
    departmentId: await aDepartment(db.owner, { name: '공원과' }),
  });
});
afterAll(() => db.drop());

const call = async <T = { code: string; message: string; field?: string }>(
  who: SignedIn,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> => {
  const response = await app.request(`/api/coverage/plans${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
};

const anAlternative = (over: Partial<PlanAlternative> = {}): PlanAlternative => ({
  ...{
    letter: 'A',
    name: '하슬라로',
    lon: 128.8772,
    lat: 37.7664,
    kind: 'fixed',
    azimuthDeg: 93,
    hfovDeg: 52,
  },
  ...{
    rangeM: 130,
    heightM: 6.5,
    tiltDeg: 12,
    megapixels: 8,
    nightRangeM: 40,
    purposes: ['security'],
    note: '',
  },
  ...over,
});
const aPlan = (over: object = {}) => ({
  ...{ planId: randomUUID(), title: '교2동 방범 보강', departmentId: null, alternatives: [anAlternative()] },
  ...over,
});
const kept = async (who: SignedIn, over: object = {}): Promise<PlanView> => {
  const { status, body } = await call<PlanView>(who, 'POST', '', aPlan(over));
  expect(status).toBe(201);
  return body;
};
const countActs = async (planId: string): Promise<number> => {
  const [row] = await db.owner<{ n: number }[]>`
    select count(*)::int as n from audit where action = 'plan.keep' and object_id = ${planId} and outcome = 'done'`;
  return row!.n;
};

test('a plan is kept as it was sent and found again with its alternatives by letter', async () => {
  const alternatives = [
    anAlternative({
      letter: 'B',
      kind: 'ptz',
      tiltDeg: null,
      megapixels: null,
      nightRangeM: null,
      purposes: [],
    }),
    anAlternative(),
  ];
  const made = await kept(officer, { departmentId, alternatives });
  expect(made).toMatchObject({ title: '교2동 방범 보강', department: '교통과', version: 1, mayKeep: true });
  const { body } = await call<PlanView>(mayor, 'GET', `/${made.planId}`);
  expect(body.alternatives).toEqual([alternatives[1], alternatives[0]]);
  expect(body.mayKeep).toBe(false);
  const { plans } = (await call<{ plans: PlanLine[] }>(officer, 'GET', '')).body;
  expect(plans.find(({ planId }) => planId === made.planId)).toMatchObject({
    alternatives: 2,
    mayKeep: true,
  });
});

test('whatever the bounds let through comes back as it is told, for any camera', async () => {
  const { planId } = await kept(officer);
  let version = 1;
  const tenths = (min: number, max: number) =>
    fc.integer({ min: Math.ceil(min * 10), max: Math.floor(max * 10) }).map((n) => n / 10);
  const perhaps = (of: fc.Arbitrary<number>) => fc.option(of, { nil: null });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        letter: fc.constantFrom('A', 'Q', 'Z'),
        name: fc.constantFrom('', '공원 앞'),
        lon: fc.double({ min: 124, max: 132, noNaN: true }),
        lat: fc.double({ min: 33, max: 39, noNaN: true }),
        kind: fc.constantFrom('fixed' as const, 'ptz' as const, 'fisheye' as const),
        azimuthDeg: tenths(0, 359.9),
        hfovDeg: tenths(0.1, 360),
        rangeM: tenths(0.1, 2000),
        heightM: tenths(0.1, 200),
        tiltDeg: perhaps(tenths(-90, 90)),
        megapixels: perhaps(fc.double({ min: 0, minExcluded: true, max: 1000, noNaN: true })),
        nightRangeM: perhaps(tenths(0.1, 2000)),
        purposes: fc.subarray([...PURPOSES]),
        note: fc.constantFrom('', '전주 이설 뒤'),
      }),
      async (alternative) => {
        const body = { title: '계획', departmentId: null, alternatives: [alternative], version };
        const answer = await call<PlanView>(officer, 'PUT', `/${planId}`, body);
        expect(answer.status).toBe(200);
        version = answer.body.version;
        expect(answer.body.alternatives).toEqual([JSON.parse(JSON.stringify(alternative))]);
      },
    ),
    { numRuns: 40 },
  );
});

test('the same plan sent twice, also at the same time, is one plan and one act', async () => {
  const plan = aPlan();
  const answers = await Promise.all([1, 2, 3].map(() => call<PlanView>(officer, 'POST', '', plan)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  const rows = await db.owner<{ repeated: boolean }[]>`
    select detail ? 'repeated' as repeated from audit where action = 'plan.keep' and object_id = ${plan.planId}`;
  expect(rows.map(({ repeated }) => repeated).sort()).toEqual([false, true, true]);
});

test('a plan that another changed is not written over: it is told who changed it and what to do', async () => {
  const { planId } = await kept(officer, { departmentId });
  const body = { title: '교2동', departmentId, alternatives: [], version: 1 };
  expect((await call<PlanView>(manager, 'PUT', `/${planId}`, body)).body).toMatchObject({ version: 2 });
  const late = await call(officer, 'PUT', `/${planId}`, { ...body, title: '늦은 것' });
  expect(late).toMatchObject({ status: 409, body: { code: 'changed-meanwhile', field: 'version' } });
  expect(late.body.message).toMatch(/님이 \d{4}-\d\d-\d\d \d\d:\d\d에.*다시 고치거나/u);
  expect((await call<PlanView>(officer, 'GET', `/${planId}`)).body.title).toBe('교2동');
});

test('Art. 30(1): a department reads and keeps its own plans; those of others and of nobody do not exist for it', async () => {
  const own = await kept(manager, { departmentId: null });
  expect(own.departmentId).toBe(departmentId);
  const of = await kept(officer, { departmentId: null });
  for (const planId of [own.planId, of.planId]) {
    const body = { title: '남의 것', departmentId: null, alternatives: [], version: 1 };
    expect((await call(otherManager, 'GET', `/${planId}`)).status).toBe(404);
    expect((await call(otherManager, 'PUT', `/${planId}`, body)).status).toBe(404);
    expect((await call(otherManager, 'DELETE', `/${planId}`)).status).toBe(404);
    expect((await call(otherManager, 'POST', '', aPlan({ planId }))).status).toBe(404);
  }
  const { plans } = (await call<{ plans: PlanLine[] }>(otherManager, 'GET', '')).body;
  expect(plans).toEqual([]);
  expect((await call(operator, 'GET', '')).status).toBe(403);
  expect((await call(mayor, 'DELETE', `/${own.planId}`)).status).toBe(403);
  expect((await call<PlanView>(officer, 'GET', `/${own.planId}`)).body.version).toBe(1);
});

test('a department cannot push its plan onto another department', async () => {
  const other = await aDepartment(db.owner, { name: '문화과' });
  const { planId } = await kept(manager);
  const body = { title: '교통', departmentId: other, alternatives: [], version: 1 };
  expect((await call<PlanView>(manager, 'PUT', `/${planId}`, body)).body.departmentId).toBe(departmentId);
});

test('a removed plan is gone, and the audit tells which it was (Art. 30(3))', async () => {
  const { planId } = await kept(officer);
  expect((await call(officer, 'DELETE', `/${planId}`)).status).toBe(204);
  expect((await call(officer, 'GET', `/${planId}`)).status).toBe(404);
  expect((await call(officer, 'DELETE', `/${planId}`)).status).toBe(404);
  expect(await countActs(planId)).toBe(2);
});

test.each([
  ['an azimuth of 360', { azimuthDeg: 360 }, 'alternatives.0.azimuthDeg', '방위'],
  ['no angle of view', { hfovDeg: 0 }, 'alternatives.0.hfovDeg', '화각'],
  ['a range over the register’s', { rangeM: 2001 }, 'alternatives.0.rangeM', '2000 이하'],
  ['a place outside Korea', { lon: 12 }, 'alternatives.0.lon', '경도'],
  ['a purpose that Art. 6 has not', { purposes: ['espionage'] }, 'alternatives.0.purposes.0', '설치 목적'],
  ['a letter nobody can say', { letter: 'ㄱ' }, 'alternatives.0.letter', '대안'],
])('%s is refused with field, value and way out', async (_, over, field, said) => {
  const plan = aPlan({ alternatives: [{ ...anAlternative(), ...over }] });
  const { status, body } = await call(officer, 'POST', '', plan);
  expect({ status, field: body.field }).toEqual({ status: 400, field });
  expect(body.message).toContain(said);
});

test('two alternatives of one letter and a department that there is not are refused with a way out', async () => {
  const twice = await call(officer, 'POST', '', aPlan({ alternatives: [anAlternative(), anAlternative()] }));
  expect(twice.body.field).toBe('alternatives');
  expect(twice.body.message).toContain('서로 다른 글자');
  const nowhere = await call(officer, 'POST', '', aPlan({ departmentId: 99_999 }));
  expect(nowhere).toMatchObject({ status: 400, body: { field: 'departmentId' } });
});
