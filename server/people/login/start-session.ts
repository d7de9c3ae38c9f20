import type { Context } from 'hono';
import { act, record, type Json } from '../../platform/act.ts';
import { SYSTEM, type Actor } from '../../platform/access.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { DatabaseSilent } from '../../platform/patience.ts';
import { forgetSessions, openSession } from '../../platform/session.ts';
import { readSetting } from '../../platform/settings.ts';
import { soon } from './door-patience.ts';
import { holdAccount, noteSuccess, type PasswordAccount } from './login.sql.ts';
import type { LoginAccount, Proven } from './proof.ts';

/** The person at the door, for the audit: known by name, not yet by a session. */
export const personAtTheDoor = (
  { accountId, account, personName, role }: LoginAccount,
  address: string,
): Actor => ({
  ...SYSTEM,
  accountId,
  account,
  personName,
  role,
  address,
});

type Facts = { readonly [key: string]: Json };

/**
 * Opens the session of somebody who has proved enough, whichever way. `settle` spends the proofs in the same transaction
 * and throws where they do not hold any more; what it returns goes into the audit row (Art. 30(1)).
 */
export async function startSession(
  { sql }: Deps,
  c: Context,
  { account, proofs }: Proven,
  address: string,
  settle: (tx: Tx, now: PasswordAccount | undefined) => Promise<Facts>,
): Promise<void> {
  const actor = personAtTheDoor(account, address);
  const detail = { account: account.account, proofs };
  let isGivenUp = false;
  const opened = act(sql, actor, 'session.start', { kind: 'session', detail }, async (tx, note) => {
    const now = await holdAccount(tx, account.accountId);
    const facts = await settle(tx, now);
    note(facts);
    const idle = await readSetting(tx, 'idle.minutes');
    await openSession(c, tx, { accountId: account.accountId, address, idleMinutes: idle[account.role] });
    await noteSuccess(tx, account, address);
    if ('enrolled' in facts)
      await record(tx, actor, 'session.start', { kind: 'second-factor', id: account.account, detail: facts });
    // Nobody holds the cookie of a session that opens after its answer was given up.
    if (isGivenUp) throw new DatabaseSilent('the answer was given up');
  });
  await soon(opened).catch((error: unknown) => {
    isGivenUp = true;
    throw error;
  });
  forgetSessions();
}
