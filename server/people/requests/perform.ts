import type { Note } from '../../platform/act.ts';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/http-errors.ts';
import { accountClosed } from '../account-faults.ts';
import { lockAccount } from '../accounts.sql.ts';
import { changeRoleOf } from '../change-role.ts';
import { closeAccountOf } from '../close-account.ts';
import { makeAccount } from '../create-account.ts';
import { giveRightTo, revokeRightOf } from '../give-right.ts';
import { linkAccountTo } from '../link-account.ts';
import { resetSecondFactorOf } from '../login/reset-second-factor.ts';
import { setPasswordOf } from '../set-password.ts';
import type { AccountRequest } from './account-requests.sql.ts';

interface How {
  /** Who is named for it: both of them. */
  readonly by: string;
  /** The city's day. */
  readonly today: string;
  /** Of the initial password that the product makes. */
  readonly passwordHash: string;
}

/** Does what was asked, by the very acts that one person does alone on other accounts, inside the caller's transaction. */
export async function perform(
  tx: Tx,
  request: Pick<AccountRequest, 'requestId' | 'account' | 'accountId' | 'asked' | 'reason'>,
  { by, today, passwordHash }: How,
  note: Note,
): Promise<void> {
  const { requestId, account, accountId, asked, reason } = request;
  if (asked.act === 'create') {
    const { act: _, right, personId, ...person } = asked;
    const maker = { by, passwordHash, source: 'console' };
    const first = { requestId, personId, right, reason, today, passwordDue: true };
    await makeAccount(tx, { account, ...person }, maker, first, note);
    return;
  }
  if (accountId === null) throw notFound();
  const row = await lockAccount(tx, accountId);
  if (row.closed) throw accountClosed();
  switch (asked.act) {
    case 'role': {
      const { act: _, ...standing } = asked;
      return changeRoleOf(tx, row, { ...standing, reason }, { by, today }, note);
    }
    case 'password':
      return setPasswordOf(tx, row, { passwordHash, by, reason, due: true });
    case 'second-factor':
      return resetSecondFactorOf(tx, row, { by, reason }, note);
    case 'close':
      return closeAccountOf(tx, row, { by, reason, leftOn: asked.leftOn, today });
    case 'give': {
      const { act: _, ...form } = asked;
      await giveRightTo(tx, row, { ...form, requestId, reason }, { by, today }, note);
      return;
    }
    case 'revoke':
      return revokeRightOf(tx, row, asked.grantId, { by, reason });
    case 'link':
      return linkAccountTo(tx, row, asked.personId);
  }
}
