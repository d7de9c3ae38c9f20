import { DEVICE_STATES } from '../../server/cameras/snapshot.rules.ts';

/** What the glyph shows, weakest first: a camera shows the strongest of its states. */
export const EFFECTIVE_STATES = ['normal', 'live', 'unknown', 'caution', 'fault', 'violation'] as const;
export type EffectiveState = (typeof EFFECTIVE_STATES)[number];

const OF_DEVICE = DEVICE_STATES.map((state) => EFFECTIVE_STATES.indexOf(state));
const LIVE = EFFECTIVE_STATES.indexOf('live');

/** Index into EFFECTIVE_STATES of a device state (index into DEVICE_STATES) and whether the camera is on a screen now. */
export function effectiveStateOf(deviceState: number, isLive: boolean): number {
  const own = OF_DEVICE[deviceState] ?? EFFECTIVE_STATES.indexOf('unknown');
  return isLive && own < LIVE ? LIVE : own;
}
