import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { SYSTEM, type Actor } from './access.ts';
import { act } from './act.ts';
import { brokenAuditRow } from './audit-chain.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

const operator: Actor = {
  ...SYSTEM,
  account: 'op',
  personName: '김관제',
  role: 'operator',
  address: '10.0.0.1',
};
const rows = () =>
  db.app`select action, outcome, actor, object_kind, object_id, detail from audit order by seq`;

test('an act writes one row with its facts, in the transaction of the act', async () => {
  const before = (await rows()).length;
  const answer = await act(
    db.app,
    operator,
    'camera.watch',
    { kind: 'camera', id: 7, detail: { why: 'test' } },
    async (tx, note) => {
      await tx`select 1`;
      note({ seen: 2 });
      return 'done';
    },
  );
  expect(answer).toBe('done');
  const after = await rows();
  expect(after.length).toBe(before + 1);
  expect(after.at(-1)).toEqual({
    action: 'camera.watch',
    outcome: 'done',
    actor: '김관제',
    object_kind: 'camera',
    object_id: '7',
    detail: { why: 'test', seen: 2 },
  });
});

test('an act that fails leaves neither its change nor a row', async () => {
  const before = (await rows()).length;
  const failing = act(db.app, operator, 'camera.watch', { kind: 'camera', id: 8 }, async (tx) => {
    await tx`insert into department (name, valid_from, source) values ('반쪽', '2026-01-01', 'test')`;
    throw new Error('half way');
  });
  await expect(failing).rejects.toThrow('half way');
  expect((await rows()).length).toBe(before);
  expect(await db.app`select 1 from department where name = '반쪽'`).toHaveLength(0);
});

test('Art. 30(1): a refusal is on record, and its work is never begun', async () => {
  let begun = false;
  const refused = act(db.app, operator, 'register.import', { kind: 'file', id: 'x.csv' }, async () => {
    begun = true;
  });
  await expect(refused).rejects.toMatchObject({ status: 403 });
  expect(begun).toBe(false);
  expect((await rows()).at(-1)).toMatchObject({ action: 'register.import', outcome: 'refused' });
});

test('Art. 10(4): what one may not know of is answered as not found', async () => {
  const liaison: Actor = { ...operator, role: 'liaison', agency: 'police' };
  const refused = act(
    db.app,
    liaison,
    'camera.watch',
    { kind: 'camera', id: 9, protected: true },
    async () => undefined,
  );
  await expect(refused).rejects.toMatchObject({ status: 404 });
});

test('A26: an act whose audit row cannot even be formed is not done (Art. 30(3))', async () => {
  const unformed = act(
    db.app,
    { ...operator, role: 'officer' },
    'setting.change',
    { kind: 'setting' },
    async (tx, note) => {
      await tx`insert into city_setting (key, value, set_by) values ('unaudited', 'true', '이주무')`;
      note({ count: 1n as unknown as number });
    },
  );
  await expect(unformed).rejects.toMatchObject({ status: 503 });
  expect(await db.owner`select 1 from city_setting where key = 'unaudited'`).toHaveLength(0);
});

test('Art. 30(3): the run-time role can neither change, delete nor empty the audit', async () => {
  await expect(db.app`update audit set actor = 'x'`).rejects.toMatchObject({ code: '42501' });
  await expect(db.app`delete from audit`).rejects.toMatchObject({ code: '42501' });
  await expect(db.app`truncate audit`).rejects.toMatchObject({ code: '42501' });
  await expect(db.app`update audit_head set seq = 0`).rejects.toMatchObject({ code: '42501' });
});

test('Art. 30(3): the chain holds, and names the first row that even an owner has bent', async () => {
  for (let i = 0; i < 5; i++)
    await act(db.app, operator, 'camera.watch', { kind: 'camera', id: i }, async () => undefined);
  expect(await brokenAuditRow(db.owner)).toBeNull();
  const [middle] = await db.owner<
    { seq: string }[]
  >`select seq from audit order by seq desc offset 2 limit 1`;
  await db.owner`alter table audit disable trigger all`;
  await db.owner`update audit set actor = '다른 사람' where seq = ${middle!.seq}`;
  expect(await brokenAuditRow(db.owner)).toMatchObject({
    seq: Number(middle!.seq),
    why: 'content-changed',
  });
  await db.owner`update audit set actor = '김관제' where seq = ${middle!.seq}`;
  expect(await brokenAuditRow(db.owner)).toBeNull();
  await db.owner`delete from audit where seq = (select max(seq) from audit)`;
  expect(await brokenAuditRow(db.owner)).toMatchObject({ why: 'tail-cut' });
});
