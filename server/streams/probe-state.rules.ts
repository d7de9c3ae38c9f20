import type { DeviceFinding } from './device-findings.rules.ts';
import type { StreamErrorCode } from './stream-error.rules.ts';

export type ProbeState = 'normal' | 'unknown' | 'caution' | 'fault' | 'violation';
/** Why the centre may not look at a camera that is, or may be, another body's (Art. 18(5), 23, 25). */
export type BarredCause = 'no-delegation' | 'no-link-security' | 'unknown-owner';
/** What can be wrong with the picture of a camera that answers. */
export type PictureFault = 'frozen' | 'no-frames';
export type ProbeCause =
  | 'unreachable'
  | 'refused'
  | 'slow'
  | 'audio-track'
  | 'wrong-codec'
  | 'flapping'
  | 'maintenance'
  | PictureFault
  | BarredCause
  | DeviceFinding
  | null;

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

/** It answered, and it or we would not go on. */
const REFUSALS: ReadonlySet<StreamErrorCode> = new Set([
  'unauthorized',
  'refused',
  'redirected',
  'password-in-clear',
  'certificate-changed',
]);

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
  if (failure !== null && REFUSALS.has(failure)) return { state: 'fault', cause: 'refused' };
  if (failure !== null) return { state: 'fault', cause: 'unreachable' };
  if (!videoEncodings.includes('H264')) return { state: 'caution', cause: 'wrong-codec' };
  if (answeredInMs !== null && answeredInMs > SLOW_ANSWER_MS) return { state: 'caution', cause: 'slow' };
  return { state: 'normal', cause: null };
}

/** Whether a finding rests on something that did not come in time, so that whoever was late alone may not say it. */
export const hangsOnTime = ({ cause }: ProbeVerdict): boolean =>
  cause === 'unreachable' || cause === 'slow' || cause === 'no-frames';

/** What stands for a camera while announced works go on (Art. 12(2)): a breach of law and a good picture as they are. */
export const duringWorks = ({ state, cause }: ProbeVerdict): ProbeVerdict =>
  state === 'fault' || state === 'caution' ? { state: 'unknown', cause: 'maintenance' } : { state, cause };

/**
 * State of a camera by what its stream and its device showed: a breach of law stands whatever else is true (Art. 31(1)), a
 * stream that fails or lags is told before what its device leaves to be looked into.
 */
export function withFindings(
  { state, cause }: ProbeVerdict,
  [worst]: readonly DeviceFinding[],
): ProbeVerdict {
  if (worst === undefined || state === 'violation') return { state, cause };
  if (worst === 'over-retention') return { state: 'violation', cause: worst };
  return state === 'normal' ? { state: 'caution', cause: worst } : { state, cause };
}

/** A camera that comes and goes this often in this time is unsteady, until it has been steady for the last one. */
export const FLAPPING = { turns: 4, withinMs: 10 * 60_000, steadyAfterMs: 5 * 60_000 } as const;
const UNSTEADY: ProbeVerdict = { state: 'caution', cause: 'flapping' };

interface Damped {
  reported: ProbeVerdict | null;
  /** What was last believed, whether or not it was told. */
  believed: ProbeVerdict | null;
  suspected: ProbeVerdict | null;
  /** When it last went from answering to not, or back. */
  turnsAtMs: number[];
  unsteady: boolean;
}

interface Damping {
  readonly shown: ProbeVerdict;
  readonly isNew: boolean;
  readonly again: boolean;
}

const same = (a: ProbeVerdict | null, b: ProbeVerdict): boolean =>
  a?.state === b.state && a.cause === b.cause;
const answers = ({ state }: ProbeVerdict): boolean => state === 'normal' || state === 'caution';

/**
 * Holds back a worsening until it was seen twice in a row, so that one lost packet does not colour the map, and tells one
 * that comes and goes as unsteady instead of telling every turn. Good news and a breach of law are believed at once.
 */
export class ProbeDamper {
  readonly #cameras = new Map<number, Damped>();

  /** What stands for the camera now and whether that is new; `again` asks for a second look soon, and nothing is told. */
  next(cameraId: number, verdict: ProbeVerdict, atMs: number): Damping {
    const camera = this.#cameras.get(cameraId) ?? begun();
    this.#cameras.set(cameraId, camera);
    const worse = verdict.state === 'fault' || verdict.state === 'caution';
    if (worse && !same(camera.believed, verdict) && !same(camera.suspected, verdict)) {
      camera.suspected = verdict;
      return { shown: camera.reported ?? verdict, isNew: false, again: true };
    }
    camera.suspected = null;
    believe(camera, verdict, atMs);
    const shown = camera.unsteady && (answers(verdict) || verdict.state === 'fault') ? UNSTEADY : verdict;
    const isNew = !same(camera.reported, shown);
    camera.reported = shown;
    return { shown, isNew, again: false };
  }

  /** What was last told of it; null where nothing was. */
  standing(cameraId: number): ProbeVerdict | null {
    const reported = this.#cameras.get(cameraId)?.reported;
    return reported ? { state: reported.state, cause: reported.cause } : null;
  }

  forget(cameraId: number): void {
    this.#cameras.delete(cameraId);
  }

  /** Forgets cameras that are no longer in the register. */
  keepOnly(cameraIds: ReadonlySet<number>): void {
    for (const cameraId of this.#cameras.keys()) if (!cameraIds.has(cameraId)) this.#cameras.delete(cameraId);
  }
}

const begun = (): Damped => ({
  ...{ reported: null, believed: null, suspected: null },
  ...{ turnsAtMs: [], unsteady: false },
});

function believe(camera: Damped, verdict: ProbeVerdict, atMs: number): void {
  const { believed } = camera;
  camera.believed = verdict;
  const wentDown = believed !== null && answers(believed) && verdict.state === 'fault';
  const cameBack = believed?.state === 'fault' && answers(verdict);
  if (wentDown || cameBack) camera.turnsAtMs.push(atMs);
  camera.turnsAtMs = camera.turnsAtMs.filter((turn) => atMs - turn < FLAPPING.withinMs);
  const steadyForMs = atMs - (camera.turnsAtMs.at(-1) ?? -Infinity);
  camera.unsteady = camera.unsteady
    ? steadyForMs < FLAPPING.steadyAfterMs
    : camera.turnsAtMs.length >= FLAPPING.turns;
}
