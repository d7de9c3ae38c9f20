import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';
import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { mercatorPerMetre } from '../map/ground-plane.rules.ts';
import { screenOf } from '../map/screen.rules.ts';
import { clustersOf } from './camera-clusters.ts';
import type { CameraScene } from './camera-scene.ts';
import { meshesOf, sightOf } from './camera-meshes.ts';
import { bodiesOnScreen, GLYPH_ZOOM, glyphScale, rowsInWindow } from './camera-places.ts';
import { discRadius } from './cluster-discs.ts';
import { sectorCovers } from './sector.rules.ts';

/** What lies under the pointer: cameras (topmost first), else a cluster. */
export interface CameraHit {
  rows: number[];
  cluster: { center: LonLat; count: number; expansionZoom: number } | null;
}

const NOTHING: CameraHit = { rows: [], cluster: null };
const SLACK_PX = 3;

/** All glyphs, points or the cluster under a place of the screen (CSS pixels), topmost first. */
export function pickCameras(scene: CameraScene, x: number, y: number): CameraHit {
  if (scene.columns.count === 0) return NOTHING;
  const grouped = scene.clustered && scene.window.zoom < GLYPH_ZOOM;
  return grouped
    ? pickGrouped(scene, x, y)
    : { rows: glyphsAt(scene, rowsInWindow(scene, 40), x, y), cluster: null };
}

function glyphsAt(scene: CameraScene, rows: readonly number[], x: number, y: number): number[] {
  const { effectiveState, selectedRow, window } = scene;
  const reach = window.zoom < GLYPH_ZOOM ? 5 : 9.5 * glyphScale(window);
  const rank = (row: number) => (row === selectedRow ? 2 : effectiveState[row] ? 1 : 0);
  return bodiesOnScreen(scene, rows)
    .map((body) => ({ ...body, far: Math.hypot(body.x - x, body.y - y) }))
    .filter(({ far }) => far <= reach + SLACK_PX)
    .sort((a, b) => rank(b.row) - rank(a.row) || a.far - b.far)
    .map(({ row }) => row);
}

function pickGrouped(scene: CameraScene, x: number, y: number): CameraHit {
  const { clusters, singles, index } = clustersOf(scene);
  const screen = screenOf(scene.window);
  const hits = clusters.filter(({ center, count }) => {
    const [cx, cy] = screen.xy(center[0], center[1]);
    return Math.hypot(cx - x, cy - y) <= discRadius(count) + SLACK_PX;
  });
  const top = hits.sort((a, b) => b.count - a.count)[0];
  if (top) {
    const { center, count, clusterId } = top;
    return { rows: [], cluster: { center, count, expansionZoom: index.expansionZoom(clusterId) } };
  }
  const { columns, effectiveState } = scene;
  const rows = singles
    .map((row) => {
      const [cx, cy] = screen.xy(columns.lon[row] ?? 0, columns.lat[row] ?? 0);
      return { row, far: Math.hypot(cx - x, cy - y) };
    })
    .filter(({ far }) => far <= 8 + SLACK_PX)
    .sort((a, b) => (effectiveState[b.row] ?? 0) - (effectiveState[a.row] ?? 0) || a.far - b.far)
    .map(({ row }) => row);
  return { rows, cluster: null };
}

/**
 * All cameras whose drawn sector covers the place, nearest first. Walls are not considered, and cameras of unknown
 * bearing are never among them.
 */
export function camerasSeeing(columns: CameraColumns, visible: Uint8Array, place: LonLat): number[] {
  const { plane } = meshesOf(columns);
  const { east, north } = mercatorPerMetre(place[1]);
  const [x, y] = [plane.x(place[0]), plane.y(place[1])];
  const found: { row: number; far: number }[] = [];
  for (let row = 0; row < columns.count; row++) {
    if (!visible[row] || columns.mobile[row]) continue;
    const [lon, lat] = lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0);
    const eastM = (x - plane.x(lon)) / east;
    const northM = (y - plane.y(lat)) / north;
    if (sectorCovers(sightOf(columns, row), eastM, northM))
      found.push({ row, far: Math.hypot(eastM, northM) });
  }
  return found.sort((a, b) => a.far - b.far).map(({ row }) => row);
}
