import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';

/** Meshes are drawn in Web Mercator metres from an origin nearby: Float32 is exact to millimetres there. */
export interface GroundPlane {
  origin: LonLat;
  /** Web Mercator metres east of the origin. */
  x(lon: number): number;
  /** Web Mercator metres north of the origin. */
  y(lat: number): number;
  lonLat(x: number, y: number): LonLat;
}

export const EQUATOR_M = 2 * Math.PI * 6_378_137;
const RADIUS_M = 6_378_137;
const RAD = Math.PI / 180;
const ECCENTRICITY_2 = 0.006_694_38;

const northing = (lat: number) => RADIUS_M * Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2));

export function groundPlane(origin: LonLat): GroundPlane {
  const x0 = origin[0] * RAD * RADIUS_M;
  const y0 = northing(origin[1]);
  return {
    origin,
    x: (lon) => lon * RAD * RADIUS_M - x0,
    y: (lat) => northing(lat) - y0,
    lonLat: (x, y) =>
      lonLat((x + x0) / (RAD * RADIUS_M), (2 * Math.atan(Math.exp((y + y0) / RADIUS_M)) - Math.PI / 2) / RAD),
  };
}

/**
 * Web Mercator metres to one true metre on the ellipsoid, eastwards and northwards: about 1.265 here, and not the
 * same both ways, because Web Mercator takes the ellipsoid's degrees for a sphere's.
 */
export function mercatorPerMetre(latDeg: number): { east: number; north: number } {
  const secant = 1 / Math.cos(latDeg * RAD);
  const w = 1 - ECCENTRICITY_2 * Math.sin(latDeg * RAD) ** 2;
  return { east: secant * Math.sqrt(w), north: (secant * w ** 1.5) / (1 - ECCENTRICITY_2) };
}
