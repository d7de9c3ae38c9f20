import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Role } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { withActor } from '../platform/session.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aDepartment, aSignedInPerson, aSite, type SignedIn } from '../testing/factories.ts';
import { CameraTargets } from './camera-targets.ts';
import { openPtz, type PtzDevice } from './onvif-device.ts';
import { createPtz, type Ptz } from './ptz.ts';
import type { CalibrationView, PresetView, PtzView, TurnedView } from './ptz.schema.ts';
import { turnBetween } from './ptz.rules.ts';
import { selectSealedSecret } from './sealed-secrets.sql.ts';

/** Home looks to 30 degrees; a pan of 0 is home. */
const HOME_DEG = 30;
const PLACE = { lon: 128.89, lat: 37.75 };

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let folder: string;
let deps: Deps;
let ptz: Ptz;
let app: Hono<Env>;
let laterMs = 0;
let cameraId: number;
let operator: SignedIn;
let officer: SignedIn;
let made = 0;

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  folder = mkdtempSync(join(tmpdir(), 'gwanje-ptz-'));
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => (path.startsWith('/cam/') ? { clip: 'alley-night-small', ptz: true } : null),
  });
  const networks = [
    `${simulator.host}/32:${simulator.rtspPort}`,
    `${simulator.host}/32:${simulator.onvifPort}`,
  ];
  const config = {
    cameraNetworks: networks,
    secretsDir: folder,
    dataDir: folder,
  } as unknown as Deps['config'];
  deps = { config, sql: db.app, events: hub, now: () => new Date(Date.now() + laterMs) };
});
afterAll(async () => {
  await simulator.close();
  await hub.stop();
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (): void => {
  ptz = createPtz(deps, new CameraTargets(deps.config, (id) => selectSealedSecret(db.app, id)));
  app = new Hono<Env>();
  app.onError(answerError);
  app.use(async (c, next) => {
    c.set('clientAddress', '127.0.0.1');
    await next();
  });
  app.use(withActor(db.app));
  app.route('/api', ptz.routes);
};

beforeEach(async () => {
  laterMs = 0;
  cameraId = await aTurningCamera();
  operator = await aSignedInPerson(db.owner, 'operator');
  officer = await aSignedInPerson(db.owner, 'officer');
  open();
});
afterEach(() => ptz.stop());

async function aTurningCamera({ calibrated = true } = {}): Promise<number> {
  const siteId = await aSite(db.owner, PLACE);
  const id = await aCamera(db.owner, {
    ...{ siteId, kind: 'ptz', azimuthDeg: HOME_DEG, tiltDeg: 10, hfovDeg: 20, heightM: 8 },
    purposes: [{ purpose: 'security', main: true }, { purpose: 'illegal-parking' }],
  });
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${id}, ${simulator.host}, ${simulator.rtspPort}, ${`/cam/${++made}`}, ${simulator.onvifPort}, ${`/cam/${made}`})`;
  if (calibrated)
    await db.owner`
      insert into ptz_calibration (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                   zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
      values (${id}, ${HOME_DEG}, 180, true, 10, -45, 20, 90, 23, '시험관', 'test')`;
  return id;
}

const ask = (who: SignedIn, path: string, body?: object, id = cameraId): Promise<Response> | Response =>
  app.request(`/api/cameras/${id}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: who.cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const answer = async (response: Promise<Response> | Response): Promise<[number, string | undefined]> => {
  const found = await response;
  const text = await found.text();
  return [found.status, text === '' ? undefined : (JSON.parse(text) as { code?: string }).code];
};
const viewOf = async (who: SignedIn, id = cameraId): Promise<PtzView> =>
  (await (await ask(who, '/ptz', undefined, id)).json()) as PtzView;
const turned = async (who: SignedIn): Promise<TurnedView[]> => {
  const response = await app.request('/api/ptz/views', { headers: { cookie: who.cookie } });
  const { views } = (await response.json()) as { views: TurnedView[] };
  // An earlier test may have ended while its camera was still on the way home.
  return views.filter((each) => each.cameraId === cameraId);
};
const device = (): Promise<PtzDevice> =>
  openPtz({ host: simulator.host, port: simulator.onvifPort, path: `/cam/${made}`, credentials: null });
const bearingOfDevice = async (head: PtzDevice): Promise<number> =>
  (HOME_DEG + (await head.report()).position!.pan * 180 + 360) % 360;
const offHome = async (head: PtzDevice): Promise<number> =>
  Math.abs(turnBetween(await bearingOfDevice(head), HOME_DEG));
const rowsOf = (action: string, id = cameraId) =>
  db.owner<{ actor: string; outcome: string; detail: Record<string, unknown> }[]>`
    select actor, outcome, detail from audit where action = ${action} and object_id = ${String(id)} order by seq`;
/** The same person, signed in at another screen. */
async function anotherSessionOf(who: SignedIn): Promise<SignedIn> {
  const token = randomUUID();
  const hash = createHash('sha256').update(token).digest();
  const [session] = await db.owner<{ sessionId: string }[]>`
    insert into session (token_hash, account_id, expires_at)
    values (${hash}, ${who.accountId}, now() + interval '1 hour') returning session_id as "sessionId"`;
  return { ...who, cookie: `__Host-session=${token}`, ...session! };
}
const serves = { purpose: 'security' };
const aSector = (fromDeg: number, toDeg: number) => ({
  ...{ sectorId: randomUUID(), fromDeg, toDeg, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null },
  ...{ reason: '주택 창문', fromDay: '2020-01-01', lastDay: null },
});
const SLOW = { timeout: 20_000, interval: 100 };

describe('Art. 11(1): a move serves a purpose of this camera', () => {
  test(
    'it is on record with from, to and what it serves, and the camera comes to look there',
    { timeout: 30_000 },
    async () => {
      expect(await answer(ask(operator, '/ptz', { serves, azimuthDeg: 100, zoom: 0.2 }))).toEqual([
        200,
        undefined,
      ]);
      const [row] = await rowsOf('camera.turn');
      expect(row).toMatchObject({
        outcome: 'done',
        detail: {
          doing: 'move',
          serves: 'security',
          from: { azimuthDeg: HOME_DEG, tiltDeg: 10, zoom: 0 },
          to: { azimuthDeg: 100, tiltDeg: 10, zoom: 0.2 },
        },
      });
      await expect.poll(async () => (await viewOf(operator)).aim?.bearingDeg, SLOW).toBeCloseTo(100, 0);
      await expect.poll(async () => (await viewOf(operator)).aim?.zoom, SLOW).toBeCloseTo(0.2, 1);
      await expect
        .poll(() => turned(operator), SLOW)
        .toEqual([
          {
            cameraId,
            azimuthDeg: expect.closeTo(100, 0) as number,
            hfovDeg: expect.closeTo(4.2, 0) as number,
            tiltDeg: expect.closeTo(10, 0) as number,
          },
        ]);
    },
  );

  test('another purpose, none at all and a statute without citation are refused, incident or not, and that is on record', async () => {
    const head = await device();
    const other = { purpose: 'traffic' };
    expect(await answer(ask(operator, '/ptz', { serves: other, azimuthDeg: 100 }))).toEqual([
      409,
      'not-a-purpose',
    ]);
    expect(await answer(ask(operator, '/ptz', { serves: other, incident: 'I-7', azimuthDeg: 100 }))).toEqual([
      409,
      'not-a-purpose',
    ]);
    expect(await answer(ask(operator, '/ptz', { azimuthDeg: 100 }))).toEqual([409, 'serves-first']);
    const statute = { statute: 'other', citation: '' };
    expect(await answer(ask(operator, '/ptz/hold', { serves: statute }))).toEqual([409, 'no-citation']);
    expect(await offHome(head)).toBeLessThan(0.1);
    expect((await rowsOf('camera.turn')).map(({ outcome, detail }) => [outcome, detail['code']])).toEqual([
      ['refused', 'not-a-purpose'],
      ['refused', 'not-a-purpose'],
      ['refused', 'serves-first'],
      ['refused', 'no-citation'],
    ]);
  });

  test('a purpose that ends while the camera is held sends it home', { timeout: 30_000 }, async () => {
    const head = await device();
    await ask(operator, '/ptz', { serves: { purpose: 'illegal-parking' }, azimuthDeg: 60 });
    await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(60, 0);
    await db.owner`
      update camera_purpose set ended_on = current_date where camera_id = ${cameraId} and purpose = 'illegal-parking'`;
    await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
    expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({
      doing: 'return',
      why: 'purpose-ended',
    });
  });

  test('no audit, no move: the sentence says so and the motor stands', { timeout: 30_000 }, async () => {
    const head = await device();
    await db.owner`alter table audit rename to audit_gone`;
    try {
      const [status] = await answer(ask(operator, '/ptz', { serves, azimuthDeg: 100 }));
      expect(status).toBe(503);
      expect(await offHome(head)).toBeLessThan(0.1);
    } finally {
      await db.owner`alter table audit_gone rename to audit`;
    }
  });

  test('a place on the ground is a bearing over ground', { timeout: 30_000 }, async () => {
    const head = await device();
    // 100 m to the east.
    const east = { lon: PLACE.lon + 100 / (111_320 * Math.cos((PLACE.lat * Math.PI) / 180)), lat: PLACE.lat };
    expect(await answer(ask(operator, '/ptz', { serves, ...east }))).toEqual([200, undefined]);
    await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(90, 0);
    expect(await answer(ask(operator, '/ptz', { serves, ...PLACE }))).toEqual([409, 'own-place']);
  });
});

test(
  'the map and the strip are told the same bearing, to the tenth, also of a head within a motor’s tolerance of home',
  { timeout: 30_000 },
  async () => {
    await ask(operator, '/ptz', { serves, azimuthDeg: 97.46 });
    await expect.poll(async () => (await viewOf(operator)).moving, SLOW).toBe(false);
    await expect.poll(() => turned(operator), SLOW).toMatchObject([{ azimuthDeg: 97.5 }]);
    expect((await viewOf(operator)).aim?.bearingDeg).toBe(97.5);
    await ask(operator, '/ptz', { serves, azimuthDeg: HOME_DEG + 1.3 });
    await expect.poll(() => turned(operator), SLOW).toMatchObject([{ azimuthDeg: HOME_DEG + 1.3 }]);
    await ask(operator, '/ptz/release', {});
    await expect.poll(() => turned(operator), SLOW).toEqual([]);
  },
);

describe('who turns a camera', () => {
  test.each<[Role, number]>([
    ['maintainer', 403],
    ['auditor', 403],
    ['mayor', 403],
    ['liaison', 403],
    ['department', 404],
  ])('%s does not', async (role, status) => {
    const departmentId = role === 'department' ? await aDepartment(db.owner) : undefined;
    const who = await aSignedInPerson(db.owner, role, departmentId === undefined ? {} : { departmentId });
    expect((await answer(ask(who, '/ptz', { serves, azimuthDeg: 100 })))[0]).toBe(status);
    expect((await answer(ask(who, '/ptz')))[0]).toBe(status);
  });

  test(
    'Art. 10(4): a protected camera that is turned away is on nobody’s map who may not know it',
    { timeout: 30_000 },
    async () => {
      await db.owner`update camera set protected = true where camera_id = ${cameraId}`;
      await ask(operator, '/ptz', { serves, azimuthDeg: 100 });
      await expect
        .poll(async () => (await turned(operator)).map((each) => each.cameraId), SLOW)
        .toEqual([cameraId]);
      expect(await turned(await aSignedInPerson(db.owner, 'auditor'))).toEqual([]);
    },
  );
});

describe('보지 않는 구역', () => {
  test('neither target nor way, and the other way round is taken', { timeout: 40_000 }, async () => {
    const head = await device();
    expect(await answer(ask(officer, '/barred-sectors', aSector(60, 80)))).toEqual([204, undefined]);
    expect(await answer(ask(operator, '/ptz', { serves, azimuthDeg: 70 }))).toEqual([409, 'barred-target']);
    const seen: number[] = [];
    await ask(operator, '/ptz', { serves, azimuthDeg: 120 });
    await expect
      .poll(
        async () => {
          seen.push(await bearingOfDevice(head));
          return Math.abs(turnBetween(seen.at(-1)!, 120));
        },
        { timeout: 20_000, interval: 30 },
      )
      .toBeLessThan(1);
    expect(seen.filter((deg) => deg >= 60 && deg <= 80)).toEqual([]);
    expect(seen.some((deg) => deg > 200)).toBe(true);
    const response = await ask(operator, '/ptz', { serves, azimuthDeg: 70 });
    expect(((await response.json()) as { message: string }).message).toContain('60°~80° 주택 창문');
  });

  test('a held key stops before the edge, and does not start at it', { timeout: 40_000 }, async () => {
    const head = await device();
    await ask(officer, '/barred-sectors', aSector(60, 80));
    await ask(operator, '/ptz/hold', { serves });
    const answers: string[] = [];
    for (let i = 0; i < 60; i++) {
      const [status, code] = await answer(ask(operator, '/ptz/nudge', { pan: 1 }));
      answers.push(`${status} ${code ?? ''}`);
      // Half the picture's width before the sector.
      expect(await bearingOfDevice(head)).toBeLessThan(50);
      if (status === 409) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(answers.at(-1)).toBe('409 barred-edge');
    await expect.poll(async () => (await head.report()).moving, SLOW).toBe(false);
    expect(await bearingOfDevice(head)).toBeGreaterThan(35);
    expect(await bearingOfDevice(head)).toBeLessThan(50);
  });

  test('decided while the camera looks into it: it goes home at once', { timeout: 40_000 }, async () => {
    const head = await device();
    await ask(operator, '/ptz', { serves, azimuthDeg: 100 });
    await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(100, 0);
    expect(await answer(ask(officer, '/barred-sectors', aSector(90, 130)))).toEqual([204, undefined]);
    await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
    expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ doing: 'return', why: 'barred' });
  });

  test('whose time is over already is refused at its last day, with today as the way out', async () => {
    const response = await ask(officer, '/barred-sectors', { ...aSector(60, 80), lastDay: '2026-01-31' });
    const fault = (await response.json()) as { field: string; message: string };
    expect([response.status, fault.field]).toEqual([400, 'lastDay']);
    expect(fault.message).toContain('2026-01-31');
    expect(fault.message).toContain('오늘이나 그 뒤의 날');
    expect((await viewOf(officer)).barred).toEqual([]);
  });

  test(
    'one that holds the home view is not decided; the officer alone decides; ended it bars no more',
    { timeout: 30_000 },
    async () => {
      expect(await answer(ask(officer, '/barred-sectors', aSector(20, 40)))).toEqual([409, 'home-barred']);
      expect((await answer(ask(operator, '/barred-sectors', aSector(60, 80))))[0]).toBe(403);
      const later = { ...aSector(100, 120), fromDay: '2099-01-01' };
      expect(await answer(ask(officer, '/barred-sectors', later))).toEqual([204, undefined]);
      expect(await viewOf(officer)).toMatchObject({ barred: [], barredLater: [{ fromDay: '2099-01-01' }] });
      await ask(officer, `/barred-sectors/${later.sectorId}/end`, { reason: '잘못 적음' });
      expect((await viewOf(officer)).barredLater).toEqual([]);
      const sector = aSector(60, 80);
      await ask(officer, '/barred-sectors', sector);
      await ask(officer, '/barred-sectors', sector);
      expect((await viewOf(officer)).barred).toHaveLength(1);
      expect(
        await answer(ask(officer, `/barred-sectors/${sector.sectorId}/end`, { reason: '건물 철거' })),
      ).toEqual([204, undefined]);
      expect((await viewOf(officer)).barred).toEqual([]);
      expect(await answer(ask(operator, '/ptz', { serves, azimuthDeg: 70 }))).toEqual([200, undefined]);
    },
  );
});

describe('Art. 11(1): presets of the device', () => {
  const presetsOf = async (): Promise<readonly PresetView[]> =>
    ((await (await ask(operator, '/ptz/presets')).json()) as { presets: PresetView[] }).presets;

  test(
    'are told with where they look, and one in a barred sector is not gone to',
    { timeout: 40_000 },
    async () => {
      const head = await device();
      expect((await presetsOf()).map(({ name, standing, aim }) => [name, standing, aim?.bearingDeg])).toEqual(
        [
          ['원위치', 'allowed', 30],
          ['순회 2번', 'allowed', 93],
          ['순회 3번', 'allowed', 318],
        ],
      );
      await ask(officer, '/barred-sectors', aSector(90, 110));
      const [, second] = await presetsOf();
      expect(second).toMatchObject({
        standing: 'barred',
        barred: { fromDeg: 90, toDeg: 110, reason: '주택 창문' },
      });
      expect(await answer(ask(operator, '/ptz/preset', { token: '2' }))).toEqual([409, 'serves-first']);
      expect(await answer(ask(operator, '/ptz/preset', { serves, token: '2' }))).toEqual([
        409,
        'barred-target',
      ]);
      expect(await answer(ask(operator, '/ptz/preset', { serves, token: '9' }))).toEqual([
        409,
        'no-such-preset',
      ]);
      expect(await offHome(head)).toBeLessThan(0.1);
    },
  );

  test(
    'are gone to by our own way, the longer one where the shorter passes a sector',
    { timeout: 40_000 },
    async () => {
      const head = await device();
      await ask(officer, '/barred-sectors', aSector(340, 350));
      expect(await answer(ask(operator, '/ptz/preset', { serves, token: '3' }))).toEqual([200, undefined]);
      const seen: number[] = [];
      await expect
        .poll(
          async () => {
            seen.push(await bearingOfDevice(head));
            return Math.abs(turnBetween(seen.at(-1)!, 318));
          },
          { timeout: 20_000, interval: 30 },
        )
        .toBeLessThan(1);
      expect(seen.filter((deg) => deg >= 335 && deg <= 355)).toEqual([]);
      expect(seen.some((deg) => deg > 150 && deg < 250)).toBe(true);
      expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({
        ...{ doing: 'move', serves: 'security', preset: '순회 3번', to: { azimuthDeg: 318 } },
      });
    },
  );

  test(
    'a place is kept under a name of its own, with its purpose on record',
    { timeout: 40_000 },
    async () => {
      await ask(operator, '/ptz', { serves, azimuthDeg: 60 });
      expect(await answer(ask(operator, '/ptz/presets', { name: '정문' }))).toEqual([409, 'still-moving']);
      await expect.poll(async () => (await viewOf(operator)).moving, SLOW).toBe(false);
      await expect
        .poll(() => answer(ask(operator, '/ptz/presets', { name: '정문 <A&B>' })), SLOW)
        .toEqual([200, undefined]);
      expect((await presetsOf()).at(-1)).toMatchObject({ name: '정문 <A&B>', aim: { bearingDeg: 60 } });
      expect(await answer(ask(operator, '/ptz/presets', { name: '정문 <A&B>' }))).toEqual([
        409,
        'preset-name-taken',
      ]);
      expect((await rowsOf('camera.turn')).map(({ detail }) => detail['preset'])).toContain('정문 <A&B>');
    },
  );

  test(
    'of a head that nobody measured the device goes there by itself, never while something is barred',
    { timeout: 30_000 },
    async () => {
      cameraId = await aTurningCamera({ calibrated: false });
      const head = await device();
      expect((await presetsOf()).map(({ standing }) => standing)).toEqual(['blind', 'blind', 'blind']);
      expect(await answer(ask(operator, '/ptz/preset', { serves, token: '2' }))).toEqual([200, undefined]);
      await expect.poll(async () => (await head.report()).position!.pan, SLOW).toBeCloseTo(0.35, 2);
      await db.owner`
      insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
      values (${randomUUID()}, ${cameraId}, 60, 80, '창문', '2020-01-01', '시험관', 'test')`;
      expect((await presetsOf()).map(({ standing }) => standing)).toEqual(['unknown', 'unknown', 'unknown']);
      expect(await answer(ask(operator, '/ptz/preset', { token: '3' }))).toEqual([409, 'barred-unknown']);
    },
  );
});

describe('Art. 11(1): how a head is measured', () => {
  const at = (deg: number, metres: number) => ({
    lon:
      PLACE.lon +
      (Math.sin((deg * Math.PI) / 180) * metres) / (111_320 * Math.cos((PLACE.lat * Math.PI) / 180)),
    lat: PLACE.lat + (Math.cos((deg * Math.PI) / 180) * metres) / 111_320,
  });
  const makers = {
    ...{ panSpanDeg: 360, endless: true, tiltZeroDeg: 10, degreesPerTilt: -45 },
    ...{ zoomTimes: 20, panDegPerS: 90, tiltDegPerS: 23 },
  };
  const measure = async (who: SignedIn, sightings: readonly object[]): Promise<[number, string]> => {
    const response = await app.request(`/api/cameras/${cameraId}/ptz/calibration`, {
      method: 'PUT',
      headers: { cookie: who.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ ...makers, sightings }),
    });
    return [response.status, await response.text()];
  };

  test(
    'by landmarks on the map: until then the bearing is unknown, and who measured it is on record',
    { timeout: 40_000 },
    async () => {
      cameraId = await aTurningCamera({ calibrated: false });
      const head = await device();
      expect(await viewOf(operator)).toMatchObject({ calibrated: false, aim: null });
      const seen: object[] = [];
      // It hangs upside down: its zero looks to 200 degrees and it counts the other way.
      for (const [pan, deg] of [
        [0.1, 182],
        [-0.3, 254],
      ] as const) {
        await head.moveTo({ pan, tilt: 0, zoom: 0 });
        await expect.poll(async () => (await head.report()).moving, SLOW).toBe(false);
        const told = (await (await ask(officer, '/ptz/calibration')).json()) as CalibrationView;
        expect(told.measured).toBeNull();
        expect(told.position?.pan).toBeCloseTo(pan, 3);
        seen.push({ pan: told.position!.pan, ...at(deg, 120) });
      }
      const [tooFew, said] = await measure(officer, seen.slice(0, 1));
      expect([tooFew, (JSON.parse(said) as { field: string }).field]).toEqual([409, 'sightings']);
      expect((await measure(operator, seen))[0]).toBe(403);
      expect((await measure(officer, seen))[0]).toBe(204);
      const told = (await (await ask(officer, '/ptz/calibration')).json()) as CalibrationView;
      expect(told.measured).toMatchObject({
        degreesPerPan: -180,
        panZeroDeg: expect.closeTo(200, 0) as number,
        measuredBy: '시험관',
      });
      expect((await rowsOf('camera.connect')).at(-1)?.detail).toMatchObject({
        worstDeg: expect.closeTo(0, 0) as number,
        sightings: [{ pan: 0.1 }, { pan: -0.3 }],
      });
      await ask(operator, '/ptz/hold', { serves });
      await expect.poll(async () => (await viewOf(operator)).aim?.bearingDeg, SLOW).toBeCloseTo(254, 0);
    },
  );

  /** Where the device stands now, told to whoever measures. */
  const panTold = async (who: SignedIn): Promise<number> =>
    ((await (await ask(who, '/ptz/calibration')).json()) as CalibrationView).position!.pan;
  /** Two standing places as they are told: home, and 70 degrees to the right of it, where it is left in the hand of `who`. */
  const twoPans = async (who: SignedIn, readers: readonly SignedIn[]): Promise<[number, number]> => {
    for (const reader of readers) await panTold(reader);
    const home = await panTold(readers[0]!);
    await ask(who, '/ptz', { serves, azimuthDeg: HOME_DEG + 70 });
    await expect.poll(async () => (await viewOf(who)).aim?.bearingDeg, SLOW).toBeCloseTo(HOME_DEG + 70, 0);
    await expect.poll(async () => (await viewOf(who)).moving, SLOW).toBe(false);
    for (const reader of readers) await panTold(reader);
    return [home, await panTold(readers[0]!)];
  };
  const off = (pans: readonly [number, number], deg: number) => [
    { pan: pans[0], ...at(HOME_DEG + deg, 120) },
    { pan: pans[1], ...at(HOME_DEG + 70 + deg, 120) },
  ];
  const codeOf = async (measured: Promise<[number, string]>): Promise<[number, string | undefined]> => {
    const [status, text] = await measured;
    return [status, text === '' ? undefined : (JSON.parse(text) as { code?: string }).code];
  };
  const aMaintainer = () => aSignedInPerson(db.owner, 'maintainer');

  test(
    'a pan that the device did not tell this person is no sighting, and that is on record',
    { timeout: 30_000 },
    async () => {
      const pans = await twoPans(officer, [officer]);
      expect(await codeOf(measure(officer, [{ pan: 0.11, ...at(30, 120) }, ...off(pans, 0)]))).toEqual([
        409,
        'sightings-not-told',
      ]);
      const other = await aSignedInPerson(db.owner, 'officer');
      await ask(officer, '/ptz/release', {});
      expect(await codeOf(measure(other, off(pans, 0)))).toEqual([409, 'sightings-not-told']);
      expect((await rowsOf('camera.connect')).at(-1)).toMatchObject({
        outcome: 'refused',
        detail: { code: 'sightings-not-told' },
      });
      expect(await codeOf(measure(officer, off(pans, 0)))).toEqual([204, undefined]);
      laterMs += 31 * 60_000;
      expect(await codeOf(measure(officer, off(pans, 0)))).toEqual([409, 'sightings-not-told']);
    },
  );

  test('nobody measures a head that another holds', { timeout: 30_000 }, async () => {
    const pans = await twoPans(operator, [officer]);
    expect(await codeOf(measure(officer, off(pans, 1)))).toEqual([409, 'held-by-another']);
    await ask(operator, '/ptz/release', {});
    expect(await codeOf(measure(officer, off(pans, 1)))).toEqual([204, undefined]);
  });

  test(
    'where a sector is barred, only an officer moves what it keeps out by more than a click is good for',
    { timeout: 40_000 },
    async () => {
      const maintainer = await aMaintainer();
      const pans = await twoPans(officer, [officer, maintainer]);
      await ask(officer, '/ptz/release', {});
      expect(await codeOf(measure(maintainer, off(pans, 9)))).toEqual([204, undefined]);
      expect(await codeOf(measure(maintainer, off(pans, 0)))).toEqual([204, undefined]);
      expect(await answer(ask(officer, '/barred-sectors', aSector(200, 220)))).toEqual([204, undefined]);
      expect(await codeOf(measure(maintainer, off(pans, 9)))).toEqual([409, 'officer-measures']);
      expect(await codeOf(measure(maintainer, off(pans, 3)))).toEqual([204, undefined]);
      // Small steps add up: from where an officer last stood behind it, none goes farther.
      expect(await codeOf(measure(maintainer, off(pans, 6)))).toEqual([409, 'officer-measures']);
      expect(await codeOf(measure(maintainer, off(pans, -3)))).toEqual([204, undefined]);
      expect(await codeOf(measure(officer, off(pans, 12)))).toEqual([204, undefined]);
      expect(await codeOf(measure(maintainer, off(pans, 15)))).toEqual([204, undefined]);
      expect(await answer(ask(officer, '/barred-sectors', aSector(230, 240)))).toEqual([204, undefined]);
      expect(await codeOf(measure(maintainer, off(pans, 18)))).toEqual([409, 'officer-measures']);
    },
  );

  test(
    'a head in hand that the new measurement finds in a barred sector goes home at once',
    { timeout: 40_000 },
    async () => {
      const head = await device();
      const pans = await twoPans(officer, [officer]);
      expect(await answer(ask(officer, '/barred-sectors', aSector(150, 170)))).toEqual([204, undefined]);
      expect(await codeOf(measure(officer, off(pans, 60)))).toEqual([204, undefined]);
      await expect.poll(async () => (await head.report()).position!.pan, SLOW).toBeCloseTo(-60 / 180, 2);
      expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ doing: 'return', why: 'barred' });
    },
  );

  test('and so does one that stood at what was home', { timeout: 40_000 }, async () => {
    const head = await device();
    const pans = await twoPans(officer, [officer]);
    expect(await answer(ask(officer, '/barred-sectors', aSector(150, 170)))).toEqual([204, undefined]);
    await ask(officer, '/ptz/release', {});
    await expect.poll(() => turned(officer), SLOW).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await codeOf(measure(officer, off(pans, 130)))).toEqual([204, undefined]);
    await expect.poll(async () => (await head.report()).position!.pan, SLOW).toBeCloseTo(-130 / 180, 2);
    expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ doing: 'return', why: 'barred' });
  });
});

describe('home', () => {
  test(
    'after the city’s minutes without a command it returns by itself, on record as the program’s',
    { timeout: 30_000 },
    async () => {
      const head = await device();
      await ask(operator, '/ptz', { serves, azimuthDeg: 60 });
      await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(60, 0);
      laterMs += 4.9 * 60_000;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(await bearingOfDevice(head)).toBeCloseTo(60, 0);
      laterMs += 0.2 * 60_000;
      await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
      expect((await rowsOf('camera.turn')).at(-1)).toMatchObject({
        actor: '시스템',
        detail: { doing: 'return', why: 'idle', from: { azimuthDeg: 60 }, to: { azimuthDeg: HOME_DEG } },
      });
      await expect.poll(() => turned(operator), SLOW).toEqual([]);
      expect((await viewOf(operator)).holder).toBeNull();
    },
  );

  test('with the end of the session', { timeout: 30_000 }, async () => {
    const head = await device();
    await ask(operator, '/ptz', { serves, azimuthDeg: 60 });
    await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(60, 0);
    await db.owner`delete from session where account_id = ${operator.accountId}`;
    await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
    expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ why: 'session-ended' });
  });

  test('after a restart, whatever was turned away', { timeout: 30_000 }, async () => {
    const head = await device();
    await ask(operator, '/ptz', { serves, azimuthDeg: 60 });
    await expect.poll(() => bearingOfDevice(head), SLOW).toBeCloseTo(60, 0);
    await expect.poll(async () => (await turned(operator)).length, SLOW).toBe(1);
    await ptz.stop();
    open();
    await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
    expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ why: 'restart' });
    expect((await viewOf(operator)).holder).toBeNull();
  });

  test(
    'a key that is no longer renewed ends by itself, and both ends are on record',
    { timeout: 30_000 },
    async () => {
      const head = await device();
      expect(await answer(ask(operator, '/ptz/nudge', { serves, pan: 0.3 }))).toEqual([204, undefined]);
      await expect.poll(async () => (await rowsOf('camera.turn.end')).length, SLOW).toBe(1);
      expect((await head.report()).moving).toBe(false);
      const [end] = await rowsOf('camera.turn.end');
      expect(end?.detail).toMatchObject({ why: 'lease', from: { azimuthDeg: HOME_DEG } });
      expect((end?.detail['to'] as { azimuthDeg: number }).azimuthDeg).toBeGreaterThan(HOME_DEG + 5);
      expect((await rowsOf('camera.turn'))[0]?.detail).toMatchObject({
        doing: 'held',
        direction: { pan: 0.3 },
      });
    },
  );

  test(
    'a camera whose bearing was never measured is nudged and sent home, no more; with a sector it is not turned',
    { timeout: 30_000 },
    async () => {
      cameraId = await aTurningCamera({ calibrated: false });
      const head = await device();
      expect(await answer(ask(operator, '/ptz', { serves, azimuthDeg: 60 }))).toEqual([409, 'not-measured']);
      expect(await answer(ask(officer, '/barred-sectors', aSector(60, 80)))).toEqual([409, 'not-measured']);
      expect(await answer(ask(operator, '/ptz/nudge', { serves, pan: 0.3 }))).toEqual([204, undefined]);
      await expect
        .poll(() => turned(operator), SLOW)
        .toEqual([{ cameraId, azimuthDeg: null, hfovDeg: null, tiltDeg: null }]);
      expect(await answer(ask(operator, '/ptz/home', {}))).toEqual([200, undefined]);
      await expect.poll(async () => Math.abs((await head.report()).position!.pan), SLOW).toBeLessThan(0.01);
      await expect.poll(() => turned(operator), SLOW).toEqual([]);
    },
  );
});

describe('one holds, another may go before', () => {
  test(
    'equals wait; the officer and an incident take it with a reason; it is given back',
    { timeout: 40_000 },
    async () => {
      const colleague = await aSignedInPerson(db.owner, 'operator');
      await ask(operator, '/ptz', { serves, azimuthDeg: 60 });
      expect(await answer(ask(colleague, '/ptz', { serves, azimuthDeg: 90 }))).toEqual([409, 'held']);
      const take = { reason: '골목 폭행 신고' };
      expect(await answer(ask(colleague, '/ptz/hold', { serves, take }))).toEqual([409, 'held']);
      expect((await viewOf(colleague)).mayTake).toEqual({ now: false, withIncident: true });
      expect(await answer(ask(colleague, '/ptz/hold', { serves, take, incident: 'I-12' }))).toEqual([
        200,
        undefined,
      ]);
      expect((await viewOf(colleague)).handsBackTo).toContain('시험관');
      const lost = await viewOf(operator);
      expect(lost.handsBackTo).toBeNull();
      expect(lost).toMatchObject({
        waiting: true,
        holder: { mine: false, incident: 'I-12', takenReason: '골목 폭행 신고' },
      });
      expect(await answer(ask(operator, '/ptz', { azimuthDeg: 40 }))).toEqual([409, 'held']);
      expect(await answer(ask(officer, '/ptz/hold', { serves, take }))).toEqual([409, 'held']);
      expect(await answer(ask(colleague, '/ptz/release', {}))).toEqual([200, undefined]);
      expect(await viewOf(operator)).toMatchObject({ waiting: false, holder: { mine: true, serves } });
      expect(await answer(ask(officer, '/ptz/hold', { serves, take }))).toEqual([200, undefined]);
      laterMs += 6 * 60_000;
      await expect.poll(async () => (await viewOf(operator)).holder?.mine, SLOW).toBe(true);
      const head = await device();
      expect(await answer(ask(operator, '/ptz/release', {}))).toEqual([200, undefined]);
      await expect.poll(() => offHome(head), SLOW).toBeLessThan(2);
      expect(await answer(ask(operator, '/ptz/release', {}))).toEqual([409, 'not-held']);
    },
  );

  test(
    'Art. 11(1): who signs in at a second screen takes no camera out of the own hand without saying why and for what',
    { timeout: 40_000 },
    async () => {
      const second = await anotherSessionOf(operator);
      expect(await answer(ask(operator, '/ptz', { serves, azimuthDeg: 60 }))).toEqual([200, undefined]);
      expect(await viewOf(second)).toMatchObject({
        ...{ holder: { mine: false, elsewhere: true }, mayTake: { now: true } },
      });
      expect(await answer(ask(second, '/ptz/hold', { serves }))).toEqual([409, 'held-elsewhere']);
      expect(await answer(ask(second, '/ptz/home', {}))).toEqual([409, 'held-elsewhere']);
      expect(await answer(ask(second, '/ptz/release', {}))).toEqual([409, 'not-held']);
      expect(await viewOf(operator)).toMatchObject({ holder: { mine: true, elsewhere: false } });

      const take = { reason: '자리를 옮김' };
      expect((await answer(ask(second, '/ptz', { azimuthDeg: 90, take })))[1]).toBe('serves-first');
      expect(await answer(ask(second, '/ptz/hold', { serves, take }))).toEqual([200, undefined]);
      expect((await rowsOf('camera.turn')).at(-1)?.detail).toMatchObject({ reason: '자리를 옮김' });
      expect(await viewOf(operator)).toMatchObject({ holder: { mine: false, elsewhere: true } });
      expect(await answer(ask(operator, '/ptz/release', {}))).toEqual([409, 'not-held']);
      expect(await answer(ask(second, '/ptz/release', {}))).toEqual([200, undefined]);
    },
  );

  test(
    'Art. 26(2): nobody has more than four in hand; the refusal names them and one given back makes room',
    { timeout: 40_000 },
    async () => {
      const cameras: number[] = [];
      for (let i = 0; i < 6; i++) cameras.push(await aTurningCamera());
      await db.owner`
        update camera set management_no = 'MG-' || camera_id where camera_id = any(${cameras})`;
      const answers = await Promise.all(
        cameras.map((id) => answer(ask(operator, '/ptz/hold', { serves }, id))),
      );
      expect(answers.map(([status]) => status).sort()).toEqual([200, 200, 200, 200, 409, 409]);
      const held = cameras.filter((_, i) => answers[i]![0] === 200);
      const refused = await ask(operator, '/ptz/hold', { serves });
      const { code, message } = (await refused.json()) as { code: string; message: string };
      expect(code).toBe('too-many-held');
      expect(message).toContain(`MG-${held[0]!}`);
      expect((await answer(ask(operator, '/ptz/nudge', { pan: 0.1 }, held[1])))[0]).toBe(204);
      await ask(operator, '/ptz/release', {}, held[0]);
      expect((await answer(ask(operator, '/ptz/hold', { serves })))[0]).toBe(200);
    },
  );

  test('taken in the midst of a motion: the motor stops', { timeout: 30_000 }, async () => {
    await ask(operator, '/ptz/nudge', { serves, pan: 0.2 });
    await ask(officer, '/ptz/hold', { serves, take: { reason: '점검' } });
    expect((await rowsOf('camera.turn.end')).at(-1)?.detail).toMatchObject({ why: 'taken' });
    expect(await answer(ask(operator, '/ptz/nudge', { pan: 0.2 }))).toEqual([409, 'held']);
  });
});
