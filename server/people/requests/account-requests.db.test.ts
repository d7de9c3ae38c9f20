import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../platform/access.ts';
import { readConfig } from '../../platform/config.ts';
import type { Deps } from '../../platform/deps.ts';
import { withClientAddress } from '../../platform/guards.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Env } from '../../platform/policed.ts';
import { forgetSessions, withActor } from '../../platform/session.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { aSignedInPerson, asAPerson, type SignedIn } from '../../testing/factories.ts';
import { accountsRoutes, closeAccountsOfPerson, sessionRoutes } from '../index.ts';
import type { SessionView } from '../people.schema.ts';
import type { AccountRequestView, Confirmed } from './account-requests.schema.ts';

let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let auditor: SignedIn;
let mayor: SignedIn;
const NOW = new Date();
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(NOW);

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(withClientAddress, withActor(db.app));
  const config = readConfig({ DATA_DIR: '/nowhere' });
  const deps = { sql: db.app, config, now: () => NOW } as unknown as Deps;
  app.route('/', accountsRoutes(deps));
  app.route(
    '/',
    sessionRoutes(deps, () => undefined),
  );
});
afterAll(() => db.drop());

beforeEach(async () => {
  await db.owner`update account set closed_at = now(), closed_by = '시험' where role in ('auditor', 'mayor') and closed_at is null`;
  [officer, auditor, mayor] = await Promise.all([
    aSignedInPerson(db.owner, 'officer'),
    aSignedInPerson(db.owner, 'auditor'),
    aSignedInPerson(db.owner, 'mayor'),
  ]);
  for (const { accountId } of [officer, mayor]) await asAPerson(db.owner, accountId);
  forgetSessions();
});

const call = async (who: Pick<SignedIn, 'cookie'>, method: string, path: string, body?: unknown) => {
  const response = await app.request(path, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
    body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>,
  };
};

const wholeCity = {
  ...{ districtIds: null, departmentId: null, purposes: null, hours: null, fromDay: null, untilDay: null },
};
const nobody = { departmentId: null, agency: null, contractorId: null };
let made = 0;
const aNewPerson = (role: Role) => ({
  ...{ act: 'create', role, ...nobody, personName: '새감사', personId: null, seat: null, right: wholeCity },
});
const ask = async (who: SignedIn, account: string, asked: object, requestId: string = randomUUID()) => ({
  requestId,
  ...(await call(who, 'POST', '/account-requests', { requestId, account, asked, reason: '인사 발령' })),
});
const confirm = (who: SignedIn, requestId: string) =>
  call(who, 'POST', `/account-requests/${requestId}/confirm`, { reason: '공문 확인' });
const listOf = async (who: SignedIn) =>
  (await call(who, 'GET', '/account-requests')).body['requests'] as AccountRequestView[];
const stateOf = async (requestId: string, who = officer) =>
  (await listOf(who)).find((each) => each.requestId === requestId)!;
const accountRow = async (account: string) => {
  const [row] = await db.owner<{ whole: string }[]>`
    select (to_jsonb(account)::text || coalesce((select jsonb_agg(access_grant order by grant_id)::text from access_grant
            where access_grant.account_id = account.account_id), '')) as whole
    from account where account = ${account}`;
  return row?.whole;
};

test('Art. 30(3), 32: an officer alone neither makes, changes, opens nor closes an overseer’s account by any route', async () => {
  const other = await aSignedInPerson(db.owner, 'operator');
  const grant = async (account: string) =>
    ((await call(officer, 'GET', `/accounts/${account}/grants`)).body['rights'] as { grantId: number }[])[0]!
      .grantId;
  const role = (to: Role) => ({ role: to, ...nobody, right: wholeCity, reason: '전보' });
  const person = {
    ...{
      requestId: randomUUID(),
      password: 'twelve letters long',
      personName: '새감사',
      personId: null,
      seat: null,
    },
  };
  for (const overseer of [auditor, mayor]) {
    const at = `/accounts/${overseer.account}`;
    const before = await accountRow(overseer.account);
    for (const [method, path, body] of [
      ['PUT', `${at}/role`, role('operator')],
      ['PUT', `${at}/password`, { password: 'a long enough password', reason: '비밀번호 잊음' }],
      ['POST', `${at}/second-factor/reset`, { reason: '휴대전화 분실' }],
      ['POST', `${at}/close`, { reason: '퇴직', leftOn: TODAY }],
      ['POST', `${at}/grants`, { ...wholeCity, requestId: randomUUID(), reason: '더 필요' }],
      ['POST', `${at}/grants/${await grant(overseer.account)}/revoke`, { reason: '덜 필요' }],
      ['PUT', `${at}/person`, { personId: null }],
    ] as const)
      expect(await call(officer, method, path, body), path).toMatchObject({
        status: 409,
        body: { code: 'second-person' },
      });
    expect(await accountRow(overseer.account)).toBe(before);
  }
  for (const to of ['auditor', 'mayor'] as const) {
    const at = `/accounts/${other.account}/role`;
    expect((await call(officer, 'PUT', at, role(to))).body).toMatchObject({ code: 'second-person' });
    const account = `made-alone-${to}`;
    const body = { ...person, account, ...role(to) };
    expect((await call(officer, 'POST', '/accounts', body)).body).toMatchObject({ code: 'second-person' });
    expect(await accountRow(account)).toBeUndefined();
  }
  const [refused] = await db.app<{ n: number }[]>`
    select count(*)::int as n from audit where account_id = ${officer.accountId} and outcome = 'refused'`;
  expect(refused!.n).toBeGreaterThanOrEqual(18);
  const personId = await db.owner.begin(async (tx) => {
    const [row] = await tx<{ personId: number }[]>`
      insert into person (person_no, name, source) values ('P-1', '한감사', 'test') returning person_id as "personId"`;
    await tx`update account set person_id = ${row!.personId} where account = ${auditor.account}`;
    return row!.personId;
  });
  const leave = { by: '이주무', reason: '퇴직', leftOn: TODAY };
  await expect(db.owner.begin((tx) => closeAccountsOfPerson(tx, personId, leave))).rejects.toMatchObject({
    code: 'second-person',
  });
});

test('Art. 30(3): what was asked happens when the second person confirms, once, with both named and no password on the way', async () => {
  await asAPerson(db.owner, auditor.accountId);
  const account = `new-auditor-${++made}`;
  const { requestId, status } = await ask(officer, account, aNewPerson('auditor'));
  expect(status).toBe(202);
  expect((await ask(officer, account, aNewPerson('auditor'), requestId)).status).toBe(202);
  expect(await accountRow(account)).toBeUndefined();
  expect(await stateOf(requestId)).toMatchObject({
    state: 'asked',
    becomes: 'auditor',
    role: null,
    mayDecide: false,
    mayWithdraw: true,
    confirmers: [{ role: 'mayor' }, { role: 'auditor' }],
  });
  expect(await stateOf(requestId, mayor)).toMatchObject({ mayDecide: true, mayWithdraw: false });
  expect((await confirm(officer, requestId)).status).toBe(403);
  const both = await Promise.all([confirm(mayor, requestId), confirm(auditor, requestId)]);
  expect(both.map((each) => each.status).sort()).toEqual([200, 409]);
  const { password } = both.find((each) => each.status === 200)!.body as unknown as Confirmed;
  expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  expect(await stateOf(requestId)).toMatchObject({ state: 'confirmed', decidedBy: '시험관' });
  const [row] = await db.owner<{ whole: string; kept: string }[]>`
    select (select detail::text || actor from audit where action = 'account.confirm' and outcome = 'done'
            order by seq desc limit 1) as whole,
           (select jsonb_agg(account_request)::text from account_request) as kept`;
  expect(JSON.parse(row!.whole.slice(0, row!.whole.lastIndexOf('}') + 1))).toMatchObject({
    act: 'create',
    askedBy: '시험관',
    decideReason: '공문 확인',
    requestId,
  });
  for (const text of [row!.whole, row!.kept, JSON.stringify(await listOf(officer))])
    expect(text).not.toContain(password!);
  const [grant] = await db.owner<{ by: string }[]>`
    select granted_by as by from access_grant join account using (account_id) where account = ${account}`;
  expect(grant!.by).toBe('시험관·시험관');
});

test('Art. 30(1): whoever was given a password can do nothing but set another and leave', async () => {
  const account = `given-${++made}`;
  const right = { ...wholeCity, untilDay: null };
  const body = {
    ...{
      requestId: randomUUID(),
      account,
      password: 'hand over in person',
      personName: '신관제',
      personId: null,
    },
    ...{ seat: null, role: 'operator', ...nobody, right, reason: '근무 시작' },
  };
  expect((await call(officer, 'POST', '/accounts', body)).status).toBe(201);
  const signIn = (password: string) => call({ cookie: '' }, 'POST', '/session', { account, password });
  const first = await signIn('hand over in person');
  expect(first.status).toBe(204);
  const view = (await call(first, 'GET', '/session')).body as unknown as SessionView;
  expect(view).toMatchObject({
    passwordDue: true,
    actions: ['session.start', 'session.end', 'login.change'],
  });
  expect((await call(first, 'POST', '/pledge', { version: '1' })).body).toMatchObject({
    code: 'password-first',
  });
  expect((await call(first, 'GET', '/accounts')).body).toMatchObject({ code: 'password-first' });
  const next = 'a sentence of my own alone';
  const changed = await call(first, 'PUT', '/session/password', { password: 'hand over in person', next });
  expect(changed.status).toBe(204);
  const after = (await call(changed, 'GET', '/session')).body as unknown as SessionView;
  expect(after).toMatchObject({ passwordDue: false, pledged: false });
  expect(after.actions).toContain('pledge.sign');
  expect((await signIn('hand over in person')).status).toBe(401);
  const again = await signIn(next);
  expect((await call(again, 'GET', '/session')).body).toMatchObject({ passwordDue: false });
});

test('Art. 30(3): every act on an overseer’s account is done by confirmation as one person does it elsewhere', async () => {
  const [right] = (await call(officer, 'GET', `/accounts/${auditor.account}/grants`)).body['rights'] as {
    grantId: number;
  }[];
  const { personId } = (
    await db.owner<{ personId: number }[]>`
      insert into person (person_no, name, source) values ('P-2', '한감사', 'test') returning person_id as "personId"`
  )[0]!;
  const acts = [
    { act: 'give', ...wholeCity, replaces: right!.grantId },
    { act: 'link', personId },
    { act: 'password' },
    { act: 'second-factor' },
    { act: 'role', role: 'operator', ...nobody, right: wholeCity },
  ];
  for (const asked of acts) {
    const before = await accountRow(auditor.account);
    const { requestId, status, body } = await ask(officer, auditor.account, asked);
    expect(status, JSON.stringify([asked, body])).toBe(202);
    expect(await accountRow(auditor.account)).toBe(before);
    const done = await confirm(mayor, requestId);
    expect(done.status, JSON.stringify([asked, done.body])).toBe(200);
    expect(done.body['password'] === null, asked.act).toBe(asked.act !== 'password');
  }
  const { body } = await call(officer, 'GET', `/accounts/${auditor.account}`);
  expect(body).toMatchObject({ role: 'operator', personId });
  const close = { reason: '퇴직', leftOn: TODAY };
  expect((await call(officer, 'POST', `/accounts/${auditor.account}/close`, close)).status).toBe(204);
});

test('Art. 30(3): neither the asker of yesterday nor the account’s own person confirms, nor anybody twice', async () => {
  const { requestId } = await ask(officer, auditor.account, { act: 'close', leftOn: TODAY });
  expect((await confirm(auditor, requestId)).body).toMatchObject({ code: 'not-the-second' });
  await db.owner`update account set role = 'auditor' where account = ${officer.account}`;
  const [session] = await db.owner<{ n: number }[]>`
    select count(*)::int as n from session where account_id = ${officer.accountId}`;
  expect(session!.n).toBe(0);
  const asker = await aSessionOf(officer);
  expect((await confirm(asker, requestId)).body).toMatchObject({ code: 'not-the-second' });
  const refused = await call(mayor, 'POST', `/account-requests/${requestId}/refuse`, { reason: '근거 없음' });
  expect(refused.status).toBe(204);
  expect((await confirm(mayor, requestId)).body).toMatchObject({ code: 'request-over' });
  expect(await stateOf(requestId, mayor)).toMatchObject({ state: 'refused', decideReason: '근거 없음' });
  const again = db.app`update account_request set decided = 'confirmed' where request_id = ${requestId}`;
  await expect(again).rejects.toMatchObject({ code: '42501' });
});

async function aSessionOf({ accountId }: SignedIn): Promise<SignedIn> {
  const spare = await aSignedInPerson(db.owner, 'operator');
  await db.owner`update session set account_id = ${accountId} where account_id = ${spare.accountId}`;
  forgetSessions();
  return { ...spare, accountId };
}

test('a request is withdrawn, runs out after seven days, and fits only the account it was asked about', async () => {
  const first = await ask(officer, auditor.account, { act: 'second-factor' });
  expect((await ask(officer, auditor.account, { act: 'second-factor' })).body).toMatchObject({
    code: 'already-asked',
  });
  const withdraw = `/account-requests/${first.requestId}/withdraw`;
  expect((await call(officer, 'POST', withdraw, { reason: '찾았음' })).status).toBe(204);
  expect((await confirm(mayor, first.requestId)).body).toMatchObject({ code: 'request-over' });

  const late = await ask(officer, auditor.account, { act: 'second-factor' });
  await db.owner`alter table account_request disable trigger account_request_stays`;
  await db.owner`
    update account_request set asked_at = asked_at - interval '8 days', expires_at = expires_at - interval '8 days'
    where request_id = ${late.requestId}`;
  await db.owner`alter table account_request enable trigger account_request_stays`;
  expect(await stateOf(late.requestId)).toMatchObject({ state: 'expired', mayWithdraw: false });
  expect((await confirm(mayor, late.requestId)).body).toMatchObject({ code: 'request-over' });

  const other = await aSignedInPerson(db.owner, 'operator');
  const role = { act: 'role', role: 'auditor', ...nobody, right: wholeCity };
  const changed = await ask(officer, other.account, role);
  const body = { role: 'officer', ...nobody, right: wholeCity, reason: '전보' };
  expect((await call(officer, 'PUT', `/accounts/${other.account}/role`, body)).status).toBe(204);
  const before = await accountRow(other.account);
  expect(await confirm(mayor, changed.requestId)).toMatchObject({
    status: 409,
    body: { code: 'account-changed' },
  });
  expect(await accountRow(other.account)).toBe(before);

  const taken = `taken-${++made}`;
  const create = await ask(officer, taken, aNewPerson('mayor'));
  const person = { personName: '신관제', personId: null, seat: null, right: null, reason: '근무' };
  const quick = { ...person, requestId: randomUUID(), account: taken, password: 'hand over in person' };
  expect((await call(officer, 'POST', '/accounts', { ...quick, role: 'operator', ...nobody })).status).toBe(
    201,
  );
  expect((await confirm(mayor, create.requestId)).body).toMatchObject({ code: 'name-taken' });
  expect(await stateOf(create.requestId)).toMatchObject({ state: 'asked' });
});

test('what needs no second person, cannot be done or nobody could confirm is not taken as a request', async () => {
  const other = await aSignedInPerson(db.owner, 'operator');
  expect((await ask(officer, other.account, { act: 'password' })).body).toMatchObject({
    code: 'one-is-enough',
  });
  expect((await ask(officer, 'nobody-here', { act: 'password' })).status).toBe(404);
  expect(
    (await ask(officer, officer.account, { act: 'role', role: 'mayor', ...nobody, right: null })).body,
  ).toMatchObject({ code: 'own-account' });
  const late = { act: 'close', leftOn: '2099-01-01' };
  expect((await ask(officer, auditor.account, late)).body).toMatchObject({ field: 'leftOn' });
  expect((await ask(officer, auditor.account, { act: 'revoke', grantId: 999_999 })).status).toBe(404);
  const withPassword = { ...aNewPerson('auditor'), password: 'twelve letters long' };
  expect((await ask(officer, 'smuggled', withPassword)).status).toBe(400);
  await db.owner`update account set closed_at = now(), closed_by = '시험' where account = ${mayor.account}`;
  const alone = await ask(officer, auditor.account, { act: 'second-factor' });
  expect(alone).toMatchObject({ status: 409, body: { code: 'nobody-confirms' } });
  expect(alone.body['message']).toContain('npm run admin');
});

test('Art. 30(3): persons are counted, not accounts: nobody asks or confirms whom the register does not know', async () => {
  const stranger = await aSignedInPerson(db.owner, 'officer');
  const unlock = { act: 'second-factor' };
  expect((await ask(stranger, auditor.account, unlock)).body).toMatchObject({ code: 'person-unknown' });
  const third = await aSignedInPerson(db.owner, 'auditor');
  const { requestId } = await ask(officer, auditor.account, unlock);
  const told = await confirm(third, requestId);
  expect(told).toMatchObject({ status: 409, body: { code: 'person-unknown' } });
  expect(told.body['message']).toContain('link-account');
  await db.owner`update account set person_id = null where account_id = ${mayor.accountId}`;
  expect((await ask(officer, auditor.account, { act: 'close', leftOn: TODAY })).body).toMatchObject({
    code: 'person-unknown',
  });
});

test('Art. 30(1): the officer lists accounts of nobody in the register, and those that may be one person’s several', async () => {
  const listed = async (state: string) =>
    (
      (await call(officer, 'GET', `/accounts?limit=200&state=${state}`)).body['accounts'] as {
        account: string;
      }[]
    ).map(({ account }) => account);
  await db.owner`update account set person_name = '둘가진이' where account in (${auditor.account}, ${mayor.account})`;
  await db.owner`update account set person_name = '혼자' where account = ${officer.account}`;
  expect(await listed('no-person')).toContain(auditor.account);
  expect(await listed('no-person')).not.toContain(mayor.account);
  // The one name is of an account that nobody has tied to a person.
  expect(await listed('several')).toEqual(expect.arrayContaining([auditor.account, mayor.account]));
  expect(await listed('several')).not.toContain(officer.account);
  await asAPerson(db.owner, auditor.accountId);
  expect(await listed('several')).not.toContain(auditor.account);
});
