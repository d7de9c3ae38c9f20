import type { Actor } from '../../platform/access.ts';
import type { Note } from '../../platform/act.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { actOnAccount } from '../act-on-account.ts';
import type { AccountToActOn } from '../accounts.sql.ts';
import { tellOfLogin } from './login-notices.sql.ts';
import { removeFactors } from './login.sql.ts';

/** `resetSecondFactor` on a locked row, inside the caller's transaction. `by` is who is named for it. */
export async function resetSecondFactorOf(
  tx: Tx,
  { accountId }: Pick<AccountToActOn, 'accountId'>,
  { by, reason }: { readonly by: string; readonly reason: string | null },
  note: Note,
): Promise<void> {
  note({ removed: await removeFactors(tx, accountId) });
  await tellOfLogin(tx, { accountId, what: 'factor-reset', by, reason });
}

/**
 * Takes the second factor of another person away, for a lost telephone or key, and ends what the account has open; the
 * next sign-in sets one up anew, and the person is told who did it and why. Throws 404 where there is no such account, 409
 * where it is closed, 409 `second-person` for an overseer's.
 */
export async function resetSecondFactor(
  sql: Sql,
  actor: Actor,
  account: string,
  reason: string | null,
): Promise<void> {
  const detail = { secondFactor: 'reset', ...(reason === null ? {} : { reason }) };
  const by = { by: actor.personName, reason };
  await actOnAccount(sql, actor, 'account.password', account, detail, (tx, row, note) =>
    resetSecondFactorOf(tx, row, by, note),
  );
}
