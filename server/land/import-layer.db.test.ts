import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCp949 } from '../../geodata/cp949.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { fromLonLat, type Epsg } from '../../geodata/projections.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aSite, anActor } from '../testing/factories.ts';
import { dbfOf, shpOf } from '../testing/shapefile.ts';
import { writeStoredZip } from '../testing/stored-zip.ts';
import { aTemporaryFolder } from '../testing/temporary-folder.ts';
import { replaceLayerQuestion } from './import-layer-command.ts';
import { readLayer } from './import-layer-read.ts';
import { importLayer, previewLayer } from './import-layer.ts';
import { attributesOf, isOfCity, roadClassOf, type ImportLayer } from './import-layer.rules.ts';

const OFFICER = anActor({ role: 'officer' });
const TOWN: LonLat = [128.8961, 37.7519];
let db: TestDatabase;
const folder = aTemporaryFolder();
beforeEach(async () => {
  db = await aDatabase();
});
afterEach(() => db.drop());
afterAll(() => folder.remove());

const box = (west: number, south: number, size = 0.02): [number, number][] => [
  [west, south],
  [west, south + size],
  [west + size, south + size],
  [west + size, south],
  [west, south],
];
const bowTie: [number, number][] = [
  [128.9, 37.7],
  [128.92, 37.72],
  [128.92, 37.7],
  [128.9, 37.72],
  [128.9, 37.7],
];
const geojson = (
  features: readonly { type: string; coordinates: unknown; [name: string]: unknown }[],
): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(({ type, coordinates, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: { type, coordinates },
    })),
  });
const polygon = (ring: [number, number][], properties: Record<string, unknown> = {}) => ({
  type: 'Polygon',
  coordinates: [ring],
  ...properties,
});
const load = async (layer: ImportLayer, content: string, epsg: number | null = null) => {
  const read = await readLayer(layer, folder.file(content), epsg);
  const foreseen = await previewLayer(db.app, read);
  const report = await importLayer(db.app, OFFICER, read);
  expect({ ...foreseen, dryRun: false, seconds: 0 }).toEqual({ ...report, seconds: 0 });
  return report;
};

it.each([5174, 5179, 5186, 5187] as const)('EPSG:%s is the system that PROJ knows', async (epsg) => {
  const [theirs] = await db.owner<{ x: number; y: number }[]>`
    select st_x(there) as x, st_y(there) as y
    from st_transform(st_setsrid(st_makepoint(${TOWN[0]}, ${TOWN[1]}), 4326), ${epsg as number}::int) as there`;
  const [x, y] = fromLonLat(epsg as Epsg)(TOWN);
  // The seven parameters of the Bessel datum are published in several roundings, metres apart.
  expect(Math.hypot(x - theirs!.x, y - theirs!.y)).toBeLessThan(epsg === 5174 ? 5 : 0.01);
});

describe('districts', () => {
  it('replace the synthetic ones, are repaired and counted, and give each place its district anew', async () => {
    await db.owner`
      insert into district (name, label_point, geom, source)
      select '합성동', st_setsrid(st_makepoint(128.9, 37.7), 4326), st_multi(st_makeenvelope(128, 37, 129.5, 38, 4326)), 'demo'`;
    const siteId = await aSite(db.owner, {});
    await db.owner`
      update site set geom = st_setsrid(st_makepoint(128.8705, 37.7605), 4326), district_id = (select district_id from district)`;
    const report = await load(
      'districts',
      geojson([
        polygon(box(128.87, 37.76), { adm_nm: '강원특별자치도 강릉시 교1동', adm_cd2: '5115055000' }),
        polygon(bowTie, { adm_nm: '강원특별자치도 강릉시 강동면', adm_cd2: '5115035000' }),
        polygon(box(128.5, 37.5), { adm_nm: '강원특별자치도 평창군 대관령면', adm_cd2: '5176038000' }),
      ]),
    );
    expect(report).toMatchObject({
      loaded: 2,
      repaired: 1,
      otherCity: 1,
      epsg: 4326,
      replaced: { rows: 1, demo: 1 },
    });
    const districts = await db.owner`
      select name, code, st_isvalid(geom) as valid, st_contains(geom, label_point) as labelled from district order by name`;
    expect(districts.map((each) => ({ ...each }))).toEqual([
      { name: '강동면', code: '5115035000', valid: true, labelled: true },
      { name: '교1동', code: '5115055000', valid: true, labelled: true },
    ]);
    const [site] =
      await db.owner`select district.name from site join district using (district_id) where site_id = ${siteId}`;
    expect(site).toEqual({ name: '교1동' });
    const events = await db.owner`select kind from event_outbox order by kind`;
    expect(events.map(({ kind }) => kind as string)).toEqual(['layer', 'register']);
    const [audit] =
      await db.owner`select action, object_id as layer, detail from audit order by seq desc limit 1`;
    expect(audit).toMatchObject({
      action: 'layer.import',
      layer: 'districts',
      detail: { loaded: 2, removedDemo: 1 },
    });
  });

  it('of a zipped shapefile in CP949 and EPSG:5174', async () => {
    const ring = box(128.87, 37.76).map((place) => [...fromLonLat(5174)(place)] as [number, number]);
    const path = folder.file('', 'emd.zip');
    writeStoredZip(path, [
      ['TL_SCCO_GEMD.shp', shpOf('polygon', [[ring]])],
      ['TL_SCCO_GEMD.dbf', dbfOf([{ EMD_CD: '51150101', EMD_KOR_NM: '뷁릉동' }], encodeCp949)],
    ]);
    expect(await importLayer(db.app, OFFICER, await readLayer('districts', path, 5174))).toMatchObject({
      loaded: 1,
      epsg: 5174,
      epsgFrom: 'given',
    });
    const [found] = await db.owner`
      select name, st_covers(geom, st_setsrid(st_makepoint(128.88, 37.77), 4326)) as there from district`;
    expect(found).toEqual({ name: '뷁릉동', there: true });
  });

  it('without names are refused and nothing is lost', async () => {
    await load('districts', geojson([polygon(box(128.87, 37.76), { name: '교1동' })]));
    await expect(load('districts', geojson([polygon(box(128.8, 37.7), { foo: 1 })]))).rejects.toThrow('foo');
    await expect(
      load('districts', geojson([{ type: 'Point', coordinates: TOWN, name: '교2동' }])),
    ).rejects.toThrow('면이 하나도');
    expect((await db.owner`select name from district`).map(({ name }) => name as string)).toEqual(['교1동']);
    const [layer] = await db.owner`select version from layer_version where layer = 'districts'`;
    expect(layer).toEqual({ version: 1 });
  });
});

describe('roads and buildings', () => {
  it('roads are lines with a class, a name and a width', async () => {
    const line = [
      [128.87, 37.76],
      [128.88, 37.77],
    ];
    const report = await load(
      'roads',
      geojson([
        { type: 'LineString', coordinates: line, RN: '경강로', ROAD_BT: '25.5', ROA_CLS_SE: '3' },
        { type: 'MultiLineString', coordinates: [line], RN: '하슬라로12번길' },
        { type: 'Point', coordinates: TOWN },
      ]),
    );
    expect(report).toMatchObject({ loaded: 2, leftOut: 1 });
    const roads = await db.owner`select name, class, width_m as width from road order by road_id`;
    expect(roads.map((each) => ({ ...each }))).toEqual([
      { name: '경강로', class: 'street', width: 25.5 },
      { name: '하슬라로12번길', class: 'lane', width: null },
    ]);
  });

  it('a building without a height has three metres a floor, or an unknown one', async () => {
    await load(
      'buildings',
      geojson([
        polygon(box(128.87, 37.76, 0.001), { BULD_NM: '시청', GRO_FLO_CO: 18 }),
        polygon(box(128.88, 37.76, 0.001), { height: 7.5, GRO_FLO_CO: 2 }),
        polygon(box(128.89, 37.76, 0.001), { GRO_FLO_CO: 0 }),
      ]),
    );
    const buildings = await db.owner`select name, height_m as height from building order by building_id`;
    expect(buildings.map((each) => ({ ...each }))).toEqual([
      { name: '시청', height: 54 },
      { name: null, height: 7.5 },
      { name: null, height: null },
    ]);
  });
});

describe('coast', () => {
  const shore = {
    type: 'LineString',
    coordinates: [
      [128.9, 38],
      [128.95, 37.8],
      [129.1, 37.5],
    ],
  };
  const island = { type: 'LineString', coordinates: box(129.05, 37.9, 0.01) };

  it('as polygons is the land', async () => {
    expect(await load('coast', geojson([polygon(box(128.7, 37.6, 0.3))]))).toMatchObject({ loaded: 1 });
  });

  it('as lines is land where districts are, and on islands', async () => {
    await expect(load('coast', geojson([shore, island]))).rejects.toThrow('읍면동이 먼저');
    await load('districts', geojson([polygon(box(128.91, 37.6), { name: '교1동' })]));
    expect(await load('coast', geojson([shore, island]))).toMatchObject({ loaded: 2 });
    const at = async (lon: number, lat: number): Promise<unknown> => {
      const [row] =
        await db.owner`select exists (select from land where st_covers(geom, st_setsrid(st_makepoint(${lon}, ${lat}), 4326))) as land`;
      return row!['land'];
    };
    expect([await at(128.92, 37.6), await at(129.055, 37.905), await at(129.08, 37.8)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

it('a dry run counts what would come and go and writes nothing', async () => {
  await load('districts', geojson([polygon(box(128.87, 37.76), { name: '교1동' })]));
  const next = geojson([polygon(box(128.9, 37.76), { name: '교2동' }), polygon(bowTie, { name: '강동면' })]);
  const report = await previewLayer(db.app, await readLayer('districts', folder.file(next), null));
  expect(report).toMatchObject({
    dryRun: true,
    loaded: 2,
    repaired: 1,
    replaced: { rows: 1, demo: 0 },
    bbox: [128.9, 37.7, 128.92, 37.78],
  });
  expect(replaceLayerQuestion(report)).toContain('실제 자료 1개');
  expect(replaceLayerQuestion(report)).not.toContain('닿지 않습니다');
  expect(replaceLayerQuestion({ ...report, bbox: [130.9, 37.7, 130.92, 37.78] })).toContain('닿지 않습니다');
  expect((await db.owner`select name from district`).map(({ name }) => name as string)).toEqual(['교1동']);
});

it('only officers replace a layer', async () => {
  const path = folder.file(geojson([polygon(box(128.87, 37.76), { name: '교1동' })]));
  const read = await readLayer('districts', path, null);
  await expect(importLayer(db.app, anActor(), read)).rejects.toMatchObject({
    status: 403,
  });
});

describe('attributes', () => {
  it('are read by alias, whatever their case', () => {
    expect(attributesOf('districts', { ADM_NM: '강원도 강릉시 주문진읍', ADM_CD: '3203011' })).toMatchObject({
      name: '주문진읍',
      code: '3203011',
    });
    expect(attributesOf('coast', { name: 'x' }).name).toBeNull();
  });

  it('give a road the class it is drawn in', () => {
    expect(
      [
        { ROA_CLS_SE: '1' },
        { highway: 'primary' },
        { RN: '동해고속도로' },
        { RN: '율곡로2806번길' },
        { ROAD_BT: 30 },
        { ROAD_BT: 3 },
        {},
      ].map(roadClassOf),
    ).toEqual(['motorway', 'main', 'motorway', 'lane', 'main', 'lane', 'street']);
  });

  it('say whose a shape is, or nothing', () => {
    expect(isOfCity('roads', { SIG_CD: '42150' })).toBe(true);
    expect(isOfCity('roads', { SIG_CD: '11680' })).toBe(false);
    expect(isOfCity('buildings', {})).toBeNull();
    expect(isOfCity('districts', { EMD_CD: '51150101' })).toBe(true);
    expect(isOfCity('districts', { name: '교1동' })).toBeNull();
  });
});
