import type { Actor } from '../../platform/access.ts';
import type { Sql } from '../../platform/db.ts';
import { actOnAccount } from '../act-on-account.ts';
import { forgetFailures } from './login.sql.ts';

/**
 * Lets somebody try again who was locked out, before the time is over (Art. 30(1)). It gives nothing that was not there:
 * the password and the second factor are asked for as before, so one officer does it also for an overseer. Throws 404
 * where there is no such account, 409 where it is closed.
 */
export async function liftLock(sql: Sql, actor: Actor, account: string, reason: string): Promise<void> {
  await actOnAccount(
    sql,
    actor,
    'account.unlock',
    account,
    { reason },
    async (tx, _row, note) => note({ failures: await forgetFailures(tx, account) }),
    { givesNothing: true },
  );
}
