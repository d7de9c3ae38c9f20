import type { Sql, Tx } from '../../platform/db.ts';
import type { LoginAccount } from './proof.ts';
import { LOCK_OUT } from './lock-out.law.ts';
import { lockedUntil } from './lock-out.sql.ts';
import { SECOND_FACTOR } from './second-factor.law.ts';

export interface PasswordAccount extends LoginAccount {
  readonly passwordHash: string;
}

const accountColumns = (sql: Sql | Tx) => sql`
  account.account_id as "accountId", account.account, account.person_name as "personName", account.role, account.source,
  account.password_hash as "passwordHash"`;

const mayEnter = (sql: Sql | Tx) => sql`closed_at is null and contractor_holds(contractor_id)`;

/** The open account of this name, or undefined. */
export async function findAccount(sql: Sql, account: string): Promise<PasswordAccount | undefined> {
  const [row] = await sql<PasswordAccount[]>`
    select ${accountColumns(sql)} from account where account = ${account} and ${mayEnter(sql)}`;
  return row;
}

/** The account as it stands now, held until the transaction ends; undefined where nobody may come in by it any more. */
export async function holdAccount(tx: Tx, accountId: number): Promise<PasswordAccount | undefined> {
  const [row] = await tx<PasswordAccount[]>`
    select ${accountColumns(tx)} from account where account_id = ${accountId} and ${mayEnter(tx)} for share`;
  return row;
}

export interface Booking {
  /** Null while the account or the place is locked out. */
  readonly attemptId: number | null;
  /** Whether the place is locked out and this account is let through, since it came in from there lately. */
  readonly shut: boolean;
  /** Until when the account or the place is locked out; null where neither is. */
  readonly until: Date | null;
}

/** Books an attempt before its proof is looked at. */
export async function reserveAttempt(
  sql: Sql,
  {
    account,
    address,
    inside,
    ofAccount,
  }: { account: string; address: string; inside: boolean; ofAccount: number },
): Promise<Booking> {
  const [lock] = await sql<{ until: Date | null }[]>`
    with here as (
      select login_place(${address}) as place, ${inside}::boolean and exists (
        select from login_success join account using (account_id)
        where account = ${account} and place = login_place(${address})
          and succeeded_at > clock_timestamp() - interval '30 days') as known
    )
    select ${lockedUntil(sql, sql`account = ${account} and (not known or address = here.place)`, ofAccount)} as until
    from here`;
  if (lock!.until !== null) return { attemptId: null, shut: false, until: lock!.until };
  const [row] = await sql<Booking[]>`
    select attempt_id::float8 as "attemptId", shut, until
    from book_attempt(${account}, ${address}, ${inside}, ${ofAccount}, ${LOCK_OUT.namesOfAddress}, ${LOCK_OUT.minutes})`;
  return row!;
}

/** Forgets the failures of an account; from where they came and how many there were. */
export async function forgetFailures(
  tx: Tx,
  account: string,
): Promise<{ address: string; failures: number }[]> {
  return tx<{ address: string; failures: number }[]>`
    with gone as (delete from login_failure where account = ${account} returning address)
    select host(address) as address, count(*)::int as failures from gone group by address order by failures desc`;
}

export async function releaseAttempt(sql: Sql | Tx, attemptId: number): Promise<void> {
  await sql`delete from login_failure where attempt_id = ${attemptId}`;
}

/** After somebody came in: the account's failures are forgotten, the place is known from now on. */
export async function noteSuccess(
  tx: Tx,
  { accountId, account }: LoginAccount,
  address: string,
): Promise<void> {
  await tx`delete from login_failure where account = ${account}`;
  await tx`
    insert into login_success (account_id, place) values (${accountId}, login_place(${address}))
    on conflict (account_id, place) do update set succeeded_at = now()`;
}

export interface KnownPasskey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly useCount: number;
  readonly transports: readonly string[];
}

export async function selectFactors(
  sql: Sql,
  accountId: number,
): Promise<{ totp: { sealed: Uint8Array; lastStep: number } | null; passkeys: readonly KnownPasskey[] }> {
  const [[totp], passkeys] = await Promise.all([
    sql<{ sealed: Uint8Array; lastStep: number }[]>`
      select sealed_secret as sealed, last_step::float8 as "lastStep" from totp_factor where account_id = ${accountId}`,
    sql<KnownPasskey[]>`
      select credential_id as "credentialId", public_key as "publicKey", use_count::float8 as "useCount", transports
      from passkey where account_id = ${accountId} order by enrolled_at`,
  ]);
  return { totp: totp ?? null, passkeys };
}

export interface NewStep {
  readonly tokenHash: Buffer;
  readonly accountId: number;
  readonly address: string;
  readonly enrols: boolean;
  readonly sealedSecret: Buffer | null;
  readonly passkeyChallenge: string | null;
}

export async function insertStep(sql: Sql, step: NewStep): Promise<void> {
  await sql`
    with gone as (delete from login_step where expires_at < now())
    insert into login_step (token_hash, account_id, address, enrols, sealed_secret, passkey_challenge, expires_at)
    values (${step.tokenHash}, ${step.accountId}, ${step.address}, ${step.enrols}, ${step.sealedSecret},
            ${step.passkeyChallenge}, now() + make_interval(mins => ${SECOND_FACTOR.stepMinutes}))`;
}

export interface OpenStep extends PasswordAccount {
  readonly enrols: boolean;
  readonly sealedSecret: Uint8Array | null;
  readonly passkeyChallenge: string | null;
}

/** Counts one attempt at the step of this token; undefined where it is over, spent, tried out or from another address. */
export async function tryStep(sql: Sql, tokenHash: Buffer, address: string): Promise<OpenStep | undefined> {
  const [row] = await sql<OpenStep[]>`
    update login_step set attempts = attempts + 1 from account
    where token_hash = ${tokenHash} and address = ${address} and expires_at > now()
      and attempts < ${SECOND_FACTOR.stepAttempts} and account.account_id = login_step.account_id and ${mayEnter(sql)}
    returning ${accountColumns(sql)}, enrols, sealed_secret as "sealedSecret", passkey_challenge as "passkeyChallenge"`;
  return row;
}

/** Spends the step; false where somebody else has. */
export async function spendStep(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (await tx`delete from login_step where token_hash = ${tokenHash} returning 1`).length > 0;
}

/** Spends a time step of the authenticator app; false where it, or a later one, was used already. */
export async function spendTotpStep(tx: Tx, accountId: number, step: number): Promise<boolean> {
  const spent = await tx`
    update totp_factor set last_step = ${step} where account_id = ${accountId} and last_step < ${step} returning 1`;
  return spent.length > 0;
}

/** Notes the use of a passkey; false where it is gone, or its count did not rise (a copy was used). */
export async function notePasskeyUse(tx: Tx, credentialId: string, useCount: number): Promise<boolean> {
  const noted = await tx`
    update passkey set use_count = ${useCount}, used_at = now()
    where credential_id = ${credentialId} and (use_count < ${useCount} or (use_count = 0 and ${useCount} = 0))
    returning 1`;
  return noted.length > 0;
}

/** Puts the first factor of an account on record; false where another was put there meanwhile. */
export async function enrolTotp(
  tx: Tx,
  accountId: number,
  sealed: Uint8Array,
  step: number,
): Promise<boolean> {
  if (await hasFactor(tx, accountId)) return false;
  const made = await tx`
    insert into totp_factor (account_id, sealed_secret, last_step) values (${accountId}, ${sealed}, ${step})
    on conflict (account_id) do nothing returning 1`;
  return made.length > 0;
}

export async function enrolPasskey(tx: Tx, accountId: number, key: KnownPasskey): Promise<boolean> {
  if (await hasFactor(tx, accountId)) return false;
  const made = await tx`
    insert into passkey (credential_id, account_id, public_key, use_count, transports)
    values (${key.credentialId}, ${accountId}, ${key.publicKey}, ${key.useCount}, ${[...key.transports]})
    on conflict (credential_id) do nothing returning 1`;
  return made.length > 0;
}

async function hasFactor(tx: Tx, accountId: number): Promise<boolean> {
  await tx`select pg_advisory_xact_lock(22, ${accountId})`;
  const [row] = await tx`
    select 1 from totp_factor where account_id = ${accountId}
    union all select 1 from passkey where account_id = ${accountId} limit 1`;
  return row !== undefined;
}

/** Takes every second factor of an account away and ends what it has open; how many there were. */
export async function removeFactors(tx: Tx, accountId: number): Promise<number> {
  const [totp, passkeys] = [
    await tx`delete from totp_factor where account_id = ${accountId} returning 1`,
    await tx`delete from passkey where account_id = ${accountId} returning 1`,
  ];
  await tx`delete from login_step where account_id = ${accountId}`;
  await tx`delete from session where account_id = ${accountId}`;
  return totp.length + passkeys.length;
}

export async function selectPledge(
  sql: Sql | Tx,
  accountId: number,
): Promise<{ at: string; version: string } | null> {
  const [row] = await sql<{ at: Date; version: string }[]>`
    select signed_at as at, text_version as version from pledge where account_id = ${accountId}
    order by pledge_id desc limit 1`;
  return row === undefined ? null : { at: row.at.toISOString(), version: row.version };
}

export async function insertPledge(
  tx: Tx,
  given: { accountId: number; version: string; text: string; address: string | null },
): Promise<void> {
  await tx`
    insert into pledge (account_id, text_version, text_signed, address, source)
    values (${given.accountId}, ${given.version}, ${given.text}, ${given.address}, 'console')`;
}
