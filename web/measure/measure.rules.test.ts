import { expect, test } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { measured, metresBetween } from './measure.rules.ts';

const [a, b, c, d] = [
  lonLat(128.9, 37.75),
  lonLat(128.91, 37.75),
  lonLat(128.91, 37.76),
  lonLat(128.9, 37.76),
];

test('distance is over ground: a hundredth of a degree eastward is shorter than northward here', () => {
  expect(metresBetween(a, b)).toBeCloseTo(879, 0);
  expect(metresBetween(a, d)).toBeCloseTo(1112, 0);
});

test('bearings run clockwise from north', () => {
  const bearings = measured([a, b, c, d, a]).legs.map(({ bearingDeg }) => Math.round(bearingDeg));
  expect(bearings).toEqual([90, 0, 270, 180]);
});

test('three places enclose ground, two do not, and a crossed line has no area', () => {
  expect(measured([a, b]).areaM2).toBeNull();
  expect(measured([a, b, c, d]).areaM2).toBeCloseTo(879 * 1112, -4);
  expect(measured([a, c, b, d]).areaM2).toBeNull();
});
