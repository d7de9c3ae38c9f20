import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import type { Fields } from './camera-meshes.ts';
import type { MapWindow } from '../map/map-handle.ts';
import type { Theme } from '../ui/tokens.ts';

/**
 * Everything that decides what of the fleet is drawn. Arrays are by row and are compared by identity: replace, never
 * mutate.
 */
export interface CameraScene {
  columns: CameraColumns;
  /** What each camera sees; 'bare' where nobody knows the buildings, null before they are read. */
  fields: Fields | 'bare' | null;
  /** Bearing of each row's home view, as the register has it. */
  homeDeg: Float32Array;
  /** Index into EFFECTIVE_STATES (effective-state.rules.ts). */
  effectiveState: Uint8Array;
  /** 1 = passes the filter. */
  visible: Uint8Array;
  /** 1 = stays bright while a legend row is hovered, the rest falls to .35; null = all bright. */
  bright: Uint8Array | null;
  selectedRow: number | null;
  hoveredRow: number | null;
  theme: Theme;
  window: MapWindow;
  /** Text beside a camera that is not normal, hovered or selected; null = none. */
  labelOf: (row: number) => string | null;
  /** The connection is lost: everything falls to .5, an old picture must not look live. */
  stale: boolean;
  /** Discs with counts below z14; false draws a point a camera. */
  clustered: boolean;
  /** Rows whose state just changed, each to ring once; with performance.now() of the change. */
  changed: readonly { row: number; atMs: number }[];
}
