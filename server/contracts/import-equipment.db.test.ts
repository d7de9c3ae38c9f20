import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../platform/access.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, anActor } from '../testing/factories.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { importEquipment, previewEquipment, readEquipmentFile } from './import-equipment.ts';
import { encodeCp949 } from '../../geodata/cp949.ts';

const TODAY = '2026-11-25';
let db: TestDatabase;
const folder = aTemporaryFolder();
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(async () => {
  await db.drop();
  folder.remove();
});

const sheet = (content: string | Buffer) => readEquipmentFile(folder.file(content));
const take = async (text: string) =>
  importEquipment(db.app, SYSTEM, await sheet(text), { fingerprint: null, faulty: 'refuse', today: TODAY });
const piecesOf = (cameraId: number) => db.owner<
  { part: string; model: string | null; installedOn: string | null }[]
>`
  select part, model, installed_on::text as "installedOn" from equipment
  where camera_id = ${cameraId} and removed_on is null order by part`;

test('Art. 12(2): a sheet is taken in as one act with its digest, and the second time nothing changes', async () => {
  const cameraId = await aCamera(db.owner, { managementNo: 'E-1' });
  const text = '관리번호,장비구분,모델명,설치일자\nE-1,카메라,V-1,2020.1.2\nE-1,지주,,\n';
  const done = await take(text);
  expect(done).toMatchObject({ rows: 2, created: 2, faulty: 0, done: true });
  expect([...(await piecesOf(cameraId))]).toEqual([
    { part: 'camera', model: 'V-1', installedOn: '2020-01-02' },
    { part: 'pole', model: null, installedOn: null },
  ]);
  expect(await take(text)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  const audited = await db.owner<{ detail: object }[]>`
    select detail from audit where object_kind = 'equipment-list' and outcome = 'done' order by seq`;
  expect(audited.map(({ detail }) => detail)).toMatchObject([
    {
      rows: 2,
      created: 2,
      updated: 0,
      leftOut: 0,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
    { created: 0 },
  ]);
});

test('a sheet in CP949 and in UTF-8 is the same sheet', async () => {
  await aCamera(db.owner, { managementNo: 'E-2' });
  const text = '관리번호,품목,제조사\nE-2,녹화기,가상전자\n';
  for (const content of [text, `\ufeff${text}`, encodeCp949(text)])
    expect(await previewEquipment(db.app, SYSTEM, await sheet(content), TODAY)).toMatchObject({
      ...{ rows: 1, created: 1, faulty: 0 },
    });
});

test("Art. 12: another contractor's camera is as unknown as one that is not there, told and taken in", async () => {
  const [own, other] = [await aContractor(db.owner), await aContractor(db.owner)];
  const mine = await aCamera(db.owner, { managementNo: 'E-3', contractorId: own });
  const theirs = await aCamera(db.owner, { managementNo: 'E-4', contractorId: other });
  const contractor = anActor({ role: 'maintainer', contractorId: own });
  const file = await sheet('관리번호,부분\nE-3,전원\nE-4,전원\nE-0,전원\n');
  const report = await previewEquipment(db.app, contractor, file, TODAY);
  expect(report.faults.map(({ line, fault }) => [line, fault])).toEqual([
    [3, 'unknown-camera'],
    [4, 'unknown-camera'],
  ]);
  expect(report.faults[0]!.message).toEqual(report.faults[1]!.message);
  const options = { fingerprint: report.fingerprint, today: TODAY };
  await expect(
    importEquipment(db.app, contractor, file, { ...options, faulty: 'refuse' }),
  ).rejects.toMatchObject({
    code: 'faulty-rows',
  });
  expect([...(await piecesOf(mine))]).toEqual([]);
  await importEquipment(db.app, contractor, file, { ...options, faulty: 'leave-out' });
  expect([(await piecesOf(mine)).length, (await piecesOf(theirs)).length]).toEqual([1, 0]);
});

test('a sheet that was read before the register changed is refused whole; one who may not edit is refused at once', async () => {
  await aCamera(db.owner, { managementNo: 'E-5' });
  const file = await sheet('관리번호,부분,모델\nE-5,전원,P-1\n');
  const { fingerprint } = await previewEquipment(db.app, SYSTEM, file, TODAY);
  await take('관리번호,부분,모델\nE-5,전원,P-2\n');
  await expect(
    importEquipment(db.app, SYSTEM, file, { fingerprint, faulty: 'refuse', today: TODAY }),
  ).rejects.toMatchObject({ status: 409, code: 'preview-stale' });
  const operator = anActor({ role: 'operator' });
  await expect(
    importEquipment(db.app, operator, file, { fingerprint: null, faulty: 'refuse', today: TODAY }),
  ).rejects.toMatchObject({ status: 403 });
});
