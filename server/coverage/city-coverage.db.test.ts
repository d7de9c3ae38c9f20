import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor, aSite } from '../testing/factories.ts';
import type { CityCoverageAnswer, StandardAnswer } from './coverage.schema.ts';
import { coverageRoutes } from './index.ts';

const [LON, LAT] = [128.8966, 37.7537];
const SECTOR_M2 = (Math.PI * 60 * 50 ** 2) / 360;
let db: TestDatabase;
let hub: EventHub;
let get: (path: string, actor?: Actor | null) => Promise<Response>;
let siteId: number;

const city = async (query = '', actor?: Actor): Promise<CityCoverageAnswer> => {
  const answer = await get(`/api/coverage/city${query}`, actor);
  expect(answer.status).toBe(200);
  return (await answer.json()) as CityCoverageAnswer;
};
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
const plain = { hfovDeg: 60, rangeM: 50, heightM: null, tiltDeg: null } as const;

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  siteId = await aSite(db.owner, { lon: LON, lat: LAT });
  // Two districts that meet 1 km east of the cameras; a road straight north through what the first camera sees.
  await db.owner`
    insert into district (name, code, label_point, geom, source)
    select name, code, st_centroid(geom), st_multi(geom), 'test'
    from (values ('교2동', '1', st_makeenvelope(128.88, 37.74, 128.91, 37.77, 4326)),
                 ('포남동', '2', st_makeenvelope(128.91, 37.74, 128.94, 37.77, 4326))) as d(name, code, geom)`;
  await db.owner`
    insert into road (name, class, geom, source)
    select name, 'street', st_multi(st_makeline(st_setsrid(st_makepoint(${LON}, ${LAT}), 4326),
      st_project(st_setsrid(st_makepoint(${LON}, ${LAT}), 4326)::geography, 100, radians(bearing))::geometry)), 'test'
    from (values ('하슬라로', 0), (null, 90)) as r(name, bearing)`;
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

describe('the city’s coverage', () => {
  test('an empty register sees nothing, and the ground stands beside it', async () => {
    const answer = await city();
    expect(answer.cameras).toEqual({ all: 0, unsure: 0 });
    expect(answer.seenM2).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(answer.districts.map(({ name }) => name)).toEqual(['교2동', '포남동']);
    const [row] = await db.owner<{ m2: number }[]>`select sum(st_area(geom::geography)) as m2 from district`;
    expect(Math.abs(answer.groundM2! - row!.m2)).toBeLessThan(2);
    expect(answer.streets.map(({ name }) => name)).toEqual(['하슬라로', null]);
    expect(answer.streets[0]!.lengthM).toBeCloseTo(100, 0);
  });

  test('a camera adds its sector to its district, its street and its purpose, surely and possibly alike', async () => {
    const cameraId = await aCamera(db.owner, {
      siteId,
      ...plain,
      azimuthDeg: 0,
      purposes: [{ purpose: 'parking', main: true }],
    });
    await tell('camera', cameraId);
    const answer = await city();
    const [[sure, possible]] = answer.seenM2;
    expect(sure).toBe(possible);
    expect(Math.abs(sure / SECTOR_M2 - 1)).toBeLessThan(0.06);
    expect(answer.districts).toMatchObject([
      { name: '교2동', cameras: 1, seenM2: [sure, possible] },
      { name: '포남동', cameras: 0, seenM2: [0, 0] },
    ]);
    expect(answer.streets[0]!.seenM[0]).toBeGreaterThan(48);
    expect(answer.streets[0]!.seenM[0]).toBeLessThan(52);
    expect(answer.streets[1]!.seenM).toEqual([0, 0]);
    expect(answer.purposeCoverage).toMatchObject([
      { purpose: 'parking', cameras: 1, seenM2: [sure, possible] },
    ]);
    expect(Math.abs(answer.standardM2 / (Math.PI * 50 ** 2) - 1)).toBeLessThan(0.02);
  });

  test('E7: one of unknown bearing adds nothing sure and all around possibly', async () => {
    const before = (await city()).seenM2[0];
    const cameraId = await aCamera(db.owner, { siteId, ...plain, azimuthDeg: null });
    await tell('camera', cameraId);
    const answer = await city();
    expect(answer.cameras).toEqual({ all: 2, unsure: 1 });
    expect(answer.seenM2[0]![0]).toBe(before[0]);
    expect(Math.abs(answer.seenM2[0]![1] / (Math.PI * 50 ** 2) - 1)).toBeLessThan(0.02);
    expect(answer.seenM2[1]).toEqual([0, before[1]]);
  });

  test('at night a camera of known light sees as far as that, one of unknown light nothing for sure', async () => {
    expect((await city('?at=night')).seenM2[0]![0]).toBe(0);
    const cameraId = await aCamera(db.owner, { siteId, ...plain, azimuthDeg: 180 });
    await db.owner`update camera set night_range_m = 20 where camera_id = ${cameraId}`;
    await tell('camera', cameraId);
    const sure = (await city('?at=night')).seenM2[0]![0];
    expect(Math.abs(sure / ((Math.PI * 60 * 20 ** 2) / 360) - 1)).toBeLessThan(0.25);
  });

  test('a camera that comes to serve another purpose counts for both, though it sees what it saw', async () => {
    const before = await city();
    const [row] = await db.owner<{ id: number }[]>`
      update camera_purpose set purpose = 'traffic' where purpose = 'parking' returning camera_id as id`;
    await tell('camera', row!.id);
    const after = await city();
    const seen = (answer: CityCoverageAnswer, of: string) =>
      answer.purposeCoverage.find(({ purpose }) => purpose === of);
    expect(seen(after, 'parking')).toBeUndefined();
    expect(seen(after, 'traffic')).toEqual({ ...seen(before, 'parking'), purpose: 'traffic' });
    await db.owner`update camera_purpose set purpose = 'parking' where camera_id = ${row!.id}`;
    await tell('camera', row!.id);
    expect((await city()).purposeCoverage).toEqual(before.purposeCoverage);
  });

  test('of one purpose only what serves it counts', async () => {
    expect((await city('?purposes=parking')).cameras.all).toBe(1);
    expect((await city('?purposes=fire')).seenM2[0]).toEqual([0, 0]);
  });

  test('Art. 15(2): as they look now, a camera without a picture sees nothing and one never heard of nothing surely', async () => {
    const all = await city();
    expect((await city('?which=live')).seenM2[0]).toEqual([0, all.seenM2[0]![1]]);
    await db.owner`
      insert into camera_device (camera_id, state, since, checked_at)
      select camera_id, case when azimuth_deg = 0 then 'normal' else 'fault' end, now(), now() from camera`;
    const live = await city('?which=live');
    expect(live.seenM2[0]![0]).toBe(live.seenM2[0]![1]);
    expect(Math.abs(live.seenM2[0]![0] / SECTOR_M2 - 1)).toBeLessThan(0.06);
  });

  test('Art. 10(4): whoever may not know of a protected site gets the very answer of a city without it', async () => {
    const stranger = anActor({ role: 'maintainer' });
    const box = '?bbox=128.89,37.75,128.90,37.76';
    const answers = async (actor: Actor): Promise<string[]> => {
      const paths = ['/api/coverage/city', '/api/coverage/city?which=live', '/api/coverage/city?at=night'];
      const texts = [];
      for (const path of [...paths, `/api/coverage/standard${box}`])
        texts.push(await (await get(path, actor)).text());
      return texts.map((text) => text.replace(/"countedAt":"[^"]*"/, ''));
    };
    const [theirs, ours] = [await answers(stranger), await answers(anActor())];
    const cameraId = await aCamera(db.owner, { siteId, ...plain, azimuthDeg: 270, protected: true });
    await db.owner`insert into camera_device (camera_id, state, since, checked_at) values (${cameraId}, 'normal', now(), now())`;
    await tell('camera', cameraId);
    expect(await answers(stranger)).toEqual(theirs);
    expect((await answers(anActor()))[0]).not.toBe(ours[0]);
  });

  test('taken out of the register, a camera leaves no trace in the figures', async () => {
    const before = await city();
    const cameraId = await aCamera(db.owner, { siteId, ...plain, azimuthDeg: 45 });
    await tell('camera', cameraId);
    expect((await city()).seenM2).not.toEqual(before.seenM2);
    await db.owner`delete from camera where camera_id = ${cameraId}`;
    await tell('camera', cameraId);
    expect({ ...(await city()), countedAt: '' }).toEqual({ ...before, countedAt: '' });
  });

  test('표준분석모델 stands beside the truth in cells of 100 m', async () => {
    const answer = (await (
      await get('/api/coverage/standard?bbox=128.894,37.752,128.899,37.756')
    ).json()) as StandardAnswer;
    expect(answer.model).toHaveLength(answer.columns * answer.rows);
    const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0) * answer.cellM ** 2;
    expect(sum(answer.model)).toBeCloseTo((await city()).standardM2, -2);
    expect(sum(answer.sure)).toBeCloseTo((await city()).seenM2[0]![0], -2);
  });

  test('a question that it does not understand is named', async () => {
    const answer = await get('/api/coverage/city?at=dusk');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ field: 'at' });
  });
});

describe('the tables as files', () => {
  test('Art. 30(3): each is taken with a reason that the audit keeps, and says of what it is', async () => {
    const officer = anActor({ role: 'officer' });
    expect((await get('/api/exports/coverage?table=districts', officer)).status).toBe(400);
    const answer = await get(
      `/api/exports/coverage?table=districts&reason=${encodeURIComponent('정기 제출')}`,
      officer,
    );
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toContain('방향,원위치\r\n');
    expect(text).toMatch(/교2동,\d+,\d+,\d+,\d+,\d+\.\d\d,\d+\.\d\d\r\n/);
    const exact = Number(/칸 없이 잰 넓이\(㎡\), 확실히 보임",(\d+)/.exec(text)?.[1]);
    // Three sectors that do not touch.
    expect(Math.abs(exact / (3 * SECTOR_M2) - 1)).toBeLessThan(0.001);
    const streets = await get(
      `/api/exports/coverage?table=streets&encoding=cp949&reason=${encodeURIComponent('정기 제출')}`,
      officer,
    );
    expect(new TextDecoder('euc-kr').decode(await streets.arrayBuffer())).toContain('하슬라로,100,');
    const rows = await db.owner<{ action: string; detail: { reason: string; rows: number } }[]>`
      select action, detail from audit where action = 'coverage.export' order by seq`;
    expect(rows).toMatchObject([{ detail: { reason: '정기 제출' } }, { detail: { table: 'streets' } }]);
  });
});
