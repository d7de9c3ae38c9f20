import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../../server/platform/config.ts';
import { connect } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { removeData } from '../run-city.ts';
import { gatewaysFor } from '../../server/streams/camera-owners.rules.ts';
import { ConsoleViewer, signIn, type SignedInConsole } from '../../server/testing/console-viewer.ts';
import { retryAfterMs } from '../../web/streams/live-phase.rules.ts';
import { Forked } from './forked.ts';
import { quantile, row, type Row } from './row.ts';

const CAMERAS = 100;
const ONE_BY_ONE = 10;
const LIMIT_ALL_MS = 20_000;
const LIMIT_ONE_MS = 3_000;
const LIMIT_DROP_MS = 1_000;
/** The watchdog waits 5 s before it believes in the silence. */
const LIMIT_STALL_MS = 6_000;
const BROKEN_CAMERAS = 20;
const BROKEN_FOR_MS = 20_000;
/** Shorter ones are of a busy machine: between two frames of a camera that is well there are 40 ms. */
const DROP_AT_LEAST_MS = 200;
const STALL_AT_LEAST_MS = 4_000;
const PATIENCE_MS = 60_000;

/**
 * What comes back by itself, seen from where the pictures end: API and gateways as real processes, viewers that ask again as the
 * console does. A gateway killed or stopped dead, cameras that drop the connection, cameras that go silent.
 */
export async function benchKills(): Promise<Row[]> {
  const stand = await KillStand.start();
  try {
    return [
      ...(await stand.killedWithMany()),
      ...(await stand.oneByOne('killed', 'SIGKILL')),
      ...(await stand.oneByOne('stopped dead, with its connections open', 'SIGSTOP')),
      ...(await stand.broken('a dropped connection', 'drop', DROP_AT_LEAST_MS, LIMIT_DROP_MS)),
      ...(await stand.broken(
        'a camera gone silent (believed after 5 s)',
        'stall',
        STALL_AT_LEAST_MS,
        LIMIT_STALL_MS,
      )),
    ];
  } finally {
    await stand.stop();
  }
}

/** What a bench of this kind is undone by, last step first. */
type Steps = (() => unknown)[];

class KillStand {
  readonly #env: NodeJS.ProcessEnv;
  readonly #undo: Steps;
  readonly #sql: ReturnType<typeof connect>;
  readonly #console: SignedInConsole;
  readonly #cameraIds: readonly number[];
  #gateways: Gateway[] = [];

  private constructor(
    env: NodeJS.ProcessEnv,
    undo: Steps,
    sql: ReturnType<typeof connect>,
    console: SignedInConsole,
    cameraIds: readonly number[],
  ) {
    this.#env = env;
    this.#undo = undo;
    this.#sql = sql;
    this.#console = console;
    this.#cameraIds = cameraIds;
  }

  static async start(): Promise<KillStand> {
    const undo: Steps = [];
    try {
      return await KillStand.#build(undo);
    } catch (error) {
      for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
      throw error;
    }
  }

  static async #build(undo: Steps): Promise<KillStand> {
    const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
    chmodSync(dataDir, 0o711);
    undo.push(() => removeData(dataDir));
    const env = {
      ...process.env,
      ...{ DATA_DIR: dataDir, DEMO: '1', HOST: '127.0.0.1', PORT: '0', CAMERA_NETWORKS: '127.0.0.1/32' },
    };
    const installation = await openInstallation(readConfig(env), 'bench kills');
    undo.push(installation.close);
    const cameras = await Forked.start('camera-server.ts');
    undo.push(() => cameras.forked.stop());
    const api = await Forked.start('api-server.ts', [], { ...env, ROLES: 'api' });
    undo.push(() => api.forked.stop());
    const sql = connect(installation.targets.owner, { max: 1 });
    undo.push(() => sql.end());
    const rows = await sql<{ cameraId: number }[]>`
      update camera_stream
      set rtsp_port = ${Number(cameras.said['port'])}, rtsp_path = '/cam/' || camera.camera_id, sub_path = null
      from camera
      where camera.camera_id = camera_stream.camera_id and not protected
        and cardinality(link_lacks(camera.camera_id, owner_agency, city_day())) = 0
      returning camera.camera_id as "cameraId"`;
    const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
      role: string;
      account: string;
      password: string;
    }[];
    const { account, password } = accounts.find(({ role }) => role === 'operator')!;
    const signedIn = await signIn(String(api.said['url']), account, password);
    const cameraIds = rows.map(({ cameraId }) => cameraId);
    return new KillStand(env, undo, sql, signedIn, cameraIds);
  }

  async stop(): Promise<void> {
    for (const { forked } of this.#gateways) await forked.stop();
    for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) await step();
  }

  async killedWithMany(): Promise<Row[]> {
    await this.#gatewaysUp(3);
    const [gone] = this.#gateways;
    const viewers = await this.#watchThrough(gone!, CAMERAS);
    const backMs = await this.#backAfter(gone!, 'SIGKILL', viewers);
    viewers.forEach((viewer) => viewer.stop());
    return spread(`a killed gateway's ${CAMERAS} cameras play elsewhere`, backMs, LIMIT_ALL_MS);
  }

  async oneByOne(how: string, signal: 'SIGKILL' | 'SIGSTOP'): Promise<Row[]> {
    const backMs: number[] = [];
    for (let n = 0; n < ONE_BY_ONE; n++) {
      await this.#gatewaysUp(2);
      const [gone] = this.#gateways;
      const viewers = await this.#watchThrough(gone!, 1);
      backMs.push(...(await this.#backAfter(gone!, signal, viewers)));
      viewers.forEach((viewer) => viewer.stop());
    }
    return spread(`one camera of a gateway that was ${how} plays elsewhere`, backMs, LIMIT_ONE_MS);
  }

  /** How long each picture of a camera that breaks every three seconds stood still, each time. */
  async broken(how: string, kind: string, atLeastMs: number, limitMs: number): Promise<Row[]> {
    await this.#gatewaysUp(1);
    const cameraIds = this.#cameraIds.slice(0, BROKEN_CAMERAS);
    await this.#sql`
      update camera_stream set rtsp_path = ${`/${kind}/`} || camera_id where camera_id = any(${cameraIds}::int[])`;
    const viewers = cameraIds.map((cameraId) => new ConsoleViewer(this.#console, cameraId, retryAfterMs));
    await wait(BROKEN_FOR_MS);
    viewers.forEach((viewer) => viewer.stop());
    await this.#sql`
      update camera_stream set rtsp_path = '/cam/' || camera_id where camera_id = any(${cameraIds}::int[])`;
    const stoodStillMs = viewers.flatMap(({ framesAtMs }) =>
      framesAtMs.slice(1).map((atMs, index) => atMs - framesAtMs[index]!),
    );
    return spread(
      `the picture stands still after ${how}`,
      stoodStillMs.filter((ms) => ms > atLeastMs),
      limitMs,
    );
  }

  async #gatewaysUp(count: number): Promise<void> {
    while (this.#gateways.length < count) {
      const { forked } = await Forked.start('api-server.ts', [], { ...this.#env, ROLES: 'gateway' });
      const [row] = await this.#sql<{ gatewayId: string }[]>`
        select gateway_id as "gatewayId" from gateway
        where gateway_id <> all(${this.#gateways.map(({ gatewayId }) => gatewayId)}::uuid[])
        order by beat_at desc limit 1`;
      if (!row) throw new Error('a gateway started and is not in the database');
      this.#gateways.push({ forked, gatewayId: row.gatewayId });
    }
  }

  /** Viewers of so many cameras that this gateway has, all of them playing. */
  async #watchThrough({ gatewayId }: Gateway, count: number): Promise<ConsoleViewer[]> {
    const ids = this.#gateways.map((each) => each.gatewayId);
    const cameraIds = this.#cameraIds.filter((cameraId) => gatewaysFor(cameraId, ids)[0] === gatewayId);
    const viewers = cameraIds
      .slice(0, count)
      .map((cameraId) => new ConsoleViewer(this.#console, cameraId, retryAfterMs));
    // One that was opened before the API knew of the gateway plays through another.
    await until(() =>
      viewers.every((viewer) => {
        if (viewer.gatewayId !== null && viewer.gatewayId !== gatewayId) viewer.reopen();
        return viewer.gatewayId === gatewayId;
      }),
    );
    return viewers;
  }

  /** Ends a gateway so, and answers how long each of its viewers was without a new picture. */
  async #backAfter(
    gone: Gateway,
    signal: 'SIGKILL' | 'SIGSTOP',
    viewers: ConsoleViewer[],
  ): Promise<number[]> {
    this.#gateways = this.#gateways.filter((each) => each !== gone);
    const exited = once(gone.forked.child, 'exit');
    const endedAtMs = performance.now();
    gone.forked.child.kill(signal);
    const isBack = ({ gatewayId }: ConsoleViewer): boolean => gatewayId !== gone.gatewayId;
    try {
      await until(() => viewers.every(isBack));
    } finally {
      gone.forked.child.kill('SIGKILL');
      await exited;
    }
    return viewers.map(({ playsSinceMs }) => playsSinceMs - endedAtMs);
  }
}

interface Gateway {
  readonly forked: Forked;
  readonly gatewayId: string;
}

async function until(holds: () => boolean): Promise<void> {
  const startedAtMs = performance.now();
  while (!holds()) {
    if (performance.now() - startedAtMs > PATIENCE_MS) throw new Error('pictures did not come back');
    await wait(20);
  }
}

const spread = (what: string, valuesMs: readonly number[], limitMs: number): Row[] => {
  const load = loadavg()[0]!.toFixed(1);
  return (
    [
      ['p50', 0.5],
      ['p95', 0.95],
      ['max', 1],
    ] as const
  ).map(([word, share]) =>
    row(`${what}: ${word} of ${valuesMs.length} (load ${load})`, quantile(valuesMs, share), limitMs, 'ms'),
  );
};
