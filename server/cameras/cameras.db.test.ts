import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub, type PublishedEvent } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import {
  aCamera,
  aDepartment,
  aNotice,
  anActor,
  anExemption,
  aPost,
  aSignboard,
  aSite,
} from '../testing/factories.ts';
import { act } from '../platform/act.ts';
import { SYSTEM } from '../platform/access.ts';
import { camerasRoutes } from './cameras.routes.ts';
import {
  cameraCardSchema,
  camerasGeoJsonSchema,
  cameraRowSchema,
  changeSchema,
  searchResultSchema,
  type CameraCard,
} from './cameras.schema.ts';
import { setDeviceState } from './index.ts';
import { decodeSnapshot, DEVICE_STATES, SIGN_STATES } from './snapshot.rules.ts';

const TODAY = '2026-11-25';
let db: TestDatabase;
let hub: EventHub;
let api: (actor: Actor, path: string, init?: RequestInit) => Promise<Response>;

const officer = anActor({ role: 'officer', personName: '담당자' });
const maintainer = anActor({ role: 'maintainer' });
let roads: number;
let roadsManager: Actor;

/** Three poles and a protected building: who may know what is the whole question. */
const city = {} as { crossing: number; second: number; station: number; secret: number; secretSite: number };

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  const deps: Deps = {
    config: {} as Deps['config'],
    sql: db.app,
    now: () => new Date(`${TODAY}T03:00:00Z`),
    events: hub,
  };
  const routes = camerasRoutes(deps);
  api = async (actor, path, init) => {
    const app = new Hono<Env>();
    app.onError(answerError);
    app.use(async (c, next) => {
      c.set('actor', actor);
      await next();
    });
    return app.route('/', routes).request(path, init);
  };

  const centre = await aDepartment(db.owner, { name: '정보통신과' });
  await aPost(db.owner, { departmentId: centre });
  roads = await aDepartment(db.owner, { name: '도로과' });
  await aPost(db.owner, {
    departmentId: roads,
    duty: 'department-manager',
    title: '도로과장',
    phone: '033-000-0200',
  });
  roadsManager = anActor({ role: 'department', departmentId: roads });
  const pole = await aSite(db.owner);
  city.crossing = await aCamera(db.owner, {
    siteId: pole,
    managementNo: 'GN-0412-1',
    kind: 'ptz',
    departmentId: roads,
  });
  city.second = await aCamera(db.owner, {
    siteId: pole,
    managementNo: 'GN-0412-2',
    azimuthDeg: null,
    hfovDeg: null,
  });
  await aSignboard(db.owner, [city.crossing, city.second]);
  city.station = await aCamera(db.owner, {
    siteId: await aSite(db.owner, { name: '강릉역 광장', lon: 128.8991, lat: 37.7644 }),
    name: '강릉역 광장',
    managementNo: 'GN-0500-1',
    integration: 'standalone',
    integrationReason: '효율성 저하',
    departmentId: roads,
    retentionMeasuredDays: 31,
  });
  await aNotice(db.owner, [city.station]);
  city.secretSite = await aSite(db.owner, {
    name: '카나리아 시설',
    kind: 'building',
    lon: 128.9,
    lat: 37.75,
  });
  await db.owner`insert into city_owner_name (name, source) values ('카나리아 기관', 'test')`;
  city.secret = await aCamera(db.owner, {
    siteId: city.secretSite,
    name: '카나리아 1',
    managementNo: 'SECRET-1',
    owner: '카나리아 기관',
    departmentId: roads,
    protected: true,
  });
  await anExemption(db.owner, city.secret);
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

const json = async (answer: Response): Promise<never> => (await answer.json()) as never;
const send = (cameraId: number, body: object, actor = officer) =>
  api(actor, `/cameras/${cameraId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
/** As somebody edits who has just read the card, but for what `body.read` says. */
async function patch(
  cameraId: number,
  body: { readonly read?: object; readonly [field: string]: unknown },
  actor = officer,
): Promise<Response> {
  const { read, ...fields } = body;
  const card: CameraCard = await json(await api(officer, `/cameras/${cameraId}`));
  const current = { ...card, retentionDays: card.retention.declaredDays };
  const values = Object.keys(fields).map((field) => [field, current[field as 'name'] ?? null]);
  return send(cameraId, { ...fields, read: { ...(Object.fromEntries(values) as object), ...read } }, actor);
}
const snapshotOf = async (actor: Actor, encoding = 'identity') => {
  const answer = await api(actor, '/cameras/snapshot', { headers: { 'accept-encoding': encoding } });
  expect(answer.status).toBe(200);
  const body = Buffer.from(await answer.arrayBuffer());
  const raw = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
  return { answer, raw, fleet: decodeSnapshot(Uint8Array.from(raw).buffer) };
};

describe('cameras in a box', () => {
  test('are GeoJSON with nulls for what is unknown', async () => {
    const answer = await api(officer, '/cameras?bbox=128.89,37.75,128.898,37.76');
    const { features } = camerasGeoJsonSchema.parse(await json(answer));
    expect(features.map(({ id }) => id)).toEqual([city.crossing, city.second]);
    expect(features[0]).toMatchObject({
      geometry: { type: 'Point', coordinates: [128.8966, 37.7537] },
      properties: {
        managementNo: 'GN-0412-1',
        department: '도로과',
        signboard: 'as-printed',
        state: 'unknown',
      },
    });
    expect(features[1]!.properties).toMatchObject({ azimuthDeg: null, hfovDeg: null, department: null });
  });

  test.each(['', '1,2,3', 'a,b,c,d', '128.9,37.8,128.8,37.7', '1,,2,3'])(
    'refuse the box "%s"',
    async (bbox) => {
      const answer = await api(officer, `/cameras?bbox=${bbox}`);
      expect(answer.status).toBe(400);
      expect(await json(answer)).toMatchObject({
        code: 'invalid',
        field: expect.stringContaining('bbox') as string,
      });
    },
  );
});

describe('a card', () => {
  test('Art. 5(1): the centre answers for what it holds, a department for what it runs outside the centre', async () => {
    const held = cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.crossing}`)));
    expect(held.responsible).toMatchObject({
      duty: 'operations-head',
      title: '정보통신과장',
      phone: '033-000-0112',
    });
    const outside = cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.station}`)));
    expect(outside.responsible).toMatchObject({ duty: 'department-manager', title: '도로과장' });
  });

  test('Art. 31(1): a measured 31 days is over the ceiling of 30, a declared 30 is not', async () => {
    const over = cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.station}`)));
    expect(over.retention).toMatchObject({ declaredDays: 30, measuredDays: 31, ceilingDays: 30, over: true });
    const within = cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.crossing}`)));
    expect(within.retention).toMatchObject({ measuredDays: null, over: false });
  });

  test('Art. 30(3), 31(1): says what the device told, and what of it is found; what it never told is unknown', async () => {
    const read = async () =>
      cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.crossing}`)));
    expect((await read()).device).toMatchObject({
      ...{ clock: null, firmware: null, firmwareOnRecord: [], isEncrypted: null, findings: [] },
    });
    await db.owner`
      insert into camera_device (camera_id, state, since, checked_at, clock_off_s, clock_doubt_s, clock_told_at,
                                 firmware, firmware_told_at, oldest_recording_at, oldest_told_at)
      values (${city.crossing}, 'violation', now(), now(), 73.2, 0.6, now(), '2.1.0', now(), now() - interval '41 days',
              now())`;
    const { device, retention } = await read();
    expect(device).toMatchObject({
      clock: { offS: 73.2, doubtS: 0.6 },
      firmware: { version: '2.1.0' },
      findings: ['over-retention', 'clock-off'],
    });
    expect(retention.measuredAt).not.toBeNull();
    await db.owner`delete from camera_device where camera_id = ${city.crossing}`;
  });

  test('names the neighbours on the pole and what the reader may do', async () => {
    const card = cameraCardSchema.parse(await json(await api(anActor(), `/cameras/${city.second}`)));
    expect(card.site.cameras.map(({ cameraId }) => cameraId)).toEqual([city.crossing, city.second]);
    expect(card.actions).toEqual(['camera.watch', 'camera.turn', 'equipment.read', 'fault.report']);
    expect(card).toMatchObject({ installedMonth: '2021-05', hasStream: false, synthetic: false });
  });

  test.each(['999999', 'abc', '0', '-1', '1.5', '99999999999'])('of %s is not found', async (cameraId) => {
    expect((await api(officer, `/cameras/${cameraId}`)).status).toBe(404);
  });
});

describe('the snapshot', () => {
  test('holds every camera with its derived notice state, in every encoding the same', async () => {
    const { fleet, raw, answer } = await snapshotOf(officer);
    expect(answer.headers.get('cache-control')).toMatch(/^private/);
    expect([...fleet.cameraId].sort()).toEqual(
      [city.crossing, city.second, city.station, city.secret].sort(),
    );
    const signOf = (cameraId: number) => SIGN_STATES[fleet.signboard[fleet.cameraId.indexOf(cameraId)]!];
    expect(signOf(city.second)).toBe('as-printed');
    expect(signOf(city.station)).toBe('web-notice');
    expect(signOf(city.secret)).toBe('exempt');
    for (const encoding of ['br', 'gzip']) {
      const compressed = await snapshotOf(officer, encoding);
      expect(compressed.answer.headers.get('content-encoding')).toBe(encoding);
      expect(compressed.raw.equals(raw)).toBe(true);
    }
  });

  test('is not sent again to who has it', async () => {
    const { answer } = await snapshotOf(officer, 'br');
    const etag = answer.headers.get('etag')!;
    const again = await api(officer, '/cameras/snapshot', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect((await again.arrayBuffer()).byteLength).toBe(0);
    const other = await api(officer, '/cameras/snapshot', { headers: { 'if-none-match': 'W/"other"' } });
    expect(other.status).toBe(200);
  });
});

describe('Art. 10(4): a protected site is absent for who may not know of it', () => {
  test('in the snapshot not one byte differs from a city without it', async () => {
    const { raw, fleet } = await snapshotOf(maintainer);
    expect(fleet.count).toBe(3);
    expect(raw.includes('카나리아')).toBe(false);
    await db.owner`delete from camera where camera_id = ${city.secret}`;
    await announceRegister();
    const without = await snapshotOf(maintainer);
    expect(without.raw.equals(raw)).toBe(true);
    city.secret = await aCamera(db.owner, {
      siteId: city.secretSite,
      name: '카나리아 1',
      managementNo: 'SECRET-1',
      owner: '카나리아 기관',
      departmentId: roads,
      protected: true,
    });
    await anExemption(db.owner, city.secret);
    await announceRegister();
  });

  test('in the box, the card, the rows, the history and the search', async () => {
    for (const actor of [
      maintainer,
      anActor({ role: 'auditor' }),
      anActor({ role: 'liaison', agency: 'police' }),
    ]) {
      const box = await (await api(actor, '/cameras?bbox=128,37,130,38')).text();
      const found = await (await api(actor, '/cameras/search?q=카나리아')).text();
      const rows = await (
        await api(actor, '/cameras/rows', {
          method: 'POST',
          body: JSON.stringify({ cameraIds: [city.secret, city.station] }),
        })
      ).text();
      for (const body of [box, found, rows]) expect(body).not.toMatch(/카나리아|SECRET/);
      expect((await api(actor, `/cameras/${city.secret}`)).status).toBe(404);
      expect((await api(actor, `/cameras/${city.secret}/history`)).status).toBe(404);
    }
  });

  test('but the department that runs it knows it, and may edit it', async () => {
    expect((await snapshotOf(roadsManager)).fleet.count).toBe(4);
    expect((await api(roadsManager, `/cameras/${city.secret}`)).status).toBe(200);
    const others = anActor({ role: 'department', departmentId: roads + 1000 });
    expect((await snapshotOf(others)).fleet.count).toBe(3);
    expect((await patch(city.secret, { rangeM: 40 }, others)).status).toBe(404);
  });
});

describe('an edit', () => {
  const events: PublishedEvent[] = [];
  beforeEach(() => void (events.length = 0));

  test('is kept with who, when, from and to, is told to open screens and seen in the next snapshot', async () => {
    const stop = hub.subscribe((event) => events.push(event));
    const answer = await patch(city.crossing, {
      ...{ azimuthDeg: 281.5, hfovDeg: null, rangeM: 50, nightRangeM: 40.04 },
    });
    const card = cameraCardSchema.parse(await json(answer));
    expect(card).toMatchObject({ azimuthDeg: 281.5, hfovDeg: null, nightRangeM: 40 });
    const history = await json(await api(officer, `/cameras/${city.crossing}/history`));
    const changes = changeSchema.array().parse((history as { changes: unknown }).changes);
    expect(changes.map(({ actor, field, from, to }) => ({ actor, field, from, to }))).toEqual([
      { actor: '담당자', field: 'nightRangeM', from: null, to: 40 },
      { actor: '담당자', field: 'hfovDeg', from: 36, to: null },
      { actor: '담당자', field: 'azimuthDeg', from: 280, to: 281.5 },
    ]);
    const { fleet } = await snapshotOf(officer);
    expect(fleet.azimuthDeg[fleet.cameraId.indexOf(city.crossing)]).toBeCloseTo(281.5);
    expect(fleet.nightRangeM[fleet.cameraId.indexOf(city.crossing)]).toBe(40);
    await expect
      .poll(() => events.map(({ kind, objectId }) => ({ kind, objectId })))
      .toEqual([{ kind: 'camera', objectId: city.crossing }]);
    stop();
    const [audit] = await db.owner`select detail from audit order by seq desc limit 1`;
    expect(audit!.detail).toMatchObject({
      changes: [{ field: 'azimuthDeg', to: 281.5 }, { field: 'hfovDeg' }, { field: 'nightRangeM', to: 40 }],
    });
  });

  test('Art. 7, 19: a camera outside the centre needs its reason', async () => {
    const answer = await patch(city.crossing, { integration: 'standalone' });
    expect(answer.status).toBe(400);
    expect(await json(answer)).toMatchObject({ field: 'integrationReason' });
  });

  test('Art. 20: a camera left out of live watching needs its reason', async () => {
    expect(await json(await patch(city.crossing, { watch: 'excluded' }))).toMatchObject({
      field: 'watchReason',
    });
    const card = await json(await patch(city.crossing, { watch: 'excluded', watchReason: '교통량 조사' }));
    expect(card).toMatchObject({ watch: 'excluded', watchReason: '교통량 조사' });
  });

  test.each([
    [{ azimuthDeg: 360 }, 'azimuthDeg'],
    [{ rangeM: 0 }, 'rangeM'],
    [{ kind: 'dome' }, 'kind'],
    [{ name: '  ' }, 'name'],
    [{ name: 'a\0b' }, 'name'],
    [{ name: '\ud800' }, 'name'],
  ])('of %o names the field', async (body, field) => {
    const answer = await patch(city.crossing, body);
    expect(answer.status).toBe(400);
    expect(await json(answer)).toMatchObject({ code: 'invalid', field });
  });

  test('gives no camera the number of another one, and its own again is no fault', async () => {
    const refused = await patch(city.second, { managementNo: 'GN-0412-1' });
    expect(refused.status).toBe(400);
    expect(await json(refused)).toMatchObject({ field: 'managementNo' });
    expect((await patch(city.second, { managementNo: 'GN-0412-2' })).status).toBe(200);
    const answers = await Promise.all(
      [city.second, city.crossing].map((id) => patch(id, { managementNo: 'GN-0412-9' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    await patch(city.second, { managementNo: 'GN-0412-2' });
    await patch(city.crossing, { managementNo: 'GN-0412-1' });
  });

  test('keeps an angle to a tenth, and knows a camera by plain digits only', async () => {
    expect(await json(await patch(city.crossing, { azimuthDeg: 281.4999 }))).toMatchObject({
      azimuthDeg: 281.5,
    });
    expect(await json(await patch(city.crossing, { azimuthDeg: 359.97 }))).toMatchObject({ azimuthDeg: 0 });
    for (const spelling of [
      `${city.crossing}.0`,
      `0x${city.crossing.toString(16)}`,
      `0${city.crossing}`,
      '1e0',
    ])
      expect((await api(officer, `/cameras/${spelling}`)).status, spelling).toBe(404);
  });

  test('Art. 20, 31(1): of a field that another changed meanwhile is asked for, not written over', async () => {
    const cameraId = await aCamera(db.owner);
    expect((await patch(cameraId, { retentionDays: 30 })).status).toBe(200);
    const another = anActor({ role: 'officer', personName: '박주무' });
    expect((await patch(cameraId, { retentionDays: 7, phone: '033-1' }, another)).status).toBe(200);
    const late = await patch(cameraId, { retentionDays: 14, heightM: 8, read: { retentionDays: 30 } });
    expect(late.status).toBe(409);
    const said: { message: string } = await json(late);
    expect(said).toMatchObject({ code: 'changed-meanwhile', field: 'retentionDays' });
    expect(said.message).toMatch(/박주무.*\d\d:\d\d.*30.*7/);
    const current = cameraCardSchema.parse(await json(await api(officer, `/cameras/${cameraId}`)));
    expect([current.retention.declaredDays, current.heightM]).toEqual([7, 6]);
    // What another wrote is what this one wanted, a field beside it, and the value as it is now: nothing to ask.
    for (const body of [
      { retentionDays: 7, read: { retentionDays: 30 } },
      { heightM: 8, read: { heightM: 6 } },
      { retentionDays: 14, read: { retentionDays: 7 } },
    ])
      expect((await patch(cameraId, body)).status, JSON.stringify(body)).toBe(200);
    const told: { message: string } = await json(
      await patch(cameraId, { kind: 'ptz', read: { kind: 'fisheye' } }),
    );
    expect(told.message).toContain('(전방위 (어안) → 고정형)');
    expect((await patch(cameraId, { heightM: 7, read: { owner: '시' } })).status).toBe(400);
  });

  test('Art. 20, 31(1): an edit that does not say as what it read a field writes over nothing, and names the field', async () => {
    const cameraId = await aCamera(db.owner);
    for (const body of [
      { watch: 'excluded', watchReason: '교통량 조사', read: { watchReason: null } },
      { watch: 'excluded', watchReason: '교통량 조사' },
    ]) {
      const answer = await send(cameraId, body);
      expect(answer.status).toBe(400);
      const said: { message: string } = await json(answer);
      expect(said).toMatchObject({ code: 'invalid', field: 'watch' });
      expect(said.message).toContain('read.watch');
    }
    expect(await json(await api(officer, `/cameras/${cameraId}`))).toMatchObject({ watch: 'watched' });
  });

  test('Art. 5(3): a department edits its own cameras only; an operator none', async () => {
    expect((await patch(city.station, { heightM: 7 }, roadsManager)).status).toBe(200);
    // What is another department's to change does not exist for this one.
    expect((await patch(city.second, { heightM: 7 }, roadsManager)).status).toBe(404);
    expect((await patch(city.station, { heightM: 8 }, anActor())).status).toBe(403);
    const itsOwnToWatch = { integration: 'standalone', integrationReason: '청사 관리' };
    expect((await patch(city.station, itsOwnToWatch, roadsManager)).status).toBe(403);
    expect((await patch(city.station, { heightM: 9, watch: 'excluded' }, roadsManager)).status).toBe(403);
    const [refused] = await db.owner`select action, outcome from audit where outcome = 'refused'`;
    expect(refused).toMatchObject({ action: 'camera.edit' });
  });
});

describe('a probe', () => {
  const probe = (state: (typeof DEVICE_STATES)[number], at: string, cause: string | null = null) =>
    act(db.app, SYSTEM, 'camera.edit', { kind: 'probe' }, (tx) =>
      setDeviceState(tx, [{ cameraId: city.second, state, cause, checkedAt: new Date(at) }]),
    );
  const device = async () =>
    cameraCardSchema.parse(await json(await api(officer, `/cameras/${city.second}`)));

  test('moves since-when only where something changed, and its news reaches the snapshot', async () => {
    expect(await probe('normal', '2026-11-25T01:00:00Z')).toBe(1);
    expect(await probe('normal', '2026-11-25T02:00:00Z')).toBe(0);
    expect(await device()).toMatchObject({
      state: 'normal',
      device: { checkedAt: expect.stringContaining('02:00:00') as string },
    });
    expect((await device()).device.since).toContain('01:00:00');
    expect(await probe('fault', '2026-11-25T03:00:00Z', 'no-answer')).toBe(1);
    expect((await device()).device).toMatchObject({
      cause: 'no-answer',
      since: expect.stringContaining('03:00:00') as string,
    });
    expect(await probe('normal', '2026-11-25T02:30:00Z')).toBe(0);
    expect((await device()).state).toBe('fault');
    await expect
      .poll(async () => {
        const { fleet } = await snapshotOf(officer);
        return DEVICE_STATES[fleet.state[fleet.cameraId.indexOf(city.second)]!];
      })
      .toBe('fault');
  });
});

describe('rows of the table', () => {
  test('come in the order asked', async () => {
    const answer = await api(officer, '/cameras/rows', {
      method: 'POST',
      body: JSON.stringify({ cameraIds: [city.station, 424242, city.crossing] }),
    });
    const { rows } = (await json(answer)) as { rows: unknown };
    expect(cameraRowSchema.array().parse(rows)).toMatchObject([
      { cameraId: city.station, siteName: '강릉역 광장', department: '도로과' },
      { cameraId: city.crossing, address: '강원특별자치도 강릉시 금성로 21' },
    ]);
  });
});

describe('the search', () => {
  const titles = async (q: string) => {
    const { results } = (await json(await api(officer, `/cameras/search?q=${encodeURIComponent(q)}`))) as {
      results: unknown;
    };
    return searchResultSchema.array().parse(results);
  };

  test('finds by management number, initial consonants, unfinished syllables and address', async () => {
    expect((await titles('GN-0412-2'))[0]).toMatchObject({ kind: 'camera', cameraId: city.second });
    expect((await titles('gn-412-2'))[0]).toMatchObject({ kind: 'camera', cameraId: city.second });
    expect((await titles('gn0412')).map(({ cameraId }) => cameraId)).toEqual([city.crossing, city.second]);
    expect((await titles('ㄱㄹㅇ'))[0]).toMatchObject({ kind: 'site', title: '강릉역 광장' });
    expect((await titles('중앙싲'))[0]).toMatchObject({ title: '중앙시장 앞 사거리' });
    expect((await titles('금성로 21')).length).toBeGreaterThan(0);
    expect(await titles('   ')).toEqual([]);
    expect(await titles('없는곳.*')).toEqual([]);
  });
});

async function announceRegister(): Promise<void> {
  const told = new Promise<void>((resolve) => {
    const stop = hub.subscribe((event) => {
      if (event.kind !== 'register') return;
      stop();
      resolve();
    });
  });
  await db.owner`insert into event_outbox (kind) values ('register')`;
  await told;
}
