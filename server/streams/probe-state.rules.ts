import type { StreamErrorCode } from './stream-error.rules.ts';

export type ProbeState = 'normal' | 'unknown' | 'caution' | 'fault' | 'violation';
/** Why the centre may not look at a camera that is, or may be, another body's (Art. 18(5), 23, 25). */
export type BarredCause = 'no-delegation' | 'no-link-security' | 'unknown-owner';
export type ProbeCause =
  'unreachable' | 'refused' | 'slow' | 'audio-track' | 'wrong-codec' | BarredCause | null;

export interface ProbeVerdict {
  readonly state: ProbeState;
  readonly cause: ProbeCause;
}

/** What one look at a camera found; null where it could not be learnt. */
export interface ProbeFindings {
  readonly failure: StreamErrorCode | null;
  readonly answeredInMs: number | null;
  readonly audioOffered: boolean | null;
  readonly videoEncodings: readonly string[];
}

/** Above this a control room notices the wait before the picture. */
export const SLOW_ANSWER_MS = 1_500;

/**
 * State of a camera after one look, worst first: a sound track is a breach of Art. 11(2) whatever else is true,
 * then no answer, then a picture no browser plays, then slowness. An address outside the camera networks proves
 * nothing about the camera.
 */
export function judgeProbe({
  failure,
  answeredInMs,
  audioOffered,
  videoEncodings,
}: ProbeFindings): ProbeVerdict {
  if (audioOffered === true) return { state: 'violation', cause: 'audio-track' };
  if (failure === 'address-refused') return { state: 'unknown', cause: null };
  if (failure === 'unauthorized' || failure === 'refused' || failure === 'redirected')
    return { state: 'fault', cause: 'refused' };
  if (failure !== null) return { state: 'fault', cause: 'unreachable' };
  if (!videoEncodings.includes('H264')) return { state: 'caution', cause: 'wrong-codec' };
  if (answeredInMs !== null && answeredInMs > SLOW_ANSWER_MS) return { state: 'caution', cause: 'slow' };
  return { state: 'normal', cause: null };
}

interface Damped {
  reported: ProbeVerdict | null;
  suspected: ProbeVerdict | null;
}

const same = (a: ProbeVerdict | null, b: ProbeVerdict): boolean =>
  a?.state === b.state && a.cause === b.cause;

/**
 * Holds back a worsening until it was seen twice in a row, so that one lost packet does not colour the map.
 * Good news and a breach of law are believed at once.
 */
export class ProbeDamper {
  readonly #cameras = new Map<number, Damped>();

  /** The verdict to report now, or null when there is nothing new; `again` asks for a second look soon. */
  next(cameraId: number, verdict: ProbeVerdict): { report: ProbeVerdict | null; again: boolean } {
    const camera = this.#cameras.get(cameraId) ?? { reported: null, suspected: null };
    this.#cameras.set(cameraId, camera);
    if (same(camera.reported, verdict)) {
      camera.suspected = null;
      return { report: null, again: false };
    }
    const worse = verdict.state === 'fault' || verdict.state === 'caution';
    if (worse && !same(camera.suspected, verdict)) {
      camera.suspected = verdict;
      return { report: null, again: true };
    }
    camera.suspected = null;
    camera.reported = verdict;
    return { report: verdict, again: false };
  }

  forget(cameraId: number): void {
    this.#cameras.delete(cameraId);
  }

  /** Forgets cameras that are no longer in the register. */
  keepOnly(cameraIds: ReadonlySet<number>): void {
    for (const cameraId of this.#cameras.keys()) if (!cameraIds.has(cameraId)) this.#cameras.delete(cameraId);
  }
}
