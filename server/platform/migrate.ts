import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { appRole, connect, publicRole, type Sql, type Target, type Targets, type Tx } from './db.ts';
import { installJobs } from './jobs.ts';

const migrationsDir = join(import.meta.dirname, '../../migrations');
const migrationLock = 8_787_002;

type Migration = {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
};

/** The database cannot be brought up to date; the message says which migration and why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

const readMigrations = (dir: string): Migration[] => {
  const files = globSync('[0-9][0-9][0-9][0-9]_*.sql', { cwd: dir }).sort();
  const found = files.map((file) => {
    const text = readFileSync(join(dir, file), 'utf8');
    return {
      version: Number(file.slice(0, 4)),
      name: basename(file, '.sql'),
      sha256: createHash('sha256').update(text).digest('hex'),
      text,
    };
  });
  const double = found.find((migration, at) => found[at - 1]?.version === migration.version);
  if (double !== undefined) {
    throw new MigrationError(
      `번호가 같은 마이그레이션이 둘입니다. Two migrations have one number: ${double.name}`,
    );
  }
  return found;
};

const checkedAgainst = (
  files: readonly Migration[],
  applied: ReadonlyMap<number, Migration>,
): Migration[] => {
  const byVersion = new Map(files.map((file) => [file.version, file]));
  for (const done of applied.values()) {
    const file = byVersion.get(done.version);
    if (file === undefined) {
      throw new MigrationError(
        `데이터베이스가 이 프로그램보다 새 버전입니다(${done.name}). 더 새로운 프로그램으로 시작하십시오.\n` +
          `The database is newer than this program (${done.name}). Start with a newer program.`,
      );
    }
    if (file.sha256 !== done.sha256) {
      throw new MigrationError(
        `이미 적용된 migrations/${file.name}.sql의 내용이 바뀌었습니다. 파일을 되돌리고 변경은 새 마이그레이션으로 쓰십시오.\n` +
          `migrations/${file.name}.sql was edited after it was applied. Restore it, and write the change as a new migration.`,
      );
    }
  }
  const newest = Math.max(0, ...applied.keys());
  const pending = files.filter((file) => !applied.has(file.version));
  const late = pending.find((file) => file.version < newest);
  if (late !== undefined) {
    throw new MigrationError(
      `migrations/${late.name}.sql의 번호가 이미 적용된 것보다 작습니다. 번호를 ${newest + 1} 이상으로 바꾸십시오.\n` +
        `migrations/${late.name}.sql has a number below one already applied. Renumber it to ${newest + 1} or above.`,
    );
  }
  return pending;
};

const reach = async (sql: Sql, { host, port, database }: Target): Promise<void> => {
  try {
    await sql`select`;
  } catch (error) {
    throw new MigrationError(
      `데이터베이스에 연결하지 못했습니다. DATABASE_URL과 그 서버를 확인하십시오.\n` +
        `The database cannot be reached. Check DATABASE_URL and its server.\n` +
        `  ${host}:${port}/${database}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
};

const loginRole = async (sql: Sql, role: string, password: string | null): Promise<void> => {
  const [exists] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (exists === undefined)
    await sql`create role ${sql(role)} login nosuperuser nobypassrls nocreatedb nocreaterole`;
  // DDL takes no parameters; the password is our own base64url text, and quoted all the same.
  if (password !== null) await sql.unsafe(`alter role ${role} password '${password.replaceAll("'", "''")}'`);
};

const extensionNames = ['postgis', 'pg_trgm', 'btree_gist'] as const;

const bootstrap = async (sql: Sql, targets: Targets): Promise<void> => {
  const own = (target: Target, role: string) => (target.user === role ? target.password : null);
  await loginRole(sql, appRole, own(targets.app, appRole));
  await loginRole(sql, publicRole, own(targets.public, publicRole));
  for (const extension of extensionNames) {
    try {
      await sql`create extension if not exists ${sql(extension)} with schema public`;
    } catch (error) {
      throw new MigrationError(
        `확장 ${extension}을(를) 설치하지 못했습니다. 데이터베이스 관리자로 create extension ${extension}; 을 실행하십시오.\n` +
          `The extension ${extension} could not be created. Run create extension ${extension}; as the database's superuser.`,
        { cause: error },
      );
    }
  }
  const database = sql(targets.owner.database);
  await sql`revoke create on schema public from public`;
  await sql`revoke all on database ${database} from public`;
  await sql`grant connect, temporary on database ${database} to ${sql(appRole)}`;
  await sql`grant connect on database ${database} to ${sql(publicRole)}`;
  await sql`grant usage on schema public to ${sql(appRole)}, ${sql(publicRole)}`;
  await sql`
    create table if not exists schema_migration (
      version integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
};

const apply = async (tx: Tx, migration: Migration): Promise<void> => {
  try {
    await tx.unsafe(migration.text);
  } catch (error) {
    const position = Number((error as { position?: string }).position ?? 0);
    const line = migration.text.slice(0, position).split('\n').length;
    throw new MigrationError(
      `migrations/${migration.name}.sql:${line}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  await tx`
    insert into schema_migration (version, name, sha256)
    values (${migration.version}, ${migration.name}, ${migration.sha256})`;
};

/**
 * Brings a database up to date as its owner: login roles, extensions, the job tables, then every new migration in order,
 * each in its own transaction. Two at once wait for each other. Forward only: an edited, missing or late migration is
 * an error and changes nothing.
 * @throws MigrationError
 */
export const migrate = async (
  targets: Targets,
  options: { readonly dir?: string } = {},
): Promise<{ applied: string[] }> => {
  const files = readMigrations(options.dir ?? migrationsDir);
  const sql = connect(targets.owner, { max: 1, name: 'gwanje-map migrate' });
  try {
    await reach(sql, targets.owner);
    await sql`select pg_advisory_lock(${migrationLock})`;
    await bootstrap(sql, targets);
    await installJobs(targets.owner);
    const rows = await sql<Migration[]>`select version, name, sha256, '' as text from schema_migration`;
    const pending = checkedAgainst(files, new Map(rows.map((row) => [row.version, row])));
    for (const migration of pending) await sql.begin((tx) => apply(tx, migration));
    return { applied: pending.map((migration) => migration.name) };
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/** Makes the database of the private cluster when it is not there yet. `maintenance` is any database of that cluster. */
export const ensureDatabase = async (maintenance: Target, name: string): Promise<void> => {
  const sql = connect(maintenance, { max: 1, name: 'gwanje-map migrate' });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    const [exists] = await sql`select 1 from pg_database where datname = ${name}`;
    if (exists === undefined) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/**
 * The schema as SQL, as pg_dump of `binDir` writes it, without what differs from run to run. The job tables are left
 * out, since they belong to pg-boss. Begins with a line naming the major version of PostgreSQL.
 */
export const schemaDump = async (owner: Target, binDir: string, major: number): Promise<string> => {
  const args = ['--schema-only', '--no-owner', '--exclude-schema=pgboss', '--exclude-table=schema_migration'];
  const { stdout } = await promisify(execFile)(join(binDir, 'pg_dump'), args, {
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PGHOST: owner.host,
      PGPORT: String(owner.port),
      PGDATABASE: owner.database,
      PGUSER: owner.user,
      PGPASSWORD: owner.password,
    },
  });
  const lines = stdout
    .split('\n')
    .filter((line) => !/^(?:--|SET |SELECT pg_catalog\.set_config|\\(?:un)?restrict )/u.test(line));
  return `-- PostgreSQL ${major}\n${lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()}\n`;
};
