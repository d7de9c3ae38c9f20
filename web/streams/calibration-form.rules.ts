import type { LonLat } from '../../geodata/lon-lat.ts';
import type { CalibrationBody, CalibrationView } from '../../server/streams/ptz.schema.ts';
import { numberIn } from './barred-form.rules.ts';

/** What the maker says of a head, as it is typed. */
export interface MakersDraft {
  panSpanDeg: string;
  /** Downwards from the horizon: at the lower end of the tilt, and at the upper. */
  lowestDeg: string;
  highestDeg: string;
  zoomTimes: string;
  panDegPerS: string;
  tiltDegPerS: string;
  endless: boolean;
}

export interface TakenSighting {
  readonly pan: number;
  readonly place: LonLat;
  readonly bearingDeg: number;
}

const BOUNDS = {
  panSpanDeg: [2, 1440],
  lowestDeg: [-90, 90],
  highestDeg: [-90, 90],
  zoomTimes: [1, 200],
  panDegPerS: [1, 720],
  tiltDegPerS: [1, 720],
} as const satisfies Record<Exclude<keyof MakersDraft, 'endless'>, readonly [number, number]>;
export type MakersField = keyof typeof BOUNDS;
export const MAKERS_FIELDS = Object.keys(BOUNDS) as readonly MakersField[];

const text = (value: number): string => String(Math.round(value * 1000) / 1000);

/** As it was measured last; a head that was never measured has its fields empty, and nothing is guessed. */
export function makersOf(measured: CalibrationView['measured']): MakersDraft {
  if (measured === null)
    return {
      ...{ panSpanDeg: '', lowestDeg: '', highestDeg: '', zoomTimes: '', panDegPerS: '', tiltDegPerS: '' },
      endless: true,
    };
  const { tiltZeroDeg, degreesPerTilt, degreesPerPan, zoomTimes, panDegPerS, tiltDegPerS, endless } =
    measured;
  return {
    panSpanDeg: text(Math.abs(degreesPerPan) * 2),
    lowestDeg: text(tiltZeroDeg - degreesPerTilt),
    highestDeg: text(tiltZeroDeg + degreesPerTilt),
    ...{ zoomTimes: text(zoomTimes), panDegPerS: text(panDegPerS), tiltDegPerS: text(tiltDegPerS), endless },
  };
}

type Read = { readonly body: CalibrationBody } | { readonly wrong: MakersField };

/** What is sent, or the first field that does not read. */
export function calibrationOf(draft: MakersDraft, sightings: readonly TakenSighting[]): Read {
  const found = {} as Record<MakersField, number>;
  for (const name of MAKERS_FIELDS) {
    const [least, most] = BOUNDS[name];
    const value = numberIn(draft[name], least, most);
    if (value === null) return { wrong: name };
    found[name] = value;
  }
  const { lowestDeg, highestDeg, ...makers } = found;
  if (Math.abs(highestDeg - lowestDeg) < 2) return { wrong: 'highestDeg' };
  return {
    body: {
      sightings: sightings.map(({ pan, place: [lon, lat] }) => ({ pan, lon, lat })),
      ...makers,
      endless: draft.endless,
      tiltZeroDeg: (lowestDeg + highestDeg) / 2,
      // Up is positive to a device.
      degreesPerTilt: (highestDeg - lowestDeg) / 2,
    },
  };
}
