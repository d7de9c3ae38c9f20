import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { lastOfficer } from './account-faults.ts';
import { checkRight } from './give-right.ts';
import { checkStanding } from './create-account.ts';
import { endSessions, isAnotherOfficer, updateRole } from './accounts.sql.ts';
import type { RoleBody } from './accounts.schema.ts';
import { actOnAccount } from './act-on-account.ts';
import { endRights, insertRight } from './rights.sql.ts';

/**
 * Gives an account another role: its rights and sessions of the old one end, `right` begins where one is given
 * (Art. 30(1)). Throws 403 `own-account`, 409 for the last open officer.
 */
export async function changeRole(
  sql: Sql,
  actor: Actor,
  account: string,
  body: RoleBody,
  today: string,
): Promise<void> {
  const { right, reason, ...standing } = body;
  await actOnAccount(sql, actor, 'account.role', account, { ...body }, async (tx, row, note) => {
    note({ from: row.role });
    await checkStanding(tx, standing);
    if (right !== null) await checkRight(tx, standing, right, today);
    const leaves = row.role === 'officer' && standing.role !== 'officer';
    if (leaves && !(await isAnotherOfficer(tx, row.accountId))) throw lastOfficer();
    await endRights(tx, row, { personName: actor.personName, reason });
    await updateRole(tx, row.accountId, standing);
    await endSessions(tx, row.accountId);
    if (right !== null)
      await insertRight(tx, right, { accountId: row.accountId, reason, grantedBy: actor.personName });
  });
}
