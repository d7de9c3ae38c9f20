import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { secretFor } from './secrets.ts';

/** What a signature is for: one of another kind proves nothing. */
export type SignedKind = 'anchor' | 'spool' | 'spool-head' | 'review';

const NAME = 'audit-signing';
const PKCS8_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_RAW = Buffer.from('302a300506032b6570032100', 'hex');

/** The installation's own Ed25519 key (RFC 8032): the private half never leaves the folder of secrets. */
export interface AuditKey {
  readonly publicKey: Buffer;
  readonly sign: (kind: SignedKind, text: string) => Buffer;
}

const textOf = (kind: SignedKind, text: string): Buffer => Buffer.from(`gwanje ${kind}\n${text}`);

/** The key of an installation, made at first use (0600). */
export function auditKey(secretsDir: string): AuditKey {
  const seed = createHash('sha256')
    .update(`audit ${secretFor(secretsDir, NAME)}`)
    .digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_SEED, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key as never)
    .export({ format: 'der', type: 'spki' })
    .subarray(-32);
  return { publicKey, sign: (kind, text) => sign(null, textOf(kind, text), key) };
}

const keyOf = (publicKey: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_RAW, publicKey]), format: 'der', type: 'spki' });

/** Whether a signature of this kind over this text is of this key; false for anything that is none. */
export function signatureHolds(
  publicKey: Uint8Array,
  kind: SignedKind,
  text: string,
  signature: Uint8Array,
): boolean {
  try {
    return verify(null, textOf(kind, text), keyOf(publicKey), signature);
  } catch {
    return false;
  }
}

/** A public key in the PEM form that any other program reads. */
export const publicKeyPem = (publicKey: Uint8Array): string =>
  keyOf(publicKey).export({ format: 'pem', type: 'spki' }).toString();

/** The 32 bytes of an Ed25519 public key in PEM; null where it is none. */
export function publicKeyFromPem(pem: string): Buffer | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519'
      ? key.export({ format: 'der', type: 'spki' }).subarray(-32)
      : null;
  } catch {
    return null;
  }
}

/** A short name of a key that people compare by eye. */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 16)
    .replace(/(.{4})(?=.)/g, '$1-');
