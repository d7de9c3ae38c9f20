import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct, type CameraToActOn } from '../cameras/index.ts';
import { can, type Actor } from '../platform/access.ts';
import { act, permit, record, type Note } from '../platform/act.ts';
import type { Tx } from '../platform/db.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { ownPlace } from './ptz-faults.ts';
import { calibratedBy, MOST_RESIDUAL_DEG, movesSectors, type Sighting } from './ptz-calibrate.rules.ts';
import { toldBearing } from './ptz.rules.ts';
import type { CalibrationBody, CalibrationView } from './ptz.schema.ts';
import {
  confirmNumbers,
  isGuarded,
  lockHolds,
  selectCalibration,
  selectConfirmedNumbers,
  selectDirection,
  upsertCalibration,
  type Hold,
} from './ptz.sql.ts';
import { toldOfWatching } from './told-of-watching.ts';
import type { PtzDesk } from './turn-camera.ts';

const wrongSightings = (why: 'too-few' | 'too-near' | 'disagree', worstDeg: number): ApiError => {
  const says = {
    'too-few': [
      '잰 곳이 한 곳뿐이라 어느 쪽으로 도는지 알 수 없습니다. 다른 곳을 하나 더 재십시오.',
      'One sighting does not tell which way it turns. Take another.',
    ],
    'too-near': [
      '잰 곳들이 서로 너무 가깝거나 정반대라 어느 쪽으로 도는지 알 수 없습니다. 30도 이상 떨어진 곳을 더 재십시오.',
      'The sightings are too near to each other, or half a turn apart, to tell which way it turns. Take one 30 degrees or more away.',
    ],
    disagree: [
      `잰 곳들이 서로 맞지 않습니다(가장 큰 어긋남 ${worstDeg}°, ${MOST_RESIDUAL_DEG}°까지). 어긋난 곳을 지우고 다시 재거나 좌우 범위를 확인하십시오.`,
      `The sightings disagree (worst ${worstDeg}°, at most ${MOST_RESIDUAL_DEG}°). Remove the one that is off and take it anew, or check the pan range.`,
    ],
  } as const;
  return new ApiError(409, `sightings-${why}`, { ko: says[why][0], en: says[why][1] }, 'sightings');
};

const refused = (code: string, ko: string, en: string, field?: string): ApiError =>
  new ApiError(409, code, { ko, en }, field);

const notTold = (): ApiError =>
  refused(
    'sightings-not-told',
    '장비가 방금 말한 자리가 아닌 것이 있습니다. 잰 곳을 지우고 다시 재십시오.',
    'Not every sighting is where the device just said that it stood. Remove them and take them anew.',
    'sightings',
  );

const heldByAnother = ({ personName, seat }: Hold): ApiError => {
  const who = [seat, personName].filter(Boolean).join(' ');
  return refused(
    'held-by-another',
    `${who} 님이 이 카메라를 잡고 있어 적지 않았습니다. 놓은 뒤 다시 누르십시오.`,
    `${who} holds this camera, so nothing was written. Try again once it is released.`,
  );
};

const officerMeasures = (): ApiError =>
  refused(
    'officer-measures',
    '보지 않는 구역이 있는 카메라라, 이 값으로는 구역이 다른 곳을 가리게 됩니다 (제11조제1항). 운영책임자가 다시 재어 적어야 합니다.',
    'A sector of this camera is not looked into, and with these numbers it would lie elsewhere (Art. 11(1)). An officer measures and writes them.',
    'sightings',
  );

/**
 * How a head is measured, and where it stands now in its own numbers: what it is told standing is a sighting later.
 * While somebody is followed over it, nobody is told who may not watch it (Art. 27, 30(1)). Throws 403, 404.
 */
export async function readCalibration(
  { sql, now, heads, told }: PtzDesk,
  actor: Actor,
  cameraId: number,
): Promise<CalibrationView> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.connect', camera);
  const measured = (await selectCalibration(sql, cameraId)) ?? null;
  if (!(await toldOfWatching(sql, actor, [cameraId])).has(cameraId))
    return { measured, position: null, moving: false, silent: 'not-now' };
  try {
    const { position, moving } = await heads.inTurn(cameraId, () => heads.ready(cameraId));
    if (position !== null && !moving) told.tell(actor, cameraId, position.pan, now().getTime());
    return { measured, position, moving, silent: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { measured, position: null, moving: false, silent: error.code };
  }
}

/**
 * Writes how a device's numbers stand to the ground, by landmarks that stood in the middle of its picture: its zero and the way it
 * counts follow from them, the rest is the maker's. Where it stands at each is what the device told this person, and nobody measures
 * what another turns. The sightings and what is left of them are in the audit, and so is a refusal. The way a device is connected
 * and this are one person's work; what a barred sector keeps out is moved by an officer alone, and not by small steps that add up
 * either: each is held against what an officer last stood behind (Art. 11(1)). A head that stands in
 * such a sector by the new numbers goes home at once. Throws 409 `held-by-another`, `sightings-not-told`, `sightings-too-few`,
 * `sightings-too-near`, `sightings-disagree`, `officer-measures`.
 */
export async function calibrateCamera(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  body: CalibrationBody,
): Promise<void> {
  const camera = await loadCameraForAct(desk.sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  await desk.heads.inTurn(cameraId, async () => {
    try {
      await act(desk.sql, actor, 'camera.connect', object, (tx, note) =>
        write(desk, tx, note, actor, camera, body),
      );
    } catch (error) {
      if (error instanceof ApiError && error.status === 409)
        await record(
          desk.sql,
          actor,
          'camera.connect',
          { ...object, detail: { code: error.code } },
          'refused',
        ).catch(() => undefined);
      throw error;
    }
    await desk.heads.measured(cameraId);
  });
}

async function write(
  { now, told }: PtzDesk,
  tx: Tx,
  note: Note,
  actor: Actor,
  camera: CameraToActOn,
  { sightings, panSpanDeg, ...makers }: CalibrationBody,
): Promise<void> {
  const { cameraId } = camera;
  const [top] = await lockHolds(tx, cameraId);
  if (top !== undefined && top.accountId !== actor.accountId) throw heldByAnother(top);
  if (!sightings.every(({ pan }) => told.has(actor, cameraId, pan, now().getTime()))) throw notTold();
  const seen = await bearingsOf(tx, cameraId, sightings);
  const found = calibratedBy(seen, panSpanDeg);
  if ('wrong' in found)
    throw wrongSightings(found.wrong, 'fit' in found ? Math.round(found.fit.worstDeg * 10) / 10 : 0);
  const { panZeroDeg, degreesPerPan, residualsDeg, worstDeg } = found.fit;
  const calibration = { ...makers, panZeroDeg, degreesPerPan };
  const before = await selectConfirmedNumbers(tx, cameraId);
  const mayBar = can(actor, 'camera.bar', camera);
  const isMoved = before === undefined || movesSectors(before, calibration);
  if (!mayBar && isMoved && (await isGuarded(tx, cameraId, cityDay(now())))) throw officerMeasures();
  note({
    calibration,
    worstDeg: Math.round(worstDeg * 100) / 100,
    sightings: seen.map(({ pan, bearingDeg }, i) => ({
      ...{ pan, bearingDeg: toldBearing(bearingDeg) },
      offDeg: Math.round(residualsDeg[i]! * 100) / 100,
    })),
  });
  await upsertCalibration(tx, cameraId, actor.personName, calibration);
  if (mayBar) await confirmNumbers(tx, cameraId);
}

async function bearingsOf(
  tx: Tx,
  cameraId: number,
  sightings: CalibrationBody['sightings'],
): Promise<Sighting[]> {
  const seen: Sighting[] = [];
  for (const { pan, lon, lat } of sightings) {
    const { bearingDeg, distanceM } = await selectDirection(tx, cameraId, lon, lat);
    if (bearingDeg === null || distanceM < 1) throw ownPlace();
    seen.push({ pan, bearingDeg });
  }
  return seen;
}
