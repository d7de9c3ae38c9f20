import proj4 from 'proj4';
import type { LonLat } from './lon-lat.ts';

/** Coordinate systems that Korean map files come in. 5174 needs the seven parameters of the Bessel datum of Korea. */
const DEFINITIONS = {
  4326: '+proj=longlat +datum=WGS84 +no_defs',
  5174: '+proj=tmerc +lat_0=38 +lon_0=127.0028902777778 +k=1 +x_0=200000 +y_0=500000 +ellps=bessel +units=m +towgs84=-115.80,474.99,674.11,1.16,-2.31,-1.63,6.43 +no_defs',
  5179: '+proj=tmerc +lat_0=38 +lon_0=127.5 +k=0.9996 +x_0=1000000 +y_0=2000000 +ellps=GRS80 +units=m +no_defs',
  5186: '+proj=tmerc +lat_0=38 +lon_0=127 +k=1 +x_0=200000 +y_0=600000 +ellps=GRS80 +units=m +no_defs',
  5187: '+proj=tmerc +lat_0=38 +lon_0=129 +k=1 +x_0=200000 +y_0=600000 +ellps=GRS80 +units=m +no_defs',
} as const;

export type Epsg = keyof typeof DEFINITIONS;
export const EPSG_CODES = Object.keys(DEFINITIONS).map(Number) as Epsg[];

export const isEpsg = (code: number): code is Epsg => EPSG_CODES.includes(code as Epsg);

/** Turns coordinates of the system, easting (or longitude) first, into degrees. */
export function toLonLat(epsg: Epsg): (coordinate: readonly number[]) => LonLat {
  if (epsg === 4326) return ([lon = NaN, lat = NaN]) => [lon, lat];
  const converter = proj4(DEFINITIONS[epsg], DEFINITIONS[4326]);
  return ([x = NaN, y = NaN]) => {
    const [lon, lat] = converter.forward([x, y]) as [number, number];
    return [lon, lat];
  };
}

/** Degrees into coordinates of the system: the way back of {@link toLonLat}. */
export function fromLonLat(epsg: Epsg): (place: LonLat) => readonly [number, number] {
  const converter = proj4(DEFINITIONS[4326], DEFINITIONS[epsg]);
  return ([lon, lat]) => converter.forward([lon, lat]) as [number, number];
}

const parameter = (text: string, name: string): number =>
  Number(new RegExp(`PARAMETER\\["${name}",\\s*([-+\\d.eE]+)`, 'iu').exec(text)?.[1] ?? NaN);

/** The system that a .prj file describes, by its EPSG code or its parameters; null where it is none of ours. */
export function epsgOfPrj(text: string): Epsg | null {
  const codes = [...text.matchAll(/AUTHORITY\["EPSG",\s*"?(\d+)"?\]/giu)].map(([, code]) => Number(code));
  const last = codes.at(-1);
  if (last !== undefined && isEpsg(last)) return last;
  const bessel = /bessel/iu.test(text);
  if (/^\s*GEOGCS/iu.test(text)) return bessel ? null : 4326;
  const [meridian, northing] = [parameter(text, 'central_meridian'), parameter(text, 'false_northing')];
  if (Math.abs(meridian - 127.5) < 0.01 && northing === 2_000_000) return 5179;
  if (bessel) return Math.abs(meridian - 127) < 0.01 && northing === 500_000 ? 5174 : null;
  if (northing !== 600_000) return null;
  if (Math.abs(meridian - 127) < 0.001) return 5186;
  return Math.abs(meridian - 129) < 0.001 ? 5187 : null;
}
