import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct, type CameraToActOn } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import { homeBarred } from './ptz-faults.ts';
import { planMove, sectorAt } from './ptz.rules.ts';
import type { BarredSectorBody, BarredSectorView } from './ptz.schema.ts';
import { confirmNumbers, endBarredSector, insertBarredSector, isGuarded, selectPtzFacts } from './ptz.sql.ts';
import type { PtzDesk } from './turn-camera.ts';

async function cameraOf({ sql }: PtzDesk, cameraId: number): Promise<CameraToActOn> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  return camera;
}

/** A sector is kept out of the picture, which takes its bearing and its width. */
const notMeasuredYet = (): ApiError =>
  new ApiError(409, 'not-measured', {
    ko: '회전 방위나 화각을 모르는 카메라라 구역을 지킬 수 없습니다. 회전 방위를 재고 대장에 방위와 화각을 적으십시오.',
    en: 'Its bearing or the width of its picture is not known, so a sector could not be kept. Measure and record them first.',
  });

const homeFirst = (): ApiError =>
  new ApiError(409, 'send-home-first', {
    ko: '지금 돌아가 있어, 이 구역을 두면 원위치로 돌아갈 길이 없습니다. 먼저 원위치로 보내고 다시 하십시오.',
    en: 'It is turned away, and with this sector it could not come home. Send it home first, then try again.',
  });

/**
 * Decides where a camera is not to look (windows, private rooms; Art. 11(1), 법 25(5)). A camera that looks into it goes
 * home at once. The same sector sent twice is one. Throws 409 `home-barred`, `not-measured`, `send-home-first`.
 */
export async function addBarredSector(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  sector: BarredSectorBody,
): Promise<void> {
  if (sector.fromDeg === sector.toDeg)
    throw invalid('toDeg', '구역의 두 방위가 같습니다.', 'The two bearings of the sector are the same.');
  if (sector.tiltFromDeg !== null && sector.tiltToDeg !== null && sector.tiltFromDeg > sector.tiltToDeg)
    throw invalid('tiltToDeg', '아래 각도가 위 각도보다 작습니다.', 'The lower tilt is above the upper one.');
  if (sector.lastDay !== null && sector.lastDay < sector.fromDay)
    throw invalid('lastDay', '끝 날이 시작 날보다 앞섭니다.', 'The last day lies before the first.');
  const day = cityDay(desk.now());
  if (sector.lastDay !== null && sector.lastDay < day)
    throw invalid(
      'lastDay',
      `끝일 ${sector.lastDay}이 이미 지났습니다(오늘 ${day}). 오늘이나 그 뒤의 날을 적거나 비워 두십시오.`,
      `The last day ${sector.lastDay} is over already (today is ${day}). Give today or a later day, or leave it empty.`,
    );
  const camera = await cameraOf(desk, cameraId);
  await desk.heads.inTurn(cameraId, async () => {
    await act(
      desk.sql,
      actor,
      'camera.bar',
      { kind: 'camera', id: cameraId, ...camera },
      async (tx, note) => {
        const facts = await selectPtzFacts(tx, cameraId, day);
        if (facts?.calibration == null || facts.azimuthDeg === null || facts.hfovDeg === null)
          throw notMeasuredYet();
        const view: BarredSectorView = { ...sector, decidedBy: actor.personName };
        const { calibration, azimuthDeg, tiltDeg } = facts;
        const home = { bearingDeg: azimuthDeg, tiltDeg: tiltDeg ?? calibration.tiltZeroDeg, zoom: 0 };
        if ('barred' in planMove(home, home, [view], calibration)) throw homeBarred();
        const aim = desk.heads.running(cameraId)?.aim;
        const barred = [...facts.barred, view];
        if (
          aim != null &&
          sectorAt(aim, [view], calibration) === null &&
          'barred' in planMove(aim, home, barred, calibration)
        )
          throw homeFirst();
        // The first sector is decided by the map as the head is measured now.
        if (!(await isGuarded(tx, cameraId, day))) await confirmNumbers(tx, cameraId);
        const isNew = await insertBarredSector(tx, cameraId, actor.personName, sector);
        note({ sector: { ...sector }, ...(isNew ? {} : { repeated: true }) });
      },
    );
    await desk.heads.changed(cameraId);
    await tellIfRunning(desk, cameraId);
  });
}

/** Ends a sector from today, with the reason. Throws 404 where none of that number is in force. */
export async function liftBarredSector(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  sectorId: string,
  reason: string,
): Promise<void> {
  const camera = await cameraOf(desk, cameraId);
  const by = { personName: actor.personName, reason, day: cityDay(desk.now()) };
  const object = { kind: 'camera', id: cameraId, ...camera, detail: { sectorId, reason } };
  await act(desk.sql, actor, 'camera.bar', object, async (tx) => {
    if (!(await endBarredSector(tx, cameraId, sectorId, by))) throw notFound();
  });
  await desk.heads.inTurn(cameraId, () => desk.heads.changed(cameraId));
  await tellIfRunning(desk, cameraId);
}

async function tellIfRunning({ heads }: PtzDesk, cameraId: number): Promise<void> {
  const head = heads.running(cameraId);
  if (head !== undefined) await heads.tell(head.facts);
}
