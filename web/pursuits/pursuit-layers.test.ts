import { expect, test } from 'vitest';
import { pursuitLayers } from './pursuit-layers.ts';

const step = (lon: number | null) => ({
  ...{ step: 1, cameraId: 1, called: 'x', openedAt: '' },
  ...{ lon, lat: lon === null ? null : 37.75 },
});
const ahead = {
  cameras: [
    {
      cameraId: 2,
      managementNo: null,
      name: 'y',
      distanceM: 10,
      bearingDeg: 0,
      state: 'normal' as const,
      lon: 128.9,
      lat: 37.7,
    },
  ],
};

test('Art. 27: without an open pursuit the map draws no way and no camera ahead', () => {
  expect(pursuitLayers(null, ahead, 'dark')).toEqual([]);
});

test('the way is drawn through every camera that may be known of, and each one ahead has its ring', () => {
  const layers = pursuitLayers({ trail: [step(128.9), step(null), step(128.91)] }, ahead, 'light');
  const data = Object.fromEntries(layers.map(({ id, props }) => [id, props.data as unknown[]]));
  expect(data['trail/line']).toEqual([
    [
      [128.9, 37.75],
      [128.91, 37.75],
    ],
  ]);
  expect(data['trail/steps']).toHaveLength(2);
  expect(data['trail-ahead']).toEqual([[128.9, 37.7]]);
});
