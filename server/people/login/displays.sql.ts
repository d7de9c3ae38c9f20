import type { Sql, Tx } from '../../platform/db.ts';
import type { DisplayLine, DisplaysView, NewDisplay } from './displays.schema.ts';
import type { LoginAccount } from './proof.ts';

const MOST_DISPLAYS = 200;
/** Whose screen may stand in the control room: those who watch there (Art. 30(1)). */
const ANSWERS = ['officer', 'operator'];

export async function selectDisplays(sql: Sql): Promise<DisplaysView> {
  const [displays, accounts] = await Promise.all([
    sql<DisplayLine[]>`
      select display_id as "displayId", name, network::text as network, account.account,
             account.person_name as "personName", registered_by as "registeredBy",
             to_char(registered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "registeredAt",
             case when ended_at is not null then 'ended' when live.seen_at is not null then 'connected'
                  when pairing_expires_at > now() then 'waiting'
                  when paired_at is null then 'unpaired' else 'cut' end as state,
             host(paired_address) as "pairedAddress",
             to_char(coalesce(live.seen_at, paired_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "seenAt"
      from display
      join account using (account_id)
      left join lateral (
        select max(seen_at) as seen_at from session where session.display_id = display.display_id and expires_at > now()
      ) live on true
      order by ended_at is not null, registered_at desc, display_id desc limit ${MOST_DISPLAYS}`,
    sql<DisplaysView['accounts'][number][]>`
      select account, person_name as "personName", role from account
      where closed_at is null and role = any(${ANSWERS}) order by person_name, account limit 1000`,
  ]);
  return { displays, accounts };
}

export async function findAnswering(tx: Tx, account: string): Promise<number | undefined> {
  const [row] = await tx<{ accountId: number }[]>`
    select account_id as "accountId" from account
    where account = ${account} and closed_at is null and role = any(${ANSWERS})`;
  return row?.accountId;
}

interface Pairing {
  readonly hash: Buffer;
  readonly minutes: number;
}

/** Puts a screen on record; the same request again gives it a fresh code. */
export async function insertDisplay(
  tx: Tx,
  row: NewDisplay & { readonly accountId: number; readonly registeredBy: string },
  { hash, minutes }: Pairing,
): Promise<number> {
  const [made] = await tx<{ displayId: number }[]>`
    insert into display (request_id, name, network, account_id, registered_by, pairing_hash, pairing_expires_at, source)
    values (${row.requestId}, ${row.name}, network(${row.network}::inet), ${row.accountId}, ${row.registeredBy}, ${hash},
            now() + make_interval(mins => ${minutes}), 'console')
    on conflict (request_id) do update set pairing_hash = excluded.pairing_hash,
                                           pairing_expires_at = excluded.pairing_expires_at
    returning display_id as "displayId"`;
  return made!.displayId;
}

/** A fresh code for a screen that was not ended; false where there is none. */
export async function renewPairing(tx: Tx, displayId: number, { hash, minutes }: Pairing): Promise<boolean> {
  const renewed = await tx`
    update display set pairing_hash = ${hash}, pairing_expires_at = now() + make_interval(mins => ${minutes})
    where display_id = ${displayId} and ended_at is null returning 1`;
  return renewed.length > 0;
}

export async function endDisplayRow(tx: Tx, displayId: number, by: string): Promise<boolean> {
  await tx`delete from session where display_id = ${displayId}`;
  const ended = await tx`
    update display set ended_at = now(), ended_by = ${by}, pairing_hash = null, pairing_expires_at = null
    where display_id = ${displayId} and ended_at is null returning 1`;
  return ended.length > 0;
}

export interface PairableDisplay extends LoginAccount {
  readonly displayId: number;
  readonly name: string;
  readonly inNetwork: boolean;
}

export async function findByCode(
  sql: Sql,
  hash: Buffer,
  address: string,
): Promise<PairableDisplay | undefined> {
  const [row] = await sql<PairableDisplay[]>`
    select display_id as "displayId", name, ${address}::inet <<= network as "inNetwork", account_id as "accountId",
           account.account, account.person_name as "personName", account.role, account.source
    from display join account using (account_id)
    where pairing_hash = ${hash} and pairing_expires_at > now() and ended_at is null and closed_at is null`;
  return row;
}

/** Spends the code and ends whatever the screen had open; false where somebody else has used it. */
export async function spendCode(tx: Tx, displayId: number, hash: Buffer, address: string): Promise<boolean> {
  const spent = await tx`
    update display set pairing_hash = null, pairing_expires_at = null, paired_at = now(), paired_address = ${address}
    where display_id = ${displayId} and pairing_hash = ${hash} and ended_at is null returning 1`;
  if (spent.length > 0) await tx`delete from session where display_id = ${displayId}`;
  return spent.length > 0;
}

export async function displayOfSession(sql: Sql, sessionId: string | null): Promise<{ name: string } | null> {
  const [row] = await sql<{ name: string }[]>`
    select name from display join session using (display_id) where session_id = ${sessionId}`;
  return row ?? null;
}
