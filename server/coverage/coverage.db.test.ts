import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor, aSite } from '../testing/factories.ts';
import { decodeFootprints } from './footprints.rules.ts';
import { convergenceDeg, placeOf, planeOf } from './plane.rules.ts';
import type { SeeingCamera, ViewFeature } from './coverage.schema.ts';
import { coverageRoutes } from './index.ts';
import { decodeHeights } from './terrain-bytes.rules.ts';
import { HeightGrid } from './terrain.rules.ts';
import { replaceHeights } from './terrain.sql.ts';

const [LON, LAT] = [128.8966, 37.7537];
let db: TestDatabase;
let hub: EventHub;
let get: (path: string, actor?: Actor | null) => Promise<Response>;
let north: number;
let secret: number;
let turning: number;

/** The place so many metres from the cameras at a bearing from true north. */
async function placeAt(bearingDeg: number, distanceM: number): Promise<{ lon: number; lat: number }> {
  const [row] = await db.owner<{ lon: number; lat: number }[]>`
    select st_x(place) as lon, st_y(place) as lat
    from (select st_project(st_setsrid(st_makepoint(${LON}, ${LAT}), 4326)::geography, ${distanceM}::float8,
                            radians(${bearingDeg}::float8))::geometry as place) p`;
  return row!;
}
async function seeing(bearingDeg: number, distanceM: number, actor?: Actor): Promise<SeeingCamera[]> {
  const { lon, lat } = await placeAt(bearingDeg, distanceM);
  const answer = await get(`/api/coverage/seeing?lon=${lon.toFixed(12)}&lat=${lat.toFixed(12)}`, actor);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { cameras: SeeingCamera[] }).cameras;
}
async function views(which: string, actor?: Actor): Promise<ViewFeature[]> {
  const answer = await get(`/api/coverage/views?bbox=128.89,37.75,128.90,37.76&which=${which}`, actor);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { features: ViewFeature[] }).features;
}
/** Commits an event and waits until it was heard. */
async function tell(kind: string, objectId: number | null): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const stop = hub.subscribe((event) => {
      if (event.kind !== kind || event.objectId !== objectId) return;
      stop();
      resolve();
    });
  });
  await db.owner`insert into event_outbox (kind, object_id) values (${kind}, ${objectId})`;
  await heard;
}

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  const siteId = await aSite(db.owner, { lon: LON, lat: LAT });
  const plain = { siteId, hfovDeg: 60, rangeM: 50, heightM: null, tiltDeg: null };
  north = await aCamera(db.owner, { ...plain, azimuthDeg: 0 });
  await aCamera(db.owner, { ...plain, azimuthDeg: null });
  secret = await aCamera(db.owner, { ...plain, azimuthDeg: 180, protected: true });
  turning = await aCamera(db.owner, { ...plain, kind: 'ptz', azimuthDeg: 90, rangeM: 80 });
  await db.owner`insert into camera_device (camera_id, state, since, checked_at)
                 select camera_id, 'normal', now(), now() from camera`;
  const deps = { config: {}, sql: db.app, now: () => new Date(), events: hub } as unknown as Deps;
  const routes = coverageRoutes(deps);
  get = (path, actor = anActor()) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    app.route('/api', routes);
    return Promise.resolve(app.request(path));
  };
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

describe('the plane', () => {
  test('is the database’s own EPSG:5187, there and back', async () => {
    for (const [lon, lat] of [
      [128.6, 37.5],
      [LON, LAT],
      [129.1, 37.9],
    ] as const) {
      const [row] = await db.owner<{ x: number; y: number }[]>`
        select st_x(p) as x, st_y(p) as y
        from (select st_transform(st_setsrid(st_makepoint(${lon}, ${lat}), 4326), 5187) as p) t`;
      const [east, north_] = planeOf([lon, lat]);
      expect(east).toBeCloseTo(row!.x, 3);
      expect(north_).toBeCloseTo(row!.y, 3);
      const [backLon, backLat] = placeOf(east, north_);
      expect(backLon).toBeCloseTo(lon, 8);
      expect(backLat).toBeCloseTo(lat, 8);
    }
  });

  test('turns bearings from true north by its convergence', async () => {
    const [row] = await db.owner<{ bearing: number }[]>`
      with way as (
        select st_setsrid(st_makepoint(128.6, 37.75), 4326) as a,
               st_project(st_setsrid(st_makepoint(128.6, 37.75), 4326)::geography, 100, 0)::geometry as b)
      select degrees(st_azimuth(st_transform(a, 5187), st_transform(b, 5187))) as bearing from way`;
    const told = ((row!.bearing + 180) % 360) - 180;
    expect(told).toBeCloseTo(-convergenceDeg([128.6, 37.75]), 2);
  });
});

describe('who sees this point', () => {
  test('a camera that looks there is sure and sees it now; one of unknown bearing is possible; a turning one can be turned', async () => {
    const found = await seeing(0, 40);
    expect(found.map(({ seenNow, sure, which }) => ({ seenNow, sure, which }))).toEqual([
      { seenNow: true, sure: true, which: 'live' },
      { seenNow: false, sure: true, which: 'reachable' },
      { seenNow: false, sure: false, which: 'live' },
    ]);
    expect(found[0]).toMatchObject({ cameraId: north, owner: '강릉시', watched: true, state: 'normal' });
    expect(found[0]!.distanceM).toBeCloseTo(40, 1);
  });

  test('the border of a view is where the register says', async () => {
    const sees = async (bearing: number, distance: number): Promise<boolean> =>
      (await seeing(bearing, distance)).some(({ cameraId, seenNow }) => cameraId === north && seenNow);
    expect(await sees(29.9, 30)).toBe(true);
    expect(await sees(30.1, 30)).toBe(false);
    expect(await sees(-29.9, 30)).toBe(true);
    expect(await sees(0, 49.95)).toBe(true);
    expect(await sees(0, 50.05)).toBe(false);
  });

  test('a device that gives no picture, or of which nothing is known, sees nothing now', async () => {
    for (const state of ['fault', 'unknown'] as const) {
      await db.owner`update camera_device set state = ${state} where camera_id = ${north}`;
      expect((await seeing(0, 40)).find(({ cameraId }) => cameraId === north)).toMatchObject({
        ...{ sure: true, seenNow: false, state },
      });
    }
    await db.owner`update camera_device set state = 'normal' where camera_id = ${north}`;
  });

  test('Art. 10(4): who may not know of a protected camera finds nothing of it', async () => {
    const cleared = anActor({ role: 'operator' });
    const liaison = anActor({ role: 'liaison', agency: 'police' });
    expect((await seeing(180, 30, cleared)).map(({ cameraId }) => cameraId)).toContain(secret);
    expect((await seeing(180, 30, liaison)).map(({ cameraId }) => cameraId)).not.toContain(secret);
    const shown = (await views('home', liaison)).map(({ properties }) => properties.cameraId);
    expect(shown).toContain(north);
    expect(shown).not.toContain(secret);
  });

  test('a place that is none is refused by its field', async () => {
    for (const [query, field] of [
      ['lon=1&lat=37.7', 'lon'],
      ['lon=128.9', 'lat'],
      ['lon=128.9&lat=abc', 'lat'],
    ] as const) {
      const answer = await get(`/api/coverage/seeing?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ field });
    }
    expect((await get('/api/coverage/views?bbox=128.89,37.75,128.90,37.76&which=past')).status).toBe(400);
  });
});

describe('views', () => {
  test('have the area of their sectors on the ground, and say which are sure', async () => {
    const found = await views('home');
    const of = (id: number): ViewFeature => found.find(({ properties }) => properties.cameraId === id)!;
    expect(of(north).properties.sure).toBe(true);
    expect(of(north).properties.areaM2).toBeCloseTo((Math.PI / 6) * 2500, 0);
    const [row] = await db.owner<{ area: number; valid: boolean }[]>`
      select st_area(geom::geography) as area, st_isvalid(geom) as valid
      from st_setsrid(st_geomfromgeojson(${JSON.stringify(of(north).geometry)}), 4326) as geom`;
    expect(row!.valid).toBe(true);
    expect(row!.area / ((Math.PI / 6) * 2500)).toBeCloseTo(1, 2);
    expect(found.filter(({ properties }) => !properties.sure)).toHaveLength(1);
  });

  test('Art. 11(1): what can be reached ends at a barred sector', async () => {
    const area = async (): Promise<number> =>
      (await views('reachable')).find(({ properties }) => properties.cameraId === turning)!.properties.areaM2;
    expect(await area()).toBeCloseTo(Math.PI * 6400, 0);
    await db.owner`
      insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
      values (gen_random_uuid(), ${turning}, 300, 30, '주택 창문', '2020-01-01', '담당자', 'test')`;
    await tell('camera', turning);
    expect(await area()).toBeCloseTo(Math.PI * 6400 * 0.75, 0);
    const [view] = (await views('reachable')).filter(({ properties }) => properties.cameraId === turning);
    const [row] = await db.owner<{ valid: boolean; parts: number }[]>`
      select st_isvalid(geom) as valid, st_numgeometries(geom) as parts
      from st_setsrid(st_geomfromgeojson(${JSON.stringify(view!.geometry)}), 4326) as geom`;
    expect(row).toEqual({ valid: true, parts: 1 });
    expect((await seeing(0, 40)).map(({ cameraId }) => cameraId)).not.toContain(turning);
    // One that is barred at some tilts or when zoomed in alone is looked at otherwise: each move is held against it instead.
    await db.owner`
      insert into barred_sector (sector_id, camera_id, from_deg, to_deg, tilt_from_deg, tilt_to_deg, zoom_from, reason,
                                 valid_from, decided_by, source)
      values (gen_random_uuid(), ${turning}, 90, 120, -5, 10, null, '창문', '2020-01-01', '담당자', 'test'),
             (gen_random_uuid(), ${turning}, 150, 180, null, 5, null, '창문', '2020-01-01', '담당자', 'test'),
             (gen_random_uuid(), ${turning}, 200, 230, null, null, 0.4, '창문', '2020-01-01', '담당자', 'test')`;
    await tell('camera', turning);
    expect(await area()).toBeCloseTo(Math.PI * 6400 * 0.75, 0);
  });
});

describe('kept true', () => {
  test('a building that is loaded hides what is behind it, and one that is pulled down does not', async () => {
    const near = await placeAt(0, 20);
    await db.owner`
      insert into building (geom, source)
      select st_multi(st_buffer(st_setsrid(st_makepoint(${near.lon}, ${near.lat}), 4326)::geography, 8, 'endcap=square')::geometry), 'test'`;
    await tell('layer', null);
    expect((await seeing(0, 40)).map(({ cameraId }) => cameraId)).not.toContain(north);
    expect((await seeing(0, 10)).map(({ cameraId }) => cameraId)).toContain(north);
    await db.owner`delete from building`;
    await tell('layer', null);
    expect((await seeing(0, 40)).map(({ cameraId }) => cameraId)).toContain(north);
  });

  test('the outlines that a browser gets are those of now, once', async () => {
    const first = await get('/api/coverage/footprints');
    expect([...decodeFootprints(new Uint8Array(await first.arrayBuffer()))]).toEqual([]);
    await db.owner`
      insert into building (geom, height_m, source)
      values (st_multi(st_makeenvelope(128.89, 37.75, 128.8902, 37.7502, 4326)), 12.5, 'test')`;
    await tell('layer', null);
    const next = await get('/api/coverage/footprints');
    const [building] = [...decodeFootprints(new Uint8Array(await next.arrayBuffer()))];
    const [west, south] = planeOf([128.89, 37.75]);
    expect(building).toMatchObject({ heightM: 12.5 });
    expect(building!.west).toBeCloseTo(west, 1);
    expect(building!.south).toBeCloseTo(south, 1);
    expect(next.headers.get('etag')).not.toBe(first.headers.get('etag'));
    await db.owner`delete from building`;
    await tell('layer', null);
  });

  test('a camera that is moved, turned on the register or turned by its head changes at once', async () => {
    await db.owner`update camera set azimuth_deg = 200 where camera_id = ${north}`;
    await tell('camera', north);
    expect((await seeing(200, 40)).find(({ cameraId }) => cameraId === north)?.seenNow).toBe(true);

    expect((await seeing(200, 70))[0]).toMatchObject({
      cameraId: turning,
      seenNow: false,
      which: 'reachable',
    });
    await db.owner`
      insert into ptz_calibration (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                   zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
      values (${turning}, 0, 180, true, 0, 90, 20, 60, 30, '담당자', 'test')`;
    await db.owner`
      insert into ptz_aim (camera_id, bearing_deg, tilt_deg, zoom, away, moving, seen_at)
      values (${turning}, 200, null, 0, true, false, now())`;
    await tell('ptz', turning);
    expect((await seeing(200, 70))[0]).toMatchObject({ cameraId: turning, seenNow: true, which: 'live' });
    // Art. 30(1): where it looks now is nobody's who may not watch it.
    const police = anActor({ role: 'liaison', agency: 'police' });
    expect((await seeing(200, 70, police))[0]).toMatchObject({
      cameraId: turning,
      seenNow: false,
      which: 'reachable',
    });
    const shown = async (actor?: Actor) =>
      (await views('live', actor)).map(({ properties }) => properties.cameraId);
    expect(await shown()).toContain(turning);
    expect(await shown(police)).not.toContain(turning);
    await db.owner`update ptz_aim set away = false`;
    await tell('ptz', turning);
    expect((await seeing(200, 70))[0]).toMatchObject({ seenNow: false });
  });
});

test('Art. 30(1): whoever is not told where heads look cannot read off the answers whether one is turned', async () => {
  const mayor = anActor({ role: 'mayor' });
  const answers = async (): Promise<unknown[]> => [
    await seeing(90, 40, mayor),
    await seeing(200, 40, mayor),
    await views('live', mayor),
    (await (await get('/api/coverage/city?which=live', mayor)).text()).replace(/"countedAt":"[^"]*"/, ''),
  ];
  const atHome = await answers();
  await db.owner`
    insert into ptz_aim (camera_id, bearing_deg, tilt_deg, zoom, away, moving, seen_at)
    values (${turning}, 200, null, null, true, false, now())
    on conflict (camera_id) do update set bearing_deg = 200, away = true`;
  await tell('ptz', turning);
  expect((await seeing(200, 40)).find(({ cameraId }) => cameraId === turning)).toMatchObject({ sure: true });
  expect(await answers()).toEqual(atHome);
  await db.owner`update ptz_aim set away = false where camera_id = ${turning}`;
  await tell('ptz', turning);
});

describe('the ground that is loaded', () => {
  test('is sent as bytes with a tag, and who sees a place follows it', async () => {
    const bare = await get('/api/coverage/heights');
    expect(decodeHeights(new Uint8Array(await bare.arrayBuffer()))).toBeNull();
    expect((await seeing(200, 45)).find(({ cameraId }) => cameraId === north)?.sure).toBe(true);
    const [x, y] = planeOf([LON, LAT]);
    const shape = { west: x - 100, south: y - 100, stepM: 10, columns: 21, rows: 21 };
    const ridge = Int16Array.from({ length: 21 * 21 }, (_, i) => (Math.floor(i / 21) === 8 ? 400 : 0));
    const grid = new HeightGrid(shape, ridge);
    await db.owner.begin((tx) =>
      replaceHeights(tx, { grid, fileStepM: null, asOf: null, unknownNodes: 0, digest: 'a', source: 'test' }),
    );
    await tell('layer', null);
    expect((await seeing(200, 45)).find(({ cameraId }) => cameraId === north)?.sure ?? false).toBe(false);
    expect((await seeing(200, 8)).find(({ cameraId }) => cameraId === north)?.sure).toBe(true);
    const told = await get('/api/coverage/heights');
    expect(told.headers.get('etag')).not.toBe(bare.headers.get('etag'));
    const read = decodeHeights(new Uint8Array(await told.arrayBuffer()))!;
    expect([...read.decimetres]).toEqual([...ridge]);
    await db.owner`delete from height_tile`;
    await db.owner`delete from height_grid`;
    await tell('layer', null);
    expect((await seeing(200, 45)).find(({ cameraId }) => cameraId === north)?.sure).toBe(true);
  });
});
