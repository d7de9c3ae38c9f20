import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { actOnAccount } from './act-on-account.ts';
import { replacePassword, type AccountToActOn } from './accounts.sql.ts';
import { tellOfLogin } from './login/login-notices.sql.ts';
import { forgetFailures } from './login/login.sql.ts';
import { hashPassword } from './login/password.ts';
import { refuseWeak } from './login/weak-password.ts';

interface Given {
  readonly passwordHash: string;
  /** Who is named for it. */
  readonly by: string;
  readonly reason: string | null;
  /** Whether the holder sets another first, since somebody else knows this one. */
  readonly due: boolean;
}

/** `setPassword` on a locked row, inside the caller's transaction. */
export async function setPasswordOf(
  tx: Tx,
  { accountId, account }: AccountToActOn,
  { passwordHash, by, reason, due }: Given,
): Promise<void> {
  await replacePassword(tx, accountId, passwordHash, due);
  await forgetFailures(tx, account);
  await tellOfLogin(tx, { accountId, what: 'password-set', by, reason });
}

/**
 * Sets another password and ends the account's sessions, its holder reads who did it and why; `due` where its holder is to set another at the next sign-in.
 * Throws 404 where there is no such account, 409 where it is closed, 409 `second-person` for an overseer's, and 400 for a
 * password that is easily guessed.
 */
export async function setPassword(
  sql: Sql,
  actor: Actor,
  account: string,
  password: string,
  { due, reason = null }: { readonly due: boolean; readonly reason?: string | null } = { due: false },
): Promise<void> {
  const passwordHash = await hashPassword(password);
  const given = { passwordHash, by: actor.personName, reason, due };
  await actOnAccount(
    sql,
    actor,
    'account.password',
    account,
    reason === null ? {} : { reason },
    (tx, row) => {
      refuseWeak(password, row, 'password');
      return setPasswordOf(tx, row, given);
    },
  );
}
