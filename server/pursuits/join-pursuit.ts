import type { CameraToActOn } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { notItsPurpose, pursuitOver } from './pursuit-faults.ts';
import { servesPursuit } from './pursuit.rules.ts';
import { insertStep, lockPursuit, selectPursuit } from './pursuits.sql.ts';

/** The pursuit in which a picture is open: while the database is away it ends by the clock. */
export interface PursuitOfViewing {
  readonly pursuitId: string;
  readonly pursuitNo: number;
  readonly untilMs: number;
}

/**
 * Puts a camera on the trail of the actor's own open pursuit, in the transaction that writes the viewing (Art. 27). Throws 409
 * `pursuit-over` where none of that number is open for this session, `not-a-purpose` where the camera serves another purpose.
 */
export async function joinPursuit(
  tx: Tx,
  actor: Actor,
  pursuitId: string,
  { cameraId, purposes }: Pick<CameraToActOn, 'cameraId' | 'purposes'>,
): Promise<PursuitOfViewing> {
  await lockPursuit(tx, pursuitId);
  const pursuit = await selectPursuit(tx, pursuitId);
  const own = pursuit?.accountId === actor.accountId && pursuit?.sessionId === actor.sessionId;
  if (pursuit === undefined || !own || !pursuit.open) throw pursuitOver();
  if (!servesPursuit(pursuit.purpose, purposes)) throw notItsPurpose(purposes);
  await insertStep(tx, pursuitId, cameraId);
  return { pursuitId, pursuitNo: pursuit.pursuitNo, untilMs: Date.parse(pursuit.endsAt) };
}
