import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromLonLat, toLonLat, type Epsg } from '../../geodata/projections.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { anActor } from '../testing/factories.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { placeOf, planeOf } from './plane.rules.ts';
import { importTerrain, previewTerrain, readTerrain } from './terrain-import.ts';
import { MOST_NODES, resampled } from './terrain-resample.ts';
import { NO_HEIGHT } from './terrain.rules.ts';
import { selectHeights } from './terrain.sql.ts';

const OFFICER = anActor({ role: 'officer' });
const folder = aTemporaryFolder();
let db: TestDatabase;
beforeEach(async () => {
  db = await aDatabase();
});
afterEach(() => db.drop());
afterAll(() => folder.remove());

/** Where in the plane the tests' ground begins: in the city. */
const [WEST, SOUTH] = [190_000, 572_000];
let made = 0;

/** An ESRI ASCII grid whose heights are those of a function of its own coordinates. */
function asciiGrid(
  { west, south, step, columns, rows }: Record<'west' | 'south' | 'step' | 'columns' | 'rows', number>,
  height: (x: number, y: number) => number,
): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const metres = height(west + column * step, south + (rows - 1 - row) * step);
      return Number.isNaN(metres) ? -9999 : metres.toFixed(3);
    }).join(' '),
  );
  const path = join(folder.path, `dem-${(made += 1)}.asc`);
  const header = `ncols ${columns}\nnrows ${rows}\nxllcenter ${west}\nyllcenter ${south}\ncellsize ${step}\nNODATA_value -9999\n`;
  writeFileSync(path, `${header}${lines.join('\n')}\n`);
  return path;
}
const slope = (x: number, y: number): number => 50 + (x - WEST) * 0.1 - (y - SOUTH) * 0.05;
const small = { west: WEST, south: SOUTH, step: 10, columns: 300, rows: 270 };
const load = async (path: string, epsg: number | null = 5187) =>
  importTerrain(db.app, OFFICER, await readTerrain(path, epsg, null));
const audits = () => db.owner`select detail from audit where action = 'layer.import' order by seq`;

describe('a height grid', () => {
  it('in the plane is loaded node by node, with its gaps, and lies in tiles', async () => {
    const path = asciiGrid(small, (x, y) => (x < WEST + 25 && y < SOUTH + 15 ? NaN : slope(x, y)));
    const report = await load(path);
    expect(report).toMatchObject({
      ...{ stepM: 10, fileStepM: 10, columns: 300, rows: 270, unknownNodes: 6 },
      ...{ replaced: null, unchanged: false, done: true, lowestM: -84.5, highestM: 50 + 299 },
    });
    const { grid } = (await selectHeights(db.app))!;
    expect(grid.shape).toEqual({ west: WEST, south: SOUTH, stepM: 10, columns: 300, rows: 270 });
    expect(grid.decimetres[0]).toBe(NO_HEIGHT);
    for (const [x, y] of [
      [WEST + 2990, SOUTH + 2690],
      [WEST + 2560, SOUTH + 10],
      [WEST + 5 * 10, SOUTH + 256 * 10],
    ] as const)
      expect(grid.heightAt(x, y)).toBeCloseTo(slope(x, y), 1);
    const [tiles] = await db.owner`select count(*)::int as count from height_tile`;
    expect(tiles).toEqual({ count: 4 });
    expect(await db.owner`select kind from event_outbox`).toMatchObject([{ kind: 'layer' }]);
    expect(await db.owner`select source, title from layer_version`).toMatchObject([{ title: report.file }]);
  });

  it('again changes nothing and says so; another replaces it as a whole', async () => {
    const path = asciiGrid(small, slope);
    await load(path);
    expect(await load(path)).toMatchObject({ unchanged: true, replaced: null });
    const other = asciiGrid({ ...small, columns: 20, rows: 20 }, () => 7);
    expect(await previewTerrain(db.app, await readTerrain(other, 5187, null))).toMatchObject({
      ...{ replaced: 'real', done: false },
    });
    expect(await load(other)).toMatchObject({ replaced: 'real', columns: 20 });
    const { grid } = (await selectHeights(db.app))!;
    expect(grid.bounds()).toEqual({ lowestM: 7, highestM: 7 });
    expect(grid.decimetres).toHaveLength(400);
    expect(
      (await audits()).map(({ detail }) => (detail as { repeated?: boolean }).repeated ?? false),
    ).toEqual([false, true, false]);
    expect(await db.owner`select version from layer_version where layer = 'heights'`).toMatchObject([
      { version: 2 },
    ]);
  });

  it('is put in by nobody who may not, and then the one before stays whole', async () => {
    await load(asciiGrid(small, slope));
    const read = await readTerrain(
      asciiGrid(small, () => 1),
      5187,
      null,
    );
    await expect(importTerrain(db.app, anActor({ role: 'operator' }), read)).rejects.toMatchObject({
      status: 403,
    });
    expect((await selectHeights(db.app))!.grid.bounds().highestM).toBe(349);
  });

  it.each([5174, 5179, 5186, 4326] as const)('of EPSG:%s lies where it belongs', async (epsg) => {
    const [x, y] = fromLonLat(epsg as Epsg)(placeOf(WEST, SOUTH));
    const step = epsg === 4326 ? 0.0001 : 10;
    const perStep = (offset: number): number => (offset / step) * 0.5;
    const path = asciiGrid(
      { west: x, south: y, step, columns: 120, rows: 120 },
      (east, north) => 100 + perStep(east - x) + perStep(north - y),
    );
    await load(path, epsg);
    const { grid } = (await selectHeights(db.app))!;
    for (const [columns, rows] of [
      [20, 30],
      [60, 60],
      [100, 15],
    ] as const) {
      const place = toPlane(epsg, x + columns * step, y + rows * step);
      expect(grid.heightAt(...place)).toBeCloseTo(100 + (columns + rows) * 0.5, 0);
    }
  });

  it('elsewhere, or without a height in the city, is refused', async () => {
    const away = asciiGrid({ ...small, west: 100_000, south: 300_000 }, slope);
    await expect(readTerrain(away, 5187, null)).rejects.toThrow('강릉');
    await expect(
      readTerrain(
        asciiGrid(small, () => NaN),
        5187,
        null,
      ),
    ).rejects.toThrow('하나도');
  });

  it('finer than a browser takes is thinned', () => {
    const [columns, rows] = [3000, 2100];
    const heights = Float32Array.from({ length: columns * rows }, (_, i) =>
      slope(WEST + (i % columns), SOUTH + rows - 1 - Math.floor(i / columns)),
    );
    const raster = {
      columns,
      rows,
      west: WEST,
      north: SOUTH + rows - 1,
      stepX: 1,
      stepY: 1,
      heights,
      own: null,
    };
    const { grid, fileStepM } = resampled({ raster, epsg: 5187, epsgFrom: 'given' });
    expect(fileStepM).toBe(1);
    expect(grid.shape.stepM).toBe(2);
    expect(grid.decimetres.length).toBeLessThanOrEqual(MOST_NODES);
    expect(grid.heightAt(WEST + 1200, SOUTH + 900)).toBeCloseTo(slope(WEST + 1200, SOUTH + 900), 1);
  });
});

function toPlane(epsg: Epsg, x: number, y: number): readonly [number, number] {
  return planeOf(toLonLat(epsg)([x, y]));
}
