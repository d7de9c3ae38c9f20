import { expect, test } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { calibrationOf, makersOf } from './calibration-form.rules.ts';

const measured = {
  ...{ panZeroDeg: 30, degreesPerPan: -180, endless: false, tiltZeroDeg: 20, degreesPerTilt: -45 },
  ...{
    zoomTimes: 20,
    panDegPerS: 90,
    tiltDegPerS: 23,
    measuredBy: '홍길동',
    measuredAt: '2026-11-30T00:00:00Z',
  },
};
const sightings = [{ pan: 0.1, place: lonLat(128.9, 37.75), bearingDeg: 10 }];

test('what was measured comes back as it went; the direction is found anew', () => {
  const read = calibrationOf(makersOf(measured), sightings);
  expect(read).toEqual({
    body: {
      sightings: [{ pan: 0.1, lon: 128.9, lat: 37.75 }],
      ...{ panSpanDeg: 360, endless: false, tiltZeroDeg: 20, degreesPerTilt: -45 },
      ...{ zoomTimes: 20, panDegPerS: 90, tiltDegPerS: 23 },
    },
  });
});

test('of a head that was never measured nothing is guessed, and the first empty field is named', () => {
  expect(calibrationOf(makersOf(null), sightings)).toEqual({ wrong: 'panSpanDeg' });
  expect(calibrationOf({ ...makersOf(measured), highestDeg: '65' }, sightings)).toEqual({
    wrong: 'highestDeg',
  });
  expect(calibrationOf({ ...makersOf(measured), zoomTimes: '0' }, sightings)).toEqual({ wrong: 'zoomTimes' });
});
