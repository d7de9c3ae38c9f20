import type { Actor, Role } from '../../platform/access.ts';
import { act, rehearse } from '../../platform/act.ts';
import type { Sql } from '../../platform/db.ts';
import { ApiError, notFound } from '../../platform/http-errors.ts';
import {
  alreadyAsked,
  nobodyConfirms,
  oneIsEnough,
  ownAccount,
  personUnknown,
  requestReused,
} from '../account-faults.ts';
import { findAccountToActOn, lockAccount, reserveName, type AccountToActOn } from '../accounts.sql.ts';
import { isKnown, mayDecide, mayDecideOnceKnown, needsSecondPerson } from '../two-people.law.ts';
import type { AskBody, AskedAct } from './account-requests.schema.ts';
import {
  findRequest,
  insertRequest,
  isAskedAlready,
  personOf,
  selectOverseers,
  type Standing,
} from './account-requests.sql.ts';
import { perform } from './perform.ts';

/** The account as it stands, to be compared when the request is confirmed. */
export const standingNow = (row: AccountToActOn): Standing => {
  const { role, departmentId, agency, contractorId, personId } = row;
  return { role, departmentId, agency, contractorId, personId };
};

/** The role that the account would have, or null where that does not change. */
export const becomesOf = (asked: AskedAct): Role | null => ('role' in asked ? asked.role : null);

/**
 * Asks for an act on an overseer's account; nothing is done until a second person confirms (Art. 30(3)). What could not
 * be done now is not taken either: it is tried and taken back. A second press answers as the first. Throws 403
 * `own-account`, 409 `person-unknown`, 409 `one-is-enough` for any other account, 409 `already-asked`, and 409 `nobody-confirms` where the
 * server's own terminal is the only way.
 */
export async function askForAct(sql: Sql, actor: Actor, body: AskBody, today: string): Promise<void> {
  const { requestId, account, asked, reason } = body;
  const found = await findAccountToActOn(sql, account);
  if (found === undefined && asked.act !== 'create') throw notFound();
  const ofAccount = found === undefined ? {} : { accountId: found.accountId };
  const object = { kind: 'account', id: account, ...ofAccount, detail: { requestId, reason, ...asked } };
  try {
    await act(sql, actor, 'account.ask', object, async (tx, note) => {
      await reserveName(tx, account);
      const earlier = await findRequest(tx, requestId);
      if (earlier !== undefined) {
        if (earlier.account !== account || earlier.asker.accountId !== actor.accountId) throw requestReused();
        note({ repeated: true });
        return;
      }
      const row =
        found === undefined || asked.act === 'create' ? null : await lockAccount(tx, found.accountId);
      if (!needsSecondPerson({ is: row?.role ?? null, becomes: becomesOf(asked) })) throw oneIsEnough();
      const accountId = row?.accountId ?? null;
      const request = { requestId, account, accountId, asked, reason };
      await rehearse(tx, (played) =>
        perform(played, request, { by: actor.personName, today, passwordHash: '-' }, () => undefined),
      );
      if (await isAskedAlready(tx, account, asked.act)) throw alreadyAsked();
      const asker = { accountId: actor.accountId, personId: await personOf(tx, actor.accountId) };
      const personId = 'personId' in asked ? asked.personId : (row?.personId ?? null);
      const overseers = await selectOverseers(tx);
      const about = { accountId, personId };
      if (!isKnown(asker)) throw personUnknown('asker');
      if (!overseers.some((who) => mayDecide(who, asker, about)))
        throw overseers.some((who) => mayDecideOnceKnown(who, asker, about))
          ? personUnknown('overseers')
          : nobodyConfirms();
      await insertRequest(tx, {
        ...request,
        stood: row === null ? null : standingNow(row),
        askedBy: actor.personName,
        askedByAccount: actor.accountId!,
      });
    });
  } catch (error) {
    const isOwn = found?.accountId === actor.accountId;
    throw isOwn && error instanceof ApiError && error.code === 'forbidden' ? ownAccount() : error;
  }
}
