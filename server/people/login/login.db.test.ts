import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { generate } from 'otplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SYSTEM, type Role } from '../../platform/access.ts';
import { readConfig } from '../../platform/config.ts';
import type { Deps } from '../../platform/deps.ts';
import { clientAddressBehind, jsonOnly } from '../../platform/guards.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Env } from '../../platform/policed.ts';
import { forgetSessions, sameOriginOnly, withActor } from '../../platform/session.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { aPledge, aSignedInPerson } from '../../testing/factories.ts';
import {
  accountsRoutes,
  closeAccount,
  createAccount,
  displaysRoutes,
  sessionRoutes,
  setPassword,
} from '../index.ts';
import type { AccountView } from '../accounts.schema.ts';
import type { SessionView } from '../people.schema.ts';
import type { DisplaysView, PairingCode } from './displays.schema.ts';
import type { EndedView, PledgeView, SecondStep } from './login.schema.ts';
import { LOCK_OUT } from './lock-out.law.ts';
import { openTotp } from './totp.ts';

let db: TestDatabase;
let deps: Deps;
let app: Hono<Env>;
let now = new Date('2026-11-25T03:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'gwanje-login-'));
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  db = await aDatabase();
  const config = readConfig({
    DATA_DIR: folder,
    CENTRE_NETWORKS: '10.1.0.0/16,fd00:1::/32',
    TRUSTED_PROXIES: '127.0.0.1/32',
    PUBLIC_URL: 'https://map.example.go.kr',
  });
  deps = { sql: db.app, config, now: () => now } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(clientAddressBehind(config.trustedProxies), sameOriginOnly, jsonOnly, withActor(db.app));
  app.get('/api/probe', (c) => c.json({ address: c.get('clientAddress') }));
  app.route(
    '/api',
    sessionRoutes(deps, () => undefined),
  );
  app.route('/api', displaysRoutes(deps));
  app.route('/api', accountsRoutes(deps));
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await db.owner`delete from login_failure`;
  now = new Date(now.getTime() + 600_000);
});

const INSIDE = '10.1.2.3';
const OUTSIDE = '203.0.113.7';
let people = 0;

async function aPerson(
  role: Role = 'operator',
  { pledged = true } = {},
): Promise<{ account: string; accountId: number }> {
  const account = `login-${++people}`;
  const row = { account, password: PASSWORD, role, personName: '이주무', seat: null, departmentId: null };
  const agency = role === 'liaison' ? 'police' : null;
  const accountId = await createAccount(db.app, SYSTEM, { ...row, agency }, 'test');
  if (pledged) await aPledge(db.app, accountId);
  return { account, accountId };
}

interface Sent {
  from?: string;
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
}
const send = (method: string, path: string, { from = INSIDE, cookie, body, headers = {} }: Sent = {}) =>
  app.request(`/api${path}`, {
    method,
    headers: {
      'x-forwarded-for': from,
      'user-agent': 'test browser',
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const signIn = async (account: string, password = PASSWORD, from = INSIDE, cookie?: string) =>
  send('POST', '/session', {
    from,
    body: { account, password },
    ...(cookie === undefined ? {} : { cookie }),
  });
const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!;
const stepOf = async (response: Response): Promise<SecondStep> => {
  expect(response.status).toBe(202);
  expect(response.headers.get('set-cookie')).toBeNull();
  return (await response.json()) as SecondStep;
};
const codeAt = (secret: string, shiftSeconds = 0) =>
  generate({ secret, epoch: Math.floor(now.getTime() / 1000) + shiftSeconds });
const sessionOf = async (cookie: string, from = INSIDE) =>
  (await (await send('GET', '/session', { from, cookie })).json()) as SessionView;
const second = async (step: string, code: string, from = INSIDE) =>
  send('POST', '/session/second', { from, body: { step, code } });

/** Signs in for the first time and sets the authenticator app up. */
async function enrol(account: string, from = INSIDE): Promise<{ secret: string; cookie: string }> {
  const { step, enrol: offered } = await stepOf(await signIn(account, PASSWORD, from));
  const { secret } = offered!.totp;
  const done = await second(step, await codeAt(secret), from);
  expect(done.status).toBe(204);
  return { secret, cookie: cookieOf(done) };
}

test('officer, mayor and auditor show a second factor everywhere, an operator at the own desk does not', async () => {
  for (const role of ['officer', 'mayor', 'auditor'] as const)
    expect((await signIn((await aPerson(role)).account)).status, role).toBe(202);
  for (const role of ['operator', 'maintainer', 'liaison'] as const) {
    const { account } = await aPerson(role);
    expect((await signIn(account)).status, role).toBe(204);
    expect((await signIn(account, PASSWORD, OUTSIDE)).status, role).toBe(202);
  }
});

test('an account of the demo comes in by its password alone', async () => {
  const { account, accountId } = await aPerson('officer');
  await db.owner`update account set source = 'demo' where account_id = ${accountId}`;
  expect((await signIn(account, PASSWORD, OUTSIDE)).status).toBe(204);
});

test('the authenticator app is set up at the first sign-in, and a used code is never taken twice', async () => {
  const { account, accountId } = await aPerson('officer');
  const { secret, cookie } = await enrol(account);
  expect((await send('GET', '/session', { cookie })).status).toBe(200);
  const again = await stepOf(await signIn(account));
  expect(again).not.toHaveProperty('enrol');
  expect(again.methods).toEqual(['totp']);
  expect((await second(again.step, await codeAt(secret))).status).toBe(401);
  expect((await second(again.step, await codeAt(secret, 30))).status).toBe(204);
  const third = await stepOf(await signIn(account));
  expect((await second(third.step, await codeAt(secret, -30))).status).toBe(401);
  const rows = await db.owner<{ outcome: string; kind: string; detail: Record<string, unknown> }[]>`
    select outcome, object_kind as kind, detail from audit where account_id = ${accountId} order by seq`;
  expect(rows).toEqual([
    { outcome: 'done', kind: 'second-factor', detail: { enrolled: 'totp' } },
    { outcome: 'done', kind: 'session', detail: { account, proofs: ['password', 'totp'], enrolled: 'totp' } },
    { outcome: 'refused', kind: 'second-factor', detail: { method: 'totp' } },
    { outcome: 'done', kind: 'session', detail: { account, proofs: ['password', 'totp'] } },
    { outcome: 'refused', kind: 'second-factor', detail: { method: 'totp' } },
  ]);
});

test('a code of one step before or after is taken, of two is not', async () => {
  for (const [shift, status] of [
    [-60, 401],
    [60, 401],
    [-30, 204],
    [30, 204],
  ] as const) {
    const { step, enrol: offered } = await stepOf(await signIn((await aPerson('officer')).account));
    expect((await second(step, await codeAt(offered!.totp.secret, shift))).status, `${shift} s`).toBe(status);
  }
});

test('the same code sent twice at once opens one session', async () => {
  const { account } = await aPerson('officer');
  const { secret } = await enrol(account);
  now = new Date(now.getTime() + 60_000);
  const steps = await Promise.all([1, 2, 3].map(async () => (await stepOf(await signIn(account))).step));
  const code = await codeAt(secret);
  const answers = await Promise.all(steps.map((step) => second(step, code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
});

test('a step is good once, from its own address, and not for long', async () => {
  const { account } = await aPerson('officer');
  const { secret } = await enrol(account);
  const first = await stepOf(await signIn(account));
  now = new Date(now.getTime() + 60_000);
  expect((await second(first.step, await codeAt(secret), '10.1.2.4')).status).toBe(401);
  expect((await second(first.step, await codeAt(secret))).status).toBe(204);
  now = new Date(now.getTime() + 60_000);
  const spent = await second(first.step, await codeAt(secret));
  expect([spent.status, ((await spent.json()) as { code: string }).code]).toEqual([401, 'step-over']);
  const late = await stepOf(await signIn(account));
  await db.owner`update login_step set expires_at = now() - interval '1 second'`;
  expect((await second(late.step, await codeAt(secret))).status).toBe(401);
  const kept = await db.owner<{ whole: string }[]>`select login_step::text as whole from login_step`;
  for (const { whole } of kept) expect(whole).not.toContain(late.step);
});

test('the shared secret lies sealed, bound to its account', async () => {
  const [one, other] = [await aPerson('officer'), await aPerson('officer')];
  const { secret } = await enrol(one.account);
  const [row] = await db.owner<{ sealed: Uint8Array }[]>`
    select sealed_secret as sealed from totp_factor where account_id = ${one.accountId}`;
  expect(Buffer.from(row!.sealed).toString('latin1')).not.toContain(secret);
  expect(openTotp(deps.config, one.accountId, row!.sealed)).toBe(secret);
  expect(() => openTotp(deps.config, other.accountId, row!.sealed)).toThrow();
});

test('an officer resets the second factor of another and not the own one', async () => {
  const { account } = await aPerson('officer');
  const { cookie } = await enrol(account);
  const officer = await aSignedInPerson(db.owner, 'officer');
  const reason = '휴대전화 분실';
  const reset = (who: string, by: string) =>
    send('POST', `/accounts/${who}/second-factor/reset`, { cookie: by, body: { reason } });
  expect((await reset(account, cookie)).status).toBe(403);
  const operator = await aSignedInPerson(db.owner, 'operator');
  expect((await reset(account, operator.cookie)).status).toBe(403);
  expect((await reset('nobody', officer.cookie)).status).toBe(404);
  expect((await reset(account, officer.cookie)).status).toBe(204);
  expect((await send('GET', '/session', { cookie })).status).toBe(401);
  expect(await stepOf(await signIn(account))).toHaveProperty('enrol');
  const { cookie: after } = await enrol(account);
  expect((await sessionOf(after)).notices).toEqual([
    expect.objectContaining({ what: 'factor-reset', by: '시험관', reason }),
  ]);
  const [row] = await db.owner<{ detail: object }[]>`
    select detail from audit where action = 'account.password' and object_id = ${account} and outcome = 'done'`;
  expect(row!.detail).toEqual({ secondFactor: 'reset', reason, removed: 1 });
});

test('A6: who changes the own password proves the old one, stays in afresh, and every other session ends and is told', async () => {
  const { account } = await aPerson();
  const [here, elsewhere] = [
    cookieOf(await signIn(account)),
    cookieOf(await signIn(account, PASSWORD, '10.1.2.9')),
  ];
  const next = 'a sentence that nobody else knows';
  const change = (body: object, cookie = here) => send('PUT', '/session/password', { cookie, body });
  expect((await change({ password: 'not the password', next })).status).toBe(403);
  expect((await change({ password: PASSWORD, next: 'short' })).status).toBe(400);
  expect((await change({ password: PASSWORD, next: PASSWORD })).status).toBe(400);
  expect((await change({ password: PASSWORD, next, account: 'officer' })).status).toBe(400);
  const done = await change({ password: PASSWORD, next });
  expect(done.status).toBe(204);
  for (const before of [here, elsewhere])
    expect((await send('GET', '/session', { cookie: before })).status).toBe(401);
  const fresh = cookieOf(done);
  expect(await sessionOf(fresh)).toMatchObject({ account, notices: [] });
  expect((await signIn(account)).status).toBe(401);
  const later = cookieOf(await signIn(account, next, '10.1.2.9'));
  const { notices } = await sessionOf(later, '10.1.2.9');
  expect(notices).toMatchObject([{ what: 'password-changed', by: null, address: INSIDE }]);
  const read = (cookie: string) =>
    send('POST', '/session/notices/read', { cookie, body: { upTo: notices[0]!.noticeId } });
  // Whoever changed it cannot hide it from the others.
  expect((await read(fresh)).status).toBe(204);
  expect((await sessionOf(later, '10.1.2.9')).notices).toHaveLength(1);
  expect((await read(later)).status).toBe(204);
  expect((await sessionOf(later, '10.1.2.9')).notices).toEqual([]);
  const rows = await db.owner<{ outcome: string; detail: object }[]>`
    select outcome, detail from audit where action = 'login.change' and object_id = ${account} order by seq`;
  expect(rows).toEqual([
    { outcome: 'refused', detail: {} },
    { outcome: 'done', detail: {} },
  ]);
});

test('A7: the old password is guessed at an unlocked desk no more often than at the door', async () => {
  const { account } = await aPerson();
  const cookie = cookieOf(await signIn(account));
  const body = { password: 'not the password', next: 'a sentence that nobody else knows' };
  const statuses = [];
  for (let i = 0; i < 6; i++)
    statuses.push((await send('PUT', '/session/password', { cookie, body })).status);
  expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
  expect((await signIn(account)).status).toBe(429);
});

test('a password that is easily guessed is refused with the sentence why, and changes nothing', async () => {
  const { account } = await aPerson();
  const cookie = cookieOf(await signIn(account));
  const body = { password: PASSWORD, next: 'gangneung2026!!' };
  const answer = await send('PUT', '/session/password', { cookie, body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    field: 'next',
    message: expect.stringContaining('도시 이름') as string,
  });
  expect((await signIn(account)).status).toBe(204);
});

test('a display of the wall changes no password and reads of none', async () => {
  const { display } = await aWall();
  const cookie = cookieOf(await pair(display.code));
  const body = { password: PASSWORD, next: 'a sentence that nobody else knows' };
  expect((await send('PUT', '/session/password', { from: WALL, cookie, body })).status).toBe(403);
});

test('A7: many wrong passwords at once are looked at no more often than the limit allows', async () => {
  const { account } = await aPerson();
  const answers = await Promise.all(Array.from({ length: 16 }, () => signIn(account, 'not the password')));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(11);
  expect((await signIn(account)).status).toBe(429);
});

test('A7: many addresses at one account, and one network of IPv6 at many accounts, meet the same limit', async () => {
  const { account } = await aPerson();
  const spread = [];
  for (let i = 0; i < 8; i++) spread.push((await signIn(account, 'wrong', `203.0.113.${i}`)).status);
  expect(spread).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  const network = [];
  for (let i = 0; i < LOCK_OUT.namesOfAddress + 2; i++)
    network.push((await signIn(`guess-${i}`, 'wrong', `2001:db8:1:2::${i + 1}`)).status);
  expect(network.filter((status) => status === 429)).toHaveLength(2);
  expect((await signIn('guess-99', 'wrong', '2001:db8:1:3::1')).status).toBe(401);
});

const minutesAgo = (account: string, minutes: number) => db.owner`
  update login_failure set failed_at = failed_at - make_interval(mins => ${minutes}) where account = ${account}`;

test('A7: a lock holds for its whole time from the failure that shut the door, however long before it the first was', async () => {
  const officer = await aSignedInPerson(db.owner, 'officer');
  const { account } = await aPerson();
  expect((await signIn(account, 'wrong')).status).toBe(401);
  await minutesAgo(account, 5);
  for (let i = 0; i < 4; i++) expect((await signIn(account, 'wrong')).status).toBe(401);
  await minutesAgo(account, 11);
  const shut = await signIn(account);
  expect(shut.status).toBe(429);
  const read = await send('GET', `/accounts/${account}`, { cookie: officer.cookie });
  expect(((await read.json()) as AccountView).lock?.from).toEqual([{ address: INSIDE, failures: 5 }]);
  await minutesAgo(account, LOCK_OUT.minutes - 11);
  expect((await signIn(account)).status).toBe(204);
});

test('A7: failures further apart than the time of a lock shut nothing', async () => {
  const { account } = await aPerson();
  for (let i = 0; i < 5; i++) {
    expect((await signIn(account, 'wrong')).status).toBe(401);
    await minutesAgo(account, 4);
  }
  expect((await signIn(account)).status).toBe(204);
});

test('A7: coming in and changing the password forget the failures before', async () => {
  const { account } = await aPerson();
  const slips = async (n: number) => {
    for (let i = 0; i < n; i++) expect((await signIn(account, 'wrong')).status).toBe(401);
  };
  await slips(4);
  const cookie = cookieOf(await signIn(account));
  await slips(4);
  const next = 'a sentence that nobody else knows';
  expect(
    (await send('PUT', '/session/password', { cookie, body: { password: PASSWORD, next } })).status,
  ).toBe(204);
  await slips(4);
  await setPassword(db.app, SYSTEM, account, 'another sentence that nobody knows');
  await slips(4);
  expect((await signIn(account, 'another sentence that nobody knows')).status).toBe(204);
});

test('A7: unknown, closed and locked accounts are answered alike', async () => {
  const { account, accountId } = await aPerson();
  const closed = await aPerson();
  await db.owner`update account set closed_at = now() where account_id = ${closed.accountId}`;
  const texts = new Set<string>();
  for (const name of [account, closed.account, 'no-such-account'])
    for (let i = 0; i < 7; i++) {
      const answer = await signIn(name, 'not the password', OUTSIDE);
      const text = (await answer.text()).replace(/\d\d:\d\d/, 'hh:mm');
      texts.add(`${i < 5 ? 'before' : 'after'} ${answer.status} ${text}`);
      await db.owner`delete from login_failure where account <> ${name}`;
    }
  expect(texts.size).toBe(2);
  expect(accountId).toBeGreaterThan(0);
});

test('A7: codes are guessed no more often than passwords, and the lock holds for both', async () => {
  const { account } = await aPerson('officer');
  const { secret } = await enrol(account);
  now = new Date(now.getTime() + 60_000);
  const { step } = await stepOf(await signIn(account));
  const right = await codeAt(secret);
  const wrong = right === '000000' ? '000001' : '000000';
  for (let i = 0; i < 5; i++) expect((await second(step, wrong)).status).toBe(401);
  expect((await second(step, right)).status).toBe(401);
  expect((await signIn(account)).status).toBe(429);
});

test('A7: an attack from elsewhere does not lock a person out of the own desk', async () => {
  const { account } = await aPerson();
  expect((await signIn(account)).status).toBe(204);
  for (let i = 0; i < 6; i++) await signIn(account, 'wrong', `203.0.113.${i}`);
  expect((await signIn(account, PASSWORD, OUTSIDE)).status).toBe(429);
  expect((await signIn(account, PASSWORD, '10.1.9.9')).status).toBe(429);
  expect((await signIn(account)).status).toBe(204);
  for (let i = 0; i < 5; i++) await signIn(account, 'wrong');
  expect((await signIn(account)).status).toBe(429);
});

const guessNames = async (n: number, from = INSIDE) => {
  const statuses = [];
  for (let i = 0; i < n; i++) statuses.push((await signIn(`nobody-${i}`, 'wrong', from)).status);
  return statuses;
};

test('A7: one person’s slips shut nobody else out, many names from one address do, and whoever came in from there still does', async () => {
  const [known, fresh] = [await aPerson(), await aPerson()];
  expect((await signIn(known.account)).status).toBe(204);
  for (let i = 0; i < 40; i++) await signIn('somebody-else', 'wrong');
  expect((await signIn(fresh.account)).status).toBe(204);
  await db.owner`delete from login_success where account_id = ${fresh.accountId}`;
  expect(await guessNames(LOCK_OUT.namesOfAddress - 1)).not.toContain(429);
  const shut = await signIn(fresh.account);
  expect(shut.status).toBe(429);
  expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await signIn(known.account)).status).toBe(204);
});

test('A7: of a place that is shut nothing is told but a right password, neither then nor afterwards', async () => {
  const known = await aPerson();
  expect((await signIn(known.account)).status).toBe(204);
  await guessNames(LOCK_OUT.namesOfAddress);
  const told = async (account: string) => {
    const answer = await signIn(account, 'not the password');
    return JSON.stringify([answer.status, answer.headers.get('retry-after')?.length, await answer.text()]);
  };
  const unknown = await told('no-such-account');
  for (let i = 0; i < 8; i++) expect(await told(known.account)).toBe(unknown);
  // Guesses at who came in from there are no more than anywhere else.
  expect((await signIn(known.account)).status).toBe(429);
  await db.owner`update login_failure set failed_at = failed_at - interval '16 minutes' where of_place`;
  expect((await signIn(known.account, 'wrong')).status).toBe(401);
});

test('Art. 30(1): the officer sees a lock, until when and from where, and lifts it with a reason, an overseer’s too', async () => {
  const officer = await aSignedInPerson(db.owner, 'officer');
  for (const role of ['operator', 'auditor'] as const) {
    const { account } = await aPerson(role);
    const lockOf = async () =>
      ((await (await send('GET', `/accounts/${account}`, { cookie: officer.cookie })).json()) as AccountView)
        .lock;
    for (let i = 0; i < 4; i++) await signIn(account, 'wrong', OUTSIDE);
    expect(await lockOf()).toBe(null);
    await signIn(account, 'wrong');
    expect((await signIn(account)).status).toBe(429);
    const lock = await lockOf();
    expect(Date.parse(lock!.until)).toBeGreaterThan(Date.now());
    expect(lock!.from).toEqual([
      { address: OUTSIDE, failures: 4 },
      { address: INSIDE, failures: 1 },
    ]);
    const unlock = (body: unknown) =>
      send('POST', `/accounts/${account}/unlock`, { cookie: officer.cookie, body });
    expect((await unlock({})).status).toBe(400);
    expect((await unlock({ reason: '전화로 본인 확인' })).status).toBe(204);
    expect(await lockOf()).toBe(null);
    expect((await signIn(account)).status).toBe(role === 'auditor' ? 202 : 204);
    const [row] = await db.owner<{ detail: unknown; actor: string }[]>`
      select detail from audit where action = 'account.unlock' and object_id = ${account}`;
    expect(row!.detail).toMatchObject({
      reason: '전화로 본인 확인',
      failures: [{ failures: 4 }, { failures: 1 }],
    });
  }
});

test('A6: the session changes at every sign-in, and the one before is dead', async () => {
  const { account } = await aPerson();
  const first = cookieOf(await signIn(account));
  const fresh = cookieOf(await signIn(account, PASSWORD, INSIDE, first));
  expect(fresh).not.toBe(first);
  expect((await send('GET', '/session', { cookie: first })).status).toBe(401);
  expect((await send('GET', '/session', { cookie: fresh })).status).toBe(200);
  const planted = '__Host-session=planted-by-somebody-else';
  const opened = cookieOf(await signIn(account, PASSWORD, INSIDE, planted));
  expect(opened).not.toBe(planted);
  expect((await send('GET', '/session', { cookie: planted })).status).toBe(401);
});

test('A6: another password, another role and leaving end every session and every half-done sign-in', async () => {
  const changes: Record<string, (account: string) => Promise<unknown>> = {
    password: (account) => setPassword(db.app, SYSTEM, account, 'another long password'),
    role: (account) => db.app`update account set role = 'auditor' where account = ${account}`,
    leaving: (account) =>
      closeAccount(db.app, SYSTEM, account, { reason: '퇴직', leftOn: '2026-01-02', today: '2026-01-02' }),
  };
  for (const [what, change] of Object.entries(changes)) {
    const { account } = await aPerson('officer');
    const { secret, cookie } = await enrol(account);
    const { step } = await stepOf(await signIn(account));
    await change(account);
    forgetSessions();
    now = new Date(now.getTime() + 60_000);
    expect((await send('GET', '/session', { cookie })).status, what).toBe(401);
    expect((await second(step, await codeAt(secret))).status, what).toBe(401);
  }
});

test('A5: what a person is, is not taken from what the person sends', async () => {
  const { account, accountId } = await aPerson('operator', { pledged: false });
  const body = { account, password: PASSWORD, role: 'mayor', pledged: true, source: 'demo', displayId: 1 };
  const cookie = cookieOf(await send('POST', '/session', { body }));
  const view = (await (await send('GET', '/session', { cookie })).json()) as SessionView;
  expect(view).toMatchObject({ role: 'operator', pledged: false, display: null });
  const { version } = (await (await send('GET', '/pledge', { cookie })).json()) as PledgeView;
  const other = await aPerson('officer', { pledged: false });
  const pledge = { version, accountId: other.accountId, text: '다른 글' };
  expect((await send('POST', '/pledge', { cookie, body: pledge })).status).toBe(204);
  const signed = await db.owner<{ by: number; text: string }[]>`
    select account_id as by, text_signed as text from pledge where account_id in (${accountId}, ${other.accountId})`;
  expect(signed).toHaveLength(1);
  expect(signed[0]!.by).toBe(accountId);
  expect(signed[0]!.text).not.toContain('다른 글');
});

test('A8: only the hop that our own proxy saw counts, in whatever spelling it comes', async () => {
  const seen = async (from: string) =>
    ((await (await send('GET', '/probe', { from })).json()) as { address: string }).address;
  expect(await seen('10.1.0.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(await seen('::ffff:10.1.2.3')).toBe('10.1.2.3');
  expect(await seen('0:0:0:0:0:ffff:7f00:1')).toBe('127.0.0.1');
  expect(await seen('203.0.113.9, 127.0.0.1')).toBe('203.0.113.9');
  expect(await seen('fe80::1%eth0')).toBe('fe80::1');
  expect(await seen('10.1.2.3, 0x7f.1')).toBe('127.0.0.1');
  const { account } = await aPerson();
  expect((await signIn(account, PASSWORD, '10.1.2.3, 203.0.113.9')).status).toBe(202);
  expect((await signIn(account, PASSWORD, '203.0.113.9, ::ffff:10.1.2.3')).status).toBe(204);
});

test('A9: whatever another site can send is refused before it is read', async () => {
  const { account } = await aPerson();
  const body = JSON.stringify({ account, password: PASSWORD });
  const sent = (headers: Record<string, string>) =>
    app.request('/api/session', {
      method: 'POST',
      body,
      headers: {
        'x-forwarded-for': INSIDE,
        host: 'map.example.go.kr',
        'content-type': 'application/json',
        ...headers,
      },
    });
  for (const [headers, status] of [
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://map.example.go.kr.evil.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'text/plain; x=application/json' }, 415],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, 415],
    [{ origin: 'https://map.example.go.kr', 'sec-fetch-site': 'same-origin' }, 204],
    [{}, 204],
  ] as const)
    expect((await sent(headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(status);
});

test('A10: no origin is ever told that it may read an answer', async () => {
  const { account } = await aPerson();
  const cookie = cookieOf(await signIn(account));
  for (const origin of [
    'https://evil.example',
    'null',
    'https://map.example.go.kr',
    'https://evil-map.example.go.kr.x',
  ])
    for (const [method, path] of [
      ['GET', '/session'],
      ['GET', '/welcome'],
      ['OPTIONS', '/session'],
    ] as const) {
      const answer = await send(method, path, { cookie, headers: { origin } });
      const named = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(named, `${method} ${path} ${origin}`).toEqual([]);
    }
});

test('what a page reads by itself keeps no session alive; keys, changes and scripts do', async () => {
  const { account, accountId } = await aPerson('liaison');
  const cookie = cookieOf(await signIn(account));
  const browser = { 'sec-fetch-site': 'same-origin' };
  const idleFor = (seconds: number) => {
    forgetSessions();
    return db.owner`
      update session set seen_at = now() - make_interval(secs => ${seconds}) where account_id = ${accountId}`;
  };
  const left = async () => {
    const answer = await send('GET', '/session', { cookie, headers: browser });
    return Math.round(((await answer.json()) as SessionView).idle!.leftSeconds / 60);
  };
  await idleFor(300);
  expect(await left()).toBe(5);
  expect(await left()).toBe(5);
  const seen = await send('POST', '/session/seen', { cookie, headers: browser });
  expect(await seen.json()).toMatchObject({ idle: { minutes: 10 } });
  expect(await left()).toBe(10);
  await idleFor(601);
  expect((await send('GET', '/session', { cookie, headers: browser })).status).toBe(401);
  expect(await (await send('GET', '/welcome', { cookie, headers: browser })).json()).toMatchObject({
    signedIn: false,
    ended: { why: 'idle' },
  });
});

test('whoever held a session is told why it is over and whom to ask, and nobody else is told anything', async () => {
  const changes: Record<string, (account: string) => Promise<unknown>> = {
    closed: (account) =>
      closeAccount(db.app, SYSTEM, account, { reason: '퇴직', leftOn: '2026-01-02', today: '2026-01-02' }),
    role: (account) => db.app`update account set role = 'maintainer' where account = ${account}`,
    'password-set': (account) => setPassword(db.app, SYSTEM, account, 'another long password'),
    over: (account) =>
      db.app`delete from session using account where session.account_id = account.account_id and account = ${account}`,
  };
  const welcome = async (cookie: string) =>
    ((await (await send('GET', '/welcome', { cookie })).json()) as { ended: EndedView | null }).ended;
  for (const [why, change] of Object.entries(changes)) {
    const { account } = await aPerson();
    const cookie = cookieOf(await signIn(account));
    await sessionOf(cookie);
    expect(await welcome(cookie)).toBe(null);
    await change(account);
    forgetSessions();
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
    expect(await welcome(cookie), why).toMatchObject({ why, on: why === 'closed' ? today : null });
    expect(await welcome(`${cookie.slice(0, -1)}_`)).toBe(null);
  }
});

test('Art. 32: before the pledge a person may read it, sign it and go; what was signed is kept word for word', async () => {
  const { account, accountId } = await aPerson('operator', { pledged: false });
  const cookie = cookieOf(await signIn(account));
  const list = await send('GET', '/accounts', { cookie });
  expect([list.status, ((await list.json()) as { code: string }).code]).toEqual([403, 'pledge-first']);
  const pledge = (await (await send('GET', '/pledge', { cookie })).json()) as PledgeView;
  expect(pledge.signed).toBeNull();
  expect((await send('POST', '/pledge', { cookie, body: { version: 'old' } })).status).toBe(409);
  for (let press = 0; press < 2; press++)
    expect((await send('POST', '/pledge', { cookie, body: { version: pledge.version } })).status).toBe(204);
  const kept = await db.owner<{ text: string; version: string; address: string }[]>`
    select text_signed as text, text_version as version, host(address) as address
    from pledge where account_id = ${accountId}`;
  expect(kept).toEqual([{ text: pledge.text.join('\n'), version: pledge.version, address: INSIDE }]);
  const view = (await (await send('GET', '/session', { cookie })).json()) as SessionView;
  expect(view.pledged).toBe(true);
  const [{ rows }] = await db.owner<[{ rows: number }]>`
    select count(*)::int as rows from audit where action = 'pledge.sign' and account_id = ${accountId}`;
  expect(rows).toBe(1);
  await expect(
    db.app`update pledge set text_signed = '다른 글' where account_id = ${accountId}`,
  ).rejects.toThrow();
  await expect(
    db.owner`update pledge set text_signed = '다른 글' where account_id = ${accountId}`,
  ).rejects.toThrow();
});

const WALL = '10.1.50.7';

async function aWall(): Promise<{ officer: string; display: PairingCode; account: string }> {
  const { cookie: officer } = await aSignedInPerson(db.owner, 'officer');
  const { account } = await aPerson('operator');
  const body = { requestId: crypto.randomUUID(), name: '비디오월 1', network: '10.1.50.0/24', account };
  const made = await send('POST', '/displays', { cookie: officer, body });
  expect(made.status).toBe(201);
  return { officer, account, display: (await made.json()) as PairingCode };
}
const pair = (code: string, from = WALL) => send('POST', '/session/display', { from, body: { code } });

test('a wall machine is connected by a code, once, inside its network', async () => {
  const { display } = await aWall();
  expect((await pair(display.code, INSIDE)).status).toBe(401);
  const typed = `${display.code.slice(0, 4).toLowerCase()}-${display.code.slice(4)}`;
  const opened = await pair(typed);
  expect(opened.status).toBe(204);
  const view = (await (
    await send('GET', '/session', { from: WALL, cookie: cookieOf(opened) })
  ).json()) as SessionView;
  expect(view).toMatchObject({ display: { name: '비디오월 1' }, idle: null });
  expect([...view.actions].sort()).toEqual(['camera.watch', 'map.read', 'session.end']);
  expect((await pair(display.code)).status).toBe(401);
});

test('a code runs out after ten minutes, and guessing codes closes the address', async () => {
  const { display } = await aWall();
  await db.owner`update display set pairing_expires_at = now() - interval '1 second' where display_id = ${display.displayId}`;
  expect((await pair(display.code)).status).toBe(401);
  const statuses = [];
  for (let i = 0; i <= LOCK_OUT.namesOfAddress; i++)
    statuses.push((await pair('AAAAAAAA', '10.1.50.9')).status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});

test("a wall's session on another machine or in another browser is ended and written down", async () => {
  for (const moved of [{ from: '10.1.50.8' }, { from: WALL, headers: { 'user-agent': 'another browser' } }]) {
    const { display } = await aWall();
    const cookie = cookieOf(await pair(display.code));
    expect((await send('GET', '/session', { from: WALL, cookie })).status).toBe(200);
    expect((await send('GET', '/session', { ...moved, cookie })).status).toBe(401);
    forgetSessions();
    expect((await send('GET', '/session', { from: WALL, cookie })).status).toBe(401);
    const [row] = await db.owner<{ outcome: string }[]>`
      select outcome from audit where object_kind = 'display' and object_id = ${String(display.displayId)}
      order by seq desc limit 1`;
    expect(row!.outcome).toBe('refused');
  }
});

test('the officer sees every screen and ends one at once; nobody else registers any', async () => {
  const { officer, display, account } = await aWall();
  const cookie = cookieOf(await pair(display.code));
  const listed = async () =>
    ((await (await send('GET', '/displays', { cookie: officer })).json()) as DisplaysView).displays.find(
      ({ displayId }) => displayId === display.displayId,
    )!;
  expect(await listed()).toMatchObject({ state: 'connected', pairedAddress: WALL, account });
  expect((await send('GET', '/displays', { from: WALL, cookie })).status).toBe(403);
  const { cookie: operator } = await aSignedInPerson(db.owner, 'operator');
  expect((await send('DELETE', `/displays/${display.displayId}`, { cookie: operator })).status).toBe(403);
  expect((await send('DELETE', `/displays/${display.displayId}`, { cookie: officer })).status).toBe(204);
  expect((await send('GET', '/session', { from: WALL, cookie })).status).toBe(401);
  expect(await listed()).toMatchObject({ state: 'ended' });
  // A new code of an officer is the only way back: no login is.
  expect(await (await send('GET', '/welcome', { from: WALL, cookie })).json()).toMatchObject({
    signedIn: false,
    ended: { why: 'display' },
  });
  expect((await send('POST', `/displays/${display.displayId}/code`, { cookie: officer })).status).toBe(404);
});

test('a wrong password is on record, of an account that is there and of one that is not, and what was typed is in neither row; a lock-out bounds them', async () => {
  const { account, accountId } = await aPerson();
  const [before] = await db.owner<{ seq: number }[]>`select coalesce(max(seq), 0)::int as seq from audit`;
  for (let i = 0; i < 8; i++) await signIn(account, 'wrong horse battery', OUTSIDE);
  await signIn('secret-typed-here', 'wrong horse battery', OUTSIDE);
  const rows = await db.owner<{ accountId: number | null; text: string }[]>`
    select account_id as "accountId", audit::text as text from audit
    where seq > ${before!.seq} and action = 'session.start' and outcome = 'refused' and address = ${OUTSIDE} order by seq`;
  expect(rows.map((row) => row.accountId)).toEqual([...Array<number>(5).fill(accountId), null]);
  expect(rows.map(({ text }) => text).join()).not.toMatch(/secret-typed-here|horse/);
});
