import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dbfOf, shpOf } from '../server/testing/shapefile.ts';
import { writeStoredZip } from '../server/testing/stored-zip.ts';
import { aTemporaryFolder } from '../server/testing/temporary-folder.ts';
import { encodeCp949 } from './cp949.ts';
import type { LonLat } from './lon-lat.ts';
import { EPSG_CODES, epsgOfPrj, fromLonLat, toLonLat, type Epsg } from './projections.ts';
import { readShapes } from './shape-reader.ts';

const folder = aTemporaryFolder();
afterAll(() => folder.remove());

const TOWN: LonLat = [128.8961, 37.7519];
const square = (epsg: Epsg) => {
  const ring = (
    [
      [0, 0],
      [0, 0.01],
      [0.01, 0.01],
      [0.01, 0],
      [0, 0],
    ] as const
  ).map(([east, north]) => [...fromLonLat(epsg)([TOWN[0] + east, TOWN[1] + north])] as [number, number]);
  return [ring];
};
const dbf = (encode: (text: string) => Buffer) => dbfOf([{ EMD_KOR_NM: '뷁릉동', GRO_FLO_CO: 3 }], encode);

const metres = ([lon, lat]: readonly number[], [lon2, lat2]: readonly number[]): number =>
  Math.hypot((lon! - lon2!) * 88_000, (lat! - lat2!) * 111_000);

describe('coordinate systems', () => {
  it('lead there and back', () => {
    const place = fc.tuple(
      fc.double({ min: 128.5, max: 129.2, noNaN: true }),
      fc.double({ min: 37.4, max: 38, noNaN: true }),
    );
    fc.assert(
      fc.property(place, fc.constantFrom(...EPSG_CODES), (given, epsg) => {
        expect(metres(toLonLat(epsg)(fromLonLat(epsg)(given)), given)).toBeLessThan(0.01);
      }),
    );
  });

  it('of the Bessel datum lie some hundred metres beside those of GRS80', () => {
    const bessel = fromLonLat(5174)(TOWN);
    const grs = fromLonLat(5186)(TOWN);
    expect(Math.hypot(bessel[0] - grs[0], bessel[1] + 100_000 - grs[1])).toBeGreaterThan(200);
  });

  it('are read from a .prj by code and by parameters', () => {
    const tm = (spheroid: string, meridian: number, northing: number) =>
      `PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["${spheroid}",1,2]]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",${northing}.0],PARAMETER["Central_Meridian",${meridian}],UNIT["Meter",1.0]]`;
    expect(
      epsgOfPrj('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'),
    ).toBe(4326);
    expect(epsgOfPrj(tm('GRS_1980', 129, 600000))).toBe(5187);
    expect(epsgOfPrj(tm('GRS_1980', 127, 600000))).toBe(5186);
    expect(epsgOfPrj(tm('GRS_1980', 127.5, 2000000))).toBe(5179);
    expect(epsgOfPrj(tm('Bessel_1841', 127.0028902777778, 500000))).toBe(5174);
    expect(epsgOfPrj(tm('GRS_1980', 125, 600000))).toBeNull();
    expect(
      epsgOfPrj(
        'PROJCS["Korea 2000 / Unified CS",GEOGCS["a",AUTHORITY["EPSG","4737"]],AUTHORITY["EPSG","5179"]]',
      ),
    ).toBe(5179);
  });
});

describe('a file of shapes', () => {
  it.each(EPSG_CODES)('a shapefile in EPSG:%s comes to lie in the city', async (epsg) => {
    const path = folder.file(shpOf('polygon', [square(epsg)]), `plain-${epsg}.shp`);
    folder.file(dbf(encodeCp949), `plain-${epsg}.dbf`);
    const read = await readShapes(path, epsg, /x/);
    expect(read).toMatchObject({ epsg, epsgFrom: 'given' });
    const { geometry, attributes } = read.shapes[0]!;
    if (geometry.type !== 'Polygon') throw new Error(geometry.type);
    expect(metres(geometry.coordinates[0]![0]!, TOWN)).toBeLessThan(0.01);
    expect(attributes).toEqual({ EMD_KOR_NM: '뷁릉동', GRO_FLO_CO: 3 });
  });

  it('without a .prj is taken for degrees or for the one system that fits, and else refused with those that may', async () => {
    const unnamed = (epsg: Epsg) =>
      readShapes(folder.file(shpOf('polygon', [square(epsg)]), `unnamed-${epsg}.shp`), null, /x/);
    expect(await unnamed(4326)).toMatchObject({ epsg: 4326, epsgFrom: 'magnitude' });
    expect(await unnamed(5179)).toMatchObject({ epsg: 5179, epsgFrom: 'magnitude' });
    for (const epsg of [5174, 5186, 5187] as const)
      await expect(unnamed(epsg)).rejects.toThrow('EPSG 5174, 5186, 5187');
  });

  it('in degrees is refused as metres, and a layer that would lie outside Korea names its system', async () => {
    const given = (from: Epsg, epsg: Epsg) =>
      readShapes(folder.file(shpOf('polygon', [square(from)]), `given-${from}.shp`), epsg, /x/);
    await expect(given(4326, 5186)).rejects.toThrow('--epsg 4326');
    await expect(given(5179, 5187)).rejects.toThrow('EPSG:5187');
    await expect(given(5187, 4326)).rejects.toThrow('EPSG:4326');
    const swapped = square(4326).map((ring) => ring.map(([lon, lat]) => [lat, lon] as [number, number]));
    await expect(
      readShapes(folder.file(JSON.stringify({ type: 'Polygon', coordinates: swapped })), null, /x/),
    ).rejects.toThrow('순서');
    const path = folder.file('', 'wrong-prj.zip');
    writeStoredZip(path, [
      ['a.shp', shpOf('polygon', [square(5179)])],
      ['a.prj', 'PROJCS["k",AUTHORITY["EPSG","5186"]]'],
    ]);
    await expect(readShapes(path, null, /x/)).rejects.toThrow('EPSG:5186');
    expect(await readShapes(path, 5179, /x/)).toMatchObject({ epsg: 5179, epsgFrom: 'given' });
  });

  it('a zipped one is read with its UTF-8 or CP949 attributes', async () => {
    for (const [encode, cpg] of [
      [encodeCp949, 'EUC-KR'],
      [(text: string) => Buffer.from(text), 'UTF-8'],
      [encodeCp949, null],
    ] as const) {
      const path = folder.file('', `zip-${cpg}.zip`);
      writeStoredZip(path, [
        [encodeCp949('강릉/경계.shp'), shpOf('polygon', [square(5186)])],
        [encodeCp949('강릉/경계.dbf'), dbf(encode)],
        [encodeCp949('강릉/경계.PRJ'), 'PROJCS["k",AUTHORITY["EPSG","5186"]]'],
        ...(cpg === null ? [] : [[encodeCp949('강릉/경계.cpg'), cpg] as const]),
      ]);
      const read = await readShapes(path, null, /x/);
      expect(read).toMatchObject({ epsg: 5186, epsgFrom: 'prj' });
      expect(read.shapes[0]?.attributes['EMD_KOR_NM']).toBe('뷁릉동');
    }
  });

  it('of several in a ZIP the fitting one is taken, or none', async () => {
    const path = folder.file('', 'several.zip');
    writeStoredZip(path, [
      ['TL_SCCO_EMD.shp', shpOf('polygon', [square(4326)])],
      ['TL_SPRD_MANAGE.shp', shpOf('line', [square(4326)])],
    ]);
    expect((await readShapes(path, null, /SPRD/)).shapes[0]?.geometry.type).toBe('LineString');
    await expect(readShapes(path, null, /nothing/)).rejects.toThrow('TL_SCCO_EMD.shp');
  });

  it('GeoJSON is read as a collection, a feature or a bare geometry, and may name its system', async () => {
    const geometry = { type: 'Polygon', coordinates: square(5179) };
    const feature = { type: 'Feature', properties: { name: '교1동', deep: { no: 1 } }, geometry };
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::5179' } };
    for (const root of [{ type: 'FeatureCollection', crs, features: [feature] }, feature, geometry]) {
      const read = await readShapes(folder.file(`\ufeff${JSON.stringify(root)}`), null, /x/);
      expect(read.epsg).toBe(5179);
      const [{ geometry: shape }] = read.shapes as unknown as [{ geometry: typeof geometry }];
      expect(metres(shape.coordinates[0]![0]!, TOWN)).toBeLessThan(0.01);
    }
  });

  it.each([
    ['plain text', 'abc'],
    ['JSON that is no GeoJSON', '{"a":1}'],
    ['no shapes', '{"type":"FeatureCollection","features":[]}'],
    ['numbers that lie nowhere', '{"type":"Point","coordinates":[9000000,9000000]}'],
  ])('%s is refused in words', async (_, content) => {
    await expect(readShapes(folder.file(content), null, /x/)).rejects.toMatchObject({
      code: 'unreadable-file',
    });
  });
});
