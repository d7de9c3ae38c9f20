import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planeOf } from '../coverage/plane.rules.ts';
import { selectHeights } from '../coverage/terrain.sql.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { loadDemoCity } from './load-demo-city.ts';

let db: TestDatabase;
const options = { seed: 365, cameras: 1500, rtspPort: 18554, onvifPort: 18080 };

beforeAll(async () => {
  db = await aDatabase();
  await loadDemoCity(db.owner, options);
}, 120_000);
afterAll(() => db.drop());

const count = async (table: string): Promise<number> => {
  const [row] = await db.owner<{ n: number }[]>`select count(*)::int as n from ${db.owner(table)}`;
  return row!.n;
};

describe('the loaded demo city', () => {
  test('is synthetic in every row and says so in every layer', async () => {
    for (const table of [
      'district',
      'land',
      'water',
      'green',
      'road',
      'building',
      'place',
      'site',
      'camera',
      'signboard',
      'demand_layer',
      'height_grid',
      'layer_version',
    ]) {
      const [row] = await db.owner<{ all: number; demo: number }[]>`
        select count(*)::int as all, count(*) filter (where source = 'demo')::int as demo from ${db.owner(table)}`;
      expect(row!.all, table).toBeGreaterThan(0);
      expect(row!.demo, table).toBe(row!.all);
    }
    expect(await count('camera')).toBe(1500);
    expect(await count('site')).toBe(800);
    expect(await count('district')).toBe(21);
  });

  test('lies on its own hills: level in town, high in the west', async () => {
    const { grid } = (await selectHeights(db.app))!;
    const heightAt = (lon: number, lat: number): number => grid.heightAt(...planeOf([lon, lat]));
    expect(heightAt(128.8966, 37.7537)).toBe(0);
    const west = Array.from({ length: 40 }, (_, i) => heightAt(128.76 + i * 0.002, 37.7));
    expect(Math.max(...west)).toBeGreaterThan(60);
    expect(grid.bounds().lowestM).toBe(0);
    expect(grid.bounds().highestM).toBeLessThan(221);
  });

  test('has valid shapes, its sites in their districts and its buildings on land', async () => {
    const [row] = await db.owner<Record<string, number>[]>`
      select (select count(*)::int from building where not ST_IsValid(geom)) as "badBuildings",
             (select count(*)::int from district where not ST_IsValid(geom)) as "badDistricts",
             (select count(*)::int from land where not ST_IsValid(geom)) as "badLand",
             (select count(*)::int from water where not ST_IsValid(geom)) as "badWater",
             (select count(*)::int from green where not ST_IsValid(geom)) as "badGreen",
             (select count(*)::int from site where district_id is null) as "homeless",
             (select count(*)::int from site join district using (district_id)
              where ST_Distance(site.geom::geography, district.geom::geography) > 60) as "astray"`;
    expect(row).toEqual({
      badBuildings: 0,
      badDistricts: 0,
      badLand: 0,
      badWater: 0,
      badGreen: 0,
      homeless: 0,
      astray: 0,
    });
  });

  test('names who answers: one head before and one after the reorganisation (Art. 5(1))', async () => {
    const heads = await db.owner`
      select title, valid_from::text as "from", valid_to::text as "to" from responsible_post
      where duty = 'operations-head' order by valid_from`;
    expect(heads).toEqual([
      { title: '정보산업과장', from: '2012-01-01', to: '2026-01-02' },
      { title: '정보통신과장', from: '2026-01-02', to: null },
    ]);
    const [next] = await db.owner`
      select after.name from department before join department after on before.succeeded_by = after.department_id
      where before.name = '정보산업과'`;
    expect(next).toEqual({ name: '정보통신과' });
  });

  test('seeds no device state: that is for the probe to find', async () => {
    expect(await count('camera_device')).toBe(0);
  });

  test('gives a stream to every linked or integrated fixed-place camera and to no other', async () => {
    const [row] = await db.owner<Record<string, number>[]>`
      select count(*) filter (where stream.camera_id is null and integration <> 'standalone' and regime = 'fixed')::int as missing,
             count(*) filter (where stream.camera_id is not null and integration = 'standalone')::int as surplus,
             count(distinct rtsp_path)::int - count(rtsp_path)::int as doubled,
             count(*) filter (where host <> '127.0.0.1' or rtsp_port <> 18554 or onvif_port <> 18080)::int as elsewhere
      from camera left join camera_stream stream using (camera_id)`;
    expect(row).toEqual({ missing: 0, surplus: 0, doubled: 0, elsewhere: 0 });
  });

  test('leaves the numbers free for what people add', async () => {
    const [site] = await db.app<{ siteId: number }[]>`
      insert into site (kind, name, geom, source)
      values ('pole', '새 지주', ST_SetSRID(ST_MakePoint(128.9, 37.75), 4326), 'console') returning site_id as "siteId"`;
    expect(site!.siteId).toBeGreaterThan(800);
    await db.app`delete from site where site_id = ${site!.siteId}`;
  });

  test('has its gaps weighed by made-up people, pupils and accidents: as many people as its districts, in squares of 100 m', async () => {
    const demands = await db.owner<{ title: string; places: number; sum: number; onGround: boolean }[]>`
      select title, count(*)::int as places, sum(weight)::int as sum,
             bool_and(exists (select from land where st_covers(
               land.geom, st_transform(st_setsrid(st_point(east, north), 5187), 4326)))) as "onGround"
      from demand_layer join demand_point using (demand_id) group by demand_id order by demand_id`;
    const [people] = await db.owner<{ sum: number }[]>`select sum(population)::int as sum from district`;
    expect(demands.map(({ title }) => title)).toEqual([
      '시연용 합성 인구',
      '시연용 합성 학생',
      '시연용 합성 교통사고',
    ]);
    expect(demands[0]!.sum).toBe(people!.sum);
    expect(demands[1]).toMatchObject({ places: 18, onGround: true });
    for (const { places } of demands) expect(places).toBeGreaterThan(10);
    const [uneven] = await db.owner`
      select count(*)::int as n from demand_point join demand_layer using (demand_id)
      where kind = 'grid' and ((east - 50)::numeric % 100 <> 0 or (north - 50)::numeric % 100 <> 0)`;
    expect(uneven).toEqual({ n: 0 });
  });

  test('is one act in the audit and tells open screens', async () => {
    const audit =
      await db.owner`select outcome, detail->>'cameras' as cameras from audit where object_kind = 'demo-city'`;
    expect(audit).toEqual([{ outcome: 'done', cameras: '1500' }]);
    expect(await db.owner`select kind from event_outbox order by outbox_id`).toEqual([
      { kind: 'layer' },
      { kind: 'register' },
    ]);
  });

  test('links no other body’s camera without its delegation and security, one that asked stands outside (Art. 18(5), 23, 25)', async () => {
    const rows = await db.owner<{ owner: string; linked: number; lacking: number; hasStream: boolean }[]>`
      select owner_agency as owner, count(*) filter (where integration <> 'standalone')::int as linked,
             count(*) filter (where integration <> 'standalone'
                              and cardinality(link_lacks(camera_id, owner_agency, city_day())) > 0)::int as lacking,
             bool_or(exists (select from camera_stream where camera_stream.camera_id = camera.camera_id)) as "hasStream"
      from camera where body_of_owner(owner_agency) is not null group by owner_agency order by owner_agency`;
    expect(rows.map(({ owner, lacking }) => [owner, lacking])).toEqual([
      ['강릉경찰서', 0],
      ['강릉교육지원청', 0],
      ['강릉국유림관리소', 0],
    ]);
    expect(rows.map(({ linked }) => linked > 0)).toEqual([true, true, false]);
    expect(rows[2]!.hasStream).toBe(false);
    const [undecided] = await db.owner`
      select count(*)::int > 0 as some, bool_and(integration = 'standalone') as outside
      from camera where body_of_owner(owner_agency) is null and not is_city_owner(owner_agency)`;
    expect(undecided).toEqual({ some: true, outside: true });
    const [ends] = await db.owner<{ days: number }[]>`
      select min(valid_to) - city_day() as days from delegation where valid_to > city_day()`;
    expect(ends).toEqual({ days: 20 });
    const states = await db.owner`select distinct state from consultation order by state`;
    expect(states.map(({ state }) => state as string)).toEqual([
      'agreed',
      'agreed-with-conditions',
      'asked',
      'returned',
    ]);
    const [nameless] = await db.owner`
      select count(*)::int as n from consultation_change join consultation using (consultation_id)
      join camera using (camera_id) where camera.department_id <> consultation.department_id`;
    expect(nameless).toEqual({ n: 0 });
  });

  test('can be loaded anew: the demo rows are replaced, what people made stays, tiles get a new version', async () => {
    await db.owner`
      insert into place (name, kind, rank, geom, source)
      values ('새 이름', 'landmark', 5, ST_SetSRID(ST_MakePoint(128.9, 37.75), 4326), 'console')`;
    await loadDemoCity(db.owner, { ...options, cameras: 300 });
    expect(await count('camera')).toBe(300);
    expect(await count('district')).toBe(21);
    expect(await count('responsible_post')).toBe(11);
    const [kept] = await db.owner`select count(*)::int as n from place where source = 'console'`;
    expect(kept).toEqual({ n: 1 });
    const [layer] = await db.owner`select version from layer_version where layer = 'roads'`;
    expect(layer).toEqual({ version: 2 });
  }, 120_000);
});
