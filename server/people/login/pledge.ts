import type { Actor } from '../../platform/access.ts';
import { act } from '../../platform/act.ts';
import type { Sql } from '../../platform/db.ts';
import { forgetSessions } from '../../platform/session.ts';
import { pledgeChanged } from './login-faults.ts';
import type { PledgeView } from './login.schema.ts';
import { insertPledge, selectPledge } from './login.sql.ts';
import { PLEDGE } from './pledge.law.ts';

export async function readPledge(sql: Sql, actor: Actor, language: 'ko' | 'en'): Promise<PledgeView> {
  const { version } = PLEDGE;
  return { version, text: PLEDGE[language], signed: await selectPledge(sql, actor.accountId!) };
}

/**
 * Puts the secrecy pledge (비밀유지 서약, Art. 32) on record as it was read, with address and time. A second press changes
 * nothing. Throws 409 where the text has become another meanwhile.
 */
export async function signPledge(
  sql: Sql,
  actor: Actor,
  version: string,
  language: 'ko' | 'en',
): Promise<void> {
  if (version !== PLEDGE.version) throw pledgeChanged();
  const accountId = actor.accountId!;
  if ((await selectPledge(sql, accountId))?.version === version) return;
  const object = { kind: 'pledge', id: actor.account, detail: { version, language } };
  await act(sql, actor, 'pledge.sign', object, (tx) =>
    insertPledge(tx, { accountId, version, text: PLEDGE[language].join('\n'), address: actor.address }),
  );
  forgetSessions();
}
