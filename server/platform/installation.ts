import { mkdirSync } from 'node:fs';
import { readConfig, type Config } from './config.ts';
import { connect, parseTarget, targetsOf, type Sql, type Target, type Targets } from './db.ts';
import { joinOrStartCluster } from './local-postgres.ts';
import { ensureDatabase, migrate } from './migrate.ts';
import { postgis, provision } from './provision.ts';

const DATABASE = 'gwanje';

/** The database of this installation, migrated and ready. `close` leaves it, and stops a private cluster nobody else uses. */
export interface Installation {
  readonly config: Config;
  readonly targets: Targets;
  readonly close: () => Promise<void>;
}

/**
 * Opens the database that `DATABASE_URL` names, or the private cluster of `DATA_DIR`, and brings it up to date.
 * Every command begins here; what the machine lacks is installed first. `beforeMigrating` may refuse a private cluster. Throws ClusterError or MigrationError with the way out.
 */
export async function openInstallation(
  config: Config,
  name: string,
  beforeMigrating: (maintenance: Target) => Promise<void> = async () => undefined,
): Promise<Installation> {
  mkdirSync(config.dataDir, { recursive: true });
  if (config.databaseUrl !== null) {
    const targets = targetsOf(config, parseTarget(config.databaseUrl));
    await migrate(targets);
    return { config, targets, close: async () => undefined };
  }
  await provision([postgis], console.error);
  const cluster = await joinOrStartCluster(config, { name });
  try {
    await beforeMigrating(cluster.target('postgres'));
    await ensureDatabase(cluster.target('postgres'), DATABASE);
    const targets = targetsOf(config, cluster.target(DATABASE));
    await migrate(targets);
    return { config, targets, close: cluster.stop };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Runs one command against the installation as the run-time role (or the owner) and leaves it tidy; prints errors plainly. */
export async function withInstallation(
  name: string,
  as: 'app' | 'owner',
  work: (sql: Sql, config: Config) => Promise<void>,
): Promise<void> {
  try {
    const config = readConfig();
    const installation = await openInstallation(config, name);
    const sql = connect(installation.targets[as], { max: 4, name });
    const leave = async () => {
      await sql.end({ timeout: 5 });
      await installation.close();
    };
    // The private cluster has a session of its own, so an interrupted command must stop it itself.
    const interrupted = () => void leave().finally(() => process.exit(130));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted);
    try {
      await work(sql, config);
    } finally {
      await leave();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
