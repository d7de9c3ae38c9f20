import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { SYSTEM } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { EventHub } from '../platform/events.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera, aSignedInPerson } from '../testing/factories.ts';
import { CameraTargets } from './camera-targets.ts';
import { openPtz } from './onvif-device.ts';
import type { Head } from './ptz-head.ts';
import { PtzHeads } from './ptz-heads.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The device's port behind a wire that can be cut. */
class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #cut = false;

  constructor(host: string, port: number) {
    this.#server = createServer((near) => {
      if (this.#cut) return void near.destroy();
      const far = connect(port, host);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

let db: TestDatabase;
let hub: EventHub;
let simulator: Simulator;
let wire: Wire;
let heads: PtzHeads;
let cameraId: number;
beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  await hub.start();
  simulator = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: () => ({ clip: 'alley-night-small', ptz: true }),
  });
  wire = new Wire(simulator.host, simulator.onvifPort);
  const onvifPort = await wire.open();
  cameraId = await aCamera(db.owner, {
    ...{ kind: 'ptz', azimuthDeg: 30, tiltDeg: 10, hfovDeg: 20, heightM: 8 },
  });
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path, onvif_port, onvif_path)
    values (${cameraId}, '127.0.0.1', ${simulator.rtspPort}, '/cam/1', ${onvifPort}, '/cam/1')`;
  await db.owner`
    insert into ptz_calibration (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                 zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
    values (${cameraId}, 30, 180, true, 10, -45, 20, 90, 23, '시험관', 'test')`;
  await db.owner`
    insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
    values (gen_random_uuid(), ${cameraId}, 298, 333, '주택 창문', '2020-01-01', '시험관', 'test')`;
  const config = { cameraNetworks: ['127.0.0.1/32'] } as unknown as Deps['config'];
  const deps: Deps = { config, sql: db.app, events: hub, now: () => new Date() };
  heads = new PtzHeads(deps, new CameraTargets(config, () => Promise.resolve(undefined)));
  heads.start();
});
afterAll(async () => {
  await heads.stop();
  wire.close();
  await simulator.close();
  await hub.stop();
  await db.drop();
});

const taken = async (): Promise<void> => {
  const { accountId, sessionId } = await aSignedInPerson(db.owner, 'operator');
  await db.owner`
    insert into ptz_hold (camera_id, account_id, session_id, person_name, role, priority, serves, begun_at, commanded_at)
    values (${cameraId}, ${accountId}, ${sessionId}, '시험관', 'operator', 1, '{"purpose": "security"}', now(), now())`;
};
const letGo = () => db.owner`update ptz_hold set ended_at = now(), ended_why = 'released'`;
const ready = (): Promise<Head> => heads.inTurn(cameraId, () => heads.ready(cameraId));
const bearingOfDevice = async (): Promise<number> => {
  const at = { host: simulator.host, port: simulator.onvifPort, path: '/cam/1', credentials: null };
  return (30 + (await (await openPtz(at)).report()).position!.pan * 180 + 360) % 360;
};
const SLOW = { timeout: 30_000, interval: 100 };

test('Art. 11(1): a head whose device failed once while it looked elsewhere is watched on: no key leads it into a barred sector, and it comes home', async () => {
  await taken();
  const head = await ready();
  await head.follow(SYSTEM, [{ bearingDeg: 135, tiltDeg: 10, zoom: 0 }]);
  await expect.poll(() => [head.busy, Math.round(head.aim!.bearingDeg)], SLOW).toEqual([false, 135]);
  wire.cut();
  await expect(ready()).rejects.toMatchObject({ code: 'camera-silent' });
  wire.mend();

  const again = await ready();
  // Held to the right until it is refused, as a hand on a key does.
  const right = { pan: 1, tilt: 0, zoom: 0 };
  for (let held = 0; held < 40; held++) {
    const goesOn = await again.renew(SYSTEM.sessionId, right);
    if (!goesOn && again.scaleOf(right) > 0) await again.startNudge(SYSTEM, 1, right);
    await new Promise((rested) => setTimeout(rested, 150));
  }
  const stoodAt = await bearingOfDevice();
  expect(stoodAt).toBeGreaterThan(140);
  expect(stoodAt).toBeLessThan(298);
  expect(again.aim!.bearingDeg).toBeCloseTo(stoodAt, 0);

  await letGo();
  await expect.poll(bearingOfDevice, SLOW).toBeCloseTo(30, 0);
  await expect.poll(() => heads.running(cameraId), SLOW).toBeUndefined();
});

test('where a silent device looks is unknown after a while, not where it was seen last', async () => {
  await taken();
  const head = await ready();
  await head.follow(SYSTEM, [{ bearingDeg: 135, tiltDeg: 10, zoom: 0 }]);
  await expect.poll(() => Math.round(head.aim!.bearingDeg), SLOW).toBe(135);
  wire.cut();
  const drawn = () => db.app`select bearing_deg as bearing, away from ptz_aim where camera_id = ${cameraId}`;
  await expect.poll(drawn, SLOW).toEqual([{ bearing: null, away: true }]);
  expect([head.seenAim, head.scaleOf({ pan: 0.1, tilt: 0, zoom: 0 })]).toEqual([null, 0]);
  wire.mend();
  await letGo();
  await expect.poll(bearingOfDevice, SLOW).toBeCloseTo(30, 0);
});
