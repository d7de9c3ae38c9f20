import { lonLat } from '../../geodata/lon-lat.ts';
import type { BestSite, CameraModel } from '../../server/coverage/siting/best-sites.schema.ts';
import type { Planner } from '../coverage/planner/planner.svelte.ts';
import type { Bounds } from '../map/index.ts';
import type { Situation } from './situation.svelte.ts';

/** West, south, east and north of what the map shows between the panels; null before there is a map. */
export function shownBox({ map, window, padding }: Situation): Bounds | null {
  if (map === null || window === null) return null;
  const { top, right, bottom, left } = padding();
  const [xs, ys] = [
    [left, window.widthPx - right],
    [top, window.heightPx - bottom],
  ];
  const corners = xs!.flatMap((x) => ys!.map((y) => map.unproject(x, y)));
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** Puts a found site into the plan as its next alternative; its letter, or null where the plan holds no more. */
export function takeSite(planner: Planner, site: BestSite, model: CameraModel): string | null {
  const before = planner.alternatives.length;
  planner.put(lonLat(site.lon, site.lat), {
    ...{ letter: 'A', name: '', lon: site.lon, lat: site.lat, kind: model.kind },
    ...{ azimuthDeg: site.azimuthDeg ?? 0, tiltDeg: site.tiltDeg, hfovDeg: model.hfovDeg },
    ...{ rangeM: model.rangeM, heightM: model.heightM, megapixels: null, nightRangeM: null },
    ...{ purposes: [], note: '' },
  });
  return planner.alternatives.length > before ? planner.letter : null;
}

/** Brings a found site onto the screen where the panels or the edge hide it. */
export function showSite(situation: Situation, { lon, lat }: BestSite): void {
  const box = shownBox(situation);
  if (box === null || situation.window === null) return;
  const isSeen = lon > box[0] && lat > box[1] && lon < box[2] && lat < box[3];
  if (!isSeen) situation.flyTo(lonLat(lon, lat), situation.window.zoom);
}
