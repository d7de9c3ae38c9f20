import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { invalid } from '../platform/http-errors.ts';
import { accountHasPerson, personHasAccount } from './account-faults.ts';
import { isPersonHere, linkAccountRow, openAccountsOfPerson, type AccountToActOn } from './accounts.sql.ts';
import { actOnAccount } from './act-on-account.ts';

/** `linkAccount` on a locked row, inside the caller's transaction. */
export async function linkAccountTo(tx: Tx, row: AccountToActOn, personId: number | null): Promise<void> {
  if (personId !== null) {
    if (!(await isPersonHere(tx, personId)))
      throw invalid(
        'personId',
        '그런 사람이 없거나 이미 떠났습니다. 다른 사람을 고르십시오.',
        'There is no such person, or the person has left. Choose somebody else.',
      );
    const others = await openAccountsOfPerson(tx, personId);
    if (others.some(({ accountId }) => accountId !== row.accountId)) throw personHasAccount();
  }
  if (!(await linkAccountRow(tx, row.accountId, personId))) throw accountHasPerson();
}

/**
 * Says whose an account is, so that it closes when that person leaves (Art. 30(1), 32); null: of nobody in the register.
 * Throws 400 where there is no such person or one who has left, 409 where the person has another account or the account
 * is another person's, 409 `second-person` for an overseer's.
 */
export async function linkAccount(
  sql: Sql,
  actor: Actor,
  account: string,
  personId: number | null,
): Promise<void> {
  await actOnAccount(sql, actor, 'account.link', account, { personId }, (tx, row) =>
    linkAccountTo(tx, row, personId),
  );
}
