import { SYSTEM } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { CameraKeys } from './camera-keys.ts';
import { openSecret } from './opened-secret.ts';
import { sealSecret } from './sealed-secret.ts';
import {
  holdKeys,
  lockSecretsNotOf,
  selectKeyVersionsInUse,
  updateSealedSecret,
} from './sealed-secrets.sql.ts';

/** Passwords that no kept key opens: nothing was changed. The message names the cameras and the way out. */
export class UnopenedSecrets extends Error {
  override name = 'UnopenedSecrets';
  readonly cameraIds: readonly number[];

  constructor(cameraIds: readonly number[]) {
    const named = `${cameraIds.slice(0, 20).join(', ')}${cameraIds.length > 20 ? ' …' : ''}`;
    super(
      `열리지 않는 비밀번호가 있어 열쇠를 바꾸지 않았습니다. 카메라 ${named}: 비밀번호를 다시 적거나 연결을 끊고 다시 하십시오.\n` +
        `The passwords of these cameras do not open, so nothing was changed. Give them anew or disconnect them: ${named}`,
    );
    this.cameraIds = cameraIds;
  }
}

export interface Rotation {
  readonly version: number;
  readonly resealed: number;
  readonly dropped: readonly number[];
}

/**
 * A new key for the cameras' passwords: added to the file first, then every password is sealed anew in one transaction,
 * then the versions that nothing needs any more go. Killed at any moment, each password still opens; done again, it ends.
 * Throws UnopenedSecrets.
 */
export async function rotateCameraKey(sql: Sql, secretsDir: string): Promise<Rotation> {
  const keys = new CameraKeys(secretsDir);
  const resealed = await resealAll(sql, keys, 'new key');
  return { version: keys.newest().version, resealed, dropped: await dropUnused(sql, keys) };
}

/** Seals with the newest key what an older one sealed, that of before there were versions above all; returns how many. */
export async function resealOldSecrets(sql: Sql, secretsDir: string): Promise<number> {
  const keys = new CameraKeys(secretsDir);
  const inUse = await selectKeyVersionsInUse(sql);
  if (!inUse.includes(0)) return 0;
  const resealed = await resealAll(sql, keys, 'kept key');
  await dropUnused(sql, keys);
  return resealed;
}

function resealAll(sql: Sql, keys: CameraKeys, by: 'new key' | 'kept key'): Promise<number> {
  return act(sql, SYSTEM, 'camera.rotate-key', { kind: 'camera-key' }, async (tx, note) => {
    await holdKeys(tx, 'alone');
    const inUse = await selectKeyVersionsInUse(tx);
    const version = by === 'new key' ? keys.add(Math.max(0, ...inUse)) : keys.newest().version;
    const before = await lockSecretsNotOf(tx, version);
    const unopened: number[] = [];
    for (const { cameraId, ...sealed } of before) {
      const plain = opened(keys, cameraId, sealed);
      if (plain === null) unopened.push(cameraId);
      else await updateSealedSecret(tx, cameraId, sealSecret(keys, cameraId, plain));
    }
    if (unopened.length > 0) throw new UnopenedSecrets(unopened);
    note({ version, resealed: before.length });
    return before.length;
  });
}

const opened = (...[keys, cameraId, sealed]: Parameters<typeof openSecret>): string | null => {
  try {
    return openSecret(keys, cameraId, sealed);
  } catch {
    return null;
  }
};

/** Under the lock that everyone who seals holds until the commit: what is not in use now comes into use no more. */
function dropUnused(sql: Sql, keys: CameraKeys): Promise<readonly number[]> {
  return act(sql, SYSTEM, 'camera.rotate-key', { kind: 'camera-key' }, async (tx, note) => {
    await holdKeys(tx, 'alone');
    const dropped = keys.dropAllBut(await selectKeyVersionsInUse(tx));
    note({ dropped });
    return dropped;
  });
}
