import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { accountOf, postmasterOf, stopPostmaster, type Account } from './postmaster.ts';

/** A Unix socket's path may have 107 bytes, and PostgreSQL adds its lock file's ending. */
const longestSocketPath = 107 - '/.s.PGSQL.5432.lock'.length;
const rootsPlace = '/var/lib/gwanje-map';

/** Where a private cluster lies, and whom it runs as when that is not the user who started the app. */
export type Folders = {
  readonly dir: string;
  readonly dataDir: string;
  readonly socketDir: string;
  readonly log: string;
  readonly account: Account | null;
};

/** The private cluster cannot be used; the message says why and what to do. */
export class ClusterError extends Error {
  override name = 'ClusterError';
}

const isRoot = (): boolean => process.getuid?.() === 0;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const foreign = (path: string): ClusterError =>
  new ClusterError(
    `${path} 폴더가 다른 사용자의 것이라 쓰지 않았습니다. 그 사용자로 시작하거나 DATA_DIR을 바꾸십시오.\n` +
      `The folder ${path} belongs to another user. Start as that user, or choose another DATA_DIR.`,
  );

const refuseForeign = (dataDir: string): void => {
  const paths = [dataDir, join(dataDir, 'secrets'), join(dataDir, 'postgres.json')];
  for (const path of paths.filter((each) => existsSync(each))) {
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch {
      throw foreign(dataDir);
    }
  }
};

/** The ordinary user whose cluster root finds in a DATA_DIR: it goes on running as that user. */
const ordinaryOwner = (dataDir: string): Account | null => {
  if (!existsSync(join(dataDir, 'PG_VERSION'))) return null;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? null : { uid, gid };
};

const ownFolder = (path: string, account: Account | null): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (found.isSymbolicLink()) throw foreign(path);
  if (account !== null && found.uid === 0) lchownSync(path, account.uid, account.gid);
  else if (found.uid !== (account?.uid ?? process.getuid?.())) throw foreign(path);
  chmodSync(path, 0o700);
  return path;
};

/** A cluster whose DATA_DIR was deleted has lost its password: it is put aside, not deleted, and a new one begins. */
const putAsideOrphan = async (dir: string, note: string): Promise<void> => {
  if (existsSync(note) || !existsSync(join(dir, 'data'))) return;
  const running = postmasterOf(join(dir, 'data'));
  if (running !== null) await stopPostmaster(running);
  const aside = `${dir}.${new Date().toISOString().replace(/[:.]/gu, '-')}`;
  renameSync(dir, aside);
  console.error(`이전 데이터를 옮겨 두었습니다. Earlier data was put aside: ${aside}`);
};

const chooseDir = async (dataDir: string): Promise<Pick<Folders, 'dir' | 'account'>> => {
  const beside = join(dataDir, 'postgres');
  if (!isRoot()) return { dir: beside, account: null };
  const ordinary = ordinaryOwner(join(beside, 'data'));
  if (ordinary !== null) return { dir: beside, account: ordinary };
  // PostgreSQL refuses to run as root, and its own user cannot enter a clone under /root.
  const dir = join(rootsPlace, hashOf(dataDir));
  mkdirSync(rootsPlace, { recursive: true, mode: 0o755 });
  await putAsideOrphan(dir, join(dataDir, 'postgres.json'));
  return { dir, account: accountOf('postgres') };
};

/**
 * The folders of the private cluster of a DATA_DIR, made with mode 0700: in DATA_DIR itself, or below /var/lib when
 * started as root. `place` overrides that.
 * @throws ClusterError when a folder is another user's
 */
export const clusterFolders = async (givenDataDir: string, place?: string): Promise<Folders> => {
  mkdirSync(givenDataDir, { recursive: true });
  const dataDir = realpathSync(givenDataDir);
  refuseForeign(dataDir);
  const { dir, account } =
    place === undefined
      ? await chooseDir(dataDir)
      : { dir: place, account: isRoot() ? accountOf('postgres') : null };
  ownFolder(dir, account);
  const inside = join(dir, 'socket');
  const outside = join(tmpdir(), `gwanje-${userInfo().uid}-${hashOf(dir)}`);
  return {
    dir,
    dataDir: join(dir, 'data'),
    socketDir: ownFolder(Buffer.byteLength(inside) <= longestSocketPath ? inside : outside, account),
    log: join(dir, 'postgres.log'),
    account,
  };
};
