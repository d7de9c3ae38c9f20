import type { Map as LibreMap } from 'maplibre-gl';
import { motionMs } from '../ui/tokens.ts';
import type { MapHandle, MapMotion, MapPadding } from './map-handle.ts';

const NO_PADDING: MapPadding = { top: 0, right: 0, bottom: 0, left: 0 };

/** Farther than two windows, or through more than four zoom steps, a flight only makes dizzy: it is cut. */
function isFar(map: LibreMap, center: [number, number], zoom: number): boolean {
  const { x, y } = map.project(center);
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const windows = Math.hypot((x - width / 2) / width, (y - height / 2) / height);
  return windows > 2 || Math.abs(zoom - map.getZoom()) > 4;
}

/** The movements of a map handle: at most 600 ms, none under reduced motion. */
export function moveMap(
  map: LibreMap,
  reducedMotion: boolean,
): Pick<MapHandle, 'setView' | 'fitBounds' | 'panBy' | 'zoomBy' | 'faceNorth'> {
  const short = reducedMotion ? 0 : 160;

  const setView: MapHandle['setView'] = (view, { motion = 'cut', padding = NO_PADDING }: MapMotion = {}) => {
    const { lng, lat } = map.getCenter();
    const center: [number, number] = view.center ? [view.center[0], view.center[1]] : [lng, lat];
    const zoom = view.zoom ?? map.getZoom();
    const cut = motion === 'cut' || reducedMotion || isFar(map, center, zoom);
    map.easeTo({
      center,
      zoom,
      bearing: view.bearingDeg ?? map.getBearing(),
      offset: [(padding.left - padding.right) / 2, (padding.top - padding.bottom) / 2],
      duration: cut ? 0 : motionMs.fly,
      essential: true,
    });
  };

  return {
    setView,
    fitBounds: ([west, south, east, north], { motion = 'cut', padding = NO_PADDING } = {}) => {
      const fitted = map.cameraForBounds([west, south, east, north], {
        padding: { ...padding },
        maxZoom: 18,
      });
      if (!fitted?.center || fitted.zoom === undefined) return;
      const { lng, lat } = fitted.center as { lng: number; lat: number };
      setView({ center: [lng, lat], zoom: fitted.zoom }, { motion });
    },
    panBy: (xPart, yPart) => {
      const { clientWidth, clientHeight } = map.getContainer();
      map.panBy([xPart * clientWidth, yPart * clientHeight], { duration: short, essential: true });
    },
    zoomBy: (steps) => void map.easeTo({ zoom: map.getZoom() + steps, duration: short, essential: true }),
    faceNorth: () => void map.easeTo({ bearing: 0, duration: short, essential: true }),
  };
}
