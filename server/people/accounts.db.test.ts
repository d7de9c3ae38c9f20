import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import type { Deps } from '../platform/deps.ts';
import { withClientAddress } from '../platform/guards.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aContractor, aDepartment, aSignedInPerson, type SignedIn } from '../testing/factories.ts';
import type { AccountsPage, AccountView, RightView } from './accounts.schema.ts';
import { accountsRoutes, closeAccountsOfPerson } from './index.ts';

let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let second: SignedIn;
const NOW = new Date();
const TODAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(NOW);
const YEAR = Number(TODAY.slice(0, 4));

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(withClientAddress, withActor(db.app));
  app.route('/', accountsRoutes({ sql: db.app, now: () => NOW } as unknown as Deps));
  officer = await aSignedInPerson(db.owner, 'officer');
  second = await aSignedInPerson(db.owner, 'officer');
});
afterAll(() => db.drop());

const call = async (who: SignedIn, method: string, path: string, body?: unknown) => {
  const response = await app.request(path, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>,
  };
};

const wholeCity = {
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  fromDay: null,
  untilDay: null,
};
let made = 0;
const aRequest = (over: Record<string, unknown> = {}) => ({
  requestId: randomUUID(),
  account: `new-person-${++made}`,
  password: 'twelve letters long',
  personName: '신관제',
  personId: null,
  seat: '4석',
  role: 'operator' as Role,
  departmentId: null,
  agency: null,
  contractorId: null,
  right: wholeCity,
  reason: '근무 시작',
  ...over,
});
const aRight = (over: Record<string, unknown> = {}) => ({
  ...wholeCity,
  requestId: randomUUID(),
  reason: '야간 근무',
  ...over,
});
const rightsOf = async (account: string) =>
  (await call(officer, 'GET', `/accounts/${account}/grants`)).body['rights'] as RightView[];

test('an officer makes an account once, however often the button is pressed (Art. 30(1))', async () => {
  const body = aRequest();
  expect((await call(officer, 'POST', '/accounts', body)).status).toBe(201);
  expect((await call(officer, 'POST', '/accounts', body)).status).toBe(201);
  const both = await Promise.all(
    [1, 2].map(() => call(officer, 'POST', '/accounts', aRequest({ account: 'once' }))),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const taken = await call(officer, 'POST', '/accounts', aRequest({ account: body.account }));
  expect(taken).toMatchObject({ status: 409, body: { code: 'name-taken', field: 'account' } });
  expect(await rightsOf(body.account)).toHaveLength(1);
  const { body: shown } = await call(officer, 'GET', `/accounts/${body.account}`);
  expect(shown as unknown as AccountView).toMatchObject({
    personName: '신관제',
    role: 'operator',
    pledgedAt: null,
  });
  expect(JSON.stringify(shown)).not.toMatch(/hash|argon/);
});

test('A5: no field that is not of the form is taken, and what is wrong is named', async () => {
  for (const over of [{ closedAt: null }, { source: 'demo' }, { accountId: 1 }, { approved: true }])
    expect((await call(officer, 'POST', '/accounts', aRequest(over))).status).toBe(400);
  const right = aRequest({ right: { ...wholeCity, grantedBy: '시장' } });
  expect((await call(officer, 'POST', '/accounts', right)).status).toBe(400);
  for (const [over, field] of [
    [{ password: 'elevenchars' }, 'password'],
    [{ password: 'qwertyuiop12' }, 'password'],
    [{ password: 'gangneung2026!' }, 'password'],
    [{ account: 'park.suhyeon', password: 'park.suhyeon1' }, 'password'],
    [{ account: 'Kim' }, 'account'],
    [{ role: 'liaison' }, 'agency'],
    [{ role: 'liaison', agency: 'nowhere' }, 'agency'],
    [{ role: 'department' }, 'departmentId'],
    [{ departmentId: 99_999 }, 'departmentId'],
    [{ right: { ...wholeCity, districtIds: [99_999] } }, 'districtIds'],
  ] as const)
    expect(await call(officer, 'POST', '/accounts', aRequest(over)), JSON.stringify(over)).toMatchObject({
      status: 400,
      body: { field },
    });
});

test('Art. 12(1): a contractor’s person is a maintainer or an operator, ends with the contract, and so does the session', async () => {
  const contractorId = await aContractor(db.owner, { validTo: `${YEAR + 1}-01-31` });
  const outside = aRequest({ role: 'auditor', contractorId });
  expect(await call(officer, 'POST', '/accounts', outside)).toMatchObject({
    status: 400,
    body: { field: 'contractorId' },
  });
  const endless = aRequest({ role: 'maintainer', contractorId });
  expect(await call(officer, 'POST', '/accounts', endless)).toMatchObject({
    status: 400,
    body: { field: 'untilDay' },
  });
  const late = aRequest({
    role: 'maintainer',
    contractorId,
    right: { ...wholeCity, untilDay: `${YEAR + 1}-02-01` },
  });
  expect(await call(officer, 'POST', '/accounts', late)).toMatchObject({
    status: 400,
    body: { field: 'untilDay' },
  });
  const fitting = aRequest({ role: 'maintainer', contractorId, right: { ...wholeCity, untilDay: TODAY } });
  expect((await call(officer, 'POST', '/accounts', fitting)).status).toBe(201);
  await expect(
    db.owner`insert into access_grant (account_id, reason, granted_by)
             select account_id, 'x', 'x' from account where account = ${fitting.account}`,
  ).rejects.toMatchObject({ constraint_name: 'right_of_outsider_ends' });

  const crew = await aSignedInPerson(db.owner, 'maintainer', { contractorId });
  expect((await call(crew, 'GET', '/accounts')).status).toBe(403);
  await db.owner`update contractor set valid_to = '2020-06-01' where contractor_id = ${contractorId}`;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await call(crew, 'GET', '/accounts')).status).toBe(401);
});

test('Art. 30(1): another person’s password is set with a reason, which the audit and its holder read', async () => {
  const { account, accountId } = await aSignedInPerson(db.owner, 'operator');
  const set = (body: object) => call(officer, 'PUT', `/accounts/${account}/password`, body);
  const password = 'a sentence nobody guesses';
  expect(await set({ password })).toMatchObject({ status: 400, body: { field: 'reason' } });
  expect(await set({ password, reason: ' ' })).toMatchObject({ status: 400, body: { field: 'reason' } });
  expect((await set({ password, reason: '비밀번호 잊음' })).status).toBe(204);
  const [row] = await db.owner`
    select detail from audit where action = 'account.password' and object_id = ${account} and outcome = 'done'`;
  expect(row!['detail']).toEqual({ reason: '비밀번호 잊음' });
  const [told] = await db.owner`select what, reason from login_notice where account_id = ${accountId}`;
  expect(told).toEqual({ what: 'password-set', reason: '비밀번호 잊음' });
});

test('A5: nobody changes the own account, role or rights by any route, and the try is written down', async () => {
  const own = `/accounts/${officer.account}`;
  const [grant] = await rightsOf(officer.account);
  for (const [method, path, body] of [
    [
      'PUT',
      `${own}/role`,
      { role: 'mayor', departmentId: null, agency: null, contractorId: null, right: null, reason: '승진' },
    ],
    ['POST', `${own}/grants`, aRight()],
    ['POST', `${own}/grants/${grant!.grantId}/revoke`, { reason: '내 권한' }],
    ['PUT', `${own}/password`, { password: 'a long enough password', reason: '내 것' }],
    ['POST', `${own}/close`, { reason: '퇴직', leftOn: TODAY }],
  ] as const)
    expect(await call(officer, method, path, body), path).toMatchObject({
      status: 403,
      body: { code: 'own-account' },
    });
  const [refused] = await db.app<{ n: number }[]>`
    select count(*)::int as n from audit
    where account_id = ${officer.accountId} and outcome = 'refused' and object_id = ${officer.account}`;
  expect(refused!.n).toBe(5);
});

test('a right is given over districts, hours and purposes until a day, changed as one act, and its history stays', async () => {
  const [district] = await db.owner<{ id: number }[]>`
    insert into district (code, name, geom, label_point, source)
    values ('51150101', '교1동', st_multi(st_makeenvelope(128.8, 37.7, 128.9, 37.8, 4326)), st_setsrid(st_makepoint(128.85, 37.75), 4326), 'test')
    returning district_id as id`;
  const person = await aSignedInPerson(db.owner, 'operator');
  const [first] = await rightsOf(person.account);
  const body = aRight({
    districtIds: [district!.id],
    purposes: ['security'],
    hours: { from: '22:00', to: '06:00' },
    untilDay: `${YEAR}-12-31`,
    replaces: first!.grantId,
  });
  const path = `/accounts/${person.account}/grants`;
  const answers = await Promise.all([1, 2].map(() => call(officer, 'POST', path, body)));
  expect(answers[0]).toEqual(answers[1]);
  const [given, ended] = await rightsOf(person.account);
  expect(given).toMatchObject({
    districts: ['교1동'],
    hours: { from: '22:00', to: '06:00' },
    replaces: first!.grantId,
    revokedAt: null,
  });
  expect(Date.parse(given!.validTo!)).toBe(Date.parse(`${YEAR + 1}-01-01T00:00:00+09:00`));
  expect(ended).toMatchObject({ grantId: first!.grantId, revokeReason: '야간 근무' });
  const again = { ...aRight(), replaces: first!.grantId };
  expect(await call(officer, 'POST', path, again)).toMatchObject({
    status: 409,
    body: { code: 'right-over' },
  });
  const others = `/accounts/${second.account}/grants/${given!.grantId}/revoke`;
  expect((await call(officer, 'POST', others, { reason: '남의 것' })).status).toBe(404);
  expect((await call(officer, 'POST', `${path}/${given!.grantId}/revoke`, { reason: '교대' })).status).toBe(
    204,
  );
  const twice = await call(officer, 'POST', `${path}/${given!.grantId}/revoke`, { reason: '또 교대' });
  expect(twice.status).toBe(409);
  expect((await call(person, 'GET', '/accounts')).status).toBe(403);
  const update = db.app`update access_grant set reason = '다른 말' where grant_id = ${given!.grantId}`;
  await expect(update).rejects.toMatchObject({ code: '42501' });
  await expect(db.owner`delete from access_grant where grant_id = ${given!.grantId}`).rejects.toMatchObject({
    code: '42501',
  });
  await expect(db.owner`delete from account where account = ${person.account}`).rejects.toMatchObject({
    code: '42501',
  });
});

test('another role ends the rights and the sessions of the old one (Art. 30(1))', async () => {
  const departmentId = await aDepartment(db.owner, { name: '교통과' });
  const person = await aSignedInPerson(db.owner, 'operator');
  const path = `/accounts/${person.account}/role`;
  const body = {
    role: 'department',
    departmentId,
    agency: null,
    contractorId: null,
    right: wholeCity,
    reason: '전보',
  };
  expect((await call(officer, 'PUT', path, { ...body, approved: true })).status).toBe(400);
  expect((await call(officer, 'PUT', path, body)).status).toBe(204);
  expect((await call(person, 'GET', '/accounts')).status).toBe(401);
  const { body: page } = await call(officer, 'GET', `/accounts?departmentId=${departmentId}`);
  expect((page as unknown as AccountsPage).accounts).toMatchObject([
    { account: person.account, role: 'department' },
  ]);
  expect((await rightsOf(person.account)).map(({ revokedAt }) => revokedAt === null)).toEqual([true, false]);
});

test('leaving closes the account and its sessions; the last open officer stays (Art. 32)', async () => {
  const person = await aSignedInPerson(db.owner, 'operator');
  const close = (account: string) =>
    call(officer, 'POST', `/accounts/${account}/close`, { reason: '퇴직', leftOn: TODAY });
  const early = { reason: '퇴직', leftOn: `${YEAR + 1}-01-01` };
  expect((await call(officer, 'POST', `/accounts/${person.account}/close`, early)).status).toBe(400);
  expect((await close(person.account)).status).toBe(204);
  expect((await call(person, 'GET', '/accounts')).status).toBe(401);
  expect((await close(person.account)).status).toBe(409);
  expect((await close('nobody-here')).status).toBe(404);
  const { body: page } = await call(officer, 'GET', '/accounts?state=closed');
  expect((page as unknown as AccountsPage).accounts).toMatchObject([
    { account: person.account, closeReason: '퇴직' },
  ]);

  const [one, two] = await Promise.all([
    call(officer, 'POST', `/accounts/${second.account}/close`, { reason: '전출', leftOn: TODAY }),
    call(second, 'POST', `/accounts/${officer.account}/close`, { reason: '전출', leftOn: TODAY }),
  ]);
  expect([one.status, two.status].filter((status) => status === 204)).toHaveLength(1);
  expect([one.status, two.status].filter((status) => [401, 409].includes(status))).toHaveLength(1);
  const left = await db.owner`select account from account where role = 'officer' and closed_at is null`;
  expect(left).toHaveLength(1);
  await expect(db.owner`update account set closed_at = now() where role = 'officer'`).rejects.toMatchObject({
    constraint_name: 'an_officer_stays',
  });
  if (one.status !== 204) [officer, second] = [second, officer];
});

test('who leaves by the personnel register loses the account in the same transaction (Art. 32)', async () => {
  const person = await aSignedInPerson(db.owner, 'operator');
  const names = await db.owner.begin(async (tx) => {
    const [row] = await tx<{ personId: number }[]>`
      update account set person_id = ${await aPerson(tx)} where account = ${person.account}
      returning person_id as "personId"`;
    return closeAccountsOfPerson(tx, row!.personId, { by: '이주무', reason: '퇴직', leftOn: TODAY });
  });
  expect(names).toEqual([person.account]);
  expect((await call(person, 'GET', '/accounts')).status).toBe(401);
});

/** A number of the personnel register, which is another duty's: here only the closing is asked about. */
async function aPerson(tx: Tx): Promise<number> {
  await tx`alter table account drop constraint if exists account_person_fkey`;
  return 1;
}

test('the list is of closed choices, by name and by page', async () => {
  const first = (await call(officer, 'GET', '/accounts?state=all&limit=2')).body as unknown as AccountsPage;
  expect(first.accounts).toHaveLength(2);
  const next = (await call(officer, 'GET', `/accounts?state=all&limit=2&after=${first.next}`))
    .body as unknown as AccountsPage;
  expect(next.accounts[0]!.account > first.accounts[1]!.account).toBe(true);
  for (const query of ['role=king', 'state=x', 'limit=1000', 'sort=password_hash', 'departmentId=x'])
    expect((await call(officer, 'GET', `/accounts?${query}`)).status, query).toBe(400);
});

test('Art. 18(5), 23: a new agency and its liaison come by data alone', async () => {
  await db.owner`insert into agency (code, name, source) values ('railway-police', '철도특별사법경찰대', 'test')`;
  const body = aRequest({
    role: 'liaison',
    agency: 'railway-police',
    right: { ...wholeCity, untilDay: TODAY },
  });
  expect((await call(officer, 'POST', '/accounts', body)).status).toBe(201);
  for (const agency of ['police', 'fire', 'coast-guard', 'forest'])
    expect(
      (
        await call(officer, 'POST', '/accounts', {
          ...aRequest(),
          ...body,
          requestId: randomUUID(),
          account: `of-${agency}`,
          agency,
        })
      ).status,
    ).toBe(201);
  const { body: page } = await call(officer, 'GET', '/accounts?role=liaison&agency=railway-police');
  expect((page as unknown as AccountsPage).accounts).toMatchObject([{ agencyName: '철도특별사법경찰대' }]);
});

test('the mayor and the auditor read and change nothing; nobody else reads', async () => {
  for (const role of ['mayor', 'auditor'] as const) {
    const reader = await aSignedInPerson(db.owner, role);
    for (const path of ['/accounts', `/accounts/${officer.account}`, '/rights/reviews', '/settings'])
      expect((await call(reader, 'GET', path)).status, path).toBe(200);
    expect((await call(reader, 'POST', '/accounts', aRequest())).status).toBe(403);
    expect(
      (await call(reader, 'PUT', '/settings/pledge.required', { value: false, note: '시험' })).status,
    ).toBe(403);
  }
  for (const role of ['operator', 'maintainer', 'liaison'] as const)
    expect((await call(await aSignedInPerson(db.owner, role), 'GET', '/accounts')).status).toBe(403);
});

test('a setting keeps who set it, when and why, and takes no wrong value', async () => {
  expect((await call(officer, 'PUT', '/settings/review.days', { value: 10, note: '내부 방침' })).status).toBe(
    204,
  );
  for (const [key, body] of [
    ['review.days', { value: 900, note: '내부 방침' }],
    ['review.days', { value: 10 }],
    ['idle.minutes', { value: { mayor: 0 }, note: '내부 방침' }],
    ['pledge.required', { value: 'no', note: '내부 방침' }],
  ] as const)
    expect((await call(officer, 'PUT', `/settings/${key}`, body)).status, key).toBe(400);
  expect((await call(officer, 'PUT', '/settings/no.such', { value: 1, note: '내부 방침' })).status).toBe(404);
  const { body } = await call(officer, 'GET', '/settings');
  expect((body['settings'] as { key: string }[]).find(({ key }) => key === 'review.days')).toMatchObject({
    value: 10,
    until: 15,
    history: [{ value: 10, setBy: '시험관', note: '내부 방침' }],
  });
});
