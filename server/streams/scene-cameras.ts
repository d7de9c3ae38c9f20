import { selectCamerasForAct, type CameraToActOn } from '../cameras/index.ts';
import type { Sql, Tx } from '../platform/db.ts';

/** What `can` asks about these cameras, by id; those that are not in the register are not in the map. */
export async function loadCamerasForActs(
  sql: Sql | Tx,
  cameraIds: readonly number[],
): Promise<ReadonlyMap<number, CameraToActOn>> {
  if (cameraIds.length === 0) return new Map();
  const rows = await selectCamerasForAct(sql, [...new Set(cameraIds)]);
  return new Map(rows.map((row) => [row.cameraId, row]));
}
