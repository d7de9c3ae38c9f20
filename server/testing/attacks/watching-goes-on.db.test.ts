import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { brokenAuditRow } from '../../platform/audit-chain.ts';
import { auditStore } from '../../platform/audit-store.ts';
import { LIVE_CLOSE } from '../../streams/live-status.schema.ts';
import type { SignedIn } from '../factories.ts';
import { aWatchingCity, viewingsBy, type Watching, type WatchingCity } from './watching-city.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let city: WatchingCity;
let officer: SignedIn;
beforeAll(async () => {
  city = await aWatchingCity();
  officer = await city.personOf('officer');
});
afterAll(() => city.stop());

const RENAMED = { name: '바뀐 이름', read: { name: '중앙시장 앞 사거리' } };
const SENTENCE = /실시간 보기만 됩니다/;
const backAgain = () =>
  vi.waitFor(
    async () => {
      expect(auditStore.away).toBeNull();
      expect(await city.call(null, 'GET', '/health')).toEqual({ status: 'ok' });
    },
    { timeout: 40_000, interval: 200 },
  );
/** Rows of a viewing, told apart by what the chain says of it. */
const told = async (who: SignedIn) =>
  (await viewingsBy(city.owner, who)).map(({ action, outcome, objectId, detail }) => [
    action === 'camera.watch' ? outcome : detail['why'],
    Number(objectId),
    'spooled' in detail,
  ]);
const allTold = (who: SignedIn, rows: number) =>
  vi.waitFor(async () => expect(await told(who)).toHaveLength(rows), { timeout: 20_000, interval: 100 });

/** Takes somebody's right away, and gives one for so long instead. */
async function narrow({ accountId }: SignedIn, span: string | null): Promise<void> {
  await city.owner`
    update access_grant set revoked_at = now(), revoked_by = 'x', revoke_reason = 'x' where account_id = ${accountId}`;
  if (span !== null)
    await city.owner`
      insert into access_grant (account_id, valid_to, reason, granted_by)
      values (${accountId}, now() + ${span}::interval, '시험', 'test')`;
}

// First, since what is written to is open from then on.
test('A32: without room for a record of our own nothing more is opened; what is open goes on', async () => {
  const operator = await city.personOf('operator');
  const inTheWay = join(city.folder, 'audit-spool');
  writeFileSync(inTheWay, '');
  const running = await city.watch(operator, city.cameras[0]);
  await city.owner`revoke insert on audit from gwanje_app`;
  try {
    const refused = await city.call(operator, 'POST', `/cameras/${city.cameras[1]}/live`);
    expect([refused.status, refused.code]).toEqual([503, 'spool-unwritable']);
    expect(refused.message).toMatch(/디스크를 확인/);
    expect(await city.call(null, 'GET', '/health')).toMatchObject({ spool: { state: 'unwritable' } });
    await running.nextFrame();
  } finally {
    rmSync(inTheWay);
    await city.owner`grant insert on audit to gwanje_app`;
  }
  running.socket.close();
  await allTold(operator, 2);
});

describe('Art. 30(3): every viewing has its end', () => {
  test('closed by whoever watched, with the seconds that a picture was there', async () => {
    const operator = await city.personOf('operator');
    const { socket } = await city.watch(operator, city.cameras[0]);
    await sleep(1200);
    socket.close();
    await allTold(operator, 2);
    const [begun, ended] = await viewingsBy(city.owner, operator);
    expect(ended!.detail).toMatchObject({ viewing: begun!.detail['viewing'], why: 'closed', opened: true });
    const seconds = ended!.detail['seconds'] as number;
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThan(20);
  });

  test.each<[string, (who: SignedIn) => unknown]>([
    ['logged-out', (who) => city.call(who, 'DELETE', '/session')],
    ['session-ended', ({ sessionId }) => city.owner`delete from session where session_id = ${sessionId}`],
    ['right-removed', (who) => narrow(who, null)],
    [
      'camera-changed',
      async () => {
        const connection = await city.owner`
          select host, rtsp_port as "rtspPort", rtsp_path as "rtspPath" from camera_stream where camera_id = ${city.cameras[1]}`;
        const none = { onvifPort: null, onvifPath: null, username: null };
        await city.call(officer, 'PUT', `/cameras/${city.cameras[1]}/stream`, { ...connection[0], ...none });
      },
    ],
  ])('%s', async (why, end) => {
    const operator = await city.personOf('operator');
    const watching = await city.watch(operator, city.cameras[1]);
    await end(operator);
    await watching.closed;
    await allTold(operator, 2);
    expect(await told(operator)).toEqual([
      ['done', city.cameras[1], false],
      [why, city.cameras[1], false],
    ]);
  });

  test('closed while the camera gave no picture', async () => {
    const operator = await city.personOf('operator');
    city.behaviours.set(`/cam/${city.cameras[2]}`, { dropAfterS: 1 });
    const { socket } = await city.watch(operator, city.cameras[2]);
    city.behaviours.set(`/cam/${city.cameras[2]}`, { refuse: 503 });
    const lost = new Promise<void>((resolve) =>
      socket.on('message', (data: Buffer, binary) => {
        if (!binary && data.toString().includes('reconnecting')) resolve();
      }),
    );
    await lost;
    socket.close();
    city.behaviours.delete(`/cam/${city.cameras[2]}`);
    await allTold(operator, 2);
    expect((await told(operator))[1]).toEqual(['camera-away', city.cameras[2], false]);
  });
});

describe('A26: the audit is away while the database answers (Art. 18(1))', () => {
  test('watching goes on and is joined later; nothing else is done', async () => {
    const operator = await city.personOf('operator');
    const maintainer = await city.personOf('maintainer');
    const running = await city.watch(operator, city.cameras[0]);
    await city.owner`revoke insert on audit from gwanje_app`;
    try {
      const change = await city.call(officer, 'PATCH', `/cameras/${city.cameras[0]}`, RENAMED);
      expect([change.status, change.code]).toEqual([503, 'audit-away']);
      expect(change.message).toMatch(SENTENCE);
      await running.nextFrame();
      const second = await city.watch(operator, city.cameras[1]);
      expect((await city.call(maintainer, 'POST', `/cameras/${city.cameras[1]}/live`)).status).toBe(403);
      expect(await city.call(operator, 'POST', `/cameras/${city.withoutStream}/live`)).toMatchObject({
        code: 'no-stream',
      });
      second.socket.close();
      await second.closed;
      const health = await city.call(null, 'GET', '/health');
      expect(health).toMatchObject({ status: 'failing', part: 'audit', spool: { state: 'fine' } });
      expect(Date.parse((health as unknown as { since: string }).since)).toBeLessThanOrEqual(Date.now());
      expect(await told(operator)).toEqual([['done', city.cameras[0], false]]);
    } finally {
      await city.owner`grant insert on audit to gwanje_app`;
    }
    await allTold(operator, 3);
    await backAgain();
    running.socket.close();
    await allTold(operator, 4);
    expect(await told(operator)).toEqual([
      ['done', city.cameras[0], false],
      ['done', city.cameras[1], true],
      // Its end may be written when the audit is there again, before it was laid aside.
      ['closed', city.cameras[1], expect.any(Boolean)],
      ['closed', city.cameras[0], false],
    ]);
    expect(await brokenAuditRow(city.owner)).toBeNull();
  });

  test('a right that is taken meanwhile ends the picture at once', async () => {
    const operator = await city.personOf('operator');
    await city.owner`revoke insert on audit from gwanje_app`;
    try {
      await city.call(officer, 'PATCH', `/cameras/${city.cameras[0]}`, RENAMED);
      const { closed } = await city.watch(operator, city.cameras[0]);
      await city.owner`update account set closed_at = now() where account_id = ${operator.accountId}`;
      expect(await closed).toBe(LIVE_CLOSE.cut);
    } finally {
      await city.owner`grant insert on audit to gwanje_app`;
    }
    await allTold(operator, 2);
    expect(await told(operator)).toEqual([
      ['done', city.cameras[0], true],
      ['session-ended', city.cameras[0], true],
    ]);
  });

  test('the table is locked: the first picture waits some seconds, the next none', async () => {
    const operator = await city.personOf('operator');
    let unlock: () => void = () => undefined;
    const locked = new Promise<void>((resolve) => {
      void city.owner.begin(async (tx) => {
        await tx`lock table audit in access exclusive mode`;
        resolve();
        await new Promise<void>((done) => (unlock = done));
      });
    });
    await locked;
    try {
      (await city.watch(operator, city.cameras[0])).socket.close();
      (await city.watch(operator, city.cameras[1])).socket.close();
      const change = await city.call(officer, 'PATCH', `/cameras/${city.cameras[0]}`, RENAMED);
      expect([change.status, change.code]).toEqual([503, 'audit-away']);
    } finally {
      unlock();
    }
    await allTold(operator, 4);
    const rows = await viewingsBy(city.owner, operator);
    expect(new Set(rows.map(({ detail }) => detail['viewing'])).size).toBe(2);
  });
});

describe('A30, A31: the whole database is away (Art. 18(1))', () => {
  let operator: SignedIn;
  let leaving: SignedIn;
  let ending: SignedIn;
  const running: Watching[] = [];

  test('stopped: whoever was known watches on, and opens what was known; nobody comes in, and nothing else is done', async () => {
    [operator, leaving, ending] = [
      await city.personOf('operator'),
      await city.personOf('operator'),
      await city.personOf('operator'),
    ];
    const stranger = await city.personOf('operator');
    const auditor = await city.personOf('auditor');
    await city.call(auditor, 'GET', '/welcome');
    running.push(await city.watch(operator, city.cameras[0]), await city.watch(leaving, city.cameras[0]));
    await narrow(ending, '10 s');
    running.push(await city.watch(ending, city.cameras[0]));
    await city.stopDatabase();
    try {
      await running[0]!.nextFrame();
      // Also one that nobody watched before: it is called anew, by what the gateway knows.
      const other = await city.watch(operator, city.cameras[2]);
      other.socket.close();
      expect(await city.call(operator, 'POST', `/cameras/${city.withoutStream}/live`)).toMatchObject({
        status: 503,
        code: 'camera-unresolved',
      });
      expect((await city.call(auditor, 'POST', `/cameras/${city.cameras[0]}/live`)).status).toBe(403);
      expect(await city.call(stranger, 'POST', `/cameras/${city.cameras[0]}/live`)).toMatchObject({
        status: 503,
        code: 'database-away',
        message: expect.stringMatching(/볼 권한을 확인할 수 없습니다/) as unknown,
      });
      const entering = await city.call(null, 'POST', '/session', {
        account: 'somebody',
        password: 'something',
      });
      expect([entering.status, entering.code]).toEqual([503, 'database-away']);
      expect(entering.message).toMatch(/지금은 로그인할 수 없습니다/);
      const change = await city.call(officer, 'PATCH', `/cameras/${city.cameras[0]}`, RENAMED);
      expect([change.status, change.code]).toEqual([503, 'database-away']);
      expect(change.message).toMatch(SENTENCE);
      expect(await city.call(null, 'GET', '/health')).toMatchObject({ status: 'failing', part: 'database' });

      // Whoever leaves has left, also where nobody can be told.
      expect((await city.call(leaving, 'DELETE', '/session')).status).toBe(204);
      expect(await running[1]!.closed).toBe(LIVE_CLOSE.cut);
      expect((await city.call(leaving, 'POST', `/cameras/${city.cameras[0]}/live`)).status).toBe(503);
      // A right that ends by the clock ends.
      expect(await running[2]!.closed).toBe(LIVE_CLOSE.cut);
      await running[0]!.nextFrame();
    } finally {
      await city.startDatabase();
    }
    await backAgain();
  });

  test('back again: every viewing is in the chain with its end, once and in order', async () => {
    running[0]!.socket.close();
    await allTold(operator, 4);
    expect(await told(operator)).toEqual([
      ['done', city.cameras[0], false],
      ['done', city.cameras[2], true],
      ['closed', city.cameras[2], true],
      ['closed', city.cameras[0], false],
    ]);
    await allTold(leaving, 2);
    expect((await told(leaving))[1]).toEqual(['logged-out', city.cameras[0], true]);
    await allTold(ending, 2);
    expect((await told(ending))[1]).toEqual(['right-removed', city.cameras[0], true]);
    await vi.waitFor(async () =>
      expect(await city.owner`select 1 from session where session_id = ${leaving.sessionId}`).toHaveLength(0),
    );
    expect(await brokenAuditRow(city.owner)).toBeNull();
  });

  test('A31: it stands still and says nothing: watching goes on, and every request has its answer', async () => {
    const someone = await city.personOf('operator');
    const first = await city.watch(someone, city.cameras[0]);
    const goOn = city.freezeDatabase();
    try {
      const second = await city.watch(someone, city.cameras[1]);
      await first.nextFrame();
      second.socket.close();
      expect((await city.call(officer, 'GET', '/cameras/1')).status).toBe(503);
      expect(await city.call(null, 'GET', '/health')).toMatchObject({ status: 'failing', part: 'database' });
    } finally {
      goOn();
    }
    await backAgain();
    first.socket.close();
    await allTold(someone, 4);
    expect((await told(someone)).map(([what]) => what)).toEqual(['done', 'done', 'closed', 'closed']);
    expect(await brokenAuditRow(city.owner)).toBeNull();
  });
});

test('Art. 30(3): a stop ends every viewing on record, also one that was never opened', async () => {
  const operator = await city.personOf('operator');
  await city.watch(operator, city.cameras[0]);
  await city.call(operator, 'POST', `/cameras/${city.cameras[1]}/live`);
  await city.streams.stop();
  const rows = await viewingsBy(city.owner, operator);
  expect(rows.slice(2).map(({ detail }) => [detail['why'], detail['opened']])).toEqual([
    ['process-stop', true],
    ['process-stop', false],
  ]);
});
