import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whom PostgreSQL runs as when the app was started by root. */
export type Account = { readonly uid: number; readonly gid: number };

/** Looks an account up in /etc/passwd; throws when the machine has none of that name. */
export const accountOf = (name: string): Account => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      `'${name}' 사용자가 없습니다. PostgreSQL은 root로 실행되지 않습니다.\n` +
        `There is no user '${name}', and PostgreSQL does not run as root.`,
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
};

/** Whether a process exists; one of another user counts. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const pidIn = (lockFile: string): number | null => {
  if (!existsSync(lockFile)) return null;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
};

const workingDirOf = (pid: number): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
};

/** Process id of the postmaster that serves a data folder; null when none does, whatever a stale lock file says. */
export const postmasterOf = (dataDir: string): number | null => {
  const pid = pidIn(join(dataDir, 'postmaster.pid'));
  if (pid === null || !isAlive(pid)) return null;
  // After a reboot the old number may belong to any program. Every PostgreSQL process stands in its data folder.
  if (existsSync('/proc/self/cwd') && workingDirOf(pid) !== dataDir) return null;
  return pid;
};

const processesIn = (dataDir: string): number[] =>
  existsSync('/proc/self/cwd')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/u.test(name) && workingDirOf(Number(name)) === dataDir)
        .map(Number)
    : [];

/**
 * After kill -9: waits for sessions that outlived their postmaster, then removes lock files whose process number now
 * belongs to another program, which PostgreSQL itself would take for a running server.
 */
export const clearStaleLocks = async (dataDir: string, socketLock: string): Promise<void> => {
  for (let waitedMs = 0; processesIn(dataDir).length > 0 && waitedMs < 20_000; waitedMs += 100) {
    if (postmasterOf(dataDir) !== null) return;
    await sleep(100);
  }
  // Removing the lock while a session still writes would let two servers share the files.
  if (processesIn(dataDir).length > 0) return;
  for (const lockFile of [join(dataDir, 'postmaster.pid'), socketLock]) {
    const pid = pidIn(lockFile);
    if (pid !== null && isAlive(pid)) rmSync(lockFile, { force: true });
  }
};

/** Ends a server: fast, its sessions rolled back; after a minute at once, to recover at its next start. */
export const stopPostmaster = async (pid: number): Promise<void> => {
  const signals = ['SIGINT', 'SIGQUIT'] as const;
  for (const signal of signals) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < 60_000 && isAlive(pid); waitedMs += 25) await sleep(25);
  }
};
