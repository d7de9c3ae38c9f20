import { ACTIONS, can, scopeOf, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import { signboardOf } from '../signboards/index.ts';
import { certificateDifferences } from '../streams/certificate.rules.ts';
import { findingsOf, mostDays } from '../streams/device-findings.rules.ts';
import type { CameraCard } from './cameras.schema.ts';
import {
  loadCameraForAct,
  selectCamera,
  selectCamerasOfSite,
  selectChanges,
  selectPurposesInForce,
} from './cameras.sql.ts';
import { cityDay } from './city-day.rules.ts';
import { PURPOSE_NAMES } from './purposes.rules.ts';
import { retentionCeilingOn } from './retention.law.ts';

const LAST_CHANGES = 5;
/** What can be done with one camera; the rest of a person's rights is no matter of its card. */
const CAMERA_ACTIONS = ACTIONS.filter(
  (action) =>
    action.startsWith('camera.') ||
    action === 'retention.except' ||
    action === 'equipment.read' ||
    action === 'fault.report',
);

/**
 * Everything a camera's card shows on the day of `now`: purposes (Art. 6), sign (Art. 10), who answers for it
 * (Art. 5(1)), retention against its ceiling (Art. 31(1)), watching (Art. 20), device, neighbours on the pole, last
 * changes, and what the actor may do with it. Throws 404 where it is not, or the actor may not know that it is.
 */
export async function readCard(sql: Sql, actor: Actor, cameraId: number, now: Date): Promise<CameraCard> {
  const scope = scopeOf(actor);
  const camera = await selectCamera(sql, scope, cameraId);
  if (camera === undefined) throw notFound();
  const day = cityDay(now);
  const [facts, purposes, neighbours, changes, sign, mustEncrypt] = await Promise.all([
    loadCameraForAct(sql, cameraId),
    selectPurposesInForce(sql, cameraId),
    selectCamerasOfSite(sql, scope, camera.siteId),
    selectChanges(sql, cameraId, null, LAST_CHANGES),
    signboardOf(sql, cameraId, day),
    readSetting(sql, 'transport.encrypted'),
  ]);
  if (sign === null) throw notFound();
  const {
    departmentId: _departmentId,
    retentionDays,
    retentionMeasuredDays,
    keptLonger: [longer = null, ...longerToo],
    device,
    deviceFacts,
    siteId,
    siteKind,
    siteName,
    roadAddress,
    lotAddress,
    ...own
  } = camera;
  const ceiling = retentionCeilingOn(day);
  const most = mostDays(retentionDays, day);
  const { oldestRecordingAt, oldestToldAt, certificates, ...told } = deviceFacts;
  const model = typeof device.info['model'] === 'string' ? device.info['model'] : null;
  const said = { model, firmware: told.firmware?.version ?? null };
  const findings = findingsOf(
    {
      ...{
        clock: told.clock,
        ...said,
        certificates,
        firmwareOnRecord: told.firmwareOnRecord,
      },
      touring: device.info['touring'] === true,
      ...{ oldestRecordingAt, oldestToldAt, declaredDays: retentionDays, keptLonger: longer !== null },
      isEncrypted: told.isEncrypted ?? true,
    },
    { mustEncrypt, today: day },
  );
  const { responsible, department } = sign;
  return {
    ...own,
    purposes: purposes.map((each) => ({ ...each, name: PURPOSE_NAMES[each.purpose] })),
    signboard: sign.signboard,
    department: department && {
      departmentId: department.departmentId,
      name: department.name,
      phone: department.phone,
    },
    responsible: responsible && {
      duty: responsible.duty,
      title: responsible.title,
      departmentName: responsible.departmentName,
      phone: responsible.phone,
      since: responsible.since,
    },
    retention: {
      declaredDays: retentionDays,
      measuredDays: retentionMeasuredDays,
      measuredAt: oldestToldAt,
      ceilingDays: ceiling.days,
      mostDays: most,
      article: ceiling.article,
      over: longer === null ? isOver(retentionMeasuredDays, retentionDays, most, ceiling.days) : false,
      longer,
      longerToo,
    },
    device: {
      ...{ ...device, ...told, findings, certificateNos: certificates.map(({ no }) => no) },
      certificateDifferences: [...certificateDifferences(certificates, said, day)],
    },
    site: { siteId, kind: siteKind, name: siteName, roadAddress, lotAddress, cameras: neighbours },
    synthetic: camera.source === 'demo',
    changes: actor.display ? null : changes,
    actions: CAMERA_ACTIONS.filter((action) => can(actor, action, facts)),
  };
}

/** What was measured is held against what may be kept; what is only declared, against the ceiling. */
function isOver(
  measuredDays: number | null,
  declaredDays: number | null,
  mostDays: number,
  ceilingDays: number,
): boolean | null {
  if (measuredDays !== null) return measuredDays > mostDays;
  return declaredDays === null ? null : declaredDays > ceilingDays;
}
