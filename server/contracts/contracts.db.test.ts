import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql, Tx } from '../platform/db.ts';
import { actorsOfSessions } from '../platform/session.ts';
import { readSignFacts } from '../signboards/index.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, anActor, aSignedInPerson } from '../testing/factories.ts';
import { CLAUSES, PARTS_OF, type NewContractBody, type Part } from './contracts.schema.ts';
import {
  draftContract,
  endContract,
  signContract,
  superviseContractor,
  tickClause,
  withdrawDraft,
} from './write-contract.ts';
import { selectContract } from './contracts.sql.ts';
import { stateOn } from './contracts.rules.ts';

let db: TestDatabase;
const officer = anActor({ role: 'officer', personName: '이주무' });
const [oneDay] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date()).split(' ');
const today = oneDay!;
const later = '2090-01-01';

beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

const body = (
  contractorId: number,
  parts: readonly Part[],
  over: Partial<NewContractBody> = {},
): NewContractBody => ({
  requestId: randomUUID(),
  party: { contractorId },
  documentNo: '2026-1',
  title: '유지보수',
  fromDay: '2026-01-01',
  lastDay: '2089-12-31',
  parts: [...parts],
  trainingMonths: 6,
  checkMonths: 6,
  ...over,
});

async function signed(contractorId: number, parts: readonly Part[]): Promise<number> {
  const contractId = await draftContract(db.app, officer, body(contractorId, parts));
  for (const clause of CLAUSES)
    await tickClause(db.app, officer, contractId, clause, { tickedOn: '2026-01-01', today });
  await signContract(db.app, officer, contractId);
  return contractId;
}

/** A signed contract written past the application, over a period that no other test uses. */
async function written(sql: Sql | Tx, from: string, to: string, parts: readonly Part[]): Promise<number> {
  const contractorId = await aContractor(db.owner);
  const [row] = await sql<{ id: number }[]>`
    insert into contract (contractor_id, document_no, title, valid_from, valid_to, signed_at, signed_by,
                          training_months, check_months, source)
    values (${contractorId}, '직접', '직접', ${from}, ${to}, now(), '누군가', 6, 6, 'test') returning contract_id as id`;
  for (const clause of CLAUSES)
    await sql`insert into contract_clause values (${row!.id}, ${clause}, ${from}, '누군가')`;
  for (const part of parts) await sql`insert into contract_scope values (${row!.id}, ${part})`;
  return row!.id;
}

describe('Art. 12(1) in the database itself', () => {
  test('knows the same parts of the same wholes as the rule', async () => {
    const rows = await db.app<{ part: string; duty: keyof typeof PARTS_OF }[]>`
      select part, duty from contract_part`;
    for (const duty of ['operation', 'resource', 'upkeep'] as const)
      expect(
        rows
          .filter((row) => row.duty === duty)
          .map(({ part }) => part)
          .sort(),
      ).toEqual([...PARTS_OF[duty]].sort());
  });

  test('a write past the application cannot outsource a whole, of either duty', async () => {
    for (const duty of ['operation', 'resource'] as const)
      await expect(
        db.app.begin((tx) => written(tx, '2001-01-01', '2002-01-01', PARTS_OF[duty])),
      ).rejects.toThrow(/whole/);
    await db.app.begin((tx) => written(tx, '2001-01-01', '2002-01-01', PARTS_OF.operation.slice(1)));
    await expect(
      db.app.begin((tx) => written(tx, '2001-12-31', '2003-01-01', PARTS_OF.operation.slice(0, 1))),
    ).rejects.toThrow(/whole operation would be outsourced on 2001-12-31/);
    await db.app.begin((tx) => written(tx, '2002-01-01', '2003-01-01', PARTS_OF.operation.slice(0, 1)));
  });

  test('a signed contract without all of its clauses, or with another scope later, does not pass', async () => {
    const contractorId = await aContractor(db.owner);
    await expect(
      db.app`
        insert into contract (contractor_id, document_no, title, valid_from, valid_to, signed_at, signed_by,
                              training_months, check_months, source)
        values (${contractorId}, '직접', '직접', '2003-01-01', '2004-01-01', now(), '누군가', 6, 6, 'test')`,
    ).rejects.toThrow(/without all of its clauses/);
    const id = await db.app.begin((tx) =>
      written(tx, '2004-01-01', '2005-01-01', PARTS_OF.resource.slice(1)),
    );
    await expect(db.app`insert into contract_scope values (${id}, ${PARTS_OF.resource[0]})`).rejects.toThrow(
      /whole resource/,
    );
    await expect(
      db.app`update contract set valid_to = '2006-01-01' where contract_id = ${id}`,
    ).rejects.toThrow(/stays as it was signed/);
  });

  for (const isolation of ['read committed', 'repeatable read'])
    test(`two officers at once cannot make a whole together (${isolation})`, async () => {
      const year = isolation === 'read committed' ? 2010 : 2012;
      const period = [`${year}-01-01`, `${year + 1}-01-01`] as const;
      let ready = 0;
      let go: () => void = () => undefined;
      const both = new Promise<void>((resolve) => (go = resolve));
      const attempt = (parts: readonly Part[]) =>
        db.app.begin(`isolation level ${isolation}`, async (tx) => {
          await written(tx, ...period, parts);
          if (++ready === 2) go();
          await both;
        });
      const results = await Promise.allSettled([
        attempt(PARTS_OF.operation.slice(1)),
        attempt(PARTS_OF.operation.slice(0, 1)),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [held] = await db.owner<{ n: number }[]>`
        select count(*)::int as n from contract where valid_from = ${period[0]}`;
      expect(held!.n).toBe(1);
    });
});

describe('a contract', () => {
  test('holds only with its five clauses, and an unlawful one is refused by name, day and contracts', async () => {
    const contractorId = await aContractor(db.owner, { name: '가상정보' });
    const request = body(contractorId, PARTS_OF.operation.slice(1), { documentNo: '2026-7' });
    const contractId = await draftContract(db.app, officer, request);
    expect(await draftContract(db.app, officer, request)).toBe(contractId);
    await expect(signContract(db.app, officer, contractId)).rejects.toMatchObject({
      code: 'clauses-missing',
    });
    for (const clause of CLAUSES)
      await tickClause(db.app, officer, contractId, clause, { tickedOn: '2026-01-01', today });
    await signContract(db.app, officer, contractId);
    const other = body(contractorId, PARTS_OF.operation.slice(0, 1), {
      documentNo: '2026-8',
      fromDay: '2026-07-01',
    });
    await expect(draftContract(db.app, officer, other)).rejects.toMatchObject({
      code: 'whole-outsourced',
      field: 'parts',
      message: expect.stringContaining('2026-07-01부터 통합관제센터 운영 전체') as string,
    });
    await expect(draftContract(db.app, officer, other)).rejects.toThrow(/가상정보 2026-7, 가상정보 2026-8/);
    await endContract(db.app, officer, contractId, { endedOn: today, reason: '시험 끝', today });
    await draftContract(db.app, officer, { ...other, fromDay: today });
  });

  test('with a new company enters it in the register in the same act; a name that stands there already is refused at its field', async () => {
    const party = { name: '(주) 새길정보', phone: '033-000-1111' };
    const request = body(0, ['network'], { party });
    const contractId = await draftContract(db.app, officer, request);
    expect(await draftContract(db.app, officer, request)).toBe(contractId);
    const named = () => db.app<{ id: number; phone: string }[]>`
      select contractor_id as id, phone from contractor where name = ${party.name}`;
    const [made, ...more] = await named();
    expect([made?.phone, more]).toEqual([party.phone, []]);
    expect(await selectContract(db.app, contractId)).toMatchObject({ contractorId: made!.id });
    const [told] = await db.owner<{ detail: Record<string, unknown> }[]>`
      select detail from audit where action = 'contract.change' and (detail ->> 'contractId')::int = ${contractId}
      order by seq limit 1`;
    expect(told!.detail).toMatchObject({ contractor: party.name, phone: party.phone });
    for (const name of [party.name, '㈜새길 정보'])
      await expect(
        draftContract(db.app, officer, body(0, ['network'], { party: { ...party, name } })),
      ).rejects.toMatchObject({ status: 409, code: 'contractor-known', field: 'party.name' });
    expect(await named()).toHaveLength(1);
  });

  test('Art. 12(1), 30(1): when it ends its people have no session that day, and Art. 10(1)4: its name leaves the sign', async () => {
    const contractorId = await aContractor(db.owner, { name: '곧끝남', validFrom: '2026-01-01' });
    const contractId = await signed(contractorId, ['camera-upkeep']);
    const person = await aSignedInPerson(db.owner, 'maintainer', { contractorId });
    const cameraId = await aCamera(db.owner, { contractorId });
    const named = async (): Promise<string | undefined> => {
      const facts = await readSignFacts(db.app, [cameraId], today);
      return facts.posts.contractorFor(facts.cameras.get(cameraId)!)?.name;
    };
    expect((await actorsOfSessions(db.app, [person.sessionId])).size).toBe(1);
    expect(await named()).toBe('곧끝남');
    await endContract(db.app, officer, contractId, { endedOn: today, reason: '계약 해지', today });
    expect((await actorsOfSessions(db.app, [person.sessionId])).size).toBe(0);
    const [left] = await db.owner<{ n: number }[]>`
      select count(*)::int as n from session where session_id = ${person.sessionId}`;
    expect(left!.n).toBe(0);
    expect(await named()).toBeUndefined();
  });

  test('Art. 12(1): the other contracts of a contractor keep its people, a gap between contracts does not', async () => {
    const contractorId = await aContractor(db.owner, { validFrom: '2026-01-01' });
    const first = await signed(contractorId, ['network']);
    const second = await signed(contractorId, ['signboards']);
    await endContract(db.app, officer, first, { endedOn: today, reason: '계약 해지', today });
    const holds = async () => {
      const [row] = await db.app<{ holds: boolean }[]>`select contractor_holds(${contractorId}) as holds`;
      return row!.holds;
    };
    expect(await holds()).toBe(true);
    await db.app.begin(async (tx) => {
      const [row] = await tx<{ id: number }[]>`
        insert into contract (contractor_id, document_no, title, valid_from, valid_to, signed_at, signed_by,
                              training_months, check_months, source)
        values (${contractorId}, '뒤', '뒤', ${later}, '2091-01-01', now(), '누군가', 6, 6, 'test')
        returning contract_id as id`;
      for (const clause of CLAUSES)
        await tx`insert into contract_clause values (${row!.id}, ${clause}, '2026-01-01', '누군가')`;
    });
    await endContract(db.app, officer, second, { endedOn: today, reason: '계약 해지', today });
    expect(await holds()).toBe(false);
  });

  test('Art. 12: a draft is withdrawn with a reason, stays on record, and can never begin afterwards', async () => {
    const contractorId = await aContractor(db.owner);
    const contractId = await draftContract(db.app, officer, body(contractorId, ['network']));
    for (const clause of CLAUSES)
      await tickClause(db.app, officer, contractId, clause, { tickedOn: '2026-01-01', today });
    await withdrawDraft(db.app, officer, contractId, '잘못 적음');
    const row = (await selectContract(db.app, contractId))!;
    expect(stateOn(row, today)).toBe('withdrawn');
    expect(row).toMatchObject({ endReason: '잘못 적음', endedBy: '이주무', signedAt: null });
    for (const act of [
      () => signContract(db.app, officer, contractId),
      () => tickClause(db.app, officer, contractId, 'scope', { tickedOn: today, today }),
      () => withdrawDraft(db.app, officer, contractId, '다시'),
      () =>
        superviseContractor(
          db.app,
          officer,
          contractId,
          { supervisionId: randomUUID(), kind: 'check', doneOn: today, findings: null },
          today,
        ),
    ])
      await expect(act()).rejects.toMatchObject({ status: 409, code: 'withdrawn' });
    const [audited] = await db.owner<{ detail: unknown }[]>`
      select detail from audit where action = 'contract.change' and object_id = ${String(contractId)} and outcome = 'done'
      order by seq desc limit 1`;
    expect(audited!.detail).toMatchObject({ withdrawn: true, reason: '잘못 적음' });
    const [held] = await db.owner<{ n: number }[]>`
      select count(*)::int as n from contract where contract_id = ${contractId} and not isempty(in_force)`;
    expect(held!.n).toBe(0);
  });

  test('Art. 12: a contract that was signed is never withdrawn, before its first day or after its last', async () => {
    for (const over of [{ fromDay: '2031-01-01' }, { fromDay: '2020-01-01', lastDay: '2021-01-01' }]) {
      const contractorId = await aContractor(db.owner);
      const contractId = await draftContract(db.app, officer, body(contractorId, ['network'], over));
      for (const clause of CLAUSES)
        await tickClause(db.app, officer, contractId, clause, { tickedOn: '2020-01-01', today });
      await signContract(db.app, officer, contractId);
      await expect(withdrawDraft(db.app, officer, contractId, '잘못 적음')).rejects.toMatchObject({
        status: 409,
        code: 'signed',
      });
    }
  });

  test('Art. 12(3): a check is on record once, however often it is pressed', async () => {
    const contractorId = await aContractor(db.owner);
    const contractId = await signed(contractorId, ['network']);
    const done = { supervisionId: randomUUID(), kind: 'check', doneOn: today, findings: null } as const;
    await superviseContractor(db.app, officer, contractId, done, today);
    await superviseContractor(db.app, officer, contractId, done, today);
    const [row] = await db.app<{ n: number }[]>`
      select count(*)::int as n from contract_supervision where contract_id = ${contractId}`;
    expect(row!.n).toBe(1);
  });
});
