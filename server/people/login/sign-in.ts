import type { Context } from 'hono';
import { SYSTEM, type Actor } from '../../platform/access.ts';
import { record } from '../../platform/act.ts';
import { isInsideCentre } from '../../platform/addresses.ts';
import type { Deps } from '../../platform/deps.ts';
import { soon } from './door-patience.ts';
import { LOCK_OUT } from './lock-out.law.ts';
import { lockedOut, wrongPassword } from './login-faults.ts';
import type { SecondStep } from './login.schema.ts';
import { findAccount, releaseAttempt, reserveAttempt, type PasswordAccount } from './login.sql.ts';
import { passwordFits } from './password.ts';
import { needsSecondFactor } from './second-factor.law.ts';
import { offerSecondStep } from './second-step.ts';
import { startSession } from './start-session.ts';

/**
 * Whose sign-in was refused: the account where there is one, else nobody. What was typed stays out, since it may be a
 * password. Bounded by the lock-out, which is reached before a row is written.
 */
const whoTried = (account: PasswordAccount | undefined, address: string): Actor => ({
  ...SYSTEM,
  accountId: account?.accountId ?? null,
  personName: account?.personName ?? '모르는 계정',
  role: account?.role ?? 'system',
  address,
});

/**
 * The first step. Opens a session, or returns what comes after the password. Throws 401 without telling which of account
 * and password was wrong, and 429 while the account or the address is locked out; unknown, closed and locked accounts
 * are answered alike and after the same work (접근 통제, Art. 30(1)). Rejects like the database where it says nothing.
 */
export async function signIn(
  deps: Deps,
  c: Context,
  address: string,
  input: { account: string; password: string },
): Promise<SecondStep | null> {
  const { sql, config } = deps;
  const inside = isInsideCentre(address, config);
  const booking = { account: input.account, address, inside, ofAccount: LOCK_OUT.failuresOfAccount };
  const { attemptId, shut, until } = await soon(reserveAttempt(sql, booking));
  const account = await soon(findAccount(sql, input.account));
  const fits = await passwordFits(attemptId === null ? undefined : account?.passwordHash, input.password);
  if (attemptId === null) throw lockedOut(until!);
  if (!fits || account === undefined) {
    // Of a place that is shut nothing is told but a right password: not even who came in from there.
    if (shut) throw lockedOut(until!);
    await soon(record(sql, whoTried(account, address), 'session.start', { kind: 'session' }, 'refused'));
    throw wrongPassword();
  }
  if (needsSecondFactor(account, inside)) {
    const step = await soon(offerSecondStep(deps, c, account, address));
    await soon(releaseAttempt(sql, attemptId));
    return step;
  }
  await startSession(deps, c, { account, proofs: ['password'] }, address, async (_, now) => {
    if (now?.passwordHash !== account.passwordHash || now.role !== account.role) throw wrongPassword();
    return {};
  });
  return null;
}
