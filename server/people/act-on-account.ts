import type { Action, Actor } from '../platform/access.ts';
import { act, type Json, type Note } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { accountClosed, ownAccount } from './account-faults.ts';
import { findAccountToActOn, lockAccount, type AccountToActOn } from './accounts.sql.ts';

/**
 * The one way to change an account: by somebody else, while it is open, its row locked (Art. 30(1)). Throws 404 where
 * there is none, 403 `own-account` for the own one (refused and written down), 409 where it is closed.
 */
export async function actOnAccount<T>(
  sql: Sql,
  actor: Actor,
  action: Action,
  account: string,
  detail: { readonly [key: string]: Json },
  fn: (tx: Tx, row: AccountToActOn, note: Note) => Promise<T>,
): Promise<T> {
  const found = await findAccountToActOn(sql, account);
  if (found === undefined) throw notFound();
  const object = { kind: 'account', id: account, accountId: found.accountId, detail };
  try {
    return await act(sql, actor, action, object, async (tx, note) => {
      const row = await lockAccount(tx, found.accountId);
      if (row.closed) throw accountClosed();
      return fn(tx, row, note);
    });
  } catch (error) {
    const isOwn = actor.accountId === found.accountId;
    throw isOwn && error instanceof ApiError && error.code === 'forbidden' ? ownAccount() : error;
  } finally {
    forgetSessions();
  }
}
