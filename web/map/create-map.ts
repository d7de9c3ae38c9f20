import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import { Map as LibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Theme } from '../ui/tokens.ts';
import { inLayerOrder } from './layer-order.ts';
import type { MapHandle, MapOptions, MapWindow } from './map-handle.ts';
import { listenToPointer } from './map-pointer.ts';
import { FIRST_LABEL_ID, GROUND_SOURCE, mapStyle } from './map-style.ts';
import { moveMap } from './move-map.ts';
import { roundLength } from './scale-bar.rules.ts';
import { letMapWorkerRun } from './worker-policy.ts';

letMapWorkerRun(workerUrl);
setWorkerUrl(workerUrl);

const lonLatOf = ({ lng, lat }: { lng: number; lat: number }) => [lng, lat] as const;

function windowOf(map: LibreMap): MapWindow {
  const box = map.getContainer();
  const bounds = map.getBounds();
  return {
    center: lonLatOf(map.getCenter()),
    zoom: map.getZoom(),
    bearingDeg: (map.getBearing() + 360) % 360,
    widthPx: box.clientWidth,
    heightPx: box.clientHeight,
    bounds: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
  };
}

/** Only paint differs between the themes, so nothing is reloaded and the layers above stay where they are. */
function repaint(map: LibreMap, theme: Theme): void {
  for (const { id, paint = {} } of mapStyle(theme, '').layers) {
    for (const [property, value] of Object.entries(paint)) {
      map.setPaintProperty(id, property as never, value as never);
    }
  }
}

/** Tells when the ground's tiles stop coming and when they come again. */
function watchTrouble(map: LibreMap, tell: (failing: boolean) => void): void {
  let failing = false;
  const set = (now: boolean) => {
    if (now !== failing) tell((failing = now));
  };
  map.on('error', (event) => {
    if ((event as { sourceId?: string }).sourceId === GROUND_SOURCE) set(true);
    else console.error(event.error);
  });
  map.on('sourcedata', (event) => {
    if (
      event.sourceId === GROUND_SOURCE &&
      (event.tile as { state?: string } | undefined)?.state === 'loaded'
    )
      set(false);
  });
}

/**
 * Builds the map in `container`, which must have a size. North is up, the view is flat, no outside host is asked for
 * anything. Throws where the browser has no WebGL2.
 */
export function createMap(container: HTMLElement, options: MapOptions): MapHandle {
  const { tileRoot = '/api/tiles', words, reducedMotion = false } = options;
  const tileUrl = (version: number) => new URL(`${tileRoot}/${version}/`, location.href).href + '{z}/{x}/{y}';
  const map = new LibreMap({
    container,
    style: mapStyle(options.theme, tileUrl(options.tileVersion)),
    center: [...options.view.center],
    zoom: options.view.zoom,
    bearing: options.view.bearingDeg,
    minZoom: 8,
    maxZoom: 20,
    maxPitch: 0,
    pitchWithRotate: false,
    renderWorldCopies: false,
    attributionControl: false,
    keyboard: false,
    fadeDuration: 0,
    ...(options.bounds && { maxBounds: widened(options.bounds) }),
    ...(words.locale && { locale: words.locale }),
  });
  map.getCanvas().setAttribute('aria-label', words.mapLabel);
  map.touchPitch.disable();

  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] });
  map.addControl(overlay);

  const shown = { theme: options.theme, tileVersion: options.tileVersion };
  let styled = false;
  map.once('style.load', () => (styled = true));
  const whenStyled = (act: () => void) => void (styled ? act() : map.once('style.load', act));

  const troubleListeners = new Set<(failing: boolean) => void>();
  watchTrouble(map, (failing) => troubleListeners.forEach((listener) => listener(failing)));
  const ready = new Promise<void>((resolve) => {
    map.once('idle', () => resolve());
    troubleListeners.add(() => resolve());
  });

  return {
    ready,
    setTheme: (theme) => {
      if (theme === shown.theme) return;
      shown.theme = theme;
      whenStyled(() => repaint(map, shown.theme));
    },
    setTiles: (version) => {
      if (version === shown.tileVersion) return;
      shown.tileVersion = version;
      whenStyled(() => {
        const source = map.getSource(GROUND_SOURCE) as { setTiles?: (tiles: string[]) => void } | undefined;
        source?.setTiles?.([tileUrl(shown.tileVersion)]);
      });
    },
    window: () => windowOf(map),
    ...moveMap(map, reducedMotion),
    onView: (listener) => {
      const moved = () => listener(windowOf(map), false);
      const settled = () => listener(windowOf(map), true);
      const subscriptions = [map.on('move', moved), map.on('moveend', settled), map.on('resize', settled)];
      return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
    },
    onPointer: (listener) => listenToPointer(map, listener),
    onTrouble: (listener) => {
      troubleListeners.add(listener);
      return () => void troubleListeners.delete(listener);
    },
    setLayers: (layers) =>
      overlay.setProps({
        layers: inLayerOrder(
          layers.filter((layer): layer is Layer => !!layer),
          FIRST_LABEL_ID,
        ),
      }),
    project: (at) => {
      const { x, y } = map.project([...at]);
      return [x, y];
    },
    unproject: (x, y) => lonLatOf(map.unproject([x, y])),
    scaleBar: (maxPx) => roundLength(map.getCenter().lat, map.getZoom(), maxPx),
    setTool: (active) => {
      map.getCanvas().style.cursor = active ? 'crosshair' : '';
      if (active) map.doubleClickZoom.disable();
      else map.doubleClickZoom.enable();
    },
    resize: () => void map.resize(),
    destroy: () => map.remove(),
  };
}

function widened([west, south, east, north]: readonly [number, number, number, number]): [
  number,
  number,
  number,
  number,
] {
  const x = (east - west) * 0.6;
  const y = (north - south) * 0.6;
  return [west - x, south - y, east + x, north + y];
}
