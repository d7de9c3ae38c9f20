import type { CameraKeys } from './camera-keys.ts';
import { boundTo, type SealedSecret } from './sealed-secret.ts';
import { aes256Gcm, type SecretCipher } from './secret-cipher.ts';

/** Opens what `sealSecret` made; throws when its key is gone, or it was sealed for another camera, or a bit was changed. */
export function openSecret(
  keys: CameraKeys,
  cameraId: number,
  { keyVersion, sealed }: SealedSecret,
  cipher: SecretCipher = aes256Gcm,
): string {
  const key = keys.version(keyVersion);
  if (key === undefined) throw new Error(`no key of version ${keyVersion}`);
  return cipher.open(key.bytes, boundTo(cameraId, keyVersion), sealed);
}
