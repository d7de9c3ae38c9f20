import { createAccount } from '../server/people/index.ts';
import { SYSTEM, type Role } from '../server/platform/access.ts';
import { readConfig } from '../server/platform/config.ts';
import { connect, type Sql } from '../server/platform/db.ts';
import { openInstallation } from '../server/platform/installation.ts';

/** The database of the running city, for what no screen does: time that passes, people who were there before. */
export async function inCityDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const dataDir = process.env['CITY_DATA_DIR'];
  if (dataDir === undefined)
    throw new Error('CITY_DATA_DIR is not set: run the specs with playwright test -c e2e.');
  const installation = await openInstallation(readConfig({ DATA_DIR: dataDir }), 'e2e');
  const sql = connect(installation.targets.owner, { max: 1, name: 'e2e' });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
    await installation.close();
  }
}

/** A real person with a fresh account that has neither a second factor nor a pledge yet. */
export async function aPerson(
  role: Role,
  account: string,
  personName: string,
): Promise<{ account: string; password: string }> {
  const password = 'correct horse battery';
  const row = { account, password, role, personName, seat: null, agency: null, departmentId: null };
  await inCityDatabase((sql) => createAccount(sql, SYSTEM, row, 'test'));
  return { account, password };
}
