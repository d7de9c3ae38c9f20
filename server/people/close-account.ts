import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { invalid } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { lastOfficer, overseerIsClosedByTwo } from './account-faults.ts';
import {
  closeAccountRow,
  isAnotherOfficer,
  openAccountsOfPerson,
  type AccountToActOn,
} from './accounts.sql.ts';
import { actOnAccount } from './act-on-account.ts';
import { endRights } from './rights.sql.ts';
import { isOverseer } from './two-people.law.ts';

interface Leave {
  readonly by: string;
  readonly reason: string;
  /** The last day of work, the city's; null where none is known. */
  readonly leftOn: string | null;
}

async function close(tx: Tx, row: AccountToActOn, leave: Leave): Promise<void> {
  if (row.role === 'officer' && !(await isAnotherOfficer(tx, row.accountId))) throw lastOfficer();
  await endRights(tx, row, { personName: leave.by, reason: leave.reason });
  await closeAccountRow(tx, row.accountId, leave);
}

/** `closeAccount` on a locked row, inside the caller's transaction; `today` is the city's day. */
export async function closeAccountOf(
  tx: Tx,
  row: AccountToActOn,
  { today, ...leave }: Leave & { readonly leftOn: string; readonly today: string },
): Promise<void> {
  if (leave.leftOn > today)
    throw invalid(
      'leftOn',
      '계정은 떠난 날이나 그 뒤에 닫습니다. 오늘이거나 지난 날을 적어 주십시오.',
      'An account is closed on the day of leaving or later. Give today or a day before.',
    );
  await close(tx, row, leave);
}

/**
 * Closes a person's account at leave: rights and sessions end at once, the record stays (Art. 30(1), 32). `today` is
 * the city's day. Throws 404 where there is none, 409 for the last open officer, 409 `second-person` for an overseer's.
 */
export async function closeAccount(
  sql: Sql,
  actor: Actor,
  account: string,
  { reason, leftOn, today }: { reason: string; leftOn: string; today: string },
): Promise<void> {
  const leave = { by: actor.personName, reason, leftOn, today };
  await actOnAccount(sql, actor, 'account.close', account, { reason, leftOn }, (tx, row) =>
    closeAccountOf(tx, row, leave),
  );
}

/**
 * Closes whatever account is open of somebody who left by the personnel register, inside the caller's transaction;
 * returns the names closed (Art. 30(1), 32). Throws 409 for the last open officer, so that leaving waits for another, and
 * for an overseer's account, which two people close before (Art. 30(3)).
 */
export async function closeAccountsOfPerson(tx: Tx, personId: number, leave: Leave): Promise<string[]> {
  const rows = await openAccountsOfPerson(tx, personId);
  const overseers = rows.find(({ role }) => isOverseer(role));
  if (overseers !== undefined) throw overseerIsClosedByTwo(overseers.account);
  for (const row of rows) await close(tx, row, leave);
  forgetSessions();
  return rows.map(({ account }) => account);
}
