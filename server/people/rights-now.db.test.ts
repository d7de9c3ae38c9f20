import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDepartment, anActor } from '../testing/factories.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { rightsNow, selectOperationsHead } from './rights-now.ts';

let db: TestDatabase;
beforeAll(async () => (db = await aDatabase()));
afterAll(() => db.drop());

const NIGHT = new Date('2026-11-30T03:20:00+09:00');
const grant = {
  grantId: 1,
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: { from: '09:00', to: '18:00' },
  validFrom: '2026-01-01T00:00:00Z',
  validTo: null,
};

test('Art. 5(1), 30(1): whoever has no right at this hour is told from when again and whom to ask', async () => {
  expect(await selectOperationsHead(db.app)).toBeNull();
  const departmentId = await aDepartment(db.owner, { name: '정보통신과', phone: '033-640-1111' });
  const answer = { department: '정보통신과', title: '과장', phone: '033-640-1111' };
  await db.owner`
    insert into responsible_post (department_id, duty, title, valid_from, source)
    values (${departmentId}, 'operations-head', '과장', '2020-01-01', 'test')`;
  expect(await rightsNow(db.app, anActor({ grants: [grant] }), NIGHT)).toEqual({
    inForce: false,
    changesAt: '2026-11-30T00:00:00.000Z',
    hours: grant.hours,
    ask: answer,
  });
  const inHours = new Date('2026-11-30T10:00:00+09:00');
  expect(await rightsNow(db.app, anActor({ grants: [grant] }), inHours)).toMatchObject({
    inForce: true,
    changesAt: '2026-11-30T09:00:00.000Z',
    ask: null,
  });
});
