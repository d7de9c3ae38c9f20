import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { pinCertificate } from './streams.sql.ts';

/** A camera showed its certificate for the first time: from now on it is held to that one (Art. 30(3)). Throws as `act`. */
export async function keepCertificate(
  { sql }: Pick<Deps, 'sql'>,
  cameraId: number,
  certificateSha256: string,
): Promise<void> {
  const object = { kind: 'camera', id: cameraId, detail: { certificateSha256 } };
  await act(sql, SYSTEM, 'camera.probe', object, (tx) => pinCertificate(tx, cameraId, certificateSha256));
}
