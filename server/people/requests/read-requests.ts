import { can, type Actor } from '../../platform/access.ts';
import type { Sql } from '../../platform/db.ts';
import { mayDecide, requestState } from '../two-people.law.ts';
import type { AccountRequestView } from './account-requests.schema.ts';
import { personOf, selectOverseers, selectRequests } from './account-requests.sql.ts';

/** For how many days a request that is over stays in sight; the audit keeps it for good. */
const SHOWN_DAYS = 30;

/** Requests that wait and the last ones that are over, as far as whoever reads may decide them, the newest first. */
export async function readRequests(sql: Sql, actor: Actor, now: Date): Promise<AccountRequestView[]> {
  const [rows, overseers, personId] = await Promise.all([
    selectRequests(sql, { days: SHOWN_DAYS }),
    selectOverseers(sql),
    personOf(sql, actor.accountId),
  ]);
  const { accountId, role } = actor;
  return rows.map(({ decided, asker, about, ...row }) => {
    const state = requestState({ decided, expiresAt: new Date(row.expiresAt) }, now);
    const isOpen = state === 'asked';
    const object = about.accountId === null ? {} : { accountId: about.accountId };
    return {
      ...row,
      state,
      confirmers: overseers
        .filter((who) => mayDecide(who, asker, about))
        .map((who) => ({ personName: who.personName, role: who.role })),
      mayDecide:
        isOpen &&
        can(actor, 'account.confirm', object) &&
        mayDecide({ accountId, personId, role }, asker, about),
      mayWithdraw: isOpen && can(actor, 'account.ask', object),
    };
  });
}
