import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { clusterRows } from './cluster-index.ts';
import { buildFanMesh, CHUNK_ROWS, visibleRuns } from './fan-mesh.ts';
import { buildGlyphMesh } from './glyph-mesh.ts';
import { groundPlane, mercatorPerMetre } from './ground-plane.rules.ts';
import { paletteImage, rowImage, STYLE_LIMIT } from './row-styles.ts';
import { roundLength } from './scale-bar.rules.ts';
import { atZoom, screenOf } from './screen.rules.ts';

const plane = groundPlane(lonLat(128.87, 37.75));
const inCity = fc.record({
  lon: fc.double({ min: 128.5, max: 129.2, noNaN: true }),
  lat: fc.double({ min: 37.4, max: 38, noNaN: true }),
});

describe('ground plane', () => {
  it('goes there and back within a millimetre', () => {
    fc.assert(
      fc.property(inCity, ({ lon, lat }) => {
        const [x, y] = plane.lonLat(plane.x(lon), plane.y(lat));
        expect(Math.abs(x - lon)).toBeLessThan(1e-8);
        expect(Math.abs(y - lat)).toBeLessThan(1e-8);
      }),
    );
  });

  it('knows that a metre here is about 1.265 Web Mercator metres', () => {
    const { east, north } = mercatorPerMetre(37.75);
    expect(east).toBeCloseTo(1.2632, 3);
    expect(north).toBeCloseTo(1.2685, 3);
  });
});

describe('screen', () => {
  const window = { center: lonLat(128.9, 37.75), zoom: 15, bearingDeg: 30, widthPx: 1200, heightPx: 800 };
  it('finds the place of every point of the window again', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1200, noNaN: true }),
        fc.double({ min: 0, max: 800, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        (x, y, bearingDeg) => {
          const screen = screenOf({ ...window, bearingDeg });
          const [lon, lat] = screen.lonLat(x, y);
          const [x2, y2] = screen.xy(lon, lat);
          expect(Math.hypot(x2 - x, y2 - y)).toBeLessThan(0.01);
        },
      ),
    );
  });

  it('has north up at bearing 0 and to the left at bearing 90', () => {
    const north = lonLat(128.9, 37.751);
    const [, up] = screenOf({ ...window, bearingDeg: 0 }).xy(...north);
    const [left] = screenOf({ ...window, bearingDeg: 90 }).xy(...north);
    expect(up).toBeLessThan(400);
    expect(left).toBeLessThan(600);
  });
});

describe('atZoom', () => {
  it('is linear between stops and held beyond them', () => {
    const stops = [
      [14, 1],
      [16, 2],
    ] as const;
    expect([12, 14, 15, 16, 20].map((zoom) => atZoom(stops, zoom))).toEqual([1, 1, 1.5, 2, 2]);
  });
});

describe('scale bar', () => {
  it('is the longest round length that fits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 8, max: 20, noNaN: true }),
        fc.integer({ min: 40, max: 400 }),
        (zoom, most) => {
          const { metres, px } = roundLength(37.75, zoom, most);
          expect(px).toBeLessThanOrEqual(most + 1e-9);
          expect(px * 2.5).toBeGreaterThan(most * 0.999);
          expect([1, 2, 5]).toContain(Math.round(metres / 10 ** Math.floor(Math.log10(metres) + 1e-9)));
        },
      ),
    );
  });

  it('shows 50 m over some 106 px at z17', () => {
    const { metres, px } = roundLength(37.75, 17, 130);
    expect(metres).toBe(50);
    expect(px).toBeCloseTo(105.9, 0);
  });
});

describe('fan mesh', () => {
  const rim = new Float32Array([0, 100, 70, 70, 100, 0]);
  const mesh = (rows: number) =>
    buildFanMesh(rows, plane, (row) =>
      row % 2 ? null : { apex: lonLat(128.8 + row * 1e-5, 37.75), rim, closed: false },
    );

  it('makes a triangle between neighbours of the rim, and none where there is nothing', () => {
    expect(mesh(3).fine).toEqual(Uint32Array.from([0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7]));
  });

  it('closes a whole circle', () => {
    const circle = buildFanMesh(1, plane, () => ({ apex: lonLat(128.9, 37.75), rim, closed: true }));
    expect(circle.fine).toEqual(Uint32Array.from([0, 1, 2, 0, 2, 3, 0, 3, 1]));
  });

  it('tells row, place on the rim and its length in the third word', () => {
    const words = new Uint32Array(mesh(3).vertices);
    const tag = words[3 * 6 + 2] ?? 0;
    expect([tag & 0x3ffff, (tag >>> 18) & 127, tag >>> 25]).toEqual([2, 1, 2]);
  });

  it('draws runs of the chunks in the box, neighbours joined', () => {
    const built = mesh(CHUNK_ROWS * 4);
    const everywhere = { minX: -1e6, minY: -1e6, maxX: 1e6, maxY: 1e6 };
    expect(visibleRuns(built.chunks, everywhere, 'fine')).toEqual([{ first: 0, count: built.fine.length }]);
    const second = built.chunks[1];
    const box = { ...everywhere, minX: (second?.minX ?? 0) + 150, maxX: (second?.maxX ?? 0) - 150 };
    expect(visibleRuns(built.chunks, box, 'fine')).toEqual([second?.fine]);
    expect(visibleRuns(built.chunks, everywhere, 'fine', (_, place) => place % 2 === 0)).toHaveLength(2);
  });

  it('refuses more rows than the tag can name', () => {
    expect(() => buildFanMesh(300_000, plane, () => null)).toThrow(RangeError);
  });
});

describe('glyph mesh', () => {
  it('gives a row four corners with shape, turn and push', () => {
    const mesh = buildGlyphMesh(2, plane, () => ({
      at: lonLat(128.9, 37.75),
      shape: 2,
      turnDeg: 90,
      pushDeg: null,
    }));
    const words = new Uint32Array(mesh.vertices);
    const tag = words[(4 + 3) * 4 + 2] ?? 0;
    expect([tag & 0x3ffff, (tag >> 18) & 3, (tag >> 20) & 3, (tag >> 22) & 3]).toEqual([1, 3, 2, 1]);
    expect((words[(4 + 3) * 4 + 3] ?? 0) & 0xffff).toBe(16_384);
    expect(mesh.index).toHaveLength(12);
  });
});

describe('row styles', () => {
  it('pads rows to whole lines of the texture', () => {
    expect(rowImage(new Uint8Array(300 * 4))).toMatchObject({ height: 2 });
    expect(rowImage(new Uint8Array(300 * 4)).data).toHaveLength(512 * 4);
  });

  it('writes fill, line, width and glyph columns of each style', () => {
    const image = paletteImage([
      { fill: [1, 2, 3, 1], line: [4, 5, 6, 0.5], lineWidthPx: 1.5, hatch: 0, body: 3, badge: 0 },
    ]);
    expect([...image.slice(0, 4)]).toEqual([1, 2, 3, 255]);
    expect([...image.slice(STYLE_LIMIT * 4, STYLE_LIMIT * 4 + 4)]).toEqual([4, 5, 6, 128]);
    expect(image[STYLE_LIMIT * 8]).toBe(48);
    expect([...image.slice(STYLE_LIMIT * 12, STYLE_LIMIT * 12 + 2)]).toEqual([3, 1]);
  });
});

describe('clusters', () => {
  it('count every row once, at every zoom, by category', () => {
    const point = fc.record({
      lon: fc.double({ min: 128.6, max: 129.1, noNaN: true }),
      lat: fc.double({ min: 37.5, max: 37.9, noNaN: true }),
      category: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 8, max: 13 }),
        (points, zoom) => {
          const index = clusterRows(
            points.map((_, row) => row),
            points.map(({ lon }) => lon),
            points.map(({ lat }) => lat),
            3,
            (row) => points[row]?.category ?? 0,
            { maxZoom: 13, radiusPx: 60 },
          );
          const { clusters, singles } = index.at(zoom);
          const counted = [0, 1, 2].map(
            (category) =>
              clusters.reduce((sum, { byCategory }) => sum + (byCategory[category] ?? 0), 0) +
              singles.filter((row) => points[row]?.category === category).length,
          );
          expect(counted).toEqual(
            [0, 1, 2].map((category) => points.filter((p) => p.category === category).length),
          );
          for (const { count, byCategory } of clusters) {
            expect(byCategory.reduce((sum, each) => sum + each, 0)).toBe(count);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
