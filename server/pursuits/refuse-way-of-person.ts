import type { Actor } from '../platform/access.ts';
import type { Tx } from '../platform/db.ts';
import { placesOnly, wayOfPerson } from './pursuit-faults.ts';
import { repeatsTrail } from './pursuit.rules.ts';
import { selectOpenPursuit, selectTrails } from './pursuits.sql.ts';

/** For how many days a way on which somebody was followed may not become a sequence: as long as its pictures may be kept. */
const TRAIL_DAYS = 30;

/**
 * Scenes and sequences of the wall are of places (Art. 27): throws 409 `pursuit-open` while this person has a pursuit open, and
 * `way-of-person` for steps that repeat one's own trail.
 */
export async function refuseWayOfPerson(
  tx: Tx,
  { accountId }: Actor,
  steps: readonly number[],
): Promise<void> {
  if (accountId === null) return;
  if ((await selectOpenPursuit(tx, accountId)) !== undefined) throw placesOnly();
  if (repeatsTrail(steps, await selectTrails(tx, accountId, TRAIL_DAYS))) throw wayOfPerson();
}
