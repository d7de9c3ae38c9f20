import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One installed PostgreSQL: its major version, its folder of programs, and whether PostGIS lies beside it. */
export type Installation = { readonly major: number; readonly binDir: string; readonly postgis: boolean };

const oldestMajor = 14;

const places = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/libexec/postgresql*',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
  '/usr/local/pgsql/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

const output = (program: string, args: readonly string[]): string | null => {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
};

const shareDirs = (binDir: string): string[] => {
  const told = output(join(binDir, 'pg_config'), ['--sharedir']);
  return [
    ...(told === null ? [] : [told]),
    // Debian keeps pg_config in a development package that need not be there.
    binDir.replace('/usr/lib/postgresql/', '/usr/share/postgresql/').replace(/\/bin$/u, ''),
    join(dirname(binDir), 'share/postgresql'),
    join(dirname(binDir), 'share'),
    '/usr/share/postgresql',
  ];
};

const inspect = (binDir: string): Installation | null => {
  const version = output(join(binDir, 'postgres'), ['--version']);
  const major = Number(/\b(\d+)(?:\.|devel|beta|rc|\b)/u.exec(version ?? '')?.[1] ?? 0);
  const complete = ['postgres', 'initdb', 'pg_dump'].every((program) => existsSync(join(binDir, program)));
  if (!complete || major < oldestMajor) return null;
  const postgis = shareDirs(binDir).some((dir) => existsSync(join(dir, 'extension/postgis.control')));
  return { major, binDir, postgis };
};

/** Every PostgreSQL on this machine that can be used, newest first. */
export const findInstallations = (): Installation[] => {
  const onPath = (process.env['PATH'] ?? '').split(':').filter((dir) => dir !== '');
  const dirs = new Set([...globSync(places), ...onPath].filter((dir) => existsSync(join(dir, 'initdb'))));
  return [...dirs]
    .map(inspect)
    .filter((found) => found !== null)
    .sort((one, other) => other.major - one.major);
};

/** The newest PostgreSQL that has PostGIS, or that of one major version; null when there is none. */
export const findPostgis = (major?: number): Installation | null =>
  findInstallations().find((found) => found.postgis && (major === undefined || found.major === major)) ??
  null;
