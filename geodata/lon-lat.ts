/** A place on the ground in EPSG:4326, degrees, longitude first. The one axis order of this project. */
export type LonLat = readonly [lon: number, lat: number];

/** Builds a {@link LonLat}; throws RangeError for a value that is no longitude or latitude. */
export function lonLat(lon: number, lat: number): LonLat {
  if (!(lon >= -180 && lon <= 180)) throw new RangeError(`longitude out of range: ${lon}`);
  if (!(lat >= -90 && lat <= 90)) throw new RangeError(`latitude out of range: ${lat}`);
  return [lon, lat];
}
