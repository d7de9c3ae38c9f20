import type { LonLat } from '../../../geodata/lon-lat.ts';
import { convergenceDeg, placeOf, planeBearing, planeOf } from '../../../server/coverage/plane.rules.ts';
import type { SightCamera } from '../../../server/coverage/sight.rules.ts';
import { MOST_ALTERNATIVES, type PlanAlternative } from '../../../server/coverage/siting/plan.schema.ts';

const RAD = Math.PI / 180;
const LETTERS = Array.from({ length: MOST_ALTERNATIVES }, (_, i) => String.fromCharCode(65 + i));
/** A straight-lined picture cannot be wider. */
const WIDEST_DEG = 170;

/** Numbers of an alternative that can be turned up and down. */
export const DIALS = ['heightM', 'azimuthDeg', 'tiltDeg', 'hfovDeg', 'rangeM', 'nightRangeM'] as const;
export type Dial = (typeof DIALS)[number];

/** One press of a key, and the bounds, which are the register's or narrower. */
export const DIAL_STEPS: Readonly<Record<Dial, { step: number; least: number; most: number }>> = {
  heightM: { step: 0.5, least: 0.5, most: 200 },
  azimuthDeg: { step: 1, least: 0, most: 359.9 },
  tiltDeg: { step: 1, least: 0, most: 90 },
  hfovDeg: { step: 1, least: 1, most: WIDEST_DEG },
  rangeM: { step: 1, least: 1, most: 500 },
  nightRangeM: { step: 1, least: 1, most: 500 },
};

/** Cameras that are commonly bought: kind, megapixels, and the picture's width as their lens has it. */
export const EQUIPMENT = [
  { kind: 'fixed', megapixels: 2.0736, hfovDeg: 90 },
  { kind: 'fixed', megapixels: 3.6864, hfovDeg: 80 },
  { kind: 'fixed', megapixels: 8.2944, hfovDeg: 52 },
  { kind: 'ptz', megapixels: 2.0736, hfovDeg: 60 },
  { kind: 'ptz', megapixels: 8.2944, hfovDeg: 60 },
  { kind: 'fisheye', megapixels: 12, hfovDeg: 360 },
] as const satisfies readonly Pick<PlanAlternative, 'kind' | 'megapixels' | 'hfovDeg'>[];

const tenth = (value: number): number => Math.round(value * 10) / 10;
const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The first letter that no alternative has; null where all are taken. */
export const freeLetter = (alternatives: readonly PlanAlternative[]): string | null =>
  LETTERS.find((letter) => !alternatives.some((each) => each.letter === letter)) ?? null;

/** A camera at a place: like another where there is one, else the commonest. Its place is kept to about a centimetre. */
export const alternativeAt = (
  letter: string,
  place: LonLat,
  like: PlanAlternative | null,
): PlanAlternative => ({
  ...{ kind: 'fixed', azimuthDeg: 0, hfovDeg: 52, rangeM: 130, heightM: 6.5, tiltDeg: 12 },
  ...{ megapixels: 8.2944, nightRangeM: null, purposes: [], note: '' },
  ...like,
  ...{ letter, name: '', ...placed(place) },
});

const placed = ([lon, lat]: LonLat): Pick<PlanAlternative, 'lon' | 'lat'> => ({
  lon: Number(lon.toFixed(7)),
  lat: Number(lat.toFixed(7)),
});

export const movedTo = (alternative: PlanAlternative, place: LonLat): PlanAlternative => ({
  ...alternative,
  ...placed(place),
});

/** So many metres east and north of where it was. */
export function movedBy(alternative: PlanAlternative, eastM: number, northM: number): PlanAlternative {
  const [east, north] = planeOf([alternative.lon, alternative.lat]);
  return movedTo(alternative, placeOf(east + eastM, north + northM));
}

/** A number set, cut to its bounds; a bearing goes round. Null is not decided. */
export function dialled(alternative: PlanAlternative, dial: Dial, value: number | null): PlanAlternative {
  if (value === null) return { ...alternative, [dial]: null };
  const { least, most } = DIAL_STEPS[dial];
  const set =
    dial === 'azimuthDeg' ? tenth(((value % 360) + 360) % 360) % 360 : within(tenth(value), least, most);
  return { ...alternative, [dial]: set };
}

/** A number turned by so many presses; what is not decided begins at a half of the range, or at 0. */
export function turned(alternative: PlanAlternative, dial: Dial, presses: number): PlanAlternative {
  const unset = dial === 'nightRangeM' ? Math.round(alternative.rangeM / 2) : 0;
  return dialled(alternative, dial, (alternative[dial] ?? unset) + presses * DIAL_STEPS[dial].step);
}

/** The camera as the sight knows cameras, bearings of the plane; what is not decided is unknown. */
export function proposalOf(alternative: PlanAlternative): SightCamera {
  const place: LonLat = [alternative.lon, alternative.lat];
  const [east, north] = planeOf(place);
  const { kind, hfovDeg, rangeM, heightM, tiltDeg, megapixels, nightRangeM, azimuthDeg } = alternative;
  return {
    ...{
      cameraId: 0,
      kind,
      east,
      north,
      azimuthDeg: planeBearing(azimuthDeg, place),
      hfovDeg,
      rangeM,
      heightM,
    },
    ...{ tiltDeg: tiltDeg ?? NaN, megapixels: megapixels ?? NaN, nightRangeM: nightRangeM ?? NaN },
    ...{ turned: null, barred: [] },
  };
}

/** Whether it looks one way: all around there is nothing to turn or to widen. */
export const looksOneWay = ({ kind }: PlanAlternative): boolean => kind !== 'fisheye';

export const HANDLES = ['site', 'aim', 'left', 'right'] as const;
export type HandleName = (typeof HANDLES)[number];

/** Where an alternative can be taken hold of: where it hangs, the middle of its rim, and both ends of the rim. */
export function handlesOf(alternative: PlanAlternative): readonly { name: HandleName; place: LonLat }[] {
  const { lon, lat, azimuthDeg, hfovDeg, rangeM } = alternative;
  const half = looksOneWay(alternative) ? hfovDeg / 2 : 0;
  const at = (bearingDeg: number): LonLat => placeFrom([lon, lat], bearingDeg, rangeM);
  const site = { name: 'site', place: [lon, lat] as LonLat } as const;
  const aim = { name: 'aim', place: at(azimuthDeg) } as const;
  if (!looksOneWay(alternative)) return [site, aim];
  return [
    site,
    aim,
    { name: 'left', place: at(azimuthDeg - half) },
    { name: 'right', place: at(azimuthDeg + half) },
  ];
}

/** The place so many metres from another at a true bearing. */
export function placeFrom(place: LonLat, bearingDeg: number, metres: number): LonLat {
  const [east, north] = planeOf(place);
  const bearing = (bearingDeg - convergenceDeg(place)) * RAD;
  return placeOf(east + Math.sin(bearing) * metres, north + Math.cos(bearing) * metres);
}

/** The alternative with one of its handles drawn to a place. */
export function drawnTo(alternative: PlanAlternative, handle: HandleName, to: LonLat): PlanAlternative {
  if (handle === 'site') return movedTo(alternative, to);
  const place: LonLat = [alternative.lon, alternative.lat];
  const [[east, north], [toEast, toNorth]] = [planeOf(place), planeOf(to)];
  const metres = Math.hypot(toEast - east, toNorth - north);
  if (metres < 0.5) return alternative;
  const bearing = Math.atan2(toEast - east, toNorth - north) / RAD + convergenceDeg(place);
  if (handle === 'aim') {
    const far = dialled(alternative, 'rangeM', Math.round(metres));
    return looksOneWay(alternative) ? dialled(far, 'azimuthDeg', Math.round(bearing)) : far;
  }
  const off = ((bearing - alternative.azimuthDeg + 540) % 360) - 180;
  return dialled(alternative, 'hfovDeg', Math.round(2 * Math.abs(off)));
}
