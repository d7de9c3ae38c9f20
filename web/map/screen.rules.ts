import type { LonLat } from '../../geodata/lon-lat.ts';
import { EQUATOR_M, groundPlane } from './ground-plane.rules.ts';
import type { MapWindow } from './map-handle.ts';

/** Where places lie on the screen of a window, CSS pixels from its top left. */
export interface Screen {
  xy(lon: number, lat: number): [x: number, y: number];
  lonLat(x: number, y: number): LonLat;
  /** CSS pixels to one Web Mercator metre. */
  pxPerMercatorMetre: number;
}

/** The flat view's projection, for picking and label places without asking the map. */
export function screenOf(
  window: Pick<MapWindow, 'center' | 'zoom' | 'bearingDeg' | 'widthPx' | 'heightPx'>,
): Screen {
  const plane = groundPlane(window.center);
  const scale = (512 * 2 ** window.zoom) / EQUATOR_M;
  const turn = (window.bearingDeg * Math.PI) / 180;
  const sin = Math.sin(turn);
  const cos = Math.cos(turn);
  return {
    pxPerMercatorMetre: scale,
    xy: (lon, lat) => {
      const x = plane.x(lon) * scale;
      const y = plane.y(lat) * scale;
      return [window.widthPx / 2 + x * cos - y * sin, window.heightPx / 2 - (x * sin + y * cos)];
    },
    lonLat: (x, y) => {
      const right = (x - window.widthPx / 2) / scale;
      const up = (window.heightPx / 2 - y) / scale;
      return plane.lonLat(right * cos + up * sin, up * cos - right * sin);
    },
  };
}

/** Linear between stops of [zoom, value], held beyond them. */
export function atZoom(stops: readonly (readonly [zoom: number, value: number])[], zoom: number): number {
  const above = stops.findIndex(([stop]) => stop > zoom);
  if (above === -1) return stops.at(-1)?.[1] ?? 1;
  const [z1 = 0, v1 = 1] = stops[above] ?? [];
  const [z0 = z1, v0 = v1] = stops[above - 1] ?? [];
  return z1 === z0 ? v1 : v0 + ((v1 - v0) * (zoom - z0)) / (z1 - z0);
}
