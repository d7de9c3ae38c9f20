import { createHash, randomInt } from 'node:crypto';
import type { Context } from 'hono';
import type { Actor } from '../../platform/access.ts';
import { act, record } from '../../platform/act.ts';
import { isInsideCentre } from '../../platform/addresses.ts';
import type { Sql } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid, notFound } from '../../platform/http-errors.ts';
import { forgetSessions, openSession } from '../../platform/session.ts';
import type { NewDisplay, PairingCode } from './displays.schema.ts';
import {
  endDisplayRow,
  findAnswering,
  findByCode,
  insertDisplay,
  renewPairing,
  spendCode,
} from './displays.sql.ts';
import { soon } from './door-patience.ts';
import { lockedOut, wrongPairingCode } from './login-faults.ts';
import { holdAccount, releaseAttempt, reserveAttempt } from './login.sql.ts';
import { personAtTheDoor } from './start-session.ts';

const CODE_MINUTES = 10;
/** Without letters and digits that are read for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** No account can have this name: guesses at codes are counted by place alone. */
const NOBODY = '(display)';

const hashOf = (code: string): Buffer => createHash('sha256').update(`display ${code}`).digest();
const newCode = (): string => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

function pairing(now: Date) {
  const code = newCode();
  const expiresAt = new Date(now.getTime() + CODE_MINUTES * 60_000).toISOString();
  return { code, expiresAt, row: { hash: hashOf(code), minutes: CODE_MINUTES } };
}

/** Registers a screen of the wall; its code is shown once and good once. Throws 400 where nobody can answer for it. */
export async function registerDisplay(
  { sql, now }: Deps,
  actor: Actor,
  given: NewDisplay,
): Promise<PairingCode> {
  const { code, expiresAt, row } = pairing(now());
  const detail = { name: given.name, network: given.network, account: given.account };
  const displayId = await act(
    sql,
    actor,
    'display.register',
    { kind: 'display', detail },
    async (tx, note) => {
      const accountId = await findAnswering(tx, given.account);
      if (accountId === undefined)
        throw invalid(
          'account',
          '열려 있는 담당자나 관제요원의 계정을 골라 주십시오.',
          'Choose the open account of an officer or an operator.',
        );
      const made = await insertDisplay(tx, { ...given, accountId, registeredBy: actor.personName }, row);
      note({ displayId: made });
      return made;
    },
  );
  return { displayId, code, expiresAt };
}

/** Another code for a screen, for instance after it was moved. Throws 404 where there is none. */
export async function renewCode({ sql, now }: Deps, actor: Actor, displayId: number): Promise<PairingCode> {
  const { code, expiresAt, row } = pairing(now());
  await act(
    sql,
    actor,
    'display.register',
    { kind: 'display', id: displayId, detail: { code: 'new' } },
    async (tx) => {
      if (!(await renewPairing(tx, displayId, row))) throw notFound();
    },
  );
  return { displayId, code, expiresAt };
}

/** Ends a screen for good, its session at once. Throws 404 where there is none. */
export async function endDisplay(sql: Sql, actor: Actor, displayId: number): Promise<void> {
  const object = { kind: 'display', id: displayId, detail: { end: true } };
  await act(sql, actor, 'display.register', object, async (tx) => {
    if (!(await endDisplayRow(tx, displayId, actor.personName))) throw notFound();
  });
  forgetSessions();
}

/**
 * Connects the machine that typed a code: a session for the map and live video alone, without an idle end, bound to this
 * address and browser. Throws 401 for a wrong code or another network, 429 while the address is locked out.
 */
export async function pairDisplay(deps: Deps, c: Context, address: string, code: string): Promise<void> {
  const { sql, config } = deps;
  const inside = isInsideCentre(address, config);
  const booking = { account: NOBODY, address, inside, ofAccount: 1_000_000 };
  const { attemptId, until } = await soon(reserveAttempt(sql, booking));
  if (attemptId === null) throw lockedOut(until!);
  const hash = hashOf(code);
  const display = await findByCode(sql, hash, address);
  if (display === undefined) throw wrongPairingCode();
  const { displayId, name, accountId } = display;
  const actor = personAtTheDoor(display, address);
  const object = { kind: 'display', id: displayId, detail: { name } };
  if (!display.inNetwork) {
    await record(sql, actor, 'session.start', object, 'refused');
    throw wrongPairingCode();
  }
  await act(sql, actor, 'session.start', object, async (tx) => {
    if ((await holdAccount(tx, accountId)) === undefined) throw wrongPairingCode();
    if (!(await spendCode(tx, displayId, hash, address))) throw wrongPairingCode();
    await openSession(c, tx, { accountId, address, idleMinutes: null, displayId });
    await releaseAttempt(tx, attemptId);
  });
  forgetSessions();
}
