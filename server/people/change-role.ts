import type { Actor } from '../platform/access.ts';
import type { Note } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { lastOfficer } from './account-faults.ts';
import { checkRight } from './give-right.ts';
import { checkStanding } from './create-account.ts';
import { endSessions, isAnotherOfficer, updateRole, type AccountToActOn } from './accounts.sql.ts';
import type { RoleBody } from './accounts.schema.ts';
import { actOnAccount } from './act-on-account.ts';
import { endRights, insertRight } from './rights.sql.ts';

/** `changeRole` on a locked row, inside the caller's transaction. `by` is who is named for it. */
export async function changeRoleOf(
  tx: Tx,
  row: AccountToActOn,
  { right, reason, ...standing }: RoleBody,
  { by, today }: { readonly by: string; readonly today: string },
  note: Note,
): Promise<void> {
  note({ from: row.role });
  await checkStanding(tx, standing);
  if (right !== null) await checkRight(tx, standing, right, today);
  const leaves = row.role === 'officer' && standing.role !== 'officer';
  if (leaves && !(await isAnotherOfficer(tx, row.accountId))) throw lastOfficer();
  await endRights(tx, row, { personName: by, reason });
  await updateRole(tx, row.accountId, standing);
  await endSessions(tx, row.accountId);
  if (right !== null) await insertRight(tx, right, { accountId: row.accountId, reason, grantedBy: by });
}

/**
 * Gives an account another role: its rights and sessions of the old one end, `right` begins where one is given
 * (Art. 30(1)). Throws 403 `own-account`, 409 for the last open officer, 409 `second-person` from and to an overseer.
 */
export async function changeRole(
  sql: Sql,
  actor: Actor,
  account: string,
  body: RoleBody,
  today: string,
): Promise<void> {
  await actOnAccount(
    sql,
    actor,
    'account.role',
    account,
    { ...body },
    (tx, row, note) => changeRoleOf(tx, row, body, { by: actor.personName, today }, note),
    { becomes: body.role },
  );
}
