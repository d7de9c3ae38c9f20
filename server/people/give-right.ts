import type { Actor } from '../platform/access.ts';
import type { Note } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import { badDays, noSuch, requestReused, rightOver } from './account-faults.ts';
import { contractorLastDay, type AccountToActOn } from './accounts.sql.ts';
import type { GrantBody, RightForm } from './accounts.schema.ts';
import { actOnAccount } from './act-on-account.ts';
import { isOutsider, rightFault } from './rights.rules.ts';
import {
  areDistricts,
  endRights,
  findRightByRequest,
  insertRight,
  isDepartment,
  lockRight,
} from './rights.sql.ts';

/**
 * Throws the 400 of a right that may not be given: over what the city has not, for the past, or without the end that a
 * liaison's and a contractor's right must have (Art. 12, 18(5), 30(1)). `today` is the city's day.
 */
export async function checkRight(
  tx: Tx,
  person: Pick<AccountToActOn, 'role' | 'contractorId'>,
  form: RightForm,
  today: string,
): Promise<void> {
  if (form.districtIds !== null && !(await areDistricts(tx, form.districtIds))) throw noSuch('districtIds');
  if (form.departmentId !== null && !(await isDepartment(tx, form.departmentId)))
    throw noSuch('departmentId');
  const mostDays = await readSetting(tx, 'outsider.days');
  const contract =
    person.contractorId === null ? undefined : await contractorLastDay(tx, person.contractorId);
  const outsider = isOutsider(person);
  const fault = rightFault(form, { today, outsider, mostDays, lastDay: contract?.lastDay ?? null });
  if (fault !== null) throw badDays(fault, mostDays);
}

/** `giveRight` on a locked row, inside the caller's transaction. `by` is who is named for it. */
export async function giveRightTo(
  tx: Tx,
  row: AccountToActOn,
  { requestId, replaces, reason, ...form }: GrantBody,
  { by, today }: { readonly by: string; readonly today: string },
  note: Note,
): Promise<number> {
  const earlier = await findRightByRequest(tx, requestId);
  if (earlier !== undefined) {
    if (earlier.accountId !== row.accountId) throw requestReused();
    note({ grantId: earlier.grantId, repeated: true });
    return earlier.grantId;
  }
  await checkRight(tx, row, form, today);
  if (replaces !== null) await revokeRightOf(tx, row, replaces, { by, reason });
  const given = { accountId: row.accountId, reason, grantedBy: by, requestId, replaces };
  const grantId = await insertRight(tx, form, given);
  note({ grantId });
  return grantId;
}

/** `revokeRight` on a locked row, inside the caller's transaction. */
export async function revokeRightOf(
  tx: Tx,
  row: AccountToActOn,
  grantId: number,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<void> {
  const right = await lockRight(tx, grantId);
  if (right?.accountId !== row.accountId) throw notFound();
  if (right.over) throw rightOver();
  await endRights(tx, { grantId }, { personName: by, reason });
}

/**
 * Gives an account a right over districts, a department, purposes and hours, for a time and with a reason; `replaces`
 * ends another right of the account in the same act (접근 권한의 부여·변경, Art. 30(1)). A second press of the same
 * request answers as the first. Returns the number of the right.
 */
export async function giveRight(
  sql: Sql,
  actor: Actor,
  account: string,
  body: GrantBody,
  today: string,
): Promise<number> {
  const { requestId: _, ...detail } = body;
  return actOnAccount(sql, actor, 'account.grant', account, detail, (tx, row, note) =>
    giveRightTo(tx, row, body, { by: actor.personName, today }, note),
  );
}

/** Ends a right at once, with a reason (접근 권한의 말소, Art. 30(1)). One that is over already stays as it ended. */
export async function revokeRight(
  sql: Sql,
  actor: Actor,
  account: string,
  grantId: number,
  reason: string,
): Promise<void> {
  const detail = { grantId, reason, revoke: true };
  await actOnAccount(sql, actor, 'account.grant', account, detail, (tx, row) =>
    revokeRightOf(tx, row, grantId, { by: actor.personName, reason }),
  );
}
