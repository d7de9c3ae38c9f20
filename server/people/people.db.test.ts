import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SYSTEM } from '../platform/access.ts';
import { readConfig } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { answerError } from '../platform/http-errors.ts';
import { withClientAddress } from '../platform/guards.ts';
import type { Env } from '../platform/policed.ts';
import { sameOriginOnly, withActor } from '../platform/session.ts';
import { aPledge } from '../testing/factories.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { closeAccount, createAccount, openDemoAccounts, sessionRoutes, setPassword } from './index.ts';
import type { SessionView } from './people.schema.ts';

let db: TestDatabase;
let app: Hono<Env>;
const ended: string[] = [];

beforeAll(async () => {
  db = await aDatabase();
  const row = { password: 'correct horse battery', role: 'operator', personName: '김관제' } as const;
  await aPledge(
    db.app,
    await createAccount(
      db.app,
      SYSTEM,
      { ...row, account: 'kim', seat: '3석', agency: null, departmentId: null },
      'test',
    ),
  );
  const deps = { sql: db.app, config: readConfig({ DATA_DIR: '/nowhere' }) } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(withClientAddress, sameOriginOnly, withActor(db.app));
  app.route(
    '/',
    sessionRoutes(deps, (sessionId) => ended.push(sessionId)),
  );
});
afterAll(() => db.drop());
beforeEach(() => db.owner`delete from login_failure`);

const signIn = (password: string, account = 'kim', headers: Record<string, string> = {}) =>
  app.request('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', host: 'map.test', ...headers },
    body: JSON.stringify({ account, password }),
  });
const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!;

test('a person signs in, is known by name and seat, and is gone after signing out', async () => {
  const opened = await signIn('correct horse battery');
  expect(opened.status).toBe(204);
  const attributes = opened.headers.get('set-cookie')!;
  expect(attributes).toMatch(/^__Host-session=/);
  for (const word of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(attributes).toContain(word);
  const cookie = cookieOf(opened);
  const view = (await (await app.request('/session', { headers: { cookie } })).json()) as SessionView;
  expect(view).toMatchObject({ account: 'kim', personName: '김관제', role: 'operator', seat: '3석' });
  expect(view.actions).toContain('camera.watch');
  expect(view.actions).not.toContain('register.import');
  expect((await app.request('/session', { method: 'DELETE', headers: { cookie } })).status).toBe(204);
  expect(ended).toHaveLength(1);
  expect((await app.request('/session', { headers: { cookie } })).status).toBe(401);
});

test('only the hash of the token is kept', async () => {
  const token = cookieOf(await signIn('correct horse battery')).split('=')[1]!;
  const kept = await db.owner<{ whole: string }[]>`select session::text as whole from session`;
  expect(kept.length).toBeGreaterThan(0);
  for (const row of kept) expect(row.whole).not.toContain(token);
});

test('a wrong password and an unknown account get the same answer', async () => {
  const wrong = await signIn('not the password');
  const unknown = await signIn('not the password', 'nobody');
  expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()]);
  expect(wrong.status).toBe(401);
});

test('five failures lock the account for a quarter of an hour, the right password included, and until when is told', async () => {
  for (let i = 0; i < 5; i++) expect((await signIn('not the password')).status).toBe(401);
  const locked = await signIn('correct horse battery');
  expect(locked.status).toBe(429);
  const seconds = Number(locked.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(14 * 60 - 5);
  expect(seconds).toBeLessThanOrEqual(16 * 60);
  expect(await locked.json()).toMatchObject({
    code: 'locked-out',
    message: expect.stringMatching(/[0-2]\d:[0-5]\d까지 막았습니다/) as string,
  });
  await db.owner`update login_failure set failed_at = failed_at - interval '16 minutes'`;
  expect((await signIn('correct horse battery')).status).toBe(204);
});

test('a closed account can neither sign in nor go on (Art. 32)', async () => {
  const cookie = cookieOf(await signIn('correct horse battery'));
  await db.owner`update account set closed_at = now() where account = 'kim'`;
  expect((await app.request('/session', { headers: { cookie } })).status).toBe(401);
  expect((await signIn('correct horse battery')).status).toBe(401);
  await db.owner`update account set closed_at = null where account = 'kim'`;
});

test('Art. 32: closing an account, or another password, ends what is open', async () => {
  const row = {
    password: 'correct horse battery',
    role: 'operator',
    personName: '이관제',
    seat: null,
  } as const;
  await createAccount(db.app, SYSTEM, { ...row, account: 'lee', agency: null, departmentId: null }, 'test');
  const stillIn = async (cookie: string) => (await app.request('/session', { headers: { cookie } })).status;
  const first = cookieOf(await signIn(row.password, 'lee'));
  await setPassword(db.app, SYSTEM, 'lee', 'another long password');
  expect(await stillIn(first)).toBe(401);
  expect((await signIn(row.password, 'lee')).status).toBe(401);
  const second = cookieOf(await signIn('another long password', 'lee'));
  const leave = { reason: '퇴직', leftOn: '2026-01-02', today: '2026-01-02' };
  await closeAccount(db.app, SYSTEM, 'lee', leave);
  expect(await stillIn(second)).toBe(401);
  expect((await signIn('another long password', 'lee')).status).toBe(401);
  await expect(closeAccount(db.app, SYSTEM, 'lee', leave)).rejects.toMatchObject({ status: 409 });
  await expect(closeAccount(db.app, SYSTEM, 'nobody', leave)).rejects.toMatchObject({ status: 404 });
  await expect(setPassword(db.app, SYSTEM, 'nobody', 'another long password')).rejects.toMatchObject({
    status: 404,
  });
});

test('a database that says nothing keeps nobody waiting at the door, and opens no session afterwards', async () => {
  const silent = async (tables: string, ask: () => Response | Promise<Response>) => {
    // Answered while the lock is held, or never.
    const response = (await db.owner.begin(async (tx) => {
      await tx.unsafe(`lock table ${tables} in access exclusive mode`);
      return ask();
    })) as unknown as Response;
    expect(response.status, tables).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'database-away' });
  };
  await silent('account', () => app.request('/welcome'));
  await silent('login_failure', () => signIn('correct horse battery'));
  const [before] = await db.owner<{ n: number }[]>`select count(*)::int as n from session`;
  await silent('session', () => signIn('correct horse battery'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await db.owner`select count(*)::int as n from session`).toEqual([before]);
});

test('another site cannot sign a person in or out', async () => {
  for (const headers of [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://map.test.evil.test' },
  ] as Record<string, string>[])
    expect((await signIn('correct horse battery', 'kim', headers)).status, JSON.stringify(headers)).toBe(403);
  expect(
    (
      await signIn('correct horse battery', 'kim', {
        origin: 'http://map.test',
        'sec-fetch-site': 'same-origin',
      })
    ).status,
  ).toBe(204);
});

test('the sign-in page speaks of demo accounts only while they are open', async () => {
  const welcome = async () =>
    (await (await app.request('/welcome')).json()) as { demo: boolean; accountsFile: string | null };
  expect(await welcome()).toMatchObject({ demo: false, accountsFile: null });
  await db.owner`
    insert into account (account, password_hash, role, person_name, source) values ('demo', '-', 'auditor', '한감사', 'demo')`;
  expect(await welcome()).toMatchObject({ demo: true });
  await openDemoAccounts(db.app, false);
  expect(await welcome()).toMatchObject({ demo: false, accountsFile: null });
});

test('bad input names the field', async () => {
  const response = await app.request('/session', { method: 'POST', body: '{"account":"kim"}' });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: 'invalid', field: 'password' });
});
