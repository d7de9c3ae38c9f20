import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CANARY_NAMES } from '../demo/sites.rules.ts';
import { loadDemoCity } from '../demo/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { anActor } from '../testing/factories.ts';
import { layersOf, townTile, type TileLayer } from '../testing/vector-tile.ts';
import { landRoutes } from './index.ts';
import type { City } from './land.schema.ts';
import {
  selectExtent,
  selectLayerGeoJson,
  selectLayerVersions,
  selectTile,
  selectTileVersion,
} from './land.sql.ts';
import { TileCache } from './tile-cache.ts';

let db: TestDatabase;
let hub: EventHub;
let get: (path: string, headers?: Record<string, string>, actor?: Actor | null) => Promise<Response>;
let version: number;

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  const deps = { config: {}, sql: db.app, now: () => new Date(), events: hub } as unknown as Deps;
  const routes = landRoutes(deps);
  get = (path, headers = {}, actor = anActor()) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    app.route('/api', routes);
    return Promise.resolve(app.request(path, { headers }));
  };
}, 60_000);
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

describe('with nothing loaded', () => {
  test('the city has a box, no synthetic layer and empty tiles', async () => {
    const city = (await (await get('/api/city')).json()) as City;
    expect(city.tileVersion).toBe(0);
    expect(city.bbox[0]).toBeLessThan(city.bbox[2]);
    expect(Object.values(city.synthetic)).toEqual([false, false, false, false, false]);
    const [x, y] = townTile(14);
    const answer = await get(`/api/tiles/0/14/${x}/${y}`);
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
    expect(await selectExtent(db.app)).toBeNull();
  });
});

describe('with the demo city', () => {
  beforeAll(async () => {
    await loadDemoCity(db.owner, { seed: 365, cameras: 120, rtspPort: 8554, onvifPort: 8080 });
    version = await selectTileVersion(db.app);
  }, 120_000);

  test('the city says what is synthetic and where its middle is', async () => {
    const city = (await (await get('/api/city')).json()) as City;
    expect(city.tileVersion).toBe(version);
    expect(city.synthetic).toEqual({
      cameras: true,
      districts: true,
      roads: true,
      buildings: true,
      coast: true,
    });
    expect(city.sources.every((source) => source.source === 'demo' && source.title !== '')).toBe(true);
    expect((await selectLayerVersions(db.app)).map((each) => each.layer)).toContain('buildings');
    const [w, s, e, n] = city.bbox;
    expect(city.center[0]).toBeGreaterThan(w);
    expect(city.center[0]).toBeLessThan(e);
    expect(city.center[1]).toBeGreaterThan(s);
    expect(city.center[1]).toBeLessThan(n);
  });

  test('a tile of the centre has every layer of the map with its attributes', async () => {
    const [x, y] = townTile(14);
    const layers = layersOf((await selectTile(db.app, 14, x, y)).mvt);
    expect(Object.keys(layers).sort()).toEqual(
      ['building', 'district', 'green', 'label_district', 'label_place', 'land', 'road', 'water'].sort(),
    );
    expect(layers['building']!.features).toBeGreaterThan(1000);
    expect(layers['building']!.keys).toEqual(['height_m']);
    expect(layers['road']!.keys).toEqual(expect.arrayContaining(['class', 'name', 'width_m']));
    expect(layers['road']!.text).toContain('토성로');
    expect(layers['label_place']!.keys).toEqual(expect.arrayContaining(['name', 'kind', 'rank']));
    expect(layers['label_district']!.text).toContain('중앙동');
    expect(layers['water']!.keys).toEqual(expect.arrayContaining(['kind']));
  });

  test('draws by zoom: no building below 14, no lane below 13, no street below 11, fewer places far out', async () => {
    const at = async (z: number): Promise<Record<string, TileLayer>> =>
      layersOf((await selectTile(db.app, z, ...townTile(z))).mvt);
    expect((await at(13))['building']).toBeUndefined();
    expect((await at(12))['road']!.text).not.toContain('lane');
    expect((await at(13))['road']!.text).toContain('lane');
    expect((await at(10))['road']!.text).not.toContain('street');
    expect((await at(11))['road']!.text).toContain('street');
    const far = await at(8);
    expect(far['land']!.features).toBe(1);
    expect(far['label_district']!.features).toBeGreaterThan(10);
    expect(far['road']!.text).toContain('motorway');
    expect((await at(9))['label_place']!.features).toBeLessThan((await at(11))['label_place']!.features);
  });

  test('a tile is gzipped, private and immutable, answers 304, and opens for a client without gzip', async () => {
    const [x, y] = townTile(15);
    const address = `/api/tiles/${version}/15/${x}/${y}`;
    const answer = await get(address, { 'accept-encoding': 'gzip, br' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const etag = answer.headers.get('etag')!;
    const bytes = Buffer.from(await answer.arrayBuffer());
    const plain = Buffer.from(await (await get(address)).arrayBuffer());
    expect(gunzipSync(bytes).equals(plain)).toBe(true);
    expect((await get(address, { 'if-none-match': etag })).status).toBe(304);
  });

  test('a tile asked for by another version is never kept by anyone', async () => {
    const [x, y] = townTile(12);
    const answer = await get(`/api/tiles/${version + 5}/12/${x}/${y}`);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  test('a place off the map is an empty tile, not an error', async () => {
    const answer = await get(`/api/tiles/${version}/16/0/0`);
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });

  test.each([
    '1/7/100/50',
    '1/17/0/0',
    '1/14/16384/0',
    '1/14/0/16384',
    '1/14/-1/0',
    '1/14/1.5/0',
    '1/14/NaN/0',
    'x/14/0/0',
    '1/14/1e3/0',
  ])('refuses the tile %s', async (address) => {
    const answer = await get(`/api/tiles/${address}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid' });
  });

  test('wants someone signed in', async () => {
    for (const path of [
      '/api/city',
      `/api/tiles/${version}/14/0/0`,
      '/api/layers/roads?bbox=128.8,37.7,128.9,37.8',
    ])
      expect((await get(path, {}, null)).status, path).toBe(401);
  });

  test.each(['buildings', 'roads', 'districts'] as const)(
    'gives %s of a box as GeoJSON, as loaded',
    async (layer) => {
      const answer = await get(`/api/layers/${layer}?bbox=128.89,37.75,128.90,37.755`);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      const zipped = await get(`/api/layers/${layer}?bbox=128.89,37.75,128.90,37.755`, {
        'accept-encoding': 'gzip',
      });
      expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe(text);
      const found = JSON.parse(text) as GeoJSON.FeatureCollection;
      expect(found.features.length).toBeGreaterThan(0);
      expect(found.features.every((feature) => feature.properties!['source'] === 'demo')).toBe(true);
      const everywhere = JSON.parse(
        await selectLayerGeoJson(db.app, layer, [128.5, 37.4, 129.2, 38]),
      ) as GeoJSON.FeatureCollection;
      expect(everywhere.features.length).toBeGreaterThan(found.features.length);
    },
  );

  test.each([
    '',
    '1,2,3',
    '128.9,37.7,128.8,37.8',
    '128.8,37.8,128.9,37.7',
    'NaN,37.7,128.9,37.8',
    '128.8,37.7,Infinity,37.8',
    '-180,-90,180,90',
    '179,37,-179,38',
    '128.8,37.7,128.9,37.8,1',
    '128.8,,128.9,37.8',
    '120,30,130,40',
  ])('refuses the box "%s"', async (bbox) => {
    expect((await get(`/api/layers/roads?bbox=${bbox}`)).status).toBe(400);
  });

  test('has no other layer, cameras least of all', async () => {
    for (const layer of ['cameras', 'sites', 'account', 'roads;drop'])
      expect((await get(`/api/layers/${layer}?bbox=128.8,37.7,128.9,37.8`)).status).toBe(400);
  });

  test('no byte of the basemap tells of a protected site (Art. 10(4))', async () => {
    const sites = await db.owner<{ lon: number; lat: number }[]>`
      select distinct ST_X(geom) as lon, ST_Y(geom) as lat from site join camera using (site_id) where protected`;
    expect(sites).toHaveLength(CANARY_NAMES.length);
    for (const { lon, lat } of sites)
      for (const z of [8, 12, 14, 16]) {
        const x = Math.floor(((lon + 180) / 360) * 2 ** z);
        const turn = (lat * Math.PI) / 180;
        const y = Math.floor(((1 - Math.log(Math.tan(turn) + 1 / Math.cos(turn)) / Math.PI) / 2) * 2 ** z);
        const before = (await selectTile(db.owner, z, x, y)).mvt;
        expect(before.includes('까나리')).toBe(false);
        const without = await withoutProtectedSites(z, x, y);
        expect(without.equals(before)).toBe(true);
      }
  });

  test('draws on when a loaded shape is invalid: one bad border spoils no tile', async () => {
    const bowTie =
      'SRID=4326;MULTIPOLYGON(((128.89 37.75,128.90 37.757,128.90 37.75,128.89 37.757,128.89 37.75)))';
    await db.owner`insert into land (geom, source) values (${bowTie}, 'bow-tie')`;
    await db.owner`insert into green (geom, source) values (${bowTie}, 'bow-tie')`;
    await db.owner`insert into building (geom, source) values (${bowTie}, 'bow-tie')`;
    await db.owner`insert into water (kind, geom, source) values ('lake', ${bowTie}, 'bow-tie')`;
    await db.owner`
      insert into district (name, label_point, geom, source)
      values ('나비', 'SRID=4326;POINT(128.895 37.753)', ${bowTie}, 'bow-tie')`;
    for (const z of [8, 11, 14, 16]) {
      const layers = layersOf((await selectTile(db.app, z, ...townTile(z))).mvt);
      expect(layers['land']!.features, `zoom ${z}`).toBeGreaterThan(0);
      expect(layers['road']!.features, `zoom ${z}`).toBeGreaterThan(0);
    }
    for (const table of ['land', 'green', 'building', 'water', 'district'])
      await db.owner`delete from ${db.owner(table)} where source = 'bow-tie'`;
  });

  test('keeps what it made within its bound and makes a tile once for many', async () => {
    const cache = new TileCache(db.app, 60_000);
    const [x, y] = townTile(15);
    const address = { version, z: 15, x, y };
    const [one, two] = await Promise.all([cache.read(address), cache.read(address)]);
    expect(one).toBe(two);
    expect(await cache.read(address)).toBe(one);
    for (let i = 0; i < 6; i++) await cache.read({ ...address, x: x + i });
    expect(cache.bytes).toBeLessThanOrEqual(60_000);
    cache.clear();
    expect(cache.bytes).toBe(0);
  });
});

/** The tile as it would be in a city that never had the protected sites. */
async function withoutProtectedSites(z: number, x: number, y: number): Promise<Buffer> {
  let tile = Buffer.alloc(0);
  const undo = new Error('undo');
  await db.owner
    .begin(async (tx) => {
      await tx`delete from site where site_id in (select site_id from camera where protected)`;
      tile = Buffer.from((await selectTile(tx, z, x, y)).mvt);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return tile;
}
