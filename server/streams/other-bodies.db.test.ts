import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, anActor } from '../testing/factories.ts';
import { CameraTargets } from './camera-targets.ts';
import { connectCamera } from './connect-camera.ts';
import { openLive, type LiveDesk } from './open-live.ts';
import { probeCameras } from './probe-cameras.ts';
import { selectStream } from './streams.sql.ts';
import { Tickets } from './tickets.ts';
import { ViewingBook } from './viewing-book.ts';
import { KnownCameras } from './viewing-cameras.ts';

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let deps: Deps;
let desk: LiveDesk;
let secretsDir: string;
/** Paths of the devices that were called. */
let called: string[] = [];
let clock: () => Date;

beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  secretsDir = mkdtempSync(join(tmpdir(), 'gwanje-bodies-'));
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => {
      called.push(path);
      return { clip: 'alley-night-small' };
    },
  });
  const config = {
    cameraNetworks: [`${simulator.host}/32:${simulator.rtspPort}`],
    secretsDir,
    dataDir: secretsDir,
    auditAnchors: secretsDir,
  } as unknown as Deps['config'];
  deps = { config, sql: db.app, now: () => clock(), events: hub };
  const [book, known] = [new ViewingBook(db.app, config), new KnownCameras(db.app)];
  desk = { ...deps, tickets: new Tickets(), book, known, pursuits: new Map() };
  await db.owner`update agency set owner_names = '{강릉경찰서}' where code = 'police'`;
});
afterAll(async () => {
  await hub.stop();
  await simulator.close();
  await db.drop();
  rmSync(secretsDir, { recursive: true, force: true });
});
beforeEach(async () => {
  called = [];
  clock = () => new Date();
  await db.owner`delete from site`;
  await db.owner`alter table link_security disable trigger link_security_stays`;
  await db.owner`delete from link_security`;
  await db.owner`alter table link_security enable trigger link_security_stays`;
});

const outside = { integration: 'standalone', integrationReason: '협의 중' } as const;
const theirs = () => aCamera(db.owner, { owner: '강릉경찰서', ...outside });
/** A delegation of today and tomorrow that names the camera. */
async function delegate(cameraId: number): Promise<void> {
  const delegationId = randomUUID();
  await db.owner`
    insert into delegation (delegation_id, agency, asked_on, asked_by, document_no, document_on, valid_from, valid_to,
                            granted_by, source)
    values (${delegationId}, 'police', city_day(), '이', '경무-1', city_day(), city_day(), city_day() + 2, '이', 'test')`;
  await db.owner`
    insert into delegation_camera (delegation_id, camera_id, named_from) values (${delegationId}, ${cameraId}, city_day())`;
}
const secure = () => db.owner`
  insert into link_security (measure_id, agency, measures, document_no, decided_on, recorded_by, source)
  values (${randomUUID()}, 'police', '전용 회선', '보안-1', city_day(), '이', 'test')`;

const answerOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const officer = anActor({ role: 'officer', accountId: 1, sessionId: randomUUID() });
const connecting = (cameraId: number): Promise<string> =>
  answerOf(
    connectCamera(deps, officer, cameraId, {
      host: simulator.host,
      rtspPort: simulator.rtspPort,
      rtspPath: `/cam/${cameraId}`,
      subPath: null,
      onvifPort: null,
      onvifPath: null,
      username: null,
      secure: false,
      basicAllowed: false,
      renewCertificate: false,
      password: null,
    }),
  );
const watching = (cameraId: number): Promise<string> => answerOf(openLive(desk, officer, cameraId));

describe('Art. 2(5), 18(5), 23, 25: to connect a device is to link it', () => {
  test('another body’s is connected only with its delegation and a security measure, and nothing is kept before', async () => {
    const cameraId = await theirs();
    expect(await connecting(cameraId)).toBe('no-delegation');
    await delegate(cameraId);
    expect(await connecting(cameraId)).toBe('no-link-security');
    expect(await selectStream(db.app, cameraId)).toBeUndefined();
    await secure();
    expect(await connecting(cameraId)).toBe('done');
    expect(await watching(cameraId)).toBe('done');
  });

  test('one of an owner that nobody has named is not connected; the database refuses it too', async () => {
    const cameraId = await aCamera(db.owner, { owner: '어느기관', ...outside });
    expect(await connecting(cameraId)).toBe('unknown-owner');
    await expect(
      db.owner`insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.0.0.1', 554, '/')`,
    ).rejects.toThrow(/cannot be connected without/);
    await expect(
      db.owner`update camera set integration = 'linked', integration_reason = null where camera_id = ${cameraId}`,
    ).rejects.toThrow(/cannot be linked without/);
    expect(await watching(cameraId)).toBe('unknown-owner');
  });

  test('the city’s own that a file spells otherwise stays linked and watched until its owner is decided (Art. 20)', async () => {
    const cameraId = await aCamera(db.owner, { integration: 'integrated' });
    expect(await connecting(cameraId)).toBe('done');
    await db.owner`update camera set owner_agency = '강릉시 어느과' where camera_id = ${cameraId}`;
    expect(await watching(cameraId)).toBe('done');
    expect(await connecting(cameraId)).toBe('unknown-owner');
    await db.owner`
      update camera set integration = 'standalone', integration_reason = '점검' where camera_id = ${cameraId}`;
    expect(await watching(cameraId)).toBe('unknown-owner');
  });
});

describe('Art. 18(5), 23, 25: what may not be watched is not probed', () => {
  const probed = async (cameraId: number): Promise<unknown> => {
    called = [];
    const targets = new CameraTargets(deps.config, () => Promise.resolve(undefined));
    const { rounds } = probeCameras(deps, targets, new Map());
    await db.owner`delete from camera_device`;
    rounds.start();
    try {
      return await vi.waitFor(
        async () => {
          const [row] = await db.owner`select state, cause from camera_device where camera_id = ${cameraId}`;
          expect(row).toBeDefined();
          return { ...row, called: called.length > 0 };
        },
        { timeout: 10_000, interval: 50 },
      );
    } finally {
      await rounds.stop();
    }
  };

  test('a device is called while its papers hold, and no more from the midnight in Seoul that ends them', async () => {
    const cameraId = await theirs();
    await delegate(cameraId);
    await secure();
    await connecting(cameraId);
    expect(await probed(cameraId)).toEqual({ state: 'normal', cause: null, called: true });
    clock = () => new Date(Date.now() + 2 * 86_400_000);
    expect(await probed(cameraId)).toEqual({ state: 'unknown', cause: 'no-delegation', called: false });
  });
});
