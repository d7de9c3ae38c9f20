import type * as Argon2 from '@node-rs/argon2';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { SYSTEM } from '../../platform/access.ts';
import { readConfig } from '../../platform/config.ts';
import type { Deps } from '../../platform/deps.ts';
import { clientAddressBehind, jsonOnly } from '../../platform/guards.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Env } from '../../platform/policed.ts';
import { sameOriginOnly, withActor } from '../../platform/session.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { createAccount, sessionRoutes } from '../index.ts';
import { LOCK_OUT } from './lock-out.law.ts';

/** Every comparison of a password, as the parameters of the hash it was made against. */
const verified: string[] = [];
vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof Argon2>();
  const verify: typeof argon2.verify = (hash, ...rest) => {
    verified.push(String(hash).split('$').slice(0, 4).join('$'));
    return argon2.verify(hash, ...rest);
  };
  return { ...argon2, verify };
});

let db: TestDatabase;
let app: Hono<Env>;
const folder = mkdtempSync(join(tmpdir(), 'gwanje-same-work-'));
const PASSWORD = 'correct horse battery';
const NAMES = ['operator', 'officer', 'closed', 'no-such-account'] as const;

beforeAll(async () => {
  db = await aDatabase();
  const config = readConfig({
    DATA_DIR: folder,
    CENTRE_NETWORKS: '10.1.0.0/16',
    TRUSTED_PROXIES: '127.0.0.1/32',
    PUBLIC_URL: 'https://map.example.go.kr',
  });
  const deps = { sql: db.app, config, now: () => new Date() } as unknown as Deps;
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(clientAddressBehind(config.trustedProxies), sameOriginOnly, jsonOnly, withActor(db.app));
  app.route(
    '/api',
    sessionRoutes(deps, () => undefined),
  );
  for (const account of ['operator', 'officer', 'closed'] as const) {
    const role = account === 'officer' ? ('officer' as const) : ('operator' as const);
    const row = { account, role, password: PASSWORD, personName: '이주무', seat: null, departmentId: null };
    await createAccount(db.app, SYSTEM, { ...row, agency: null }, 'test');
  }
  await db.owner`update account set closed_at = now() where account = 'closed'`;
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await db.owner`delete from login_failure`;
  verified.length = 0;
});

/** All that an answer tells whoever is not let in, and all the work that stood behind it. */
async function attempt(account: string, from: string, password = 'not the password') {
  const before = verified.length;
  const response = await app.request('/api/session', {
    method: 'POST',
    headers: { 'x-forwarded-for': from, 'content-type': 'application/json' },
    body: JSON.stringify({ account, password }),
  });
  return {
    status: response.status,
    // Until when a lock lasts is the same question of everybody; the clock alone differs.
    headers: [...response.headers]
      .filter(([name]) => name !== 'date')
      .map(([name, value]) => [name, name === 'retry-after' ? 'n' : value])
      .sort(),
    body: (await response.text()).replace(/\d\d:\d\d/, 'hh:mm'),
    work: verified.slice(before),
  };
}

test('A7: whoever is unknown, closed or locked out costs the same comparison of the same weight, and is told the same', async () => {
  for (const from of ['10.1.2.3', '203.0.113.7']) {
    const known = [];
    await db.owner`delete from login_failure`;
    for (let i = 0; i <= LOCK_OUT.failuresOfAccount; i++) known.push(await attempt('operator', from));
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    for (const { work } of known) expect(work).toEqual(['$argon2id$v=19$m=19456,t=2,p=1']);
    for (const name of NAMES) {
      await db.owner`delete from login_failure`;
      for (const wanted of known) expect(await attempt(name, from), `${name} from ${from}`).toEqual(wanted);
    }
  }
});

test('A7: the right password of a closed account, or while locked out, is told and worked at like a wrong one', async () => {
  const wrong = await attempt('no-such-account', '10.1.2.3');
  expect(await attempt('closed', '10.1.2.3', PASSWORD)).toEqual(wrong);
  for (let i = 0; i < LOCK_OUT.failuresOfAccount; i++) await attempt('operator', '203.0.113.9');
  const locked = await attempt('operator', '203.0.113.9');
  expect(locked.status).toBe(429);
  expect(await attempt('operator', '203.0.113.9', PASSWORD)).toEqual(locked);
});

test('A7: failures are counted alike for accounts that are and that are not', async () => {
  const counts = async (account: string) => {
    const [row] = await db.owner<{ n: number }[]>`
      select count(*)::int as n from login_failure where account = ${account}`;
    return row!.n;
  };
  for (const name of NAMES) {
    await attempt(name, '10.1.2.3');
    await attempt(name, '10.1.2.4');
  }
  expect(await Promise.all(NAMES.map(counts))).toEqual([2, 2, 2, 2]);
});
