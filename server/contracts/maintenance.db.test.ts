import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, anActor } from '../testing/factories.ts';
import { selectUnderWorks } from './maintenance.sql.ts';
import { endMaintenance, planMaintenance } from './plan-maintenance.ts';
import { readCameraEquipment } from './keep-equipment.ts';

let db: TestDatabase;
let cameraId: number;
let contractorId: number;
beforeAll(async () => {
  db = await aDatabase();
  contractorId = await aContractor(db.owner);
  cameraId = await aCamera(db.owner, { contractorId });
});
afterAll(() => db.drop());

const NOW = new Date('2026-11-30T03:00:00Z');
const at = (hours: number): string => new Date(NOW.getTime() + hours * 3_600_000).toISOString();
const crew = () => anActor({ role: 'maintainer', contractorId, personName: '박정비' });
const works = (fromAt: string | null, toAt: string) => ({
  ...{ windowId: randomUUID(), fromAt, toAt, reason: '렌즈 청소' },
});
const under = (hours: number) => selectUnderWorks(db.app, new Date(at(hours)));

test('Art. 12(2): announced works go on from their hour to their hour, are seen on the camera, and end early by an act', async () => {
  const body = works(at(1), at(3));
  await planMaintenance(db.app, crew(), cameraId, body, NOW);
  await planMaintenance(db.app, crew(), cameraId, body, NOW);
  expect([await under(0.5), await under(1), await under(2.9), await under(3)]).toEqual([
    [],
    [cameraId],
    [cameraId],
    [],
  ]);
  const { maintenance } = await readCameraEquipment(db.app, crew(), cameraId, NOW);
  expect(maintenance).toMatchObject([{ windowId: body.windowId, reason: '렌즈 청소', plannedBy: '박정비' }]);
  await endMaintenance(db.app, crew(), { cameraId, windowId: body.windowId }, new Date(at(2)));
  expect(await under(2.5)).toEqual([]);
  const [kept] = await db.app`select ended_by as "endedBy" from maintenance_window`;
  expect(kept).toEqual({ endedBy: '박정비' });
});

test('works that end before they begin, last longer than 14 days or are over, and those of others, are refused by their field', async () => {
  const plan = (fromAt: string | null, toAt: string, actor = crew()) =>
    planMaintenance(db.app, actor, cameraId, works(fromAt, toAt), NOW);
  await expect(plan(at(3), at(2))).rejects.toMatchObject({ status: 400, field: 'toAt' });
  await expect(plan(null, at(-1))).rejects.toMatchObject({ status: 400, field: 'toAt' });
  await expect(plan(null, at(15 * 24))).rejects.toMatchObject({ status: 400, field: 'toAt' });
  await expect(plan(at(400 * 24), at(401 * 24))).rejects.toMatchObject({ status: 400, field: 'fromAt' });
  await expect(plan(at(-1), at(2))).rejects.toMatchObject({ status: 400, field: 'fromAt' });
  const stranger = anActor({
    role: 'maintainer',
    contractorId: await aContractor(db.owner, { name: '다른업체' }),
  });
  await expect(plan(null, at(1), stranger)).rejects.toMatchObject({ status: 404 });
  const past = works(null, at(1));
  await planMaintenance(db.app, crew(), cameraId, past, NOW);
  await expect(
    endMaintenance(db.app, crew(), { cameraId, windowId: past.windowId }, new Date(at(2))),
  ).rejects.toMatchObject({ code: 'works-over' });
});

test('Art. 12(2): works that share time with standing ones are refused with the times of those; what meets them, or lies on another camera, is not', async () => {
  const other = await aCamera(db.owner, { contractorId });
  const plan = (from: number, to: number, camera = other) =>
    planMaintenance(db.app, crew(), camera, works(at(from), at(to)), NOW);
  const standing = works(at(10), at(12));
  await planMaintenance(db.app, crew(), other, standing, NOW);
  for (const [from, to] of [
    [9, 11],
    [11, 13],
    [10.5, 11],
    [9, 13],
  ] as const)
    await expect(plan(from, to)).rejects.toMatchObject({
      status: 409,
      code: 'works-overlap',
      field: 'fromAt',
      message: expect.stringContaining('2026-11-30 22:00 – 2026-12-01 00:00') as string,
    });
  await plan(8, 10);
  await plan(12, 13);
  await plan(10, 12, await aCamera(db.owner, { contractorId }));
  const outcomes = await Promise.allSettled([plan(20, 22), plan(21, 23)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await endMaintenance(db.app, crew(), { cameraId: other, windowId: standing.windowId }, NOW);
  await plan(10, 11);
});
