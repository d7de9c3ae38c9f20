import type { CameraToActOn } from '../cameras/index.ts';
import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { notFound } from '../platform/http-errors.ts';
import { endWindow, findLikeWindow, findWindow, insertWindow, lockWorks } from './maintenance.sql.ts';

interface Works {
  readonly windowId: string;
  readonly cameraId: number;
  readonly by: string;
}

/** Announces works within somebody's act (Art. 12(2)); false where they were announced before. Throws 404 for another's. */
export async function announceWorks(
  tx: Tx,
  camera: CameraToActOn,
  works: Works & { readonly fromAt: Date; readonly toAt: Date; readonly reason: string },
): Promise<boolean> {
  const earlier = await findWindow(tx, works.windowId);
  if (earlier !== undefined && earlier.cameraId !== works.cameraId) throw notFound();
  if (earlier !== undefined) return false;
  await insertWindow(tx, works);
  await tellOf(tx, camera);
  return true;
}

/**
 * Until when other works go on that were announced with a reason that begins so; whoever announces works on the camera waits
 * until this transaction ends.
 */
export async function likeWorksUntil(
  tx: Tx,
  { windowId, cameraId }: Pick<Works, 'windowId' | 'cameraId'>,
  { begins, at }: { readonly begins: string; readonly at: Date },
): Promise<Date | null> {
  await lockWorks(tx, cameraId);
  const standing = await findLikeWindow(tx, { windowId, cameraId, begins, at });
  return standing === undefined ? null : new Date(standing.toAt);
}

/** Ends them before their time. */
export async function endWorks(tx: Tx, camera: CameraToActOn, works: Works, at: Date): Promise<void> {
  await endWindow(tx, works.windowId, at, works.by);
  await tellOf(tx, camera);
}

const tellOf = (tx: Tx, { cameraId, protected: isProtected, departmentId }: CameraToActOn): Promise<void> =>
  announce(tx, { kind: 'camera', objectId: cameraId, protected: isProtected, departmentId });
