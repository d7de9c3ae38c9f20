import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { upsertDeviceStates, type ProbedState } from './device-state.sql.ts';

export type { ProbedState } from './device-state.sql.ts';

/** Writes what probes proved and tells every open screen of the cameras whose state or cause changed. Answers how many. */
export async function setDeviceState(tx: Tx, probed: readonly ProbedState[]): Promise<number> {
  if (probed.length === 0) return 0;
  const changed = await upsertDeviceStates(tx, probed);
  await announce(
    tx,
    ...changed.map((camera) => ({
      kind: 'device' as const,
      objectId: camera.cameraId,
      protected: camera.protected,
      departmentId: camera.departmentId,
    })),
  );
  return changed.length;
}
