import { readFileSync } from 'node:fs';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../server/testing/temporary-folder.ts';
import { readHeights } from './height-reader.ts';

const folder = aTemporaryFolder();
afterAll(() => folder.remove());

const WEST = 190_000;
const SOUTH = 570_000;
const ascii = (values: string, header = 'xllcorner 189997.5\nyllcorner 569997.5'): string =>
  `ncols 3\nnrows 2\n${header}\ncellsize 5\nNODATA_value -9999\n${values}\n`;
const expected = { columns: 3, rows: 2, west: WEST, north: SOUTH + 5, stepX: 5, stepY: 5 };

describe('an ESRI ASCII grid', () => {
  it('is read from the north, its corner half a cell from its first node, without its nodata', async () => {
    const { raster, epsg, epsgFrom } = await readHeights(folder.file(ascii('1 2.5 3\n-9999 -2 6')), 5187);
    expect(raster).toMatchObject(expected);
    expect([...raster.heights]).toEqual([1, 2.5, 3, NaN, -2, 6]);
    expect({ epsg, epsgFrom }).toEqual({ epsg: 5187, epsgFrom: 'given' });
  });

  it('of centres begins at them, and the .prj beside it names the system', async () => {
    const path = folder.file(ascii('1 2 3 4 5 6', `xllcenter ${WEST}\nyllcenter ${SOUTH}`), 'dem.asc');
    folder.file('PROJCS["x",AUTHORITY["EPSG","5187"]]', 'dem.prj');
    const { raster, epsgFrom } = await readHeights(path, null);
    expect(raster).toMatchObject(expected);
    expect(epsgFrom).toBe('prj');
  });

  it.each([
    ['1 2 3 4 5', '5'],
    ['1 2 3 4 5 6 7', '"7"'],
    ['1 2 3 4 5 x', '"x"'],
  ])('with the heights %s is refused with what was found', async (values, found) => {
    await expect(readHeights(folder.file(ascii(values)), 5187)).rejects.toThrow(found);
  });

  it('larger than a city is refused before it is read', async () => {
    const path = folder.file('ncols 100000\nnrows 100000\nxllcorner 0\nyllcorner 0\ncellsize 5\n1 2 3');
    await expect(readHeights(path, 5187)).rejects.toThrow('64000000');
  });

  it('whose system nothing names and several fit asks for it', async () => {
    await expect(readHeights(folder.file(ascii('1 2 3 4 5 6')), null)).rejects.toThrow('--epsg');
  });
});

describe('lines of x y z', () => {
  it('in any order, with a header and with commas, lie on their grid; what is not there is unknown', async () => {
    const lines = [
      `${WEST + 10},${SOUTH},30`,
      `${WEST},${SOUTH},10`,
      `${WEST},${SOUTH + 5},40`,
      `${WEST + 5},${SOUTH},20`,
      `${WEST + 5},${SOUTH + 5},50.5`,
    ];
    const { raster } = await readHeights(folder.file(`x,y,z\n${lines.join('\n')}`), 5187);
    expect(raster).toMatchObject(expected);
    expect([...raster.heights]).toEqual([40, 50.5, NaN, 10, 20, 30]);
  });

  it('off any grid are refused', async () => {
    const text = '190000 570000 1\n190005 570000 1\n190007.1 570000 1\n190000 570005 1';
    await expect(readHeights(folder.file(text), 5187)).rejects.toThrow('격자');
  });
});

describe('a GeoTIFF', () => {
  const tiff = (raster: Record<string, unknown>): string =>
    folder.file(
      Buffer.from(
        writeArrayBuffer(
          Float32Array.from([1, 2.5, 3, -9999, -2, 6]) as never,
          {
            ...{ width: 3, height: 2, GDAL_NODATA: '-9999', ModelPixelScale: [5, 5, 0] },
            ...raster,
          } as never,
        ),
      ),
    );

  it('of areas has its first node half a pixel inside its corner, and names its system', async () => {
    const path = tiff({
      ...{ GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 1, ProjectedCSTypeGeoKey: 5187 },
      ModelTiepoint: [0, 0, 0, WEST - 2.5, SOUTH + 7.5, 0],
    });
    const { raster, epsg, epsgFrom } = await readHeights(path, null);
    expect(raster).toMatchObject(expected);
    expect([...raster.heights]).toEqual([1, 2.5, 3, NaN, -2, 6]);
    expect({ epsg, epsgFrom }).toEqual({ epsg: 5187, epsgFrom: 'crs' });
  });

  it('of points has it at its corner', async () => {
    const path = tiff({
      ...{ GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 2, ProjectedCSTypeGeoKey: 5187 },
      ModelTiepoint: [0, 0, 0, WEST, SOUTH + 5, 0],
    });
    expect((await readHeights(path, null)).raster).toMatchObject(expected);
  });

  it('that is broken off is refused', async () => {
    const whole = tiff({
      ...{ GTModelTypeGeoKey: 1, GTRasterTypeGeoKey: 2, ProjectedCSTypeGeoKey: 5187 },
      ModelTiepoint: [0, 0, 0, WEST, SOUTH + 5, 0],
    });
    for (const kept of [6, 40, -8]) {
      const path = folder.file(readFileSync(whole).subarray(0, kept));
      await expect(readHeights(path, null)).rejects.toThrow('GeoTIFF');
    }
  });
});

it('any other file is refused with what is read', async () => {
  await expect(readHeights(folder.file('강릉'), 5187)).rejects.toThrow('.asc');
  await expect(readHeights(folder.file(''), 5187)).rejects.toThrow('.asc');
  await expect(readHeights('/nowhere.asc', 5187)).rejects.toThrow('/nowhere.asc');
});
