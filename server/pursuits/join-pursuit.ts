import type { CameraToActOn } from '../cameras/index.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { notItsPurpose } from './pursuit-faults.ts';
import { servesPursuit, type OpenPursuit, type PursuitOfViewing } from './pursuit.rules.ts';
import { insertStep, lockOpenPursuit } from './pursuits.sql.ts';

/** Throws 409 `not-a-purpose` where a camera serves nothing that this pursuit is for (Art. 26(3)). */
export function refuseOtherPurpose(
  { purpose }: OpenPursuit,
  { purposes }: Pick<CameraToActOn, 'purposes'>,
): void {
  if (!servesPursuit(purpose, purposes)) throw notItsPurpose(purposes);
}

/**
 * The pursuit into which a picture falls that this session opens now, in the transaction that writes the viewing: whatever is opened on
 * the screens that show the pursuit is part of it (Art. 27). Null: none is open. Throws as `refuseOtherPurpose`.
 */
export async function joinPursuit(
  tx: Tx,
  sessionId: string,
  camera: Pick<CameraToActOn, 'purposes'>,
): Promise<OpenPursuit | null> {
  const pursuit = await lockOpenPursuit(tx, sessionId);
  if (pursuit === undefined) return null;
  refuseOtherPurpose(pursuit, camera);
  return pursuit;
}

/** Puts a camera on the trail once its picture has come; a pursuit that is over meanwhile has no further step. */
export async function noteStep(
  sql: Sql,
  { pursuitId }: Pick<PursuitOfViewing, 'pursuitId'>,
  cameraId: number,
): Promise<void> {
  if (await insertStep(sql, pursuitId, cameraId)) await announce(sql, { kind: 'pursuit' });
}
