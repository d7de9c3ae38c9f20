import type { Context } from 'hono';
import { cityDay } from '../../cameras/city-day.rules.ts';
import type { Role } from '../../platform/access.ts';
import type { Sql } from '../../platform/db.ts';
import { endedByIdleness, holderBefore } from '../../platform/session.ts';
import { selectOperationsHead } from '../rights-now.ts';
import type { EndedView } from './login.schema.ts';

interface HolderNow {
  readonly closedAt: Date | null;
  readonly contractHolds: boolean;
  readonly role: Role;
  /** What was done to the login since the session was last proved. */
  readonly told: 'factor-reset' | 'password-changed' | 'password-set' | null;
}

async function selectHolder(sql: Sql, accountId: number, since: Date): Promise<HolderNow | undefined> {
  const [row] = await sql<HolderNow[]>`
    select closed_at as "closedAt", contractor_holds(contractor_id) as "contractHolds", role,
           (select what from login_notice
            where login_notice.account_id = account.account_id and at > ${since.toISOString()}::text::timestamptz
            order by notice_id desc limit 1) as told
    from account where account_id = ${accountId}`;
  return row;
}

/**
 * Why the session of this browser is over, for whoever held it and nobody else: only this server's own memory of the
 * cookie says whose it was. Null where nothing is known of it.
 */
export async function whyEnded(sql: Sql, c: Context): Promise<EndedView | null> {
  if (await endedByIdleness(c, sql)) return { why: 'idle', on: null, ask: null };
  const before = holderBefore(c);
  if (before === null) return null;
  const now = await selectHolder(sql, before.accountId, before.provedAt);
  if (now === undefined) return null;
  const ask = (): ReturnType<typeof selectOperationsHead> => selectOperationsHead(sql);
  if (now.closedAt !== null) return { why: 'closed', on: cityDay(now.closedAt), ask: await ask() };
  if (!now.contractHolds) return { why: 'contract', on: null, ask: await ask() };
  if (before.display) return { why: 'display', on: null, ask: await ask() };
  if (now.role !== before.role) return { why: 'role', on: null, ask: null };
  return { why: now.told ?? 'over', on: null, ask: null };
}
