import { randomFillSync } from 'node:crypto';
import type { Action, Actor } from '../../platform/access.ts';
import { act, type Json, type Note } from '../../platform/act.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { ApiError, notFound } from '../../platform/http-errors.ts';
import { forgetSessions } from '../../platform/session.ts';
import { accountChanged, notTheSecond, personUnknown, requestOver } from '../account-faults.ts';
import { lockAccount } from '../accounts.sql.ts';
import { madePassword } from '../login/made-password.rules.ts';
import { hashPassword } from '../login/password.ts';
import { isKnown, mayDecideOnceKnown } from '../two-people.law.ts';
import type { Confirmed } from './account-requests.schema.ts';
import {
  decideRequest,
  findRequest,
  lockRequest,
  personOf,
  type AccountRequest,
} from './account-requests.sql.ts';
import { standingNow } from './ask.ts';
import { perform } from './perform.ts';

/** The one way to decide a request: while it is open and its row locked, both names in the audit. */
async function decide(
  sql: Sql,
  actor: Actor,
  action: Action,
  requestId: string,
  facts: { readonly [key: string]: Json },
  fn: (tx: Tx, request: AccountRequest, note: Note) => Promise<void>,
): Promise<void> {
  const found = await findRequest(sql, requestId);
  if (found === undefined) throw notFound();
  const { account, accountId, asked, askedBy, reason } = found;
  const object = {
    kind: 'account',
    id: account,
    ...(accountId === null ? {} : { accountId }),
    detail: { ...asked, requestId, reason, askedBy, ...facts },
  };
  try {
    await act(sql, actor, action, object, async (tx, note) => {
      const request = await lockRequest(tx, requestId);
      if (!request?.open) throw requestOver();
      await fn(tx, request, note);
    });
  } catch (error) {
    const isOwn = accountId !== null && accountId === actor.accountId;
    throw isOwn && error instanceof ApiError && error.code === 'forbidden' ? notTheSecond() : error;
  } finally {
    forgetSessions();
  }
}

async function mustBeTheSecond(tx: Tx, actor: Actor, { asker, about }: AccountRequest): Promise<void> {
  const { accountId, role } = actor;
  const who = { accountId, role, personId: await personOf(tx, accountId) };
  if (!mayDecideOnceKnown(who, asker, about)) throw notTheSecond();
  if (!isKnown(who)) throw personUnknown('decider');
  if (!isKnown(asker)) throw personUnknown('asker');
}

async function mustStillFit(tx: Tx, { accountId, stood }: AccountRequest): Promise<void> {
  if (accountId === null || stood === null) return;
  const row = await lockAccount(tx, accountId);
  const now = standingNow(row);
  const isAsItStood = (Object.keys(now) as (keyof typeof now)[]).every((key) => now[key] === stood[key]);
  if (row.closed || !isAsItStood) throw accountChanged();
}

const initialPassword = (): string => madePassword((bytes) => randomFillSync(bytes));

/**
 * Confirms a request as the second person: what was asked is done in this transaction, whole or not at all, and both are
 * named for it (Art. 30(3)): two persons of the register, for two accounts may be one human's. Where it takes a password, the product makes one that its holder replaces at the first
 * sign-in; it is in this answer and nowhere else. Throws 403 `not-the-second`, 409 `person-unknown`, 409 `request-over`, 409 `account-changed`
 * and whatever the act itself is refused with.
 */
export async function confirmRequest(
  sql: Sql,
  actor: Actor,
  requestId: string,
  why: string,
  today: string,
): Promise<Confirmed> {
  const password = initialPassword();
  const passwordHash = await hashPassword(password);
  let isGiven = false;
  await decide(
    sql,
    actor,
    'account.confirm',
    requestId,
    { decided: 'confirmed', decideReason: why },
    async (tx, request, note) => {
      await mustBeTheSecond(tx, actor, request);
      await mustStillFit(tx, request);
      const by = `${request.askedBy}·${actor.personName}`;
      await perform(tx, request, { by, today, passwordHash }, note);
      isGiven = request.asked.act === 'create' || request.asked.act === 'password';
      const { personName, accountId } = actor;
      await decideRequest(tx, requestId, { how: 'confirmed', personName, accountId, reason: why });
    },
  );
  return { password: isGiven ? password : null };
}

/** Refuses a request as the second person, with a reason: nothing is done. Throws as `confirmRequest`. */
export function refuseRequest(sql: Sql, actor: Actor, requestId: string, why: string): Promise<void> {
  return decide(
    sql,
    actor,
    'account.confirm',
    requestId,
    { decided: 'refused', decideReason: why },
    async (tx, request) => {
      await mustBeTheSecond(tx, actor, request);
      const { personName, accountId } = actor;
      await decideRequest(tx, requestId, { how: 'refused', personName, accountId, reason: why });
    },
  );
}

/** Takes a request back before it is decided. Throws 409 `request-over` where it is. */
export function withdrawRequest(sql: Sql, actor: Actor, requestId: string, why: string): Promise<void> {
  return decide(
    sql,
    actor,
    'account.ask',
    requestId,
    { decided: 'withdrawn', decideReason: why },
    async (tx) => {
      const { personName, accountId } = actor;
      await decideRequest(tx, requestId, { how: 'withdrawn', personName, accountId, reason: why });
    },
  );
}
