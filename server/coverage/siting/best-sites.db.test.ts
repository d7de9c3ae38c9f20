import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../platform/access.ts';
import type { Deps } from '../../platform/deps.ts';
import { EventHub } from '../../platform/events.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Env } from '../../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { aCamera, aDepartment, anActor, aSignedInPerson, aSite, asAPerson } from '../../testing/factories.ts';
import { coverageRoutes } from '../index.ts';
import { planeOf } from '../plane.rules.ts';
import type { BestSitesView } from './best-sites.schema.ts';

const [LON, LAT] = [128.8966, 37.7537];
/** About 265 by 333 metres. */
const BOX = [LON - 0.0015, LAT - 0.0015, LON + 0.0015, LAT + 0.0015];
const MODEL = { name: '고정형', kind: 'fixed', hfovDeg: 60, rangeM: 50, heightM: 5, cost: 300 };

let db: TestDatabase;
let hub: EventHub;
let officer: Actor;
let department: Actor;
let other: Actor;
let call: (method: string, path: string, actor: Actor, body?: unknown) => Promise<Response>;

const asked = (over: object = {}) => ({
  ...{
    searchId: randomUUID(),
    box: BOX,
    districtId: null,
    candidates: 'streets',
    everyM: 40,
    over: 'ground',
  },
  ...{ most: 3, budget: null, demandId: null, models: [MODEL], avoidSeen: true, ...over },
});

async function begun(actor: Actor, over: object = {}): Promise<string> {
  const body = asked(over);
  const answer = await call('POST', '/api/coverage/best-sites', actor, body);
  expect([answer.status, await answer.json()]).toEqual([202, { searchId: body.searchId }]);
  return body.searchId;
}

async function read(actor: Actor, searchId: string): Promise<BestSitesView> {
  const answer = await call('GET', `/api/coverage/best-sites/${searchId}`, actor);
  expect(answer.status).toBe(200);
  return (await answer.json()) as BestSitesView;
}

async function finished(actor: Actor, searchId: string): Promise<BestSitesView> {
  for (;;) {
    const view = await read(actor, searchId);
    if (view.ended !== null) return view;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const answersOf = ({ best, value, bound, proved, sites, choices, standing }: BestSitesView) => ({
  ...{ best, value, bound, proved, sites, choices, standing },
});

const refused = async (over: object): Promise<[number, string | undefined]> => {
  const answer = await call('POST', '/api/coverage/best-sites', officer, asked(over));
  return [answer.status, ((await answer.json()) as { field?: string }).field];
};

/** Commits an event and waits until it was heard. */
async function announced(kind: string): Promise<void> {
  const heard = new Promise<void>((resolve) => hub.subscribe((event) => event.kind === kind && resolve()));
  await db.owner`insert into event_outbox (kind, object_id) values (${kind}, null)`;
  await heard;
}

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  await db.owner`
    insert into road (name, class, width_m, geom, source) values
      ('하슬라로', 'main', 12, st_multi(st_geomfromtext(${`LINESTRING(${LON - 0.002} ${LAT}, ${LON + 0.002} ${LAT})`}, 4326)), 'test'),
      (null, 'street', 6, st_multi(st_geomfromtext(${`LINESTRING(${LON} ${LAT - 0.002}, ${LON} ${LAT + 0.002})`}, 4326)), 'test')`;
  await db.owner`
    insert into building (name, height_m, geom, source)
    select null, 9, st_multi(st_transform(st_buffer(st_transform(st_setsrid(st_makepoint(${LON} + dx, ${LAT} + dy), 4326), 5187), 18, 1), 4326)), 'test'
    from (values (0.0005, 0.0004), (-0.0006, 0.0005), (0.0007, -0.0006)) as house (dx, dy)`;
  const siteId = await aSite(db.owner, { lon: LON - 0.001, lat: LAT });
  await aCamera(db.owner, { siteId, hfovDeg: 90, rangeM: 60, azimuthDeg: 90, tiltDeg: null, heightM: null });
  await aCamera(db.owner, { siteId, azimuthDeg: null });
  const departmentId = await aDepartment(db.owner, { name: '교통과' });
  const person = async (role: 'officer' | 'department'): Promise<Actor> => {
    const { accountId, sessionId } = await aSignedInPerson(
      db.owner,
      role,
      role === 'department' ? { departmentId } : {},
    );
    await asAPerson(db.owner, accountId);
    return {
      ...anActor({ role }),
      accountId,
      sessionId,
      departmentId: role === 'department' ? departmentId : null,
    };
  };
  officer = await person('officer');
  other = await person('officer');
  department = await person('department');
  const deps = { config: {}, sql: db.app, now: () => new Date(), events: hub } as unknown as Deps;
  const routes = coverageRoutes(deps);
  call = (method, path, actor, body) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    app.route('/api', routes);
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve(
      app.request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    );
  };
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

test('sites along the streets, each with its bearing and what it adds, and the proof that no set is better', async () => {
  const view = await finished(officer, await begun(officer));
  expect(view).toMatchObject({
    ended: 'finished',
    proved: true,
    gap: 0,
    standing: { counted: 1, unsure: 1 },
  });
  expect(view.best.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  expect(view.best.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(view.value, 6);
  expect(view.bound).toBe(view.value);
  const adds = view.best.map((each) => each.adds);
  expect(adds).toEqual(adds.toSorted((a, b) => b - a));
  const [west, south] = planeOf([BOX[0]!, BOX[1]!]);
  const [east, north] = planeOf([BOX[2]!, BOX[3]!]);
  for (const each of view.best) {
    const [x, y] = planeOf([each.lon, each.lat]);
    expect(x > west - 10 && x < east + 10 && y > south - 10 && y < north + 10).toBe(true);
    expect(each.adds).toBeLessThanOrEqual(1.1 * each.seesM2);
    expect(each.seesM2).toBeLessThanOrEqual(1310);
    expect(each.lostWithout).toBeGreaterThanOrEqual(each.nextBest);
    expect(each.hiddenPart).toBeLessThan(1);
    expect(['하슬라로', null]).toContain(each.street);
    for (const ring of each.view) expect(ring[0]).toEqual(ring.at(-1));
  }
});

test('a budget buys no more than it pays for; corners and standing poles are sites too', async () => {
  const dear = { ...MODEL, name: '넓은 것', hfovDeg: 120, cost: 700 };
  const bought = await finished(
    officer,
    await begun(officer, { most: null, budget: 1000, models: [MODEL, dear] }),
  );
  expect(bought.best.reduce((sum, { model }) => sum + [300, 700][model]!, 0)).toBeLessThanOrEqual(1000);
  expect(bought.best.length).toBeGreaterThan(1);
  const corner = await finished(officer, await begun(officer, { candidates: 'corners', most: 2 }));
  expect([corner.sites, corner.best.length]).toEqual([1, 1]);
  const pole = await finished(
    officer,
    await begun(officer, { candidates: 'poles', most: 2, avoidSeen: false }),
  );
  expect([pole.sites, pole.best.length, pole.standing]).toEqual([1, 1, { counted: 0, unsure: 0 }]);
});

test('a box over the whole country takes no more than the sites in it', async () => {
  const wide = { box: [124.1, 33.1, 131.9, 38.9], candidates: 'poles', most: 1 };
  const view = await finished(officer, await begun(officer, wide));
  expect([view.ended, view.sites, view.proved]).toEqual(['finished', 1, true]);
});

test('people weigh instead of ground, in a district: what no camera can see or sees already counts for nothing', async () => {
  const corner = (east: number, north: number): string => `${LON + east} ${LAT + north}`;
  const outline = [
    corner(-0.0015, -0.0015),
    corner(0.0015, -0.0015),
    corner(0.0015, 0.0015),
    corner(-0.0015, 0.0015),
  ];
  const [district] = await db.owner<{ districtId: number }[]>`
    insert into district (code, name, population, label_point, geom, source)
    select '1', '중앙동', 100, st_pointonsurface(area), st_multi(area), 'test'
    from (select st_geomfromtext(${`POLYGON((${[...outline, outline[0]].join(',')}))`}, 4326) as area) as drawn
    returning district_id as "districtId"`;
  const [demand] = await db.owner<{ demandId: number }[]>`
    insert into demand_layer (title, unit, kind, file_name, digest, source, loaded_by)
    values ('인구', '명', 'points', 'people.csv', 'x', 'test', '시험관') returning demand_id as "demandId"`;
  const people = [
    [0.0012, 0.00002, 7],
    [0, 0.0012, 5],
    // Inside a house, and beyond the district.
    [0.0005, 0.0004, 100],
    [0.0018, 0.00002, 100],
  ] as const;
  for (const [no, [east, north, weight]] of people.entries()) {
    const [x, y] = planeOf([LON + east, LAT + north]);
    await db.owner`
      insert into demand_point (demand_id, point_no, east, north, weight)
      values (${demand!.demandId}, ${no}, ${x}, ${y}, ${weight})`;
  }
  await announced('layer');
  const of = { box: null, districtId: district!.districtId, demandId: demand!.demandId };
  const view = await finished(officer, await begun(officer, of));
  expect(view).toMatchObject({
    value: 12,
    bound: 12,
    proved: true,
    demand: { title: '인구', unit: '명', synthetic: false },
  });
  expect(view.best.map(({ adds }) => adds).slice(0, 2)).toEqual([7, 5]);
  const one = await finished(officer, await begun(officer, { ...of, most: 1 }));
  expect([one.value, one.best.length]).toEqual([7, 1]);
});

test('what cannot be searched is said with its field: no such district, no road, no demand, no number', async () => {
  expect(await refused({ box: null, districtId: 999 })).toEqual([400, 'districtId']);
  expect(await refused({ box: [LON + 0.01, LAT + 0.01, LON + 0.02, LAT + 0.02] })).toEqual([
    400,
    'candidates',
  ]);
  expect(await refused({ demandId: 999 })).toEqual([400, 'demandId']);
  expect(await refused({ most: null })).toEqual([400, 'most']);
  expect(await refused({ box: [LON, LAT, LON - 0.01, LAT - 0.01] })).toEqual([400, 'box']);
  expect(await refused({ models: [] })).toEqual([400, 'models']);
});

test('one search of an account at a time; the same number is the same search; it is cancelled and stays to be read', async () => {
  const long = {
    candidates: 'streets',
    everyM: 10,
    most: 12,
    models: [30, 45, 60, 75].map((hfovDeg) => ({ ...MODEL, hfovDeg, rangeM: 120 })),
  };
  const body = asked(long);
  const post = (each: object) => call('POST', '/api/coverage/best-sites', officer, each);
  expect((await post(body)).status).toBe(202);
  expect((await post(body)).status).toBe(202);
  const second = await post(asked());
  expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([409, 'search-running']);
  expect((await call('GET', `/api/coverage/best-sites/${body.searchId}`, other)).status).toBe(404);
  expect((await call('DELETE', `/api/coverage/best-sites/${body.searchId}`, other)).status).toBe(404);
  expect(await (await call('GET', '/api/coverage/best-sites', officer)).json()).toEqual({
    searchId: body.searchId,
    districts: [{ districtId: expect.any(Number) as number, name: '중앙동' }],
    demands: [{ demandId: expect.any(Number) as number, title: '인구', unit: '명', synthetic: false }],
  });
  expect((await call('DELETE', `/api/coverage/best-sites/${body.searchId}`, officer)).status).toBe(204);
  expect((await read(officer, body.searchId)).ended).toBe('cancelled');
  const next = await begun(officer);
  expect((await finished(officer, next)).ended).toBe('finished');
  expect((await call('GET', `/api/coverage/best-sites/${body.searchId}`, officer)).status).toBe(404);
});

test('Art. 10(4): for whoever may not know of a protected camera the answer is that of a city without it', async () => {
  const before = answersOf(await finished(department, await begun(department)));
  const ofOfficer = answersOf(await finished(officer, await begun(officer)));
  const siteId = await aSite(db.owner, { lon: LON, lat: LAT - 0.0003 });
  await aCamera(db.owner, {
    ...{ siteId, protected: true, hfovDeg: 120, rangeM: 90, azimuthDeg: 0, tiltDeg: null, heightM: null },
  });
  await announced('register');
  for (const candidates of ['streets', 'poles']) {
    const after = answersOf(await finished(department, await begun(department, { candidates })));
    if (candidates === 'streets') expect(after).toEqual(before);
    else expect(after.sites).toBe(1);
  }
  const cleared = answersOf(await finished(officer, await begun(officer)));
  expect(cleared.standing).toEqual({ counted: 2, unsure: 1 });
  expect(cleared.value).toBeLessThan(ofOfficer.value);
});

test('Art. 30(3): a search is on record with who asked and how many sites were compared', async () => {
  const searchId = await begun(officer);
  const [row] = await db.owner<{ detail: { sites: number; most: number } }[]>`
    select detail from audit where action = 'siting.search' and object_id = ${searchId} and outcome = 'done'`;
  expect(row!.detail).toMatchObject({ most: 3, budget: null });
  expect(row!.detail.sites).toBeGreaterThan(10);
  await finished(officer, searchId);
});
