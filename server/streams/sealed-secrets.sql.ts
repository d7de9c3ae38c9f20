import type { Sql, Tx } from '../platform/db.ts';
import type { SealedSecret } from './sealed-secret.ts';

/** The sealed password of a camera, for the gateway alone: no query that answers a person selects it. */
export async function selectSealedSecret(sql: Sql, cameraId: number): Promise<SealedSecret | undefined> {
  const [row] = await sql<SealedSecret[]>`
    select key_version as "keyVersion", sealed_secret as sealed
    from camera_stream where camera_id = ${cameraId} and sealed_secret is not null`;
  return row;
}

/** The sealed passwords of these cameras, for the gateway alone as well. */
export function selectSealedSecrets(
  sql: Sql,
  cameraIds: readonly number[],
): Promise<(SealedSecret & { cameraId: number })[]> {
  return sql<(SealedSecret & { cameraId: number })[]>`
    select camera_id as "cameraId", key_version as "keyVersion", sealed_secret as sealed
    from camera_stream where sealed_secret is not null and camera_id = any(${[...cameraIds]}::int[])`;
}

/** Every sealed password that another version sealed, locked until the transaction ends. */
export function lockSecretsNotOf(
  tx: Tx,
  keyVersion: number,
): Promise<(SealedSecret & { cameraId: number })[]> {
  return tx<(SealedSecret & { cameraId: number })[]>`
    select camera_id as "cameraId", key_version as "keyVersion", sealed_secret as sealed
    from camera_stream where key_version <> ${keyVersion} order by camera_id for update`;
}

export async function updateSealedSecret(
  tx: Tx,
  cameraId: number,
  { keyVersion, sealed }: SealedSecret,
): Promise<void> {
  await tx`
    update camera_stream set key_version = ${keyVersion}, sealed_secret = ${Buffer.from(sealed)}
    where camera_id = ${cameraId}`;
}

/** Versions of the key that some kept password still needs. */
export async function selectKeyVersionsInUse(sql: Sql | Tx): Promise<number[]> {
  const rows = await sql<{ version: number }[]>`
    select distinct key_version as version from camera_stream where key_version is not null order by 1`;
  return rows.map(({ version }) => version);
}

/** Whoever seals holds this until the commit, so that no key is taken away between the seal and its row. */
export async function holdKeys(tx: Tx, as: 'one of those who seal' | 'alone'): Promise<void> {
  if (as === 'alone') await tx`select pg_advisory_xact_lock(hashtext('camera keys'))`;
  else await tx`select pg_advisory_xact_lock_shared(hashtext('camera keys'))`;
}
