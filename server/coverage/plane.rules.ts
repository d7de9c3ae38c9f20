import { lonLat, type LonLat } from '../../geodata/lon-lat.ts';

const RAD = Math.PI / 180;
/** EPSG:5187, Korea 2000 / East Belt: GRS80, its meridian and latitude of origin, and what is added to both axes. */
const RADIUS_M = 6_378_137;
const FLATTENING = 1 / 298.257222101;
const MERIDIAN_DEG = 129;
const ORIGIN_LAT_DEG = 38;
const FALSE_EAST_M = 200_000;
const FALSE_NORTH_M = 600_000;

// Krüger's series to the third power of n: within a millimetre some degrees from the meridian.
const N = FLATTENING / (2 - FLATTENING);
const RECTIFYING_M = (RADIUS_M / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5,
  (61 * N ** 3) / 240,
];
const BETA = [N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96, N ** 2 / 48 + N ** 3 / 15, (17 * N ** 3) / 480];
const DELTA = [
  2 * N - (2 * N ** 2) / 3 - 2 * N ** 3,
  (7 * N ** 2) / 3 - (8 * N ** 3) / 5,
  (56 * N ** 3) / 15,
];
const ECCENTRICITY = (2 * Math.sqrt(N)) / (1 + N);

function unscaled(lonDeg: number, latDeg: number): readonly [eta: number, xi: number] {
  const sin = Math.sin(latDeg * RAD);
  const t = Math.sinh(Math.atanh(sin) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sin));
  const off = (lonDeg - MERIDIAN_DEG) * RAD;
  const xi = Math.atan2(t, Math.cos(off));
  const eta = Math.atanh(Math.sin(off) / Math.sqrt(1 + t * t));
  return [
    ALPHA.reduce((sum, a, j) => sum + a * Math.cos(2 * (j + 1) * xi) * Math.sinh(2 * (j + 1) * eta), eta),
    ALPHA.reduce((sum, a, j) => sum + a * Math.sin(2 * (j + 1) * xi) * Math.cosh(2 * (j + 1) * eta), xi),
  ];
}
const ORIGIN = unscaled(MERIDIAN_DEG, ORIGIN_LAT_DEG)[1];

/** Metres east and north in EPSG:5187 of a place in degrees: the plane in which the city's sight is worked out. */
export function planeOf([lon, lat]: LonLat): readonly [east: number, north: number] {
  const [eta, xi] = unscaled(lon, lat);
  return [FALSE_EAST_M + RECTIFYING_M * eta, FALSE_NORTH_M + RECTIFYING_M * (xi - ORIGIN)];
}

/** The place of a point of the plane: the way back of {@link planeOf}. */
export function placeOf(east: number, north: number): LonLat {
  const xi = (north - FALSE_NORTH_M) / RECTIFYING_M + ORIGIN;
  const eta = (east - FALSE_EAST_M) / RECTIFYING_M;
  const x = BETA.reduce(
    (rest, b, j) => rest - b * Math.sin(2 * (j + 1) * xi) * Math.cosh(2 * (j + 1) * eta),
    xi,
  );
  const y = BETA.reduce(
    (rest, b, j) => rest - b * Math.cos(2 * (j + 1) * xi) * Math.sinh(2 * (j + 1) * eta),
    eta,
  );
  const chi = Math.asin(Math.sin(x) / Math.cosh(y));
  const lat = DELTA.reduce((sum, d, j) => sum + d * Math.sin(2 * (j + 1) * chi), chi);
  return [MERIDIAN_DEG + Math.atan2(Math.sinh(y), Math.cos(x)) / RAD, lat / RAD];
}

/** Degrees by which true north lies to the left of the plane's north: a bearing in the plane is the true one less that. */
export const convergenceDeg = ([lon, lat]: LonLat): number =>
  Math.atan(Math.tan((lon - MERIDIAN_DEG) * RAD) * Math.sin(lat * RAD)) / RAD;

/** A bearing from true north at a place as one of the plane, in degrees; NaN stays unknown. */
export const planeBearing = (trueDeg: number, place: LonLat): number =>
  (trueDeg - convergenceDeg(place) + 360) % 360;

/** The box of the plane that holds a box in degrees. */
export function boxOf([west, south, east, north]: readonly [number, number, number, number]): {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
} {
  const corners = [
    [west, south],
    [east, south],
    [west, north],
    [east, north],
  ].map(([lon, lat]) => planeOf(lonLat(lon!, lat!)));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) };
}
