import type { FeatureCollection, LineString, MultiLineString } from 'geojson';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

export type RoadFeatures = FeatureCollection<LineString | MultiLineString, { readonly name: string | null }>;

/** Middle lines of the roads that meet a box of degrees (west, south, east, north), as loaded. */
export async function readRoads(box: readonly [number, number, number, number]): Promise<RoadFeatures> {
  const bbox = box.map((each) => each.toFixed(6)).join(',');
  const response = await reached(fetch(`/api/layers/roads?bbox=${bbox}`, { headers: languageHeader() }));
  return (await response.json()) as RoadFeatures;
}
