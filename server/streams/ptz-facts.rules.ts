import { toldBearing, type Aim } from './ptz.rules.ts';

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** An aim as a row of the audit tells it; null where no bearing is known. */
export const aimFacts = (aim: Aim | null): { azimuthDeg: number; tiltDeg: number; zoom: number } | null =>
  aim && {
    azimuthDeg: toldBearing(aim.bearingDeg),
    tiltDeg: rounded(aim.tiltDeg),
    zoom: Math.round(aim.zoom * 100) / 100,
  };
