import type { Actor } from '../../platform/access.ts';
import type { Sql } from '../../platform/db.ts';
import { actOnAccount } from '../act-on-account.ts';
import { tellOfLogin } from './login-notices.sql.ts';
import { removeFactors } from './login.sql.ts';

/**
 * Takes the second factor of another person away, for a lost telephone or key, and ends what the account has open; the
 * next sign-in sets one up anew, and the person is told who did it and why. Throws 404 where there is no such account, 409 where it is closed.
 */
export async function resetSecondFactor(
  sql: Sql,
  actor: Actor,
  account: string,
  reason: string | null,
): Promise<void> {
  const detail = { secondFactor: 'reset', ...(reason === null ? {} : { reason }) };
  await actOnAccount(sql, actor, 'account.password', account, detail, async (tx, { accountId }, note) => {
    note({ removed: await removeFactors(tx, accountId) });
    await tellOfLogin(tx, { accountId, what: 'factor-reset', by: actor.personName, reason });
  });
}
