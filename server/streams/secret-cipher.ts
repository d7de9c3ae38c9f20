import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * What encrypts the cameras' passwords. A module that a body has validated (KCMVP) comes in the place of the one below:
 * it draws a fresh nonce for every seal and refuses to open what was sealed under another key or bound to anything else.
 */
export interface SecretCipher {
  readonly keyBytes: number;
  readonly seal: (key: Uint8Array, boundTo: string, plain: string) => Uint8Array;
  /** Throws when the key or the binding is another, or a bit was changed. */
  readonly open: (key: Uint8Array, boundTo: string, sealed: Uint8Array) => string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM of Node's own OpenSSL; sealed as nonce, ciphertext, tag. */
export const aes256Gcm: SecretCipher = {
  keyBytes: 32,
  seal: (key, boundTo, plain) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(boundTo));
    return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  open: (key, boundTo, sealed) => {
    const bytes = Buffer.from(sealed);
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  },
};
