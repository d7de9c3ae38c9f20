import type { Action, Actor, Role } from '../platform/access.ts';
import { act, record, type Json, type Note } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { accountClosed, ownAccount, secondPersonFirst } from './account-faults.ts';
import { findAccountToActOn, lockAccount, type AccountToActOn } from './accounts.sql.ts';
import { needsSecondPerson } from './two-people.law.ts';

interface OneAlone {
  /** The role that the account is given. */
  readonly becomes?: Role;
  /** The act gives nothing that was not there: one person does it, also on an overseer's account. */
  readonly givesNothing?: boolean;
}

/**
 * The one way for one person to change an account: another's, while it is open, its row locked (Art. 30(1)). Throws 404
 * where there is none, 403 `own-account` for the own one, 409 where it is closed, and 409 `second-person` where it is or
 * would become an overseer's, but for the program itself (Art. 30(3)). Both refusals are written down.
 */
export async function actOnAccount<T>(
  sql: Sql,
  actor: Actor,
  action: Action,
  account: string,
  detail: { readonly [key: string]: Json },
  fn: (tx: Tx, row: AccountToActOn, note: Note) => Promise<T>,
  { becomes, givesNothing = false }: OneAlone = {},
): Promise<T> {
  const found = await findAccountToActOn(sql, account);
  if (found === undefined) throw notFound();
  const object = { kind: 'account', id: account, accountId: found.accountId, detail };
  const alone = givesNothing || actor.role === 'system';
  try {
    return await act(sql, actor, action, object, async (tx, note) => {
      const row = await lockAccount(tx, found.accountId);
      if (row.closed) throw accountClosed();
      if (!alone && needsSecondPerson({ is: row.role, becomes: becomes ?? null })) throw secondPersonFirst();
      return fn(tx, row, note);
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'second-person') await record(sql, actor, action, object, 'refused');
    throw actor.accountId === found.accountId && error.code === 'forbidden' ? ownAccount() : error;
  } finally {
    forgetSessions();
  }
}
