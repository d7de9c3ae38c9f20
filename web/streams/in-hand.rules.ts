/** As long as the question stands on the screen. */
const ASKED_MS = 6000;
/** Longer than a hand needs to notice that the camera is not its own any more. */
const LOST_MS = 2000;

/** A second press so soon is of the same hand as the first: a double click, or a key that is held. */
const SAME_PRESS_MS = 400;

/** Whether somebody who was asked at one moment and presses again at another has answered. */
export const asksNoMore = (askedMs: number, nowMs: number): boolean =>
  nowMs - askedMs < ASKED_MS && nowMs - askedMs >= SAME_PRESS_MS;

/** Whether a key that was meant for a camera is still meant for it: it was taken a moment ago, or the key has been down since. */
export const stillMeansCamera = (lostMs: number | null, nowMs: number, repeats: boolean): boolean =>
  lostMs !== null && (repeats || nowMs - lostMs < LOST_MS);
