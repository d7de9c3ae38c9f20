import { expect, test } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { barredPaths } from './ptz-layers.ts';

const sector = (fromDeg: number, toDeg: number) => ({
  ...{ sectorId: 's', fromDeg, toDeg, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
});
const center = lonLat(128.9, 37.75);
const bearingOf = ([lon, lat]: readonly [number, number]): number =>
  (Math.atan2((lon - 128.9) * Math.cos((37.75 * Math.PI) / 180), lat - 37.75) * 180) / Math.PI;

test('a sector over north is drawn over north and nowhere else', () => {
  const paths = barredPaths({ center, rangeM: 80, barred: [sector(350, 20)] });
  for (const point of paths.flat()) {
    const deg = bearingOf(point);
    expect(deg).toBeGreaterThan(-10.5);
    expect(deg).toBeLessThan(20.5);
  }
  expect(paths.length).toBeGreaterThan(3);
});

test('its arc lies at the range of the camera, in metres over ground', () => {
  const [outline] = barredPaths({ center, rangeM: 80, barred: [sector(40, 100)] });
  const [lon, lat] = outline![3]!;
  const metres = Math.hypot(
    (lon - 128.9) * 111_320 * Math.cos((37.75 * Math.PI) / 180),
    (lat - 37.75) * 111_320,
  );
  expect(metres).toBeCloseTo(80, 0);
});
