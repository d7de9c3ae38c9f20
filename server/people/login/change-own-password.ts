import type { Context } from 'hono';
import type { Actor } from '../../platform/access.ts';
import { act, record } from '../../platform/act.ts';
import { isInsideCentre } from '../../platform/addresses.ts';
import type { Deps } from '../../platform/deps.ts';
import { ApiError, invalid } from '../../platform/http-errors.ts';
import { forgetSessions, openSession } from '../../platform/session.ts';
import { readSetting } from '../../platform/settings.ts';
import { lockAccount, replacePassword } from '../accounts.sql.ts';
import { LOCK_OUT } from './lock-out.law.ts';
import { lockedOut } from './login-faults.ts';
import { tellOfLogin } from './login-notices.sql.ts';
import type { OwnPasswordInput } from './login.schema.ts';
import { findAccount, forgetFailures, holdAccount, reserveAttempt } from './login.sql.ts';
import { hashPassword, passwordFits } from './password.ts';
import { refuseWeak } from './weak-password.ts';

const wrongOldPassword = (): ApiError =>
  new ApiError(
    403,
    'wrong-password',
    { ko: '지금 비밀번호가 맞지 않습니다.', en: 'The present password is not right.' },
    'password',
  );

/**
 * Gives somebody another password of the own choice: the old one proves the person anew, every other session ends and
 * this one begins afresh. Throws 403 `wrong-password`, 400 where both are the same or the new one is easily guessed, 429 while the account is locked out;
 * a wrong password counts as one at the door does, and the right one forgets those before it.
 */
export async function changeOwnPassword(
  { sql, config }: Deps,
  c: Context,
  actor: Actor,
  address: string,
  { password, next }: OwnPasswordInput,
): Promise<void> {
  if (next === password)
    throw invalid(
      'next',
      '지금과 다른 비밀번호를 적어 주십시오.',
      'Choose another password than the present one.',
    );
  refuseWeak(next, actor, 'next');
  const inside = isInsideCentre(address, config);
  const booking = { account: actor.account, address, inside, ofAccount: LOCK_OUT.failuresOfAccount };
  const { attemptId, until } = await reserveAttempt(sql, booking);
  if (attemptId === null) throw lockedOut(until!);
  const object = { kind: 'account', id: actor.account };
  const account = await findAccount(sql, actor.account);
  if (account === undefined || !(await passwordFits(account.passwordHash, password))) {
    await record(sql, actor, 'login.change', object, 'refused');
    throw wrongOldPassword();
  }
  const { accountId, role } = account;
  const passwordHash = await hashPassword(next);
  await act(sql, actor, 'login.change', object, async (tx) => {
    await lockAccount(tx, accountId);
    const now = await holdAccount(tx, accountId);
    if (now?.passwordHash !== account.passwordHash) throw wrongOldPassword();
    await replacePassword(tx, accountId, passwordHash, false);
    const idle = await readSetting(tx, 'idle.minutes');
    const sessionId = await openSession(c, tx, { accountId, address, idleMinutes: idle[role] });
    await tellOfLogin(tx, {
      accountId,
      what: 'password-changed',
      by: null,
      reason: null,
      address,
      sessionId,
    });
    await forgetFailures(tx, actor.account);
  });
  forgetSessions();
}
