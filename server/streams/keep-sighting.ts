import type { Sql } from '../platform/db.ts';
import { insertFound, replaceFound, selectAlike, updateFound, type Sighting } from './discovery.sql.ts';
import { placeOf } from './found-devices.rules.ts';

/** Puts an answer of a device on record: one row a device, however often and wherever it answers. */
export async function keepSighting(sql: Sql, sighting: Sighting, at: Date): Promise<void> {
  const placed = placeOf(await selectAlike(sql, sighting), sighting);
  if (placed.as === 'new') await insertFound(sql, sighting, at);
  else if (placed.as === 'replaced') await replaceFound(sql, placed.foundDeviceId, sighting, at);
  else await updateFound(sql, placed.foundDeviceId, sighting, { at, moves: placed.as === 'moved' });
}
