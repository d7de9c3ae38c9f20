import { can, type Actor, type Protection } from '../platform/access.ts';

/** What decides who is told that a camera is watched, or where its head looks now. */
export interface WatchedFacts extends Protection {
  readonly cameraId: number;
  /** It is part of a pursuit that is open: where it stands is where the person followed is (Art. 27). */
  readonly followed: boolean;
}

/** Whoever may watch the camera, and outside a pursuit whoever maintains it: nobody else needs it for the work (Art. 30(1)). */
export const isToldOfWatching = (actor: Actor, camera: WatchedFacts): boolean =>
  can(actor, 'camera.watch', camera) || (!camera.followed && can(actor, 'fault.report', camera));
