import { turnBetween, type Aim } from '../../server/streams/ptz.rules.ts';
import type { PtzView } from '../../server/streams/ptz.schema.ts';

/** A motor comes to stand a little beside where it was last told. */
const STANDS_DEG = 2;
const STANDS_ZOOM = 0.02;

type Standing = Pick<PtzView, 'aim' | 'holder' | 'moving'>;

/** Whether what stood against a command stands no more: another holds the camera since it was said, or it looks elsewhere. */
export function refusalIsOver(said: Standing, now: Standing): boolean {
  if (said.holder?.since !== now.holder?.since || said.holder?.mine !== now.holder?.mine) return true;
  return !said.moving && !isSameAim(said.aim, now.aim);
}

const isSameAim = (said: Aim | null, now: Aim | null): boolean =>
  said === null || now === null
    ? said === now
    : Math.abs(turnBetween(said.bearingDeg, now.bearingDeg)) <= STANDS_DEG &&
      Math.abs(said.tiltDeg - now.tiltDeg) <= STANDS_DEG &&
      Math.abs(said.zoom - now.zoom) <= STANDS_ZOOM;
