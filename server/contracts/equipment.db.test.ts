import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYSTEM, can, type Actor } from '../platform/access.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aContractor, aDepartment, anActor } from '../testing/factories.ts';
import { equipmentQuery, faultsQuery } from './equipment.schema.ts';
import { selectContractorsOwn, selectEquipmentLines } from './equipment.sql.ts';
import { ORDERED_FINDINGS, orderWhatIsFound } from './order-what-is-found.ts';
import { selectFaultLines, selectProposals } from './faults.sql.ts';
import {
  addEquipment,
  giveToKeeper,
  readCameraEquipment,
  readLife,
  repairFault,
  reportFault,
} from './keep-equipment.ts';

let db: TestDatabase;
const officer = anActor({ role: 'officer', personName: '이주무' });
const now = new Date();
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());

beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());

describe('equipment and faults (Art. 12(2))', () => {
  const faultOf = (what: string) => ({ faultId: randomUUID(), what, part: null, cause: null, foundAt: null });

  test("another contractor's and another department's camera is unknown, single and in lists", async () => {
    const [departmentId, otherId] = [
      await aDepartment(db.owner),
      await aDepartment(db.owner, { name: '교통과' }),
    ];
    const contractorId = await aContractor(db.owner);
    const cameras = [
      await aCamera(db.owner, { departmentId, contractorId }),
      await aCamera(db.owner, { departmentId: otherId }),
      await aCamera(db.owner, { departmentId, protected: true }),
      await aCamera(db.owner, {
        departmentId: otherId,
        contractorId,
        purposes: [{ purpose: 'traffic', main: true }],
      }),
    ];
    for (const cameraId of cameras) {
      const requestId = randomUUID();
      const row = {
        requestId,
        part: 'camera',
        maker: null,
        model: null,
        serial: null,
        firmware: null,
      } as const;
      await addEquipment(db.app, SYSTEM, cameraId, { ...row, installedOn: '2015-01-01' }, today);
      await addEquipment(db.app, SYSTEM, cameraId, { ...row, installedOn: '2015-01-01' }, today);
      await reportFault(db.app, SYSTEM, cameraId, faultOf('화면이 흐림'), new Date());
    }
    const [grant] = officer.grants;
    const people: Actor[] = [
      officer,
      anActor({ role: 'auditor' }),
      anActor({ role: 'department', departmentId }),
      anActor({ role: 'department', departmentId: otherId }),
      anActor({ role: 'maintainer', contractorId }),
      anActor({ role: 'maintainer' }),
      anActor({ role: 'liaison', agency: 'police' }),
      anActor({ role: 'operator', grants: [{ ...grant!, purposes: ['traffic'] }] }),
      anActor({ role: 'officer', grants: [{ ...grant!, departmentId: otherId }] }),
      anActor({ role: 'operator', grants: [{ ...grant!, districtIds: [1] }] }),
      anActor({ role: 'operator', grants: [] }),
    ];
    const on = { life: await readLife(db.app), today };
    for (const person of people) {
      const mine: number[] = [];
      for (const cameraId of cameras)
        if (can(person, 'equipment.read', (await loadCameraForAct(db.app, cameraId))!)) mine.push(cameraId);
      const lines = await selectEquipmentLines(db.app, person, equipmentQuery.parse({}), on);
      expect(lines.map(({ cameraId }) => cameraId).sort()).toEqual(mine.sort());
      const faults = await selectFaultLines(db.app, person, faultsQuery.parse({}));
      expect(faults.map(({ cameraId }) => cameraId).sort()).toEqual(mine.sort());
      const own = await selectContractorsOwn(db.app, person);
      if (person.contractorId === null) expect(own).toBeNull();
      else expect([...own!.cameraIds].sort()).toEqual(mine.sort());
    }
    const [own, foreign] = cameras as [number, number];
    const contractors = people[4]!;
    await expect(readCameraEquipment(db.app, contractors, foreign, now)).rejects.toMatchObject({
      status: 404,
    });
    await expect(
      reportFault(db.app, contractors, foreign, faultOf('꺼짐'), new Date()),
    ).rejects.toMatchObject({ status: 404 });
    expect((await readCameraEquipment(db.app, contractors, own, now)).may).toEqual({
      report: true,
      edit: true,
      keeper: false,
    });
  });

  test('pages by age go through everything once, the unknown last and never as new', async () => {
    const cameraId = await aCamera(db.owner);
    const days = [null, '2012-05-01', '2012-05-01', '2025-01-01', null];
    for (const installedOn of days)
      await addEquipment(
        db.app,
        officer,
        cameraId,
        {
          requestId: randomUUID(),
          part: 'encoder',
          maker: null,
          model: null,
          serial: null,
          firmware: null,
          installedOn,
        },
        today,
      );
    const on = { life: await readLife(db.app), today: '2026-11-25' };
    const seen: (string | null)[] = [];
    for (let after: string | undefined; ;) {
      const query = equipmentQuery.parse({
        part: 'encoder',
        limit: 2,
        ...(after === undefined ? {} : { after }),
      });
      const lines = await selectEquipmentLines(db.app, officer, query, on);
      seen.push(...lines.map(({ installedOn }) => installedOn));
      const last = lines.at(-1);
      if (last === undefined || lines.length < 2) break;
      after = `${last.installedOn ?? '-'}.${last.equipmentId}`;
    }
    expect(seen).toEqual(['2012-05-01', '2012-05-01', '2025-01-01', null, null]);
    for (const [age, count] of [
      ['over', 2],
      ['within', 1],
      ['unknown', 2],
    ] as const)
      expect(
        await selectEquipmentLines(db.app, officer, equipmentQuery.parse({ part: 'encoder', age }), on),
        age,
      ).toHaveLength(count);
  });

  test("exactly one looks after a camera today; the sign's contractor follows", async () => {
    const departmentId = await aDepartment(db.owner);
    const contractorId = await aContractor(db.owner, { name: '새수탁' });
    const cameraId = await aCamera(db.owner, { departmentId });
    expect((await readCameraEquipment(db.app, officer, cameraId, now)).keeper).toBeNull();
    await giveToKeeper(db.app, officer, cameraId, { departmentId }, '2026-01-01');
    await giveToKeeper(db.app, officer, cameraId, { contractorId }, '2026-02-01');
    expect((await readCameraEquipment(db.app, officer, cameraId, now)).keeper).toMatchObject({
      kind: 'contractor',
      name: '새수탁',
      since: '2026-02-01',
    });
    expect((await loadCameraForAct(db.app, cameraId))?.contractorId).toBe(contractorId);
    await expect(
      db.app`insert into camera_upkeep values (${cameraId}, ${departmentId}, null, '2026-03-01', null, '누군가')`,
    ).rejects.toThrow(/one_keeper_today/);
    const over = await aContractor(db.owner, { validFrom: '2020-01-01', validTo: '2021-01-01' });
    await expect(
      giveToKeeper(db.app, officer, cameraId, { contractorId: over }, today),
    ).rejects.toMatchObject({ code: 'invalid', field: 'contractorId' });
  });

  test('a probe proposes a fault and writes none; a person writes it once; a repair closes it once', async () => {
    const cameraId = await aCamera(db.owner);
    await db.owner`insert into camera_device values (${cameraId}, 'fault', '응답 없음', now(), now())`;
    const proposals = () => selectProposals(db.app, officer, { cameraId }, 5);
    expect(await proposals()).toMatchObject([{ cameraId, cause: '응답 없음' }]);
    const fault = faultOf('영상이 나오지 않음');
    const operator = anActor({ personName: '김관제' });
    await reportFault(db.app, operator, cameraId, fault, new Date());
    await reportFault(db.app, operator, cameraId, fault, new Date());
    expect(await proposals()).toEqual([]);
    const elsewhere = await aCamera(db.owner);
    await expect(reportFault(db.app, operator, elsewhere, fault, new Date())).rejects.toMatchObject({
      code: 'request-reused',
    });
    const repair = { cause: '단선', note: '통신선 교체', repairedAt: null };
    const at = { cameraId, faultId: fault.faultId };
    await expect(repairFault(db.app, operator, at, repair, new Date())).rejects.toMatchObject({
      status: 403,
    });
    const maintainer = anActor({ role: 'maintainer', personName: '정보수' });
    await repairFault(db.app, maintainer, at, repair, new Date());
    // The same press once more changes nothing; another's words are not thrown away in silence.
    await repairFault(db.app, maintainer, at, repair, new Date());
    const late = repairFault(db.app, officer, at, { ...repair, note: '다시' }, new Date());
    await expect(late).rejects.toMatchObject({
      status: 409,
      code: 'fault-closed',
      message: expect.stringMatching(/정보수.*\d\d:\d\d/) as string,
    });
    const { faults } = await readCameraEquipment(db.app, officer, cameraId, now);
    expect(faults).toMatchObject([
      {
        what: '영상이 나오지 않음',
        foundBy: '김관제',
        cause: '단선',
        repairedBy: '정보수',
        repairNote: '통신선 교체',
      },
    ]);
  });

  test('Art. 11(2), 31(1): an order to end a breach is closed with what was done, and keeps its cause', async () => {
    for (const finding of ORDERED_FINDINGS) {
      const cameraId = await aCamera(db.owner);
      await db.app.begin((tx) => orderWhatIsFound(tx, finding, [{ cameraId }]));
      const [order] = (await readCameraEquipment(db.app, officer, cameraId, now)).faults;
      expect(order).toMatchObject({ finding, repairedAt: null });
      const at = { cameraId, faultId: order!.faultId };
      for (const note of [null, '', '  '])
        await expect(
          repairFault(db.app, officer, at, { cause: null, note, repairedAt: null }, new Date()),
          finding,
        ).rejects.toMatchObject({ status: 400, code: 'invalid', field: 'note' });
      const done = { cause: null, note: '11월 30일 설정에서 끔', repairedAt: null };
      await repairFault(db.app, officer, at, done, new Date());
      const [closed] = (await readCameraEquipment(db.app, officer, cameraId, now)).faults;
      expect(closed).toMatchObject({ cause: order!.cause, repairNote: done.note });
    }
  });

  test('an ordinary fault may be closed with its cause alone', async () => {
    const cameraId = await aCamera(db.owner);
    const fault = faultOf('꺼짐');
    await reportFault(db.app, officer, cameraId, fault, new Date());
    const at = { cameraId, faultId: fault.faultId };
    await repairFault(db.app, officer, at, { cause: '낙뢰', note: null, repairedAt: null }, new Date());
    const { faults } = await readCameraEquipment(db.app, officer, cameraId, now);
    expect(faults).toMatchObject([{ cause: '낙뢰', repairNote: null, finding: null }]);
  });
});
