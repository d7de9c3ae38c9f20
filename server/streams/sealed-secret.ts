import type { CameraKeys } from './camera-keys.ts';
import { aes256Gcm, type SecretCipher } from './secret-cipher.ts';

/** A camera's password as the database holds it, with the version of the key that sealed it. */
export interface SealedSecret {
  readonly keyVersion: number;
  readonly sealed: Uint8Array;
}

/**
 * What a sealed password is bound to: moved to another camera, or said to be of another version, it opens no more.
 * Version 0 was bound to nothing.
 */
export const boundTo = (cameraId: number, keyVersion: number): string =>
  keyVersion === 0 ? '' : `gwanje camera password ${cameraId} ${keyVersion}`;

/** Seals a camera's password with the newest key, bound to the camera and to the key's version. */
export function sealSecret(
  keys: CameraKeys,
  cameraId: number,
  plain: string,
  cipher: SecretCipher = aes256Gcm,
): SealedSecret {
  const { version, bytes } = keys.newest();
  return { keyVersion: version, sealed: cipher.seal(bytes, boundTo(cameraId, version), plain) };
}
