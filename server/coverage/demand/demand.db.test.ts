import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EventHub } from '../../platform/events.ts';
import { answerError } from '../../platform/http-errors.ts';
import type { Deps } from '../../platform/deps.ts';
import { readConfig } from '../../platform/config.ts';
import type { Env } from '../../platform/policed.ts';
import { withActor } from '../../platform/session.ts';
import { aDatabase, type TestDatabase } from '../../testing/database.ts';
import { aSignedInPerson, type SignedIn } from '../../testing/factories.ts';
import { dbfOf, shpOf } from '../../testing/shapefile.ts';
import { writeStoredZip } from '../../testing/stored-zip.ts';
import { aTemporaryFolder } from '../../testing/temporary-folder.ts';
import { placeOf, planeOf } from '../plane.rules.ts';
import { demandRoutes } from './demand.routes.ts';
import { decodeDemand, type Demand } from './demand.rules.ts';
import type { DemandLine, DemandReport } from './demand.schema.ts';
import { demandsOf } from './demands.ts';

let db: TestDatabase;
let deps: Deps;
let events: EventHub;
let app: Hono<Env>;
let officer: SignedIn;
let mayor: SignedIn;
const folder = aTemporaryFolder();

beforeAll(async () => {
  db = await aDatabase();
  events = new EventHub(db.app);
  await events.start();
  deps = { sql: db.app, events, config: readConfig({ DATA_DIR: folder.path }), now: () => new Date() };
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app)).route('/api', demandRoutes(deps) as never);
  officer = await aSignedInPerson(db.owner, 'officer');
  mayor = await aSignedInPerson(db.owner, 'mayor');
});
afterAll(async () => {
  await events.stop();
  await db.drop();
  folder.remove();
});
afterEach(async () => {
  await db.owner`delete from demand_layer`;
  await db.owner`insert into event_outbox (kind, protected) values ('layer', false)`;
});

type Trouble = { code: string; message: string; field?: string };
async function call<T = Trouble>(
  who: SignedIn,
  method: string,
  path: string,
  body?: string | Buffer,
): Promise<{ status: number; body: T }> {
  const response = await app.request(`/api/coverage/demand${path}`, {
    method,
    headers: { cookie: who.cookie, 'content-type': 'application/octet-stream' },
    ...(body === undefined ? {} : { body: new Uint8Array(Buffer.from(body as string)) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
}
const query = (of: Readonly<Record<string, string>>): string =>
  `?${new URLSearchParams({ filename: '인구.csv', title: '인구', ...of }).toString()}`;
const previewed = async (body: string | Buffer, of = {}): Promise<DemandReport> => {
  const answer = await call<DemandReport>(officer, 'POST', `/preview${query(of)}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const loaded = async (body: string | Buffer, of = {}): Promise<DemandReport> => {
  const { fingerprint } = await previewed(body, of);
  const answer = await call<DemandReport>(officer, 'POST', query({ ...of, fingerprint }), body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const listed = async (): Promise<readonly DemandLine[]> =>
  (await call<{ demands: DemandLine[] }>(mayor, 'GET', '')).body.demands;
const heard = async (expected: (all: readonly Demand[]) => boolean): Promise<readonly Demand[]> => {
  for (let i = 0; i < 100; i++) {
    const all = await demandsOf(deps).all();
    if (expected(all)) return all;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the change was not heard of');
};

const PEOPLE = '위도,경도,인구\n37.7510,128.8950,12\n37.7520,128.8960,"1,500"\n37.7530,128.8970,0\n';

test('a list of people is shown first, loaded once, and changes nothing the second time', async () => {
  const shown = await previewed(PEOPLE);
  expect(shown).toMatchObject({
    kind: 'points',
    unit: '명',
    weightColumn: '인구',
    rows: 3,
    loaded: 3,
    sum: 1512,
  });
  expect(await listed()).toEqual([]);
  expect(await loaded(PEOPLE)).toMatchObject({ done: true, unchanged: false, replaced: null });
  const [first] = await listed();
  expect(first).toMatchObject({
    title: '인구',
    points: 3,
    sum: 1512,
    synthetic: false,
    fileName: '인구.csv',
  });
  expect(await loaded(PEOPLE)).toMatchObject({ unchanged: true, replaced: null });
  expect(await listed()).toEqual([first]);
  const rows = await db.owner<{ repeated: boolean }[]>`
    select detail ? 'repeated' as repeated from audit where action = 'demand.import' and outcome = 'done' order by seq`;
  expect(rows.map(({ repeated }) => repeated)).toEqual([false, true]);
});

test('the places come to the browser where they are, as bytes that it need not read twice', async () => {
  await loaded(PEOPLE);
  const [line] = await listed();
  const ask = (headers = {}) =>
    app.request(`/api/coverage/demand/${line!.demandId}/points`, {
      headers: { cookie: officer.cookie, ...headers },
    });
  const response = await ask();
  const demand = decodeDemand(line!, new Uint8Array(await response.arrayBuffer()));
  expect([...demand.weight]).toEqual([12, 1500, 0]);
  const [east, north] = planeOf([128.895, 37.751]);
  expect(Math.hypot(demand.east[0]! - east, demand.north[0]! - north)).toBeLessThan(0.01);
  expect((await ask({ 'if-none-match': response.headers.get('etag')! })).status).toBe(304);
  const [inMemory] = await demandsOf(deps).all();
  expect(inMemory).toMatchObject({ east: demand.east, north: demand.north, weight: demand.weight });
});

test('the same title with other rows leaves, keeps its number, and every open map hears of it', async () => {
  await loaded(PEOPLE);
  const [before] = await listed();
  await heard((all) => all[0]?.weight.length === 3);
  const more = `${PEOPLE}37.7540,128.8980,5\n`;
  expect(await previewed(more)).toMatchObject({ replaced: { points: 3, synthetic: false } });
  await loaded(more);
  expect(await listed()).toMatchObject([{ demandId: before!.demandId, points: 4, sum: 1517 }]);
  const [demand] = await heard((all) => all[0]?.weight.length === 4);
  expect(demand!.weight[3]).toBe(5);
});

test('what was shown is what is loaded: after another’s import the old report is refused', async () => {
  const { fingerprint } = await previewed(PEOPLE);
  await loaded(`${PEOPLE}37.7540,128.8980,5\n`);
  const late = await call(officer, 'POST', query({ fingerprint }), PEOPLE);
  expect(late).toMatchObject({ status: 409, body: { code: 'preview-stale' } });
  expect(await listed()).toMatchObject([{ points: 4 }]);
});

test('rows that cannot be taken are quarantined with line, field, value and reason', async () => {
  const { quarantined, loaded: taken } = await previewed(
    [
      '이름,위도,경도,인구',
      'a,37.751,128.895,3',
      'b,128.895,37.751,3',
      'c,,128.895,3',
      'd,37.751,128.895,모름',
      'e,37.751,128.895,-2',
      'f,35.1,129.0,3',
      'g,37.751,128.895,3,9',
    ].join('\n'),
  );
  expect(taken).toBe(1);
  expect(quarantined.rows.map(({ line, field, value, reason }) => [line, field, value, reason])).toEqual([
    [3, '위도, 경도', '128.895, 37.751', 'swapped-coordinates'],
    [4, '위도', null, 'missing-coordinates'],
    [5, '인구', '모름', 'not-a-number'],
    [6, '인구', '-2', 'negative-weight'],
    [7, '위도, 경도', '35.100000, 129.000000', 'outside-area'],
    [8, null, null, 'unreadable-row'],
  ]);
  expect(quarantined.rows[1]!.message.ko).toContain('좌표를 채우십시오');
});

test('a file of which nothing can be loaded is told so and leaves what stands', async () => {
  await loaded(PEOPLE);
  const none = '위도,경도,인구\n37.751,128.895,모름\n';
  const { fingerprint } = await previewed(none);
  const answer = await call(officer, 'POST', query({ fingerprint }), none);
  expect(answer).toMatchObject({ status: 400, body: { code: 'nothing-to-load', field: 'file' } });
  expect(await listed()).toMatchObject([{ points: 3 }]);
});

test('Art. 30(1): the officer alone loads and removes; planners read; nobody else does', async () => {
  const operator = await aSignedInPerson(db.owner, 'operator');
  expect((await call(operator, 'GET', '')).status).toBe(403);
  expect((await call(mayor, 'POST', `/preview${query({})}`, PEOPLE)).status).toBe(403);
  await loaded(PEOPLE);
  const [line] = await listed();
  expect((await call(mayor, 'DELETE', `/${line!.demandId}`)).status).toBe(403);
  expect((await call(officer, 'DELETE', `/${line!.demandId}`)).status).toBe(204);
  expect((await call(officer, 'DELETE', `/${line!.demandId}`)).status).toBe(404);
  expect(await listed()).toEqual([]);
  await heard((all) => all.length === 0);
});

const square = (east: number, north: number, side: number): [number, number][] =>
  (
    [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ] as const
  ).map(([x, y]) => [east + x * side, north + y * side]);

test('grid squares come in as GeoJSON in degrees with their side found out', async () => {
  const features = [0, 1, 2].map((i) => ({
    type: 'Feature',
    properties: { val: 10 * i, gid: `다바${i}` },
    geometry: {
      type: 'Polygon',
      coordinates: [square(190_000 + 100 * i, 572_000, 100).map(([x, y]) => placeOf(x, y))],
    },
  }));
  const report = await loaded(JSON.stringify({ type: 'FeatureCollection', features }), {
    filename: 'g.geojson',
  });
  expect(report).toMatchObject({ kind: 'grid', cellM: 100, weightColumn: 'val', loaded: 3, sum: 30 });
  const [demand] = await heard((all) => all.length === 1);
  expect(demand!.east.map(Math.round)).toEqual(Float64Array.of(190_050, 190_150, 190_250));
});

test('a zipped shapefile of 100 m cells in EPSG:5179 is a grid too, and points with a side are', async () => {
  const path = folder.file('', 'grid.zip');
  const cells = [0, 1].map((i) => [square(1_123_000 + 100 * i, 1_974_000, 100)]);
  writeStoredZip(path, [
    ['grid.shp', shpOf('polygon', cells)],
    ['grid.dbf', dbfOf([{ val: 7 }, { val: 8 }], (text) => Buffer.from(text))],
  ]);
  const zip = readFileSync(path);
  expect(await previewed(zip, { filename: 'grid.zip', epsg: '5179' })).toMatchObject({
    ...{ kind: 'grid', cellM: 100, loaded: 2, sum: 15, epsg: 5179 },
  });
  expect(await previewed(PEOPLE, { cell: '100' })).toMatchObject({ kind: 'grid', cellM: 100, loaded: 3 });
});

test('a small archive that says it unpacks to more than there is memory for is refused unread', async () => {
  const path = folder.file('', 'bomb.zip');
  writeStoredZip(path, [['grid.shp', shpOf('polygon', [[square(190_000, 572_000, 100)]])]]);
  const bytes = readFileSync(path);
  const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  for (const at of [entry + 20, entry + 24]) bytes.writeUInt32LE(0x7fff_ffff, at);
  const told = await call(officer, 'POST', `/preview${query({ filename: 'bomb.zip' })}`, bytes);
  expect(told).toMatchObject({ status: 400, body: { code: 'unreadable-file', field: 'file' } });
  expect(told.body.message).toContain('512 MB');
});

test.each([
  ['no table at all', 'nothing here', {}, 'missing-column', '위도와 경도'],
  ['no such weight', PEOPLE, { weight: '학생' }, 'missing-column', '위도, 경도, 인구'],
  ['a system nobody reads', PEOPLE, { epsg: '3857' }, 'unreadable-file', '5179'],
  ['a broken archive', 'PK\u0003\u0004 no archive', {}, 'unreadable-file', '파일'],
])('%s is refused with a way out', async (_, body, of, code, said) => {
  const answer = await call(officer, 'POST', `/preview${query(of)}`, body);
  expect(answer).toMatchObject({ status: 400, body: { code, field: 'file' } });
  expect(answer.body.message).toContain(said);
});
