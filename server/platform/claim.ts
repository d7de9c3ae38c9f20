import { roles as allRoles, type Role } from './config.ts';
import { connect, type Sql, type Target } from './db.ts';

const claimLock = 8_787_003;

/** Another program already serves this installation; the message says which. */
export class ClaimError extends Error {
  override name = 'ClaimError';
}

const take = async (sql: Sql, roles: readonly Role[]): Promise<void> => {
  for (const role of roles) {
    // Gateways share an installation: they find each other and share the cameras.
    if (role === 'gateway') continue;
    const key = allRoles.indexOf(role);
    const [claim] = await sql<{ taken: boolean }[]>`
      select pg_try_advisory_lock(${claimLock}, ${key}) as taken`;
    if (claim?.taken === true) continue;
    const [holder] = await sql<{ name: string }[]>`
      select application_name as name
      from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and classid = ${claimLock} and objid = ${key} and granted`;
    const who = holder?.name ?? '?';
    throw new ClaimError(
      `이미 실행 중입니다: ${who}. 그것을 먼저 멈추거나 다른 DATA_DIR을 쓰십시오.\n` +
        `Already running: ${who}. Stop that one first, or use another DATA_DIR.`,
    );
  }
};

const holdsNothing = async (sql: Sql): Promise<boolean> => {
  const [held] = await sql<{ locks: number }[]>`
    select count(*)::int as locks from pg_locks
    where locktype = 'advisory' and classid = ${claimLock} and pid = pg_backend_pid()`;
  return held?.locks === 0;
};

/**
 * Takes the roles of a private installation for this process, so that a second start says who is running. The claim ends
 * with `release`, or with the process, however it ends; it is taken again after the database was restarted.
 * @throws ClaimError
 */
export const claimRoles = async (
  maintenance: Target,
  roles: readonly Role[],
  name: string,
): Promise<{ release: () => Promise<void> }> => {
  const sql = connect(maintenance, { max: 1, name });
  try {
    await take(sql, roles);
  } catch (error) {
    await sql.end({ timeout: 2 });
    throw error;
  }
  const renew = async (): Promise<void> => {
    if (await holdsNothing(sql)) await take(sql, roles);
  };
  const watch = setInterval(() => {
    renew().catch((error: unknown) => {
      // While the database is away there is nothing to hold.
      if (error instanceof ClaimError) console.error(error.message);
    });
  }, 1000).unref();
  const release = () => {
    clearInterval(watch);
    return sql.end({ timeout: 2 });
  };
  return { release };
};
