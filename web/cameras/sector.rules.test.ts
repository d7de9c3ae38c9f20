import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { buildFanMesh, FAN_STRIDE } from '../map/fan-mesh.ts';
import { groundPlane } from '../map/ground-plane.rules.ts';
import { hasSector, sectorCovers, sectorRim } from './sector.rules.ts';

const KOREA_EAST =
  '+proj=tmerc +lat_0=38 +lon_0=129 +k=1 +x_0=200000 +y_0=600000 +ellps=GRS80 +units=m +no_defs';
const inMetres = proj4('EPSG:4326', KOREA_EAST);

const place = fc.record({
  lon: fc.double({ min: 128.6, max: 129.1, noNaN: true }),
  lat: fc.double({ min: 37.45, max: 37.95, noNaN: true }),
});
const sight = fc.record({
  azimuthDeg: fc.double({ min: 0, max: 359.99, noNaN: true }),
  hfovDeg: fc.double({ min: 5, max: 360, noNaN: true }),
  rangeM: fc.double({ min: 20, max: 400, noNaN: true }),
});

/** The drawn mesh of one sector, brought back from the plane to EPSG:5187 metres. */
function drawn(
  at: { lon: number; lat: number },
  what: { azimuthDeg: number; hfovDeg: number; rangeM: number },
) {
  const plane = groundPlane(lonLat(128.87, 37.75));
  const mesh = buildFanMesh(1, plane, () => ({ apex: lonLat(at.lon, at.lat), ...sectorRim(what) }));
  const floats = new Float32Array(mesh.vertices);
  const points = Array.from({ length: mesh.vertices.byteLength / FAN_STRIDE }, (_, i) => {
    const [lon, lat] = plane.lonLat(floats[3 * i] ?? 0, floats[3 * i + 1] ?? 0);
    return inMetres.forward([lon, lat]) as [number, number];
  });
  let area = 0;
  for (let i = 0; i < mesh.fine.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => points[mesh.fine[i + k] ?? 0] ?? [0, 0]) as [number, number][];
    area += Math.abs((b![0] - a![0]) * (c![1] - a![1]) - (c![0] - a![0]) * (b![1] - a![1])) / 2;
  }
  return { points, area };
}

describe('sector on the ground', () => {
  // A vertex is a float32 in metres from the middle of the city: at its far corners that rounds to 2 mm.
  const ROUNDING_M = 0.002;

  it('has the area of the sector formula within 0.1 % and the rounding of its rim, wherever in the city', () => {
    fc.assert(
      fc.property(place, sight, (at, what) => {
        const spread = what.hfovDeg >= 359.5 ? 360 : what.hfovDeg;
        const formula = (Math.PI * what.rangeM ** 2 * spread) / 360;
        const rimM = what.rangeM * (2 + (spread * Math.PI) / 180);
        const allowedM2 = formula * 0.001 + rimM * ROUNDING_M;
        expect(Math.abs(drawn(at, what).area - formula)).toBeLessThan(allowedM2);
      }),
      {
        examples: [
          [
            { lon: 129.0385613437542, lat: 37.45 },
            { azimuthDeg: 0, hfovDeg: 5, rangeM: 20 },
          ],
        ],
      },
    );
  });

  it('has a rim whose area is the formula of a sector within 0.1 %, however small', () => {
    fc.assert(
      fc.property(sight, (what) => {
        const { rim, closed } = sectorRim(what);
        const corners = Array.from(
          { length: rim.length / 2 },
          (_, i) => [rim[2 * i]!, rim[2 * i + 1]!] as const,
        );
        const ring = closed ? corners : [[0, 0] as const, ...corners];
        const doubled = ring.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = ring[(i + 1) % ring.length]!;
          return sum + x * nextY - nextX * y;
        }, 0);
        const formula = (Math.PI * what.rangeM ** 2 * (closed ? 360 : what.hfovDeg)) / 360;
        expect(Math.abs(Math.abs(doubled) / 2 / formula - 1)).toBeLessThan(0.001);
      }),
    );
  });

  it('reaches exactly its range in true metres, not in Web Mercator ones', () => {
    fc.assert(
      fc.property(place, sight, (at, what) => {
        const { points } = drawn(at, what);
        const [x0 = 0, y0 = 0] = points[0] ?? [];
        for (const [x, y] of points.slice(1)) {
          expect(Math.abs(Math.hypot(x - x0, y - y0) / what.rangeM - 1)).toBeLessThan(0.0005);
        }
      }),
    );
  });

  it('looks along its azimuth: 0 is north, clockwise', () => {
    const towards = (azimuthDeg: number) => {
      const { points } = drawn({ lon: 128.9, lat: 37.75 }, { azimuthDeg, hfovDeg: 20, rangeM: 100 });
      const [x0 = 0, y0 = 0] = points[0] ?? [];
      const [x = 0, y = 0] = points[Math.ceil(points.length / 2)] ?? [];
      return [Math.round((x - x0) / 10) + 0, Math.round((y - y0) / 10) + 0];
    };
    expect(towards(0)).toEqual([0, 10]);
    expect(towards(90)).toEqual([10, 0]);
    expect(towards(180)).toEqual([0, -10]);
    expect(towards(270)).toEqual([-10, 0]);
  });

  it('is never made of a guess', () => {
    const known = { azimuthDeg: 10, hfovDeg: 60, rangeM: 80 };
    expect(hasSector(known)).toBe(true);
    expect(hasSector({ ...known, azimuthDeg: NaN })).toBe(false);
    expect(hasSector({ ...known, hfovDeg: NaN })).toBe(false);
    expect(hasSector({ ...known, rangeM: NaN })).toBe(false);
    expect(hasSector({ ...known, azimuthDeg: NaN, hfovDeg: 360 })).toBe(true);
  });
});

describe('sectorCovers', () => {
  it('agrees with the bearing and the distance of the point', () => {
    fc.assert(
      fc.property(
        sight,
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0.01, max: 1.5, noNaN: true }),
        (what, off, part) => {
          const bearing = ((what.azimuthDeg + off) * Math.PI) / 180;
          const far = part * what.rangeM;
          const inside = part < 1 && (what.hfovDeg >= 359.5 || Math.abs(off) < what.hfovDeg / 2);
          // A hair from the edge either answer is right.
          fc.pre(Math.abs(part - 1) > 1e-6 && Math.abs(Math.abs(off) - what.hfovDeg / 2) > 1e-6);
          expect(sectorCovers(what, Math.sin(bearing) * far, Math.cos(bearing) * far)).toBe(inside);
        },
      ),
    );
  });
});
