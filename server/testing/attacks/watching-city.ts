import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { WebSocket } from 'ws';
import { buildApp } from '../../app.ts';
import { startSimulator, type CameraBehaviour } from '../../demo/simulator/index.ts';
import type { Role } from '../../platform/access.ts';
import { readConfig } from '../../platform/config.ts';
import { connect, targetsOf, type Sql } from '../../platform/db.ts';
import { EventHub } from '../../platform/events.ts';
import { joinOrStartCluster } from '../../platform/local-postgres.ts';
import { ensureDatabase, migrate } from '../../platform/migrate.ts';
import { isAlive, postmasterOf } from '../../platform/postmaster.ts';
import { createStreams } from '../../streams/index.ts';
import { aCamera, aSignedInPerson, type SignedIn } from '../factories.ts';

export interface Watching {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  /** Resolves when another frame has come. */
  readonly nextFrame: () => Promise<void>;
}

/** The console with a database server of its own, to be hurt: over real sockets, with simulated cameras. */
export async function aWatchingCity() {
  const folder = mkdtempSync(join(tmpdir(), `gwanje-test-${process.pid}-`));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  const base = readConfig({ DATA_DIR: folder });
  const place = join(folder, 'c');
  const cluster = await joinOrStartCluster(base, { place, settings: { fsync: 'off' } });
  await ensureDatabase(cluster.target('postgres'), 'watching');
  const targets = targetsOf(base, cluster.target('watching'));
  await migrate(targets);
  const owner = connect(targets.owner, { max: 3, name: 'test owner' });
  const sql = connect(targets.app, { max: 10, name: 'test app' });
  const behaviours = new Map<string, Partial<CameraBehaviour>>();
  const simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => ({ clip: 'alley-night-small', ...behaviours.get(path) }),
  });
  const config = { ...base, cameraNetworks: [`${simulator.host}/32:${simulator.rtspPort}`] };
  const cameraWithStream = async (over: Parameters<typeof aCamera>[1] = {}): Promise<number> => {
    const cameraId = await aCamera(owner, over);
    await owner`
      insert into camera_stream (camera_id, host, rtsp_port, rtsp_path)
      values (${cameraId}, ${simulator.host}, ${simulator.rtspPort}, ${`/cam/${cameraId}`})`;
    return cameraId;
  };
  const cameras = [await cameraWithStream(), await cameraWithStream(), await cameraWithStream()] as const;
  const withoutStream = await aCamera(owner);
  const events = new EventHub(sql);
  await events.start();
  const deps = { config, sql, events, now: () => new Date() };
  const streams = createStreams(deps);
  const app = buildApp(deps, streams, folder);
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', streams.upgrade);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dataFolder = join(place, 'data');
  const controlFile = join(dataFolder, 'global/pg_control');

  const call = async (who: SignedIn | null, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(who && { cookie: who.cookie }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const answer = (text.startsWith('{') ? JSON.parse(text) : {}) as {
      code?: string;
      message?: string;
      url?: string;
    };
    return { status: response.status, ...answer };
  };

  return {
    folder,
    config,
    owner,
    sql,
    streams,
    behaviours,
    cameras,
    withoutStream,
    call,
    personOf: (role: Role, over?: Parameters<typeof aSignedInPerson>[2]): Promise<SignedIn> =>
      aSignedInPerson(owner, role, over),
    /** Opens a picture and resolves when it moves. Rejects with the answer where leave is refused. */
    watch: async (who: SignedIn, cameraId: number): Promise<Watching> => {
      const answer = await call(who, 'POST', `/cameras/${cameraId}/live`);
      if (answer.url === undefined) throw Object.assign(new Error(answer.message), answer);
      const socket = new WebSocket(answer.url, { headers: { cookie: who.cookie, origin: url } });
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      const nextFrame = () =>
        new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error('no frame')), 10_000);
          const take = (data: Buffer, binary: boolean): void => {
            if (!binary || data.length <= 200) return;
            clearTimeout(timer);
            socket.off('message', take);
            resolve();
          };
          socket.on('message', take);
          socket.on('error', reject);
        });
      await nextFrame();
      return { socket, closed, nextFrame };
    },
    /** Ends the server at once, and keeps it from being started again. */
    stopDatabase: async (): Promise<void> => {
      const pid = postmasterOf(dataFolder)!;
      renameSync(controlFile, `${controlFile}.away`);
      process.kill(pid, 'SIGQUIT');
      while (isAlive(pid)) await sleep(20);
    },
    startDatabase: async (): Promise<void> => {
      renameSync(`${controlFile}.away`, controlFile);
      for (;;)
        try {
          await owner`select 1`;
          return;
        } catch {
          await sleep(100);
        }
    },
    /** The whole server stands still and says nothing, until the answer is called. */
    freezeDatabase: (): (() => void) => {
      const pids = processesOf(dataFolder);
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      return () => {
        for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
      };
    },
    stop: async (): Promise<void> => {
      await streams.stop();
      server.closeAllConnections();
      server.close();
      await simulator.close();
      await events.stop();
      await Promise.all([sql.end({ timeout: 2 }), owner.end({ timeout: 2 })]);
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type WatchingCity = Awaited<ReturnType<typeof aWatchingCity>>;

/** Beginnings and ends of viewings by somebody, in the order of the chain. */
export const viewingsBy = (owner: Sql, { accountId }: SignedIn) => owner<
  { action: string; outcome: string; objectId: string; detail: Record<string, unknown> }[]
>`
  select action, outcome, object_id as "objectId", detail from audit
  where account_id = ${accountId} and action in ('camera.watch', 'camera.watch.end') order by seq`;

const processesOf = (dataFolder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const postmaster = postmasterOf(dataFolder);
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return pid === postmaster || parent === postmaster;
      } catch {
        return false;
      }
    });
