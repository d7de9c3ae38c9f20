import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import type { Config } from '../../platform/config.ts';
import { secretFor } from '../../platform/secrets.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const STEP_SECONDS = 30;

const keyOf = ({ secretsDir }: Pick<Config, 'secretsDir'>): Buffer =>
  createHash('sha256')
    .update(`second factors ${secretFor(secretsDir, 'second-factor')}`)
    .digest();
const ownerOf = (accountId: number): Buffer => Buffer.from(`account ${accountId}`);

/** Encrypts a shared secret for the database (AES-256-GCM), bound to its account; the key stays in the folder of secrets. */
export function sealTotp(config: Pick<Config, 'secretsDir'>, accountId: number, secret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce).setAAD(ownerOf(accountId));
  return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealTotp` made; throws where it is of another account or key, or a bit was changed. */
export function openTotp(config: Pick<Config, 'secretsDir'>, accountId: number, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(config), bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(ownerOf(accountId)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

/** A fresh secret (base32, 160 bits) and the address that an authenticator app reads from a QR code. */
export function newTotp(account: string): { secret: string; uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: 'Gwanje Map', label: account, secret }) };
}

/** The time step that a code belongs to, one step of drift either way; null for a wrong or a spent one (RFC 6238, 5.2). */
export async function totpStepOf(
  secret: string,
  code: string,
  now: Date,
  spentStep: number | null,
): Promise<number | null> {
  const epoch = Math.floor(now.getTime() / 1000);
  const result = await verify({
    secret,
    token: code,
    epoch,
    period: STEP_SECONDS,
    epochTolerance: STEP_SECONDS,
  });
  if (!result.valid) return null;
  const step = Math.floor(epoch / STEP_SECONDS) + result.delta;
  return spentStep !== null && step <= spentStep ? null : step;
}
