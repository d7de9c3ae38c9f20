import { frameTag, parameterSetsTag } from './flv.rules.ts';
import { readPictureFormat, readReorderedFrames, type PictureFormat } from './h264-parameter-sets.rules.ts';
import type { AccessUnit } from './h264-depacketize.rules.ts';
import type { LiveCause, LiveState } from './live-status.schema.ts';
import { MediaClock } from './media-clock.rules.ts';
import { openRtspSession } from './rtsp-client.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import type { PictureFault } from './probe-state.rules.ts';
import { StillPicture } from './still-picture.ts';
import { asStreamError, type StreamError } from './stream-error.rules.ts';

export interface SourceHandlers {
  onState(state: LiveState): void;
  onAudioOffered(offered: boolean): void;
  /** New parameter sets: a tag every player needs before the next frame. */
  onParameterSets(tag: Buffer, format: PictureFormat | null): void;
  onFrame(tag: Buffer, key: boolean, mediaMs: number): void;
}

export interface SourceOptions {
  /** Address and credentials, checked anew at every attempt; rejects with StreamError. */
  readonly locate: () => Promise<RtspTarget>;
  /** Whether `locate` names another place from now on, since this one does not play. */
  readonly instead?: (error: StreamError) => Promise<boolean>;
  readonly silenceMs?: number;
  /** What the open stream shows of its picture, told when it changes. */
  readonly onPicture?: (picture: PictureOnAir) => void;
}

export type PictureOnAir = 'moving' | PictureFault;

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 8_000;
/** A camera that refuses our password locks the account when we hammer it. */
const REFUSED_RETRY_MS = 30_000;
const UNSUPPORTED_RETRY_MS = 60_000;
const MIN_PLAYED_MS = 3_000;

/**
 * One camera's stream for as long as somebody watches: connects, and after any failure tries again for ever
 * with pauses from 0.25 s to 8 s. Media time goes on across connections and is never 0 again.
 */
export class CameraSource {
  readonly #options: SourceOptions;
  readonly #handlers: SourceHandlers;
  readonly #clock = new MediaClock();
  #session: { close(): void } | null = null;
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;
  #attempt = 0;
  #brokenAtMs: number | null = null;
  #playingSinceMs: number | null = null;
  #still = new StillPicture();
  #sps: Buffer | null = null;
  #pps: Buffer | null = null;
  #reorder: { readonly sps: Buffer; readonly frames: number } | null = null;

  constructor(options: SourceOptions, handlers: SourceHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    handlers.onState({ state: 'connecting' });
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    this.#session?.close();
  }

  async #connect(): Promise<void> {
    let target: RtspTarget;
    try {
      target = await this.#options.locate();
    } catch (error) {
      this.#fail(asStreamError(error));
      return;
    }
    if (this.#stopped) return;
    this.#clock.restart();
    try {
      this.#session = openRtspSession(
        target,
        {
          onDescribed: ({ audioOffered }) => this.#handlers.onAudioOffered(audioOffered),
          onUnit: (unit) => this.#takeUnit(unit),
          onEnd: (error) => void this.#turnAway(error),
        },
        this.#options.silenceMs,
      );
    } catch (error) {
      this.#fail(asStreamError(error));
    }
  }

  #takeUnit(unit: AccessUnit): void {
    if (this.#stopped || !unit.sps || !unit.pps) return;
    const { mediaMs, shownAfterMs } = this.#clock.next(
      unit.rtpTimestamp,
      unit.between,
      this.#reordered(unit.sps),
    );
    if (this.#playingSinceMs === null) {
      this.#playingSinceMs = performance.now();
      this.#brokenAtMs = null;
      this.#still = new StillPicture();
      this.#options.onPicture?.('moving');
      this.#handlers.onState({ state: 'playing' });
    }
    const frozen = this.#still.next(unit, performance.now());
    if (frozen !== null) this.#options.onPicture?.(frozen ? 'frozen' : 'moving');
    if (!this.#sps?.equals(unit.sps) || !this.#pps?.equals(unit.pps)) {
      // A decoder can change its parameter sets on a key frame only.
      if (!unit.key) return;
      this.#sps = unit.sps;
      this.#pps = unit.pps;
      this.#handlers.onParameterSets(
        parameterSetsTag(unit.sps, unit.pps, mediaMs),
        readPictureFormat(unit.sps),
      );
    }
    this.#handlers.onFrame(frameTag(unit.nals, unit.key, mediaMs, shownAfterMs), unit.key, mediaMs);
  }

  /** A picture that does not play is looked for elsewhere on its device before anybody is told. */
  async #turnAway(error: StreamError): Promise<void> {
    this.#session = null;
    const isWrongPlace = error.code === 'codec-unsupported' || error.code === 'refused';
    if (!this.#stopped && isWrongPlace && (await this.#options.instead?.(error)) === true) {
      if (!this.#stopped) void this.#connect();
      return;
    }
    this.#fail(error);
  }

  /** Read anew only where the parameter set is another. */
  #reordered(sps: Buffer): number {
    if (this.#reorder?.sps.equals(sps) !== true)
      this.#reorder = { sps, frames: readReorderedFrames(sps) ?? 0 };
    return this.#reorder.frames;
  }

  #fail(error: StreamError): void {
    if (this.#stopped) return;
    this.#session = null;
    const nowMs = performance.now();
    const playedMs = this.#playingSinceMs === null ? 0 : nowMs - this.#playingSinceMs;
    this.#playingSinceMs = null;
    this.#brokenAtMs ??= nowMs;
    if (error.code === 'silent') this.#options.onPicture?.('no-frames');
    if (playedMs > MIN_PLAYED_MS) this.#attempt = 0;
    this.#attempt++;
    if (error.code === 'codec-unsupported') {
      this.#handlers.onState({ state: 'codec-unsupported', codec: error.message.slice(0, 16) });
    } else {
      const brokenForMs = nowMs - this.#brokenAtMs;
      const cause = publicCause(error);
      this.#handlers.onState({ state: 'reconnecting', attempt: this.#attempt, brokenForMs, cause });
    }
    this.#retry = setTimeout(() => void this.#connect(), this.#retryAfterMs(error));
  }

  #retryAfterMs({ code }: StreamError): number {
    if (code === 'codec-unsupported') return UNSUPPORTED_RETRY_MS;
    if (code === 'unauthorized' || code === 'password-in-clear' || code === 'certificate-changed')
      return REFUSED_RETRY_MS;
    return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, this.#attempt - 1));
  }
}

function publicCause({ code }: StreamError): LiveCause {
  switch (code) {
    case 'silent':
    case 'password-in-clear':
    case 'certificate-changed':
      return code;
    case 'unauthorized':
    case 'refused':
    case 'redirected':
    case 'address-refused':
      return 'refused';
    case 'protocol':
    case 'too-large':
    case 'no-video':
      return 'unreadable';
    case 'closed':
    case 'timeout':
    case 'unreachable':
    case 'codec-unsupported':
      return 'unreachable';
  }
}
