/** How far the shown frame may be behind the newest one in the player, so that it is 0.5 to 0.8 s old on the glass. */
export const BAND_S = { from: 0.35, aim: 0.5, to: 0.7 } as const;
/** Playing faster catches up with less; what a busy moment left behind is jumped over. */
const JUMP_BEHIND_S = 1.6;
const [SLOWEST, FASTEST] = [0.9, 1.5];
const RATE_STEP = 0.05;

/** Goes on at this rate, or at once to so far behind the newest frame. */
export type Pace = { readonly rate: number } | { readonly jumpToBehindS: number };

/**
 * What brings the picture into its band and keeps it there, by the rate it plays at now. Outside the band it plays the faster or
 * slower the further it is away, until it has reached the middle; far behind it jumps, where it may.
 */
export function paceOf(behindS: number, rate: number, mayJump: boolean): Pace {
  if (behindS > JUMP_BEHIND_S && mayJump) return { jumpToBehindS: BAND_S.aim };
  const isCorrecting = rate > 1 ? behindS > BAND_S.aim : rate < 1 && behindS < BAND_S.aim;
  if (!isCorrecting && behindS >= BAND_S.from && behindS <= BAND_S.to) return { rate: 1 };
  const wanted = 1 + (behindS - BAND_S.aim) / 2;
  const stepped = Math.round(wanted / RATE_STEP) * RATE_STEP;
  const next = Math.min(FASTEST, Math.max(SLOWEST, stepped));
  // So near to the middle that the rounding would leave it where it is.
  return { rate: isCorrecting && next === 1 ? rate : next };
}
