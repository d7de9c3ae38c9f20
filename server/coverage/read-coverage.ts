import { lonLat } from '../../geodata/lon-lat.ts';
import { knows, scopeOf, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { LandBox } from '../land/land.schema.ts';
import type { CitySightImage } from './city-sight.ts';
import { selectStates } from './coverage.sql.ts';
import type { SeeingCamera, ViewFeature } from './coverage.schema.ts';
import { placeOf, planeOf } from './plane.rules.ts';
import type { Which } from './sight.rules.ts';
import { areaOf, ringsOf } from './view.rules.ts';

/**
 * Cameras that see a place, or may, or can be turned to it, of those the asker may know of; best first, distances in
 * metres over ground. One whose device gives no picture, or was not heard of,
 * is not seeing now, whatever way it looks (Art. 15(2)).
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
  const seeing = index.seeing(east, north).filter(({ cameraId }) => knows(scope, known.get(cameraId)!));
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
    .sort((a, b) => Number(b.seenNow) - Number(a.seenNow));
}

/** The views of the cameras whose reach meets a box, of those the asker may know of, as polygons in degrees. */
export function readViews(
  { index, known }: CitySightImage,
  actor: Actor,
  [west, south, east, north]: LandBox,
  which: Which,
): ViewFeature[] {
  const scope = scopeOf(actor);
  const corners = [
    [west, south],
    [east, south],
    [west, north],
    [east, north],
  ].map(([lon, lat]) => planeOf(lonLat(lon!, lat!)));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return index
    .inBox(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    .filter(({ cameraId }) => knows(scope, known.get(cameraId)!))
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
