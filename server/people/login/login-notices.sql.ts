import type { Actor } from '../../platform/access.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { LoginNotice } from './login.schema.ts';

type Told = Pick<LoginNotice, 'what' | 'by' | 'reason'> & {
  readonly accountId: number;
  readonly address?: string | null;
  /** The session that did it. */
  readonly sessionId?: string;
};

/** Leaves word for the holder of an account that its login was changed. */
export async function tellOfLogin(
  tx: Tx,
  { accountId, what, by, reason, address = null, sessionId }: Told,
): Promise<void> {
  await tx`
    insert into login_notice (account_id, what, by_name, reason, address, session_id)
    values (${accountId}, ${what}, ${by}, ${reason}, ${address}, ${sessionId ?? null})`;
}

/** What the holder has not read yet and this session has not done, the newest first. */
export function selectUnread(
  sql: Sql,
  { accountId, sessionId }: Pick<Actor, 'accountId' | 'sessionId'>,
): Promise<LoginNotice[]> {
  return sql<LoginNotice[]>`
    select notice_id as "noticeId", what, to_json(at)#>>'{}' as at, by_name as by, host(address) as address, reason
    from login_notice
    where account_id = ${accountId} and seen_at is null and session_id is distinct from ${sessionId}
    order by notice_id desc limit 10`;
}

/** Everything up to this notice was read, in a session that had not done it. */
export async function noteRead(
  sql: Sql,
  { accountId, sessionId }: Pick<Actor, 'accountId' | 'sessionId'>,
  upTo: number,
): Promise<void> {
  await sql`
    update login_notice set seen_at = now()
    where account_id = ${accountId} and notice_id <= ${upTo} and seen_at is null
      and session_id is distinct from ${sessionId}`;
}
