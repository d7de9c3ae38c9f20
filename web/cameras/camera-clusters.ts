import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { clusterRows, type Cluster, type ClusterIndex } from '../map/cluster-index.ts';
import { GLYPH_ZOOM } from './camera-places.ts';
import type { CameraScene } from './camera-scene.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';
import { lastResult } from './last-result.ts';

const CLUSTER_RADIUS_PX = 74;

const clusterIndexOf = lastResult(
  (columns: CameraColumns, effectiveState: Uint8Array, visible: Uint8Array): ClusterIndex => {
    const rows: number[] = [];
    for (let row = 0; row < columns.count; row++) if (visible[row]) rows.push(row);
    return clusterRows(
      rows,
      columns.lon,
      columns.lat,
      EFFECTIVE_STATES.length,
      (row) => effectiveState[row] ?? 0,
      { maxZoom: GLYPH_ZOOM - 1, radiusPx: CLUSTER_RADIUS_PX },
    );
  },
);

const clustersAt = lastResult((index: ClusterIndex, zoom: number) => index.at(zoom));

/** Groups of the scene at its zoom, and the rows that stand alone. */
export function clustersOf(scene: CameraScene): {
  clusters: Cluster[];
  singles: number[];
  index: ClusterIndex;
} {
  const index = clusterIndexOf(scene.columns, scene.effectiveState, scene.visible);
  return { ...clustersAt(index, Math.max(0, Math.floor(scene.window.zoom))), index };
}
