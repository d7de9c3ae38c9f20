import { lonLat } from '../../geodata/lon-lat.ts';
import { knows, scopeOf, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { LandBox } from '../land/land.schema.ts';
import type { CitySightImage } from './city-sight.ts';
import { selectStates } from './coverage.sql.ts';
import type { SeeingCamera, ViewFeature } from './coverage.schema.ts';
import { toldOfWatching } from '../streams/index.ts';
import { boxOf, placeOf, planeOf } from './plane.rules.ts';
import type { Which } from './sight.rules.ts';
import { areaOf, ringsOf } from './view.rules.ts';

/**
 * Cameras that see a place, or may, or can be turned to it, of those the asker may know of; best first, distances in
 * metres over ground. One whose device gives no picture, or was not heard of,
 * is not seeing now, whatever way it looks (Art. 15(2)). Where a turned head looks is told to whoever needs it alone
 * (Art. 30(1)): for others every such camera is one that can be turned there, whether it is at home or not.
 */
export async function readSeeing(
  sql: Sql,
  { index, known }: CitySightImage,
  actor: Actor,
  lon: number,
  lat: number,
): Promise<SeeingCamera[]> {
  const scope = scopeOf(actor);
  const [east, north] = planeOf(lonLat(lon, lat));
  const found = index.seeing(east, north).filter(({ cameraId }) => knows(scope, known.get(cameraId)!));
  const untold = await untoldOf(sql, index, actor, found);
  const seeing = found.map((each) =>
    untold.has(each.cameraId) ? { ...each, now: false, which: 'reachable' as const, pixelsPerM: null } : each,
  );
  const rows = await selectStates(
    sql,
    seeing.map(({ cameraId }) => cameraId),
  );
  const states = new Map(rows.map(({ cameraId, state }) => [cameraId, state]));
  return seeing
    .map(({ now, ...each }): SeeingCamera => {
      const { owner, watched } = known.get(each.cameraId)!;
      const state = states.get(each.cameraId) ?? 'unknown';
      return { ...each, seenNow: now && state !== 'fault' && state !== 'unknown', state, watched, owner };
    })
    .sort(
      (a, b) =>
        Number(b.seenNow) - Number(a.seenNow) ||
        Number(b.sure) - Number(a.sure) ||
        (b.pixelsPerM ?? 0) - (a.pixelsPerM ?? 0) ||
        a.distanceM - b.distanceM ||
        a.cameraId - b.cameraId,
    );
}

/** The views of the cameras whose reach meets a box, of those the asker may know of, as polygons in degrees. */
export async function readViews(
  sql: Sql,
  { index, known }: CitySightImage,
  actor: Actor,
  degrees: LandBox,
  which: Which,
): Promise<ViewFeature[]> {
  const scope = scopeOf(actor);
  const box = boxOf(degrees);
  const found = index
    .inBox(box.west, box.south, box.east, box.north)
    .filter(({ cameraId }) => knows(scope, known.get(cameraId)!));
  const untold = which === 'live' ? await untoldOf(sql, index, actor, found) : new Set<number>();
  return found
    .filter(({ cameraId }) => !untold.has(cameraId))
    .sort((a, b) => a.cameraId - b.cameraId)
    .flatMap(({ cameraId }): ViewFeature[] => {
      const surely = index.sureView(cameraId, which);
      const view = surely ?? index.possibleView(cameraId, which);
      if (view === null) return [];
      const coordinates = ringsOf(view).map((ring) => [ring.map(([x, y]) => placeOf(x, y))]);
      if (coordinates.length === 0) return [];
      const areaM2 = Math.round(areaOf(view) * 10) / 10;
      return [
        {
          type: 'Feature',
          geometry: { type: 'MultiPolygon', coordinates },
          properties: { cameraId, sure: surely !== null, areaM2 },
        },
      ];
    });
}

/** Those of the cameras that can be turned and of which this person is not told where they look, nor that they are at home. */
async function untoldOf(
  sql: Sql,
  index: CitySightImage['index'],
  actor: Actor,
  cameras: readonly { readonly cameraId: number }[],
): Promise<ReadonlySet<number>> {
  const heads = cameras
    .map(({ cameraId }) => cameraId)
    .filter((cameraId) => index.camera(cameraId)?.kind === 'ptz');
  const told = await toldOfWatching(sql, actor, heads);
  return new Set(heads.filter((cameraId) => !told.has(cameraId)));
}
