import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { record } from '../../platform/act.ts';
import { isInsideCentre } from '../../platform/addresses.ts';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { soon } from './door-patience.ts';
import { LOCK_OUT } from './lock-out.law.ts';
import { lockedOut, passkeyElsewhere, stepOver, wrongCode, wrongPasskey } from './login-faults.ts';
import type { PasskeyAnswer, SecondInput, SecondMethod, SecondStep } from './login.schema.ts';
import {
  enrolPasskey,
  enrolTotp,
  insertStep,
  notePasskeyUse,
  reserveAttempt,
  selectFactors,
  spendStep,
  spendTotpStep,
  tryStep,
  type OpenStep,
} from './login.sql.ts';
import { madePasskey, optionsToMake, optionsToUse, passkeySite, usedPasskey } from './passkey.ts';
import type { LoginAccount } from './proof.ts';
import { personAtTheDoor, startSession } from './start-session.ts';
import { newTotp, openTotp, sealTotp, totpStepOf } from './totp.ts';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * What comes after the password: the second factors on record, or the setting up of the first one. The token is good
 * once, for five minutes, from this address. Throws 403 where the only factor works at another address of the product.
 */
export async function offerSecondStep(
  { sql, config }: Deps,
  c: Context,
  account: LoginAccount,
  address: string,
): Promise<SecondStep> {
  const { accountId } = account;
  const site = passkeySite(config, c.req.header('host'));
  const { totp, passkeys } = await selectFactors(sql, accountId);
  const token = randomBytes(32).toString('base64url');
  const row = { tokenHash: hashOf(token), accountId, address };
  if (totp === null && passkeys.length === 0) {
    const fresh = newTotp(account.account);
    const passkey = site === null ? null : await optionsToMake(site, account);
    const sealedSecret = sealTotp(config, accountId, fresh.secret);
    await insertStep(sql, {
      ...row,
      enrols: true,
      sealedSecret,
      passkeyChallenge: passkey?.challenge ?? null,
    });
    const methods: SecondMethod[] = passkey === null ? ['totp'] : ['totp', 'passkey'];
    return { step: token, methods, enrol: { totp: fresh, ...(passkey === null ? {} : { passkey }) } };
  }
  const passkey = site === null || passkeys.length === 0 ? null : await optionsToUse(site, passkeys);
  if (totp === null && passkey === null) throw passkeyElsewhere();
  await insertStep(sql, {
    ...row,
    enrols: false,
    sealedSecret: null,
    passkeyChallenge: passkey?.challenge ?? null,
  });
  const methods: SecondMethod[] = [
    ...(totp === null ? [] : (['totp'] as const)),
    ...(passkey === null ? [] : (['passkey'] as const)),
  ];
  return { step: token, methods, ...(passkey === null ? {} : { passkey }) };
}

/** Puts the proof to use inside the transaction that opens the session; false where it was used already. */
type Spend = (tx: Tx) => Promise<boolean>;

async function codeProof({ sql, config, now }: Deps, step: OpenStep, code: string): Promise<Spend | null> {
  const { accountId } = step;
  if (step.enrols) {
    if (step.sealedSecret === null) return null;
    const sealed = step.sealedSecret;
    const timeStep = await totpStepOf(openTotp(config, accountId, sealed), code, now(), null);
    return timeStep === null ? null : (tx) => enrolTotp(tx, accountId, sealed, timeStep);
  }
  const { totp } = await selectFactors(sql, accountId);
  if (totp === null) return null;
  const secret = openTotp(config, accountId, totp.sealed);
  const timeStep = await totpStepOf(secret, code, now(), totp.lastStep);
  return timeStep === null ? null : (tx) => spendTotpStep(tx, accountId, timeStep);
}

async function passkeyProof(
  { sql, config }: Deps,
  host: string | undefined,
  step: OpenStep,
  answer: PasskeyAnswer,
): Promise<Spend | null> {
  const site = passkeySite(config, host);
  const { accountId, passkeyChallenge: challenge } = step;
  if (site === null || challenge === null) return null;
  if (step.enrols) {
    const made = await madePasskey(site, challenge, answer);
    return made === null ? null : (tx) => enrolPasskey(tx, accountId, made);
  }
  const { passkeys } = await selectFactors(sql, accountId);
  const key = passkeys.find(({ credentialId }) => credentialId === answer.id);
  if (key === undefined) return null;
  const useCount = await usedPasskey(site, challenge, answer, key);
  return useCount === null ? null : (tx) => notePasskeyUse(tx, key.credentialId, useCount);
}

/**
 * The second step: opens the session. Throws 401 `step-over` where the token is spent or has run out, 401 `wrong-code` or
 * `wrong-passkey`, and 429 while the account or the address is locked out; failures count as those of the password do.
 */
export async function takeSecondStep(
  deps: Deps,
  c: Context,
  address: string,
  input: SecondInput,
): Promise<void> {
  const { sql, config } = deps;
  const tokenHash = hashOf(input.step);
  const step = await soon(tryStep(sql, tokenHash, address));
  if (step === undefined) throw stepOver();
  const { account } = step;
  const inside = isInsideCentre(address, config);
  const booking = { account, address, inside, ofAccount: LOCK_OUT.failuresOfAccount };
  const { attemptId, until } = await soon(reserveAttempt(sql, booking));
  if (attemptId === null) throw lockedOut(until!);
  const method: SecondMethod = 'code' in input ? 'totp' : 'passkey';
  const refuse = method === 'totp' ? wrongCode : wrongPasskey;
  const spend =
    'code' in input
      ? await codeProof(deps, step, input.code)
      : await passkeyProof(deps, c.req.header('host'), step, input.passkey);
  if (spend === null) {
    const object = { kind: 'second-factor', id: account, detail: { method } };
    await record(sql, personAtTheDoor(step, address), 'session.start', object, 'refused');
    throw refuse();
  }
  await startSession(deps, c, { account: step, proofs: ['password', method] }, address, async (tx, now) => {
    if (now?.passwordHash !== step.passwordHash || !(await spendStep(tx, tokenHash))) throw stepOver();
    if (!(await spend(tx))) throw refuse();
    return step.enrols ? { enrolled: method } : {};
  });
}
