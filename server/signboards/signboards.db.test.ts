import { afterAll, beforeAll, expect, test } from 'vitest';
import { signboardSchema } from '../cameras/cameras.schema.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import {
  aCamera,
  aContractor,
  aDepartment,
  aNotice,
  anExemption,
  aPost,
  aSignboard,
  aSite,
} from '../testing/factories.ts';
import { readSignFacts, signboardOf } from './index.ts';

const BEFORE = '2026-01-01';
const AFTER = '2026-01-02';
let db: TestDatabase;

beforeAll(async () => {
  db = await aDatabase();
  const old = await aDepartment(db.owner, { name: '정보산업과', validTo: AFTER });
  const renamed = await aDepartment(db.owner, { name: '정보통신과', validFrom: AFTER, succeeds: old });
  await aPost(db.owner, { departmentId: old, title: '정보산업과장', validTo: AFTER });
  await aPost(db.owner, { departmentId: renamed, title: '정보통신과장', validFrom: AFTER });
});
afterAll(() => db.drop());

const boardOf = async (cameraId: number, day: string) => {
  const found = await signboardOf(db.app, cameraId, day);
  return signboardSchema.parse(found?.signboard);
};

test('Art. 10(2): exactly the signs whose print differs turn stale, on the day the order takes effect', async () => {
  const site = await aSite(db.owner);
  const [first, second, third] = [
    await aCamera(db.owner, { siteId: site }),
    await aCamera(db.owner, { siteId: site }),
    await aCamera(db.owner, { siteId: site }),
  ];
  await aSignboard(db.owner, [first, second], { manager: '정보산업과장' });
  await aSignboard(db.owner, [third], { manager: '정보통신과장', printedOn: '2025-12-20' });
  const states = async (day: string) => {
    const facts = await readSignFacts(db.app, null, day);
    return [first, second, third].map((cameraId) => facts.standingOf(cameraId).state);
  };
  expect(await states(BEFORE)).toEqual(['as-printed', 'as-printed', 'stale']);
  expect(await states(AFTER)).toEqual(['stale', 'stale', 'as-printed']);
  expect(await boardOf(second, '2026-11-22')).toMatchObject({
    state: 'stale',
    since: AFTER,
    cause: 'department-renamed',
    signs: [
      {
        differences: [{ field: 'manager', printed: '정보산업과장', current: '정보통신과장', since: AFTER }],
      },
    ],
  });
});

test('Art. 10(2): an edit of the register dates what has no dates of its own', async () => {
  const cameraId = await aCamera(db.owner);
  await aSignboard(db.owner, [cameraId], { manager: '도로과장', contact: '033-000-0200' });
  expect(await boardOf(cameraId, AFTER)).toMatchObject({
    state: 'stale',
    since: null,
    cause: 'manager-changed',
  });
  await db.owner`
    insert into camera_change (camera_id, changed_at, actor, field, from_value, to_value)
    values (${cameraId}, '2025-03-31T16:00:00Z', '담당자', 'integration', '"standalone"', '"integrated"')`;
  expect(await boardOf(cameraId, AFTER)).toMatchObject({ since: '2025-04-01', cause: 'integration-changed' });
});

test('Art. 10(1)4: the contractor of a contract in force is asked of the sign', async () => {
  const contractorId = await aContractor(db.owner, { validFrom: '2026-03-01' });
  const cameraId = await aCamera(db.owner, { contractorId });
  await aSignboard(db.owner, [cameraId]);
  expect((await boardOf(cameraId, '2026-02-28')).state).toBe('as-printed');
  expect(await boardOf(cameraId, '2026-03-01')).toMatchObject({
    state: 'stale',
    since: '2026-03-01',
    cause: 'contractor-changed',
  });
});

test('Art. 10(3), 10(4): notice, exemption, nothing, and a sign that was taken down', async () => {
  const [noticed, exempt, bare, removed] = [
    await aCamera(db.owner),
    await aCamera(db.owner, { protected: true }),
    await aCamera(db.owner),
    await aCamera(db.owner),
  ];
  await aNotice(db.owner, [noticed], { reason: 'long-range' });
  await anExemption(db.owner, exempt);
  await aSignboard(db.owner, [removed], { removedOn: '2025-01-01' });
  expect(await boardOf(noticed, AFTER)).toMatchObject({
    state: 'web-notice',
    notice: { reason: 'long-range' },
  });
  expect(await boardOf(exempt, AFTER)).toMatchObject({
    state: 'exempt',
    exemption: { decisionNo: '보안-2021-1' },
  });
  expect((await boardOf(bare, AFTER)).state).toBe('missing');
  expect(await boardOf(removed, AFTER)).toMatchObject({ state: 'missing', signs: [] });
});

test('Art. 10(4): a sign shared with a protected camera never tells what that one is for', async () => {
  const site = await aSite(db.owner);
  const open = await aCamera(db.owner, { siteId: site });
  const secret = await aCamera(db.owner, {
    siteId: site,
    protected: true,
    purposes: [{ purpose: 'facility', main: true }],
  });
  await aSignboard(db.owner, [open, secret]);
  const board = await boardOf(open, AFTER);
  expect(board.state).toBe('as-printed');
  expect(board.signs[0]?.current.purpose).toBe('방범');
});
