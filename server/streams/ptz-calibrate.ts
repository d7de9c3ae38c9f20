import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { ownPlace } from './ptz-faults.ts';
import { calibratedBy, MOST_RESIDUAL_DEG, type Sighting } from './ptz-calibrate.rules.ts';
import { toldBearing } from './ptz.rules.ts';
import type { CalibrationBody, CalibrationView } from './ptz.schema.ts';
import { selectCalibration, selectDirection, upsertCalibration } from './ptz.sql.ts';
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

/** How a head is measured, and where it stands now in its own numbers. Throws 403, 404. */
export async function readCalibration(
  { sql, heads }: PtzDesk,
  actor: Actor,
  cameraId: number,
): Promise<CalibrationView> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.connect', camera);
  const measured = (await selectCalibration(sql, cameraId)) ?? null;
  try {
    const { position, moving } = await heads.inTurn(cameraId, () => heads.ready(cameraId));
    return { measured, position, moving, silent: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { measured, position: null, moving: false, silent: error.code };
  }
}

/**
 * Writes how a device's numbers stand to the ground, by landmarks that stood in the middle of its picture: its zero and the way it
 * counts follow from them, the rest is the maker's. The sightings and what is left of them are in the audit. The way a device is
 * connected and this are one person's work. Throws 409 `sightings-too-few`, `sightings-too-near`, `sightings-disagree`.
 */
export async function calibrateCamera(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  { sightings, panSpanDeg, ...makers }: CalibrationBody,
): Promise<void> {
  const camera = await loadCameraForAct(desk.sql, cameraId);
  if (camera === undefined) throw notFound();
  const object = { kind: 'camera', id: cameraId, ...camera };
  await act(desk.sql, actor, 'camera.connect', object, async (tx, note) => {
    const seen: Sighting[] = [];
    for (const { pan, lon, lat } of sightings) {
      const { bearingDeg, distanceM } = await selectDirection(tx, cameraId, lon, lat);
      if (bearingDeg === null || distanceM < 1) throw ownPlace();
      seen.push({ pan, bearingDeg });
    }
    const found = calibratedBy(seen, panSpanDeg);
    if ('wrong' in found)
      throw wrongSightings(found.wrong, 'fit' in found ? Math.round(found.fit.worstDeg * 10) / 10 : 0);
    const { panZeroDeg, degreesPerPan, residualsDeg, worstDeg } = found.fit;
    const calibration = { ...makers, panZeroDeg, degreesPerPan };
    note({
      calibration,
      worstDeg: Math.round(worstDeg * 100) / 100,
      sightings: seen.map(({ pan, bearingDeg }, i) => ({
        ...{ pan, bearingDeg: toldBearing(bearingDeg) },
        offDeg: Math.round(residualsDeg[i]! * 100) / 100,
      })),
    });
    await upsertCalibration(tx, cameraId, actor.personName, calibration);
  });
  await desk.heads.inTurn(cameraId, () => desk.heads.changed(cameraId));
}
