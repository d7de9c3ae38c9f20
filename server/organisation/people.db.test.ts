import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeCp949 } from '../../geodata/cp949.ts';
import { linkAccount } from '../people/link-account.ts';
import { SYSTEM } from '../platform/access.ts';
import { actorsOfSessions } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aDepartment, anActor, aPost, aSignedInPerson } from '../testing/factories.ts';
import { importStaff, previewStaff, readStaffFile } from './import-staff.ts';
import { addPerson, editPerson } from './keep-person.ts';
import { leave } from './leave.ts';
import type { PersonForm } from './person.schema.ts';
import { selectState } from './organisation.sql.ts';
import { countPeople, selectAllPeople, selectPeople, selectPersonView } from './people.sql.ts';

const TODAY = '2026-11-25';

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await aDatabase();
  folder = await mkdtemp(join(tmpdir(), 'gwanje-staff-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

let traffic: number;
let former: number;
beforeEach(async () => {
  await db.owner`truncate department, responsible_post, post_holding, person, account restart identity cascade`;
  former = await aDepartment(db.owner, { name: '정보산업과', validFrom: '2012-01-01' });
  await aDepartment(db.owner, { name: '정보통신과', validFrom: '2026-01-02', succeeds: former });
  traffic = await aDepartment(db.owner, { name: '교통과', validFrom: '2012-01-01' });
  const post = { departmentId: traffic, title: '교통과장', duty: 'department-manager' as const };
  await aPost(db.owner, { ...post, validFrom: '2012-01-01' });
});

const person = (over: Partial<PersonForm> = {}): PersonForm => ({
  ...{ personNo: 'A1', name: '김가상', title: '주무관', phone: null, departmentId: traffic },
  ...over,
});
const list = async (text: string, encode = (each: string): Uint8Array => Buffer.from(each)) => {
  const path = join(folder, 'staff.csv');
  await writeFile(path, encode(text));
  return readStaffFile(path);
};
const take = async (text: string, faulty: 'refuse' | 'leave-out' = 'refuse') => {
  const file = await list(text);
  const { fingerprint } = await previewStaff(db.app, file, TODAY);
  return importStaff(db.app, SYSTEM, file, { fingerprint, faulty, today: TODAY });
};

test('Art. 32: whoever leaves has no account, no session and no post from then on, and stays on record', async () => {
  const personId = await addPerson(db.app, SYSTEM, person(), TODAY);
  await take('사번,성명,부서,직위,발령일\nA1,김가상,교통과,교통과장,2025-01-06\n');
  const signedIn = await aSignedInPerson(db.owner, 'operator');
  await aSignedInPerson(db.owner, 'officer');
  const [account] = await db.app<{ account: string }[]>`select account from account where role = 'operator'`;
  await linkAccount(db.app, SYSTEM, account!.account, personId);
  expect((await actorsOfSessions(db.app, [signedIn.sessionId])).size).toBe(1);
  await expect(
    leave(db.app, SYSTEM, personId, { leftOn: '2026-11-26', reason: '퇴직' }, TODAY),
  ).rejects.toMatchObject({
    field: 'leftOn',
  });
  const left = await leave(db.app, SYSTEM, personId, { leftOn: TODAY, reason: '퇴직' }, TODAY);
  expect(left).toEqual({ accounts: [account!.account], posts: ['교통과장'] });
  expect((await actorsOfSessions(db.app, [signedIn.sessionId])).size).toBe(0);
  const { holdings } = await selectState(db.app);
  expect(holdings.map(({ validTo }) => validTo)).toEqual(['2026-11-26']);
  expect(await selectPersonView(db.app, personId, TODAY)).toMatchObject({ leftOn: TODAY, account: null });
  await expect(editPerson(db.app, SYSTEM, personId, person({ name: '다른' }), TODAY)).rejects.toMatchObject({
    code: 'has-left',
  });
  await expect(db.app`delete from person`).rejects.toThrow('leaves and is never deleted');
});

test('Art. 30(1): nobody records the own leave, which would close the own account', async () => {
  const personId = await addPerson(db.app, SYSTEM, person(), TODAY);
  const { account, accountId } = await aSignedInPerson(db.owner, 'officer');
  await aSignedInPerson(db.owner, 'officer');
  await linkAccount(db.app, SYSTEM, account, personId);
  const self = anActor({ role: 'officer', accountId });
  const leaves = { leftOn: TODAY, reason: '퇴직' };
  await expect(leave(db.app, self, personId, leaves, TODAY)).rejects.toMatchObject({ code: 'own-account' });
  const other = anActor({ role: 'officer', accountId: accountId + 1 });
  expect((await leave(db.app, other, personId, leaves, TODAY)).accounts).toEqual([account]);
});

test('Art. 30(1): one person has one account, and nobody who left is given one', async () => {
  const personId = await addPerson(db.app, SYSTEM, person(), TODAY);
  await aSignedInPerson(db.owner, 'officer');
  await aSignedInPerson(db.owner, 'operator');
  await aSignedInPerson(db.owner, 'auditor');
  const accounts = await db.app<{ account: string; role: string }[]>`select account, role from account`;
  const of = (role: string) => accounts.find((each) => each.role === role)!.account;
  await linkAccount(db.app, SYSTEM, of('operator'), personId);
  await expect(linkAccount(db.app, SYSTEM, of('auditor'), personId)).rejects.toMatchObject({
    code: 'person-has-account',
  });
  const other = await addPerson(db.app, SYSTEM, person({ personNo: 'A2', name: '이가상' }), TODAY);
  await expect(linkAccount(db.app, SYSTEM, of('operator'), other)).rejects.toMatchObject({
    code: 'account-has-person',
  });
  await linkAccount(db.app, SYSTEM, of('operator'), null);
  await leave(db.app, SYSTEM, personId, { leftOn: TODAY, reason: '퇴직' }, TODAY);
  await expect(linkAccount(db.app, SYSTEM, of('auditor'), personId)).rejects.toMatchObject({ status: 400 });
});

test('people are found by part of the name or the number, whatever letters those hold', async () => {
  await addPerson(db.app, SYSTEM, person({ personNo: 'A_1', name: '김100%' }), TODAY);
  await addPerson(db.app, SYSTEM, person({ personNo: 'AB1', name: '이가상' }), TODAY);
  const found = async (q: string) =>
    (await selectPeople(db.app, { q, state: 'here', limit: 10 }, TODAY)).map(({ name }) => name);
  expect(await found('A_1')).toEqual(['김100%']);
  expect(await found('0%')).toEqual(['김100%']);
  expect(await found('가상')).toEqual(['이가상']);
  expect(await countPeople(db.app, { state: 'here', limit: 10 })).toBe(2);
  await expect(addPerson(db.app, SYSTEM, person({ personNo: 'AB1' }), TODAY)).rejects.toMatchObject({
    code: 'number-taken',
    field: 'personNo',
  });
});

test('a staff list in CP949 and in UTF-8 is the same list, by whatever its columns are called', async () => {
  const text = '행정번호,성 명,소속부서,직책\r\n7,"김, 가상",교통과,과장\r\n8,뷁이름,,\r\n';
  const reports = [
    await previewStaff(db.app, await list(text), TODAY),
    await previewStaff(db.app, await list(`\ufeff${text}`), TODAY),
    await previewStaff(db.app, await list(text, encodeCp949), TODAY),
  ];
  for (const report of reports) {
    expect(report).toMatchObject({ rows: 2, created: 2, faulty: 0 });
    expect(report.appointments).toMatchObject([{ personName: '김, 가상', post: '교통과장', kind: 'holder' }]);
  }
  expect(reports.map(({ encoding }) => encoding)).toEqual(['UTF-8', 'UTF-8', 'CP949']);
});

test('each faulty row is told with its line, column, value and the way out, and nothing is taken in by halves', async () => {
  await addPerson(db.app, SYSTEM, person({ personNo: 'L1', name: '떠난이' }), TODAY);
  const [gone] = await selectAllPeople(db.app, TODAY);
  await leave(db.app, SYSTEM, gone!.personId, { leftOn: '2026-10-01', reason: '퇴직' }, TODAY);
  const text = [
    '사번,성명,부서,직위,발령일',
    'A1,김가상,교통과,교통과장,2025-01-06',
    ',이가상,교통과,,',
    'A3,박가상,없는과,,',
    'A4,최가상,정보산업과,,',
    'A5,정가상,교통과,교통과장,2025-01-06',
    'A6,한가상,교통과,주무관,어제',
    'A1,다른사람,교통과,,',
    'A1,김가상,교통과,교통과장,2025-01-06',
    'L1,떠난이,,,',
    'A7,조가상,교통과,과장 직무대리,2011-01-01',
    'A8,가\u0000나,,,',
    'A9,가\u202e나,,,',
  ].join('\n');
  const file = await list(text);
  const report = await previewStaff(db.app, file, TODAY);
  expect(report.faults.map(({ line, column, value, fault }) => [line, column, value, fault])).toEqual([
    [3, '사번', '', 'missing-value'],
    [4, '부서', '없는과', 'unknown-department'],
    [5, '부서', '정보산업과', 'department-ended'],
    [6, '직위', '교통과장', 'post-held-twice'],
    [7, '발령일', '어제', 'bad-day'],
    [8, '사번', 'A1', 'number-twice'],
    [10, '사번', 'L1', 'person-left'],
    [11, '발령일', '2011-01-01', 'post-not-there'],
    [12, '성명', '가\u0000나', 'unreadable-row'],
    [13, '성명', '가\u202e나', 'unreadable-row'],
  ]);
  expect(report.faults[2]!.message.ko).toContain('정보통신과(으)로 적으십시오');
  expect(report).toMatchObject({ rows: 12, duplicates: 1, created: 1, faulty: 10 });
  const { fingerprint } = report;
  const options = { fingerprint, today: TODAY };
  await expect(importStaff(db.app, SYSTEM, file, { ...options, faulty: 'refuse' })).rejects.toMatchObject({
    code: 'faulty-rows',
  });
  expect(await countPeople(db.app, { state: 'all', limit: 10 })).toBe(1);
  await importStaff(db.app, SYSTEM, file, { ...options, faulty: 'leave-out' });
  expect((await selectAllPeople(db.app, TODAY)).map(({ name }) => name)).toEqual(['떠난이', '김가상']);
});

test('Art. 32: somebody who is not in the list is told, and has not left by it', async () => {
  await take('사번,성명\n1,김가상\n2,이가상\n');
  const report = await take('사번,성명\n1,김가상\n3,박가상\n');
  expect(report).toMatchObject({ created: 1, unchanged: 1, updated: 0 });
  expect(report.notInFile.map(({ name }) => name)).toEqual(['이가상']);
  expect((await selectAllPeople(db.app, TODAY)).every(({ leftOn }) => leftOn === null)).toBe(true);
});

test('a list that was read before the register changed is refused whole', async () => {
  const file = await list('사번,성명\n1,김가상\n');
  const { fingerprint } = await previewStaff(db.app, file, TODAY);
  await addPerson(db.app, SYSTEM, person({ personNo: '9' }), TODAY);
  const accepted = importStaff(db.app, SYSTEM, file, { fingerprint, faulty: 'refuse', today: TODAY });
  await expect(accepted).rejects.toMatchObject({ code: 'preview-stale' });
  expect(await countPeople(db.app, { state: 'all', limit: 10 })).toBe(1);
});

test('no table, no staff list and an empty file are each refused with a sentence', async () => {
  for (const text of ['', '이름만\n김가상\n', '\u0000\u0001\u0002', 'PKnot', '사번,성명,성명\n1,김,이\n'])
    await expect(list(text)).rejects.toMatchObject({ name: 'TableError' });
  await expect(list('사번,소속\nA1,도로과\n')).rejects.toThrow('사번과 성명 열을 찾지 못했습니다');
});
