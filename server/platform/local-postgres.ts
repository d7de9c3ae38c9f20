import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { connect, type Sql, type Target } from './db.ts';
import { clusterFolders, ClusterError, type Folders } from './cluster-folders.ts';
import { clearStaleLocks, postmasterOf, stopPostmaster } from './postmaster.ts';
import { findPostgis, type Installation } from './postgres-binaries.ts';
import { secretFor } from './secrets.ts';

const ownerName = 'gwanje_owner';
const socketPort = 5432;
/** Held shared by every command that uses the cluster; whoever gets it alone was the last and stops it. */
const presenceLock = 8_787_001;

export type Cluster = {
  /** Where its data lies. */
  readonly dir: string;
  readonly binDir: string;
  readonly major: number;
  /** The superuser that owns everything, for one database of the cluster. */
  readonly target: (database: string) => Target;
  /** True when this process started it, false when it joined a running one. */
  readonly startedHere: boolean;
  /** Leaves the cluster, and stops it when no other command uses it. */
  readonly stop: () => Promise<void>;
};

export type ClusterOptions = {
  /** Shown to others who ask who is running. */
  readonly name?: string;
  /** Where to put the data, when not in the usual place. */
  readonly place?: string;
  /** More server settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
};

const environment = (dataDir: string): NodeJS.ProcessEnv => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  DATA_DIR: dataDir,
});

const run = async (program: string, args: readonly string[], folders: Folders, env: NodeJS.ProcessEnv) => {
  const child = spawn(program, args, {
    cwd: folders.dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(folders.account ?? {}),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) throw new ClusterError(`${program}: ${said.trim()}`);
};

const createData = async (folders: Folders, binDir: string, password: string, env: NodeJS.ProcessEnv) => {
  const draft = `${folders.dataDir}.${randomBytes(6).toString('hex')}.new`;
  const passwordFile = `${draft}.password`;
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (folders.account !== null) chownSync(passwordFile, folders.account.uid, folders.account.gid);
  try {
    const args = ['-D', draft, '-U', ownerName, '-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256'];
    await run(join(binDir, 'initdb'), [...args, `--pwfile=${passwordFile}`], folders, env);
    // Whole or not at all: a start that was cut off, or a second one at the same time, leaves no half cluster.
    renameSync(draft, folders.dataDir);
  } catch (error) {
    if (!existsSync(join(folders.dataDir, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
};

const installationFor = (dataDir: string): Installation => {
  const versionFile = join(dataDir, 'PG_VERSION');
  const major = existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8')) : undefined;
  const found = findPostgis(major);
  if (found !== null) return found;
  throw new ClusterError(
    major === undefined
      ? 'PostGIS가 있는 PostgreSQL을 찾지 못했습니다.\nNo PostgreSQL with PostGIS was found.'
      : `${dataDir}의 데이터는 PostgreSQL ${major}의 것인데 그 버전과 PostGIS가 이 컴퓨터에 없습니다. 그 버전을 설치하십시오.\n` +
          `The data in ${dataDir} is of PostgreSQL ${major}, which with its PostGIS is not on this machine. Install that version.`,
  );
};

const launch = (
  folders: Folders,
  binDir: string,
  env: NodeJS.ProcessEnv,
  settings: Record<string, string>,
) => {
  if (existsSync(folders.log) && statSync(folders.log).size > 10_000_000) truncateSync(folders.log);
  const log = openSync(folders.log, 'a', 0o600);
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own session: Ctrl-C in the terminal must not stop the database before the API has drained.
  const child = spawn(join(binDir, 'postgres'), ['-D', folders.dataDir, ...args], {
    cwd: folders.dir,
    env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(folders.account ?? {}),
  });
  closeSync(log);
  let ended = false;
  child.on('error', () => (ended = true));
  child.on('exit', () => (ended = true));
  child.unref();
  return { hasEnded: () => ended };
};

const lastLines = (path: string): string =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(-8).join('\n') : '';

/** Connects one session that stands for this command; null when nothing answers yet. */
const bePresent = async (target: Target, name: string): Promise<Sql | null> => {
  const session = connect(target, { max: 1, name });
  try {
    await session`select pg_advisory_lock_shared(${presenceLock})`;
    return session;
  } catch (error) {
    await session.end({ timeout: 1 });
    const code = (error as { code?: string }).code ?? '';
    if (code === '28P01') {
      throw new ClusterError(
        'DATA_DIR/secrets의 비밀번호가 이 데이터의 것이 아닙니다.\nThe password in DATA_DIR/secrets is not that of this data.',
      );
    }
    // 57Pxx: starting up or shutting down. Anything else that is not a missing socket is a real error.
    if (/^(?:57P|ENOENT|ECONN|EPIPE|CONNECT)/u.test(code)) return null;
    throw error;
  }
};

const writeNote = (dataDir: string, note: object): void =>
  writeFileSync(join(dataDir, 'postgres.json'), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });

/** Starts the server unless one runs, and waits until this command is present in it. */
const ensurePresence = async (
  folders: Folders,
  target: Target,
  name: string,
  start: () => { hasEnded: () => boolean },
): Promise<{ session: Sql; startedHere: boolean }> => {
  const socket = join(folders.socketDir, `.s.PGSQL.${socketPort}`);
  let starts = 0;
  let started: { hasEnded: () => boolean } | null = null;
  for (let waitedMs = 0; ; waitedMs += 25) {
    const session = existsSync(socket) ? await bePresent(target, name) : null;
    if (session !== null) return { session, startedHere: starts > 0 };
    if (postmasterOf(folders.dataDir) === null && (started === null || started.hasEnded())) {
      if (starts === 5) {
        throw new ClusterError(
          `데이터베이스가 시작되지 않았습니다. The database did not start.\n${lastLines(folders.log)}`,
        );
      }
      await clearStaleLocks(folders.dataDir, `${socket}.lock`);
      await sleep(starts * 200);
      started = start();
      starts += 1;
    }
    if (waitedMs === 10_000)
      console.error('데이터베이스의 복구를 기다립니다. Waiting for the database to recover.');
    await sleep(25);
  }
};

/**
 * Joins the private cluster of a DATA_DIR, or makes and starts it. Data, socket and password are private to this
 * installation; there is no TCP port. After kill -9 of everything it recovers by itself.
 * @throws ClusterError when it cannot be used: no PostGIS, another user's folder, a failing start.
 */
export const joinOrStartCluster = async (
  config: Pick<Config, 'dataDir' | 'secretsDir'>,
  options: ClusterOptions = {},
): Promise<Cluster> => {
  const folders = await clusterFolders(config.dataDir, options.place);
  const { dir, dataDir, socketDir } = folders;
  const password = secretFor(config.secretsDir, ownerName);
  const { binDir, major } = installationFor(dataDir);
  const env = environment(config.dataDir);
  const target = (database: string): Target => ({
    host: socketDir,
    port: socketPort,
    database,
    user: ownerName,
    password,
  });
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createData(folders, binDir, password, env);
  writeNote(config.dataDir, { dir, socketDir, binDir, major, user: ownerName });
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    jit: 'off',
    ...options.settings,
  };
  const name = options.name ?? `gwanje-map pid ${process.pid}`;
  const present = () =>
    ensurePresence(folders, target('postgres'), name, () => launch(folders, binDir, env, settings));
  const { session: first, startedHere } = await present();
  let session = first;
  let known = postmasterOf(dataDir);
  // Its server may be killed, and may be started again by another command: be present in whichever runs.
  const follow = async (): Promise<void> => {
    if (known !== null && postmasterOf(dataDir) === known) return;
    void session.end({ timeout: 1 });
    session = (await present()).session;
    known = postmasterOf(dataDir);
  };
  let following: Promise<void> | null = null;
  const watch = setInterval(() => {
    following ??= follow()
      .catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
      .finally(() => (following = null));
  }, 1000).unref();
  const leave = async () => {
    clearInterval(watch);
    await following;
    await follow();
    const [row] = await session<{ alone: boolean }[]>`
      with left_shared as (select pg_advisory_unlock_shared(${presenceLock}))
      select pg_try_advisory_lock(${presenceLock}) as alone from left_shared`;
    if (row?.alone === true && known !== null) await stopPostmaster(known);
    await session.end({ timeout: 1 });
  };
  let left: Promise<void> | null = null;
  const stop = () => (left ??= leave());
  return { dir, binDir, major, target, startedHere, stop };
};

/** A name for a new database of tests or drafts, safe to use unquoted. */
export const freshDatabaseName = (prefix: string): string => `${prefix}_${randomBytes(6).toString('hex')}`;
