import type { Tx } from '../platform/db.ts';
import type { LongerKeepingBody } from './longer-keeping.schema.ts';

/** From a day on; false where one of that number is on record already. */
export async function insertKeeping(
  tx: Tx,
  cameraId: number,
  { keepingId, ground, citation, reason, lastDay }: LongerKeepingBody,
  { decidedBy, day }: { readonly decidedBy: string; readonly day: string },
): Promise<boolean> {
  const made = await tx`
    insert into longer_keeping (keeping_id, camera_id, ground, citation, reason, valid_from, valid_to, decided_by)
    values (${keepingId}, ${cameraId}, ${ground}, ${citation}, ${reason}, ${day}::date, ${lastDay}::date + 1, ${decidedBy})
    on conflict do nothing`;
  return made.count > 0;
}

/** Whether what is on record under its number is the same exception of the same camera. */
export async function isSameKeeping(
  tx: Tx,
  cameraId: number,
  { keepingId, ground, citation, reason, lastDay }: LongerKeepingBody,
): Promise<boolean> {
  const [row] = await tx`
    select from longer_keeping
    where keeping_id = ${keepingId} and camera_id = ${cameraId} and ground = ${ground} and citation = ${citation}
      and reason = ${reason} and (valid_to = ${lastDay}::date + 1 or ended_by is not null)`;
  return row !== undefined;
}

/** Ends it as of the day; false where none of that number of the camera is in force then. */
export async function endKeeping(
  tx: Tx,
  cameraId: number,
  keepingId: string,
  by: { readonly personName: string; readonly reason: string; readonly day: string },
): Promise<boolean> {
  const ended = await tx`
    update longer_keeping
    set valid_to = greatest(valid_from, ${by.day}::date), ended_by = ${by.personName}, ended_reason = ${by.reason}
    where camera_id = ${cameraId} and keeping_id = ${keepingId} and valid_to > ${by.day}::date`;
  return ended.count > 0;
}
