import type { Layer } from '@deck.gl/core';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { Theme } from '../ui/tokens.ts';

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Where the map looks. Zoom is MapLibre's (512 px tiles); bearing in degrees clockwise from north. */
export interface MapView {
  center: LonLat;
  zoom: number;
  bearingDeg: number;
}

/** What a layer builder needs of the screen: the view, the window in CSS pixels, and what of the ground it shows. */
export interface MapWindow extends MapView {
  widthPx: number;
  heightPx: number;
  bounds: Bounds;
}

/** Room that panels take from the map, CSS pixels from each edge. */
export interface MapPadding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface MapPointer {
  type: 'click' | 'double-click' | 'hover' | 'leave' | 'context-menu' | 'long-press';
  /** The ground under the pointer; for 'leave' the last place. */
  lonLat: LonLat;
  /** CSS pixels from the map's top left. */
  x: number;
  y: number;
  altKey: boolean;
  shiftKey: boolean;
  ctrlKey: boolean;
}

/** Words of the map itself, from the catalogue. */
export interface MapWords {
  /** Name of the map region for a screen reader. */
  mapLabel: string;
  /** MapLibre's own strings by its keys ('NavigationControl.ZoomIn' ...). */
  locale?: Record<string, string>;
}

export interface MapOptions {
  theme: Theme;
  /** Version of the tiles in the URL; a new one by {@link MapHandle.setTiles} refetches them. */
  tileVersion: number;
  /** Default '/api/tiles'. */
  tileRoot?: string;
  view: MapView;
  /** The city: the view may not leave it by more than half a window. */
  bounds?: Bounds;
  words: MapWords;
  /** All movement becomes a cut. */
  reducedMotion?: boolean;
}

/** How a view is reached: 'fly' takes at most 600 ms and cuts beyond two screens; 'cut' is at once. */
export interface MapMotion {
  motion?: 'fly' | 'cut';
  padding?: MapPadding;
}

export interface MapHandle {
  /** Settles with the first complete base map, or when its tiles failed: layers are drawn all the same. */
  readonly ready: Promise<void>;
  setTheme(theme: Theme): void;
  setTiles(tileVersion: number): void;
  window(): MapWindow;
  setView(view: Partial<MapView>, motion?: MapMotion): void;
  fitBounds(bounds: Bounds, motion?: MapMotion): void;
  /** Moves by a part of the window (0.25 = a quarter), for the arrow keys. */
  panBy(xPart: number, yPart: number): void;
  zoomBy(steps: number): void;
  /** Turns north up again. */
  faceNorth(): void;
  /** Called on each frame of a movement and, with settled = true, at its end. Returns the unsubscriber. */
  onView(listener: (window: MapWindow, settled: boolean) => void): () => void;
  onPointer(listener: (pointer: MapPointer) => void): () => void;
  /** True while base map tiles cannot be fetched. */
  onTrouble(listener: (failing: boolean) => void): () => void;
  /** The only way onto the map. Drawn bottom up in the order of layer-order.ts; an unlisted layer throws. */
  setLayers(layers: readonly (Layer | null | false | undefined)[]): void;
  project(lonLat: LonLat): [x: number, y: number];
  unproject(x: number, y: number): LonLat;
  /** A round length that fits into `maxPx` at the window's middle. */
  scaleBar(maxPx: number): { metres: number; px: number };
  /** A tool takes the clicks: crosshair, and a double click no longer zooms. */
  setTool(active: boolean): void;
  resize(): void;
  destroy(): void;
}
