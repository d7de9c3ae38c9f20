import type { Tx } from '../platform/db.ts';
import { insertSaid, type SaidEquipment } from './equipment.sql.ts';

/** Puts on record what a device says it is: nobody has verified it until a person keeps the piece (Art. 12(2)). */
export const recordDevice = (tx: Tx, cameraId: number, said: SaidEquipment): Promise<void> =>
  insertSaid(tx, cameraId, said);
