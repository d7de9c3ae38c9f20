/** Instants in ms since 1970, [fromMs, toMs). */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A permit to see what is past (저장된 영상의 재생 금지의 예외, Art. 30(2)): one camera, one interval of its recording, one person, in force
 * for a while and until it is withdrawn.
 */
export interface PlaybackPermit {
  readonly cameraId: number;
  readonly interval: Interval;
  readonly personId: number;
  readonly inForce: Interval;
  readonly withdrawnAtMs: number | null;
}

/** What somebody asks to see, and when. */
export interface PastAsk {
  readonly cameraId: number;
  readonly interval: Interval;
  readonly personId: number;
  readonly atMs: number;
}

/**
 * Whether a permit covers the whole of what is asked (Art. 30(2)): its camera, nothing outside its interval, its person, while it is in
 * force. Every border belongs to what follows it; an interval that is empty, runs backwards or is no number is covered by none.
 */
export function permitCovers(
  { cameraId, interval, personId, inForce, withdrawnAtMs }: PlaybackPermit,
  asked: PastAsk,
): boolean {
  const { fromMs, toMs } = asked.interval;
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || fromMs >= toMs) return false;
  return (
    cameraId === asked.cameraId &&
    personId === asked.personId &&
    interval.fromMs <= fromMs &&
    toMs <= interval.toMs &&
    inForce.fromMs <= asked.atMs &&
    asked.atMs < inForce.toMs &&
    (withdrawnAtMs === null || asked.atMs < withdrawnAtMs)
  );
}

/** Whether one permit covers all of it: two that meet make no third, since each was decided for itself. */
export const anyCovers = (permits: readonly PlaybackPermit[], asked: PastAsk): boolean =>
  permits.some((permit) => permitCovers(permit, asked));
