import type { MapWindow } from '../map/map-handle.ts';
import { atZoom, screenOf } from '../map/screen.rules.ts';
import { meshesOf } from './camera-meshes.ts';
import type { CameraScene } from './camera-scene.ts';

/** Clusters below, glyphs and fields of view from here on. */
export const GLYPH_ZOOM = 14;
export const OUTLINE_ZOOM = 15;
export const NOTE_ZOOM = 15.5;
/** Body this far from its pole, glyph units. */
export const PUSH_UNITS = 17;
/** With more than this in the window, ordinary cameras are points. */
const CROWD = 2_500;

/** CSS pixels a glyph unit by zoom; smaller screens get smaller glyphs. */
export const glyphScales = (window: Pick<MapWindow, 'widthPx'>): readonly (readonly [number, number])[] => {
  const near = window.widthPx < 1600 ? 1.12 : 1.28;
  return [
    [GLYPH_ZOOM, 0.66],
    [15.5, 0.92],
    [17, near],
    [19, near * 1.12],
  ];
};

export const glyphScale = (window: MapWindow): number => atZoom(glyphScales(window), window.zoom);

type Placed = Pick<CameraScene, 'columns' | 'visible' | 'window'>;

/** Visible rows whose place lies in the window or at most `marginPx` outside it. */
export function rowsInWindow({ columns, visible, window }: Placed, marginPx: number): number[] {
  const [west, south, east, north] = window.bounds;
  const x = ((east - west) / Math.max(1, window.widthPx)) * marginPx;
  const y = ((north - south) / Math.max(1, window.heightPx)) * marginPx;
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    const lon = columns.lon[row] ?? 0;
    const lat = columns.lat[row] ?? 0;
    if (visible[row] && lon >= west - x && lon <= east + x && lat >= south - y && lat <= north + y)
      rows.push(row);
  }
  return rows;
}

export const isCrowded = (scene: Placed): boolean => rowsInWindow(scene, 0).length > CROWD;

/** From the camera's place to the centre of its body on the screen, CSS pixels, right and down. */
export function bodyOffset({ columns, window }: Placed, row: number): readonly [number, number] {
  const push = meshesOf(columns).pushDeg[row] ?? NaN;
  if (Number.isNaN(push)) return [0, 0];
  const turn = ((push - window.bearingDeg) * Math.PI) / 180;
  const far = PUSH_UNITS * glyphScale(window);
  return [Math.sin(turn) * far, -Math.cos(turn) * far];
}

/** Centres of the bodies of these rows on the screen. */
export function bodiesOnScreen(
  scene: Placed,
  rows: readonly number[],
): { row: number; x: number; y: number }[] {
  const screen = screenOf(scene.window);
  return rows.map((row) => {
    const [x, y] = screen.xy(scene.columns.lon[row] ?? 0, scene.columns.lat[row] ?? 0);
    const [dx, dy] = bodyOffset(scene, row);
    return { row, x: x + dx, y: y + dy };
  });
}
