import { LIVE_CLOSE, type LiveState } from '../../server/streams/live-status.schema.ts';

type LiveCause = Extract<LiveState, { state: 'reconnecting' }>['cause'];

/** What the tile shows. Instants are milliseconds of `Date.now()`. */
export type LivePhase =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'playing' }
  | {
      readonly kind: 'reconnecting';
      readonly attempt: number;
      readonly sinceMs: number;
      readonly lastFrameMs: number | null;
      /** What the camera did; null when it was our own connection that broke. */
      readonly cause: LiveCause | null;
      /** Why the server opens no picture for now, in its own words. */
      readonly sentence?: string | null;
    }
  | { readonly kind: 'codec-unsupported'; readonly codec: string }
  /** Nothing more will be tried; `sentence` is the server's own, null when what allowed the picture ended. */
  | {
      readonly kind: 'refused';
      readonly sentence: string | null;
      readonly ended?: Ended;
      readonly code?: string;
    };

/** What allowed an open picture and has ended: another body's delegation, its link security, the pursuit it was in; else the person's right. */
export type Ended = 'delegation' | 'security' | 'pursuit' | 'right';
const ENDED_BY: Readonly<Record<number, Ended>> = {
  [LIVE_CLOSE.cut]: 'right',
  [LIVE_CLOSE.noDelegation]: 'delegation',
  [LIVE_CLOSE.noLinkSecurity]: 'security',
  [LIVE_CLOSE.pursuitOver]: 'pursuit',
};

/** What the gateway's word on its camera makes of the tile. A picture that plays stays one until frames stop. */
export function phaseOf(
  state: LiveState,
  phase: LivePhase,
  nowMs: number,
  lastFrameMs: number | null,
): LivePhase {
  switch (state.state) {
    case 'connecting':
      return phase.kind === 'reconnecting' ? phase : { kind: 'connecting', sinceMs: sinceOf(phase) ?? nowMs };
    case 'playing':
      return phase;
    case 'reconnecting':
      return {
        kind: 'reconnecting',
        attempt: state.attempt,
        sinceMs: Math.min(nowMs - state.brokenForMs, sinceOf(phase) ?? nowMs),
        lastFrameMs,
        cause: state.cause,
      };
    case 'codec-unsupported':
      return { kind: 'codec-unsupported', codec: state.codec };
  }
}

/** The phase after our own socket ended, or null when it shall not be opened again. */
export function phaseAfterClose(
  closeCode: number,
  phase: LivePhase,
  attempt: number,
  nowMs: number,
  lastFrameMs: number | null,
  sentence: string | null = null,
): LivePhase {
  const ended = ENDED_BY[closeCode];
  if (ended !== undefined) return { kind: 'refused', sentence: null, ended };
  return {
    kind: 'reconnecting',
    attempt,
    sinceMs: sinceOf(phase) ?? lastFrameMs ?? nowMs,
    lastFrameMs,
    cause: null,
    sentence,
  };
}

const sinceOf = (phase: LivePhase): number | null =>
  phase.kind === 'reconnecting' || phase.kind === 'connecting' ? phase.sinceMs : null;

/** So long the last frame lies blurred behind the words; afterwards it would be a past picture on the screen (Art. 30(2)). */
const LAST_SHOWN_MS = 60_000;

/** Whether the last frame still says where the picture was. */
export const showsLastFrame = (phase: LivePhase, nowMs: number): boolean =>
  phase.kind === 'reconnecting' && nowMs - (phase.lastFrameMs ?? nowMs) <= LAST_SHOWN_MS;

/** Pause before the next try to open a socket: 0.3 s, doubling to 8 s. */
export const retryAfterMs = (attempt: number): number =>
  Math.min(8_000, 300 * 2 ** Math.min(10, attempt - 1));

/** Pause before a refused picture is asked for again by itself for the nth time, from 0: about a second, doubling to a minute. */
export const askAgainAfterMs = (nth: number, random: number): number =>
  Math.min(60_000, 800 * 2 ** Math.min(10, nth)) * (0.5 + random);
