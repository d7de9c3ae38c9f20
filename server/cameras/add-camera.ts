import type { Actor } from '../platform/access.ts';
import { knows, scopeOf } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { invalid } from '../platform/http-errors.ts';
import { numberTaken } from './number-taken.ts';
import {
  insertCamera,
  insertSite,
  isInCity,
  isManagementNoTaken,
  selectSiteOf,
  type NewCamera,
  type NewPlace,
} from './add-camera.sql.ts';
import { insertChanges, loadCameraForAct } from './cameras.sql.ts';

export type PlaceOfNew = { readonly besideCameraId: number } | NewPlace;

interface Adding {
  readonly actor: Actor;
  /** Where its first entry comes from, as the register keeps it. */
  readonly source: string;
}

/**
 * Puts one camera into the register inside an act (대장, Art. 5(1), 6): at a place of its own inside the city, or where
 * another camera stands. Whether it is integrated stays unknown and no device is connected: each has its own act and gate
 * (Art. 18(5), 19, 23, 25). Throws 400 naming the field.
 */
export async function addCamera(
  tx: Tx,
  camera: NewCamera & { readonly place: PlaceOfNew },
  { actor, source }: Adding,
): Promise<number> {
  const { place, managementNo } = camera;
  if (managementNo !== null && (await isManagementNoTaken(tx, managementNo)))
    throw numberTaken(
      managementNo,
      '그 카메라에 연결하거나 다른 번호를 적어 주십시오.',
      'Connect to it, or give another number.',
    );
  const siteId =
    'besideCameraId' in place
      ? await siteBeside(tx, actor, place.besideCameraId)
      : await siteAt(tx, place, source);
  const cameraId = await insertCamera(tx, siteId, camera, source);
  await insertChanges(tx, cameraId, actor, [{ field: 'added', from: null, to: source }]);
  await announce(tx, { kind: 'register' });
  return cameraId;
}

async function siteBeside(tx: Tx, actor: Actor, cameraId: number): Promise<number> {
  const beside = await loadCameraForAct(tx, cameraId);
  const siteId =
    beside !== undefined && knows(scopeOf(actor), beside) ? await selectSiteOf(tx, cameraId) : undefined;
  if (siteId !== undefined) return siteId;
  throw invalid(
    'place',
    '같은 자리로 고른 카메라가 대장에 없습니다. 다시 골라 주십시오.',
    'The camera chosen for its place is not in the register. Choose again.',
  );
}

async function siteAt(tx: Tx, place: NewPlace, source: string): Promise<number> {
  if (await isInCity(tx, place)) return insertSite(tx, place, source);
  throw invalid(
    'place',
    `위도 ${place.lat.toFixed(5)}, 경도 ${place.lon.toFixed(5)} 자리는 시 경계 밖입니다. 지도에서 자리를 확인해 주십시오.`,
    `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)} lies outside the city. Check the place on the map.`,
  );
}
