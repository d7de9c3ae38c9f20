export type {
  Bounds,
  MapHandle,
  MapMotion,
  MapOptions,
  MapPadding,
  MapPointer,
  MapView,
  MapWindow,
  MapWords,
} from './map-handle.ts';
export { createMap } from './create-map.ts';
