import { createHash, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '../platform/deps.ts';
import { withClientAddress } from '../platform/guards.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, aSignedInPerson, anExemption, type SignedIn } from '../testing/factories.ts';
import type { ReviewSummary, ReviewView } from './access-review.schema.ts';
import { lastDayOf, quarterBefore, quarterOf, signableFrom } from './access-review.rules.ts';
import { accountsRoutes } from './index.ts';

let db: TestDatabase;
let app: Hono<Env>;
let officer: SignedIn;
let auditor: SignedIn;
let operator: SignedIn;
let now = new Date();
const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(now);

beforeAll(async () => {
  db = await aDatabase();
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(withClientAddress, withActor(db.app));
  app.route('/', accountsRoutes({ sql: db.app, now: () => now } as unknown as Deps));
  officer = await aSignedInPerson(db.owner, 'officer');
  auditor = await aSignedInPerson(db.owner, 'auditor');
  operator = await aSignedInPerson(db.owner, 'operator');
  const departmentId = await aDepartment(db.owner, { name: '교통과' });
  await aSignedInPerson(db.owner, 'department', { departmentId });
  await aCamera(db.owner);
  await aCamera(db.owner, {
    departmentId,
    integration: 'standalone',
    integrationReason: '효율성 저하',
    purposes: [{ purpose: 'traffic', main: true }],
  });
  await anExemption(db.owner, await aCamera(db.owner, { protected: true }));
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
const quarter = () => quarterOf(today());
/** The quarter in which everybody here got a right, whatever day it becomes. */
const reviewed = quarter();
const review = async (who = officer, of = reviewed) =>
  (await call(who, 'GET', `/rights/reviews/${of}`)).body as unknown as ReviewView;
const decide = (grantId: number, decision: string, reason = '맡은 업무에 필요', who = officer) =>
  call(who, 'PUT', `/rights/reviews/${reviewed}/lines/${grantId}`, { decision, reason });

test('Art. 30(1): the list says who may see how many cameras; protected ones are told to the cleared alone', async () => {
  const { lines, state } = await review();
  expect(state).toBe('open');
  const seen = Object.fromEntries(lines.map((line) => [line.role, [line.cameras, line.protectedCameras]]));
  expect(seen).toEqual({ officer: [2, 1], auditor: [0, 0], operator: [2, 1], department: [1, 0] });
  const told = await review(auditor);
  expect(told.lines.map(({ protectedCameras }) => protectedCameras)).toEqual(told.lines.map(() => null));
  expect(JSON.stringify(told)).not.toContain('accountId');
});

test('to revoke in the review ends the right in the same transaction; nobody decides the own right (Art. 30(1))', async () => {
  const { lines } = await review();
  const of = (who: SignedIn) => lines.find(({ account }) => account === who.account)!.grantId;
  expect((await decide(of(operator), 'revoke', '전출')).status).toBe(204);
  const [row] = await db.owner`select revoke_reason from access_grant where grant_id = ${of(operator)}`;
  expect(row).toMatchObject({ revoke_reason: '전출' });
  expect((await call(operator, 'GET', '/accounts')).status).toBe(403);
  expect(await decide(of(operator), 'keep')).toMatchObject({ status: 409, body: { code: 'right-over' } });
  expect(await decide(of(officer), 'revoke', '내 것')).toMatchObject({
    status: 403,
    body: { code: 'own-account' },
  });
  expect(await decide(of(officer), 'keep')).toMatchObject({ status: 403, body: { code: 'own-account' } });
  expect(await decide(of(auditor), 'revoke', '전출')).toMatchObject({
    status: 409,
    body: { code: 'second-person' },
  });
  expect((await decide(of(auditor), 'keep', '맡은 업무에 필요', auditor)).status).toBe(403);
  expect((await decide(999_999, 'keep')).status).toBe(404);
  const after = await review();
  expect(after.lines.find(({ account }) => account === officer.account)).toMatchObject({
    own: true,
    decision: null,
  });
  expect(after.lines.filter(({ own }) => own === true)).toHaveLength(1);
});

test('Art. 30(3): that the end of an overseer’s right was asked for is read by everybody, until it is decided', async () => {
  const line = async () => (await review()).lines.find(({ account }) => account === auditor.account)!;
  const { grantId } = await line();
  expect((await line()).endAsked).toBeNull();
  const requestId = randomUUID();
  await db.owner`
    insert into account_request (request_id, act, account, account_id, payload, stood, reason, asked_by, asked_by_account, expires_at)
    select ${requestId}, 'revoke', account, account_id, ${db.owner.json({ act: 'revoke', grantId })}, '{}', '전출', '이주무',
           ${officer.accountId}, now() + interval '7 days'
    from account where account = ${auditor.account}`;
  expect((await line()).endAsked).toMatchObject({ by: '이주무' });
  await db.owner`
    update account_request set decided = 'refused', decided_by = '시장', decided_at = now(), decide_reason = '더 씀'
    where request_id = ${requestId}`;
  expect((await line()).endAsked).toBeNull();
});

const dayLater = (day: string, days: number): Date =>
  new Date(Date.parse(`${day}T09:00:00+09:00`) + days * 86_400_000);

test('Art. 30(1): a quarter that is not over is a draft: nobody signs it, and the answer says from which day', async () => {
  const from = signableFrom(reviewed);
  for (const at of [new Date(), new Date(`${lastDayOf(reviewed)}T23:59:59+09:00`)]) {
    now = at;
    const { lines, state, signableFrom: told } = await review();
    expect({ state, told }).toEqual({ state: 'open', told: from });
    const answer = await call(officer, 'POST', `/rights/reviews/${reviewed}/sign`, {
      lines: lines.length,
      note: null,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'quarter-not-over' } });
    expect(answer.body['message']).toContain(from);
  }
  now = new Date(`${from}T00:00:00+09:00`);
  expect((await review()).state).toBe('due');
});

test('Art. 30(1): a right given late in the quarter is in its review, also one that is over again', async () => {
  const late = await aSignedInPerson(db.owner, 'operator');
  const before = (await review()).lines.find(({ account }) => account === late.account);
  expect(before).toMatchObject({ over: false, decision: null });
  await db.owner`
    update access_grant set revoked_at = now(), revoked_by = '이주무', revoke_reason = '잘못 줌'
    where account_id = ${late.accountId}`;
  expect((await review()).lines.find(({ account }) => account === late.account)).toMatchObject({
    over: true,
    decision: null,
    right: { revokedBy: '이주무' },
  });
  now = new Date();
});

test('a review is signed whole and stays as it was signed: nothing undecided, nothing unseen, nothing changed after', async () => {
  const sign = (lines: number, who = officer) =>
    call(who, 'POST', `/rights/reviews/${reviewed}/sign`, { lines, note: null });
  now = dayLater(lastDayOf(reviewed), 3);
  const before = await review();
  expect(await sign(before.lines.length)).toMatchObject({ status: 409, body: { code: 'undecided' } });
  for (const { grantId, decision, over, own } of before.lines)
    if (decision === null && over !== true && own !== true)
      expect((await decide(grantId, 'keep')).status).toBe(204);
  // While another officer is there, the signer's own right waits for that one.
  expect(before.othersDecide).toBe(false);
  const second = await aSignedInPerson(db.owner, 'officer');
  const two = await review();
  expect(two.othersDecide).toBe(true);
  const [mine, theirs] = [officer, second].map(
    ({ account }) => two.lines.find((line) => line.account === account)!.grantId,
  );
  await decide(theirs!, 'keep');
  expect(await sign(two.lines.length)).toMatchObject({ status: 409, body: { code: 'undecided' } });
  expect((await decide(mine!, 'keep', '맡은 업무에 필요', second)).status).toBe(204);
  expect((await review()).lines.find(({ own }) => own === true)?.decision).toMatchObject({
    decision: 'keep',
  });
  await db.owner`delete from access_review_decision where grant_id in ${db.owner([mine!, theirs!])}`;
  await db.owner`update account set closed_at = now() where account_id = ${second.accountId}`;
  const alone = await review();
  expect(alone.othersDecide).toBe(false);
  expect(await sign(alone.lines.length - 1)).toMatchObject({ status: 409, body: { code: 'list-changed' } });
  expect((await sign(alone.lines.length, auditor)).status).toBe(403);
  const answers = await Promise.all([1, 2].map(() => sign(alone.lines.length)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]!.body).toEqual(answers[1]!.body);
  const signed = answers[0]!.body as unknown as ReviewView;
  expect(signed).toMatchObject({ state: 'signed', signedBy: '시험관' });
  // A city with one officer signs, and the list names what nobody could decide.
  expect(signed.lines.filter(({ decision, over }) => decision === null && over !== true)).toMatchObject([
    { account: officer.account, own: true },
  ]);
  const [kept] = await db.owner<{ text: string }[]>`select list::text as text from access_review`;
  expect(signed.sha256).toBe(createHash('sha256').update(kept!.text).digest('hex'));

  await call(officer, 'POST', `/accounts/${operator.account}/grants`, {
    requestId: randomUUID(),
    districtIds: null,
    departmentId: null,
    purposes: null,
    hours: null,
    fromDay: null,
    untilDay: null,
    reason: '복귀',
  });
  expect((await review()).lines).toEqual(signed.lines);
  expect((await decide(signed.lines[0]!.grantId, 'keep')).body).toMatchObject({ code: 'review-signed' });
  await expect(db.owner`update access_review set list = '[]'`).rejects.toMatchObject({ code: '42501' });
  await expect(db.owner`delete from access_review`).rejects.toMatchObject({ code: '42501' });
  const told = await review(auditor);
  expect(told).toMatchObject({ state: 'signed', sha256: signed.sha256 });
  expect(told.lines.every(({ protectedCameras }) => protectedCameras === null)).toBe(true);
});

test('the next quarter begins open, and one nobody signed is overdue and then missed', async () => {
  const signedQuarter = reviewed;
  const states = async () =>
    ((await call(officer, 'GET', '/rights/reviews')).body['reviews'] as ReviewSummary[]).map(
      ({ quarter: name, state }) => [name, state],
    );
  expect(await states()).toEqual([
    [quarter(), 'open'],
    [signedQuarter, 'signed'],
  ]);
  now = new Date(now.getTime() + 184 * 86_400_000);
  const late = await states();
  expect(late[0]).toEqual([quarter(), 'open']);
  expect(['due', 'overdue']).toContain(late[1]![1]);
  expect(late[2]![1]).toBe('missed');
  const missed = quarterBefore(quarterBefore(quarter()));
  expect(
    (await call(officer, 'POST', `/rights/reviews/${missed}/sign`, { lines: 0, note: null })).status,
  ).toBe(404);
  expect((await call(officer, 'GET', '/rights/reviews/2001-Q1')).status).toBe(404);
});
