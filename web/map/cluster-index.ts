import Supercluster from 'supercluster';
import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';

/** A group of points with how many of each category it holds. */
export interface Cluster {
  clusterId: number;
  center: LonLat;
  count: number;
  byCategory: readonly number[];
}

export interface ClusterIndex {
  /** All groups and the rows that stand alone at this zoom. */
  at(zoom: number): { clusters: Cluster[]; singles: number[] };
  /** The zoom at which the group falls apart. */
  expansionZoom(clusterId: number): number;
}

type Counts = { byCategory: number[] };

/** Groups the given rows below `maxZoom` + 1. `categoryOf` answers 0 .. categories - 1. */
export function clusterRows(
  rows: ArrayLike<number>,
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
  categories: number,
  categoryOf: (row: number) => number,
  options: { maxZoom: number; radiusPx: number },
): ClusterIndex {
  const one = Array.from({ length: categories }, (_, category) => {
    const byCategory = new Array<number>(categories).fill(0);
    byCategory[category] = 1;
    return byCategory;
  });
  const index = new Supercluster<{ row: number }, Counts>({
    maxZoom: options.maxZoom,
    radius: options.radiusPx,
    extent: 512,
    minPoints: 2,
    map: ({ row }) => ({ byCategory: one[categoryOf(row)] ?? one[0] ?? [] }),
    reduce: (sum, add) => {
      // The first sum is the shared row of one point: copied, never added to.
      sum.byCategory = sum.byCategory.map((count, i) => count + (add.byCategory[i] ?? 0));
    },
  });
  index.load(
    Array.from({ length: rows.length }, (_, i) => {
      const row = rows[i] ?? 0;
      return {
        type: 'Feature' as const,
        properties: { row },
        geometry: { type: 'Point' as const, coordinates: [lon[row] ?? 0, lat[row] ?? 0] },
      };
    }),
  );
  return {
    at: (zoom) => {
      const clusters: Cluster[] = [];
      const singles: number[] = [];
      for (const { properties, geometry } of index.getClusters([-180, -85, 180, 85], Math.floor(zoom))) {
        if (!('cluster' in properties)) singles.push(properties.row);
        else {
          const [x = 0, y = 0] = geometry.coordinates;
          const { cluster_id: clusterId, point_count: count, byCategory } = properties;
          clusters.push({ clusterId, center: lonLat(x, y), count, byCategory });
        }
      }
      return { clusters, singles };
    },
    expansionZoom: (clusterId) => index.getClusterExpansionZoom(clusterId),
  };
}
