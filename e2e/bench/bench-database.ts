import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../server/platform/config.ts';
import { connect, type Sql } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';

/** A database of its own, empty and migrated, for as long as the work takes; `owner` and `app` are its two roles. */
export async function withDatabase<T>(
  name: string,
  appConnections: number,
  work: (database: { readonly owner: Sql; readonly app: Sql; readonly config: Config }) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
  const config = readConfig({ ...process.env, DATA_DIR: dataDir, DEMO: '0' });
  const installation = await openInstallation(config, name);
  const owner = connect(installation.targets.owner, { max: 4 });
  const app = connect(installation.targets.app, { max: appConnections });
  try {
    return await work({ owner, app, config });
  } finally {
    await app.end({ timeout: 5 });
    await owner.end({ timeout: 5 });
    await installation.close();
    const cluster = join(dataDir, 'postgres.json');
    if (existsSync(cluster)) {
      const { dir } = JSON.parse(readFileSync(cluster, 'utf8')) as { dir: string };
      rmSync(dir, { recursive: true, force: true });
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}
