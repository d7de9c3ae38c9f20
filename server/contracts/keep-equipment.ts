import { cityDay, cityMinute } from '../cameras/city-day.rules.ts';
import { loadCameraForAct, type CameraToActOn } from '../cameras/index.ts';
import { act, permit } from '../platform/act.ts';
import { can, type Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import { aged, meansOf } from './equipment.rules.ts';
import {
  EQUIPMENT_PARTS,
  type CameraEquipment,
  type EquipmentPatch,
  type EquipmentPart,
  type FaultView,
  type KeeperBody,
  type NewEquipmentBody,
  type NewFaultBody,
  type RepairBody,
} from './equipment.schema.ts';
import {
  findEquipmentByRequest,
  insertEquipment,
  lockEquipment,
  replaceKeeper,
  selectCameraEquipment,
  selectKeeper,
  selectKeepers,
  updateEquipment,
  type Life,
} from './equipment.sql.ts';
import { selectWindows } from './maintenance.sql.ts';
import { closeFault, findFault, insertFault, selectCameraFaults, selectProposals } from './faults.sql.ts';

/** How many months the city expects each part to last (Art. 12(2) leaves it to the city). */
export async function readLife(sql: Sql | Tx): Promise<Life> {
  const months = await Promise.all(
    EQUIPMENT_PARTS.map(async (part) => [part, await readSetting(sql, `equipment.life.${part}`)] as const),
  );
  return Object.fromEntries(months) as Record<EquipmentPart, number>;
}

async function cameraToActOn(sql: Sql, cameraId: number): Promise<CameraToActOn> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  return camera;
}

/** A camera's equipment, who looks after it and its faults (Art. 12(2)). Throws 404 where it is another's. */
export async function readCameraEquipment(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  now: Date,
): Promise<CameraEquipment> {
  const camera = await cameraToActOn(sql, cameraId);
  permit(actor, 'equipment.read', camera);
  const mayChoose = can(actor, 'camera.decide', camera);
  const [life, equipment, faults, keeper, maintenance, [proposal], keepers] = await Promise.all([
    readLife(sql),
    selectCameraEquipment(sql, cameraId),
    selectCameraFaults(sql, cameraId),
    selectKeeper(sql, cameraId),
    selectWindows(sql, cameraId, now),
    selectProposals(sql, actor, { cameraId }, 1),
    mayChoose ? selectKeepers(sql) : { departments: [], contractors: [] },
  ]);
  return {
    cameraId,
    keeper,
    equipment: equipment.map((each) => aged(each, life, cityDay(now))),
    faults,
    means: meansOf(faults),
    maintenance,
    proposal: proposal === undefined ? null : { since: proposal.since, cause: proposal.cause },
    may: {
      report: can(actor, 'fault.report', camera),
      edit: can(actor, 'equipment.edit', camera),
      keeper: mayChoose,
    },
    keepers,
  };
}

/** Puts a piece of equipment on record. A second press with the same `requestId` answers as the first. */
export async function addEquipment(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  body: NewEquipmentBody,
  today: string,
): Promise<void> {
  const camera = await cameraToActOn(sql, cameraId);
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { part: body.part, added: true } };
  refuseFuture('installedOn', body.installedOn, today);
  await act(sql, actor, 'equipment.edit', object, async (tx, note) => {
    const earlier = await findEquipmentByRequest(tx, body.requestId);
    if (earlier === undefined) return note({ equipmentId: await insertEquipment(tx, cameraId, body) });
    if (earlier.cameraId !== cameraId) throw reused();
    note({ repeated: true });
  });
}

/** Changes what is known of a piece, or takes it out of use; null makes a fact unknown. */
export async function changeEquipment(
  sql: Sql,
  actor: Actor,
  { cameraId, equipmentId }: { cameraId: number; equipmentId: number },
  patch: EquipmentPatch,
  today: string,
): Promise<void> {
  const camera = await cameraToActOn(sql, cameraId);
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { equipmentId } };
  await act(sql, actor, 'equipment.edit', object, async (tx, note) => {
    const before = await lockEquipment(tx, cameraId, equipmentId);
    if (before === undefined) throw notFound();
    const given = Object.fromEntries(
      Object.entries(patch).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
    );
    const after = { ...before, ...given };
    refuseFuture('installedOn', after.installedOn, today);
    refuseFuture('removedOn', after.removedOn, today);
    if (after.installedOn !== null && after.removedOn !== null && after.removedOn < after.installedOn)
      throw invalid('removedOn', '철거일이 설치일보다 앞섭니다.', 'It was removed before it was installed.');
    await updateEquipment(tx, after);
    note({ given });
  });
}

/**
 * Gives a camera to the own crew of a department or to a contractor from today (Art. 12(2)); who its sign must name
 * follows (Art. 10(1)4). The centre decides it, so the officer alone does.
 */
export async function giveToKeeper(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  body: KeeperBody,
  today: string,
): Promise<void> {
  const camera = await cameraToActOn(sql, cameraId);
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { keeper: { ...body } } };
  await act(sql, actor, 'camera.decide', object, async (tx) => {
    const known = await selectKeepers(tx);
    const [field, list, id] =
      'departmentId' in body
        ? (['departmentId', known.departments, body.departmentId] as const)
        : (['contractorId', known.contractors, body.contractorId] as const);
    if (!list.some((each) => each.id === id))
      throw invalid(
        field,
        '오늘 맡을 수 있는 부서나 계약 중인 수탁자를 골라 주십시오.',
        'Choose a department of today or a contractor whose contract is in force.',
      );
    const departmentId = 'departmentId' in body ? body.departmentId : null;
    const contractorId = 'contractorId' in body ? body.contractorId : null;
    await replaceKeeper(tx, cameraId, { departmentId, contractorId }, { today, by: actor.personName });
    const { protected: isProtected, departmentId: of } = camera;
    await announce(tx, { kind: 'camera', objectId: cameraId, protected: isProtected, departmentId: of });
  });
}

/**
 * Puts a fault on record (장애 기록, Art. 12(2)). A probe only proposes, but for a sound track; a person writes. A second press with the same
 * `faultId` answers as the first.
 */
export async function reportFault(
  sql: Sql,
  actor: Actor,
  cameraId: number,
  body: NewFaultBody,
  now: Date,
): Promise<void> {
  const camera = await cameraToActOn(sql, cameraId);
  refuseLater('foundAt', body.foundAt, now);
  const object = {
    kind: 'camera',
    id: cameraId,
    ...camera,
    detail: { faultId: body.faultId, what: body.what },
  };
  await act(sql, actor, 'fault.report', object, async (tx) => {
    await insertFault(tx, cameraId, body, actor.personName);
    const written = await findFault(tx, body.faultId);
    if (written?.cameraId !== cameraId) throw reused();
  });
}

/**
 * Closes a fault as repaired. The same press once more changes nothing; whoever comes second with other words is told who
 * was first, 409 `fault-closed`. An order to end a breach of law asks for what was done (Art. 7, 11(2), 31(1)): else 400.
 * Throws 404 where the camera has no such fault.
 */
export async function repairFault(
  sql: Sql,
  actor: Actor,
  { cameraId, faultId }: { cameraId: number; faultId: string },
  { cause, note: said, repairedAt }: RepairBody,
  now: Date,
): Promise<void> {
  const camera = await cameraToActOn(sql, cameraId);
  refuseLater('repairedAt', repairedAt, now);
  const note = said === null || said.trim() === '' ? null : said;
  const object = {
    kind: 'camera',
    id: cameraId,
    ...camera,
    detail: { faultId, repaired: true, cause, note },
  };
  await act(sql, actor, 'equipment.edit', object, async (tx) => {
    const fault = await findFault(tx, faultId);
    if (fault?.cameraId !== cameraId) throw notFound();
    if (fault.repairedAt !== null) {
      const repair = { cause: cause ?? fault.cause, repairNote: note, repairedBy: actor.personName };
      if (Object.entries(repair).every(([key, value]) => fault[key as keyof typeof repair] === value)) return;
      throw closedAlready(fault, fault.repairedAt);
    }
    if (fault.finding !== null && note === null)
      throw invalid(
        'note',
        '법을 어긴 상태를 끝내라는 지시입니다. 언제 무엇을 어떻게 했는지 적어 주십시오.',
        'This is an order to end a breach of law. Write when it was ended and how.',
      );
    if (repairedAt !== null && Date.parse(repairedAt) < Date.parse(fault.foundAt))
      throw invalid('repairedAt', '복구가 발견보다 앞섭니다.', 'The repair lies before the fault was found.');
    await closeFault(tx, faultId, { cause, note, repairedAt, by: actor.personName });
  });
}

function closedAlready({ repairedBy, repairNote }: FaultView, repairedAt: string): ApiError {
  const at = cityMinute(new Date(repairedAt));
  const by = repairedBy ?? '?';
  const done =
    repairNote === null
      ? { ko: '', en: '' }
      : { ko: `, 한 일: ${repairNote}`, en: `, what was done: ${repairNote}` };
  return new ApiError(409, 'fault-closed', {
    ko: `이미 닫은 장애입니다. ${by} 님이 적었습니다(복구 ${at}${done.ko}). 지금 적은 것은 저장하지 않았습니다.`,
    en: `This fault is closed already, by ${by} (repaired ${at}${done.en}). What you wrote was not saved.`,
  });
}

const reused = (): ApiError =>
  new ApiError(409, 'request-reused', {
    ko: '이미 다른 카메라에 쓰인 번호입니다. 화면을 새로 열어 다시 적어 주십시오.',
    en: 'This number was used for another camera. Open the form anew.',
  });

function refuseFuture(field: string, day: string | null, today: string): void {
  if (day !== null && day > today)
    throw invalid(field, '오늘이나 지난 날을 적어 주십시오.', 'Give today or a day before.');
}

const CLOCK_SLACK_MS = 120_000;
function refuseLater(field: string, at: string | null, now: Date): void {
  if (at !== null && Date.parse(at) > now.getTime() + CLOCK_SLACK_MS)
    throw invalid(field, '지금이나 지난 때를 적어 주십시오.', 'Give the present or the past.');
}
