import type { Tx } from '../platform/db.ts';
import { tooManyHeld } from './ptz-faults.ts';
import { lockHolder, selectHeldBy } from './ptz.sql.ts';

/** One pair of hands: what a screen turns, what waits to be handed back, and a little room. */
export const MOST_HELD = 4;

/**
 * Refuses a further head to whoever has {@link MOST_HELD} in hand, or waiting to be handed back: each is turned away from what
 * it was put there for (Art. 11(1), 26(2)). Throws 409 `too-many-held`, which names them.
 */
export async function refuseOneTooMany(tx: Tx, accountId: number, cameraId: number): Promise<void> {
  await lockHolder(tx, accountId);
  const held = await selectHeldBy(tx, accountId);
  if (held.length >= MOST_HELD && held.every((each) => each.cameraId !== cameraId)) throw tooManyHeld(held);
}
