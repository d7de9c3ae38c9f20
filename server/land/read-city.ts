import type { Sql } from '../platform/db.ts';
import type { City } from './land.schema.ts';
import { selectExtent, selectLayerVersions, selectTileVersion } from './land.sql.ts';

const NAME = '강릉시';
const WHOLE_CITY = [128.57, 37.49, 129.09, 37.93] as const;
const CENTRE = [128.896, 37.7521] as const;

/** The city as it is loaded: its box, the tiles' version and which layers are synthetic. */
export async function readCity(sql: Sql): Promise<City> {
  const [layers, extent, tileVersion] = await Promise.all([
    selectLayerVersions(sql),
    selectExtent(sql),
    selectTileVersion(sql),
  ]);
  const isSynthetic = (layer: string): boolean =>
    layers.some((each) => each.layer === layer && each.source === 'demo');
  return {
    name: NAME,
    center: extent?.lon != null && extent.lat != null ? [extent.lon, extent.lat] : CENTRE,
    bbox: extent ? [extent.west, extent.south, extent.east, extent.north] : WHOLE_CITY,
    tileVersion,
    synthetic: {
      cameras: isSynthetic('cameras'),
      districts: isSynthetic('districts'),
      roads: isSynthetic('roads'),
      buildings: isSynthetic('buildings'),
      coast: isSynthetic('coast'),
    },
    sources: layers.map(({ layer, title, source }) => ({ layer, title, source })),
  };
}
