import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { targetsOf, type Targets } from '../platform/db.ts';
import { joinOrStartCluster } from '../platform/local-postgres.ts';
import { ensureDatabase, migrate } from '../platform/migrate.ts';
import { isAlive } from '../platform/postmaster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: { template: Targets; binDir: string; major: number };
  }
}

const prefix = 'gwanje-test-';
const templateName = 'gwanje_template';

/** Folders of test runs that were killed; their server ends by itself when its folder is gone. */
const sweepDeadRuns = (): void => {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`, 'u').exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
};

/** Starts a cluster for one test run, migrates the template that every test database is cloned from, and stops it after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepDeadRuns();
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // PostgreSQL's own user must pass through when the run was started as root.
  chmodSync(dataDir, 0o711);
  const config = {
    dataDir,
    secretsDir: join(dataDir, 'secrets'),
    appDatabaseUrl: null,
    publicDatabaseUrl: null,
  };
  const cluster = await joinOrStartCluster(config, {
    name: 'gwanje-map tests',
    place: join(dataDir, 'c'),
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  });
  await ensureDatabase(cluster.target('postgres'), templateName);
  const template = targetsOf(config, cluster.target(templateName));
  await migrate(template);
  project.provide('testCluster', { template, binDir: cluster.binDir, major: cluster.major });
  return async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
