import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { actOnAccount } from './act-on-account.ts';
import { replacePassword } from './accounts.sql.ts';
import { tellOfLogin } from './login/login-notices.sql.ts';
import { hashPassword } from './login/password.ts';

/** Sets another password and ends the account's sessions. Throws 404 where there is no such account, 409 where it is closed. */
export async function setPassword(sql: Sql, actor: Actor, account: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await actOnAccount(sql, actor, 'account.password', account, {}, async (tx, { accountId }) => {
    await replacePassword(tx, accountId, passwordHash);
    await tellOfLogin(tx, { accountId, what: 'password-set', by: actor.personName, reason: null });
  });
}
