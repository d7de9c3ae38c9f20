import { readTag } from '../../server/streams/flv.rules.ts';
import { LIVE_CLOSE, LiveMessageSchema, type LiveMessage } from '../../server/streams/live-status.schema.ts';
import { LiveClock } from './live-clock.rules.ts';
import { LiveFeed, playerConfig, preloadPlayer, type Player } from './live-feed.ts';
import { Arrivals } from './arrivals.rules.ts';
import { paceOf } from './live-pace.rules.ts';
import {
  askAgainAfterMs,
  phaseAfterClose,
  phaseOf,
  retryAfterMs,
  type LivePhase,
} from './live-phase.rules.ts';
import { Silence } from './silence.rules.ts';

export interface LivePlayerOptions {
  readonly video: HTMLVideoElement;
  /** Asks the server for leave to watch; rejects with an error that has `status` and a readable `message`. */
  readonly open: () => Promise<{ readonly url: string }>;
  /** Keeps what the picture showed last, while there still is a picture. */
  readonly keepLastFrame: () => void;
}

const WATCH_MS = 200;
const FROZEN_MS = 2_500;
const JUMP_PAUSE_MS = 4_000;
const FLV_HEAD_BYTES = 13;
/** A video whose player has let it go is white until the page without it is on the screen. */
const HOLD_MS = 1_000;

/**
 * Plays one camera live and says in words how that goes. Comes back by itself with a new ticket for as long as it
 * is not disposed; stops only where the server says that nobody may watch.
 */
export class LivePlayer {
  phase = $state.raw<LivePhase>({ kind: 'connecting', sinceMs: Date.now() });
  /** Age of the shown frame since the gateway received it, smoothed; null while unknown. */
  delayMs = $state<number | null>(null);
  picture = $state.raw<{ widthPx: number; heightPx: number; fps: number | null } | null>(null);
  /** Whether the camera offers a sound track now (Art. 11(2)); null until it has described itself. */
  audioOffered = $state<boolean | null>(null);

  /** Since when the camera has been sending one picture again and again; null while it moves. */
  frozenSinceMs = $state<number | null>(null);

  /** For some seconds far fewer frames have come than the camera sends, though it is not said to have broken off. */
  starved = $state(false);

  readonly #options: LivePlayerOptions;
  readonly #arrivals = new Arrivals();
  readonly #clock = new LiveClock();
  readonly #watch: ReturnType<typeof setInterval>;
  #socket: WebSocket | null = null;
  #silence: Silence | null = null;
  #player: Player | null = null;
  #held: { readonly player: Player; readonly timer: ReturnType<typeof setTimeout> } | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #frameCallback = 0;
  #attempt = 0;
  #baseMs: number | null = null;
  #lastFrameMs: number | null = null;
  #jumpedAtMs = 0;
  /** How often it was asked for again by itself since it played. */
  #asked = 0;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(options: LivePlayerOptions) {
    this.#options = options;
    options.video.addEventListener('loadeddata', this.#showPlaying);
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    this.#awaitFrame();
    void this.#connect();
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#watch);
    if (this.#retry) clearTimeout(this.#retry);
    clearTimeout(this.#askTimer);
    this.#options.video.removeEventListener('loadeddata', this.#showPlaying);
    this.#options.video.cancelVideoFrameCallback(this.#frameCallback);
    this.#drop();
  }

  /**
   * Asks once more where nothing more was to be tried: at once for a hand, else a little later and ever more seldom, since each
   * refusal is on record and a room of screens hears of a change in one moment.
   */
  again({ byHand }: { readonly byHand: boolean }): void {
    if (this.phase.kind !== 'refused' || this.#disposed) return;
    if (byHand) return this.#askAgain();
    this.#askTimer ??= setTimeout(() => this.#askAgain(), askAgainAfterMs(this.#asked++, Math.random()));
  }

  #askAgain(): void {
    clearTimeout(this.#askTimer);
    this.#askTimer = undefined;
    if (this.phase.kind !== 'refused' || this.#disposed) return;
    this.#attempt = 0;
    this.phase = { kind: 'connecting', sinceMs: Date.now() };
    void this.#connect();
  }

  async #connect(): Promise<void> {
    const feed = new LiveFeed();
    const playing = this.#startPlayer(feed);
    try {
      const [{ url }] = await Promise.all([this.#options.open(), playing]);
      if (!this.#disposed) this.#openSocket(url, feed);
    } catch (error) {
      if (this.#disposed) return;
      const { status, code, message } = error as { status?: unknown; code?: unknown; message?: unknown };
      if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
        this.#drop();
        this.phase = {
          kind: 'refused',
          sentence: typeof message === 'string' ? message : null,
          ...(typeof code === 'string' && { code }),
        };
      } else {
        // A server that says why opens nothing for now, and is asked on; one that is not there says nothing.
        const says = status === 503 && typeof message === 'string' ? message : null;
        this.#again(0, says);
      }
    }
  }

  #openSocket(url: string, feed: LiveFeed): void {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    let first = true;
    const silence = new Silence(performance.now());
    this.#silence = silence;
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      silence.hear(performance.now());
      if (typeof data === 'string') {
        this.#hear(data);
        return;
      }
      this.#noteBase(new Uint8Array(data), first ? FLV_HEAD_BYTES : 0);
      first = false;
      this.#arrivals.hear(performance.now());
      feed.push(data);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket === socket && !this.#disposed) this.#again(code);
    };
  }

  /** The player's time begins at the first frame it is given. */
  #noteBase(data: Uint8Array, start: number): void {
    if (this.#baseMs !== null) return;
    for (let at = start; at < data.length;) {
      const tag = readTag(data, at);
      if (!tag) return;
      if (tag.video && tag.frame) {
        this.#baseMs = tag.mediaMs;
        return;
      }
      at += tag.bytes;
    }
  }

  #hear(text: string): void {
    let message: LiveMessage;
    try {
      message = LiveMessageSchema.parse(JSON.parse(text));
    } catch {
      return;
    }
    switch (message.type) {
      case 'state':
        if (message.state.state !== 'playing') this.#arrivals.forget();
        if (message.state.state === 'reconnecting') this.#options.keepLastFrame();
        if (message.state.state === 'playing') this.#clock.forget();
        this.phase = phaseOf(message.state, this.phase, Date.now(), this.#lastFrameMs);
        return;
      case 'picture':
        this.picture = message;
        return;
      case 'audio':
        this.audioOffered = message.offered;
        return;
      case 'alive':
        return;
      case 'frozen':
        this.frozenSinceMs = message.forMs === null ? null : Date.now() - message.forMs;
        return;
      case 'clock':
        this.#clock.hear(message.mediaMs, message.agoMs, performance.now());
    }
  }

  #again(closeCode: number, sentence: string | null = null): void {
    if (closeCode !== LIVE_CLOSE.slow) this.#arrivals.forget();
    this.#attempt++;
    this.#options.keepLastFrame();
    this.#drop();
    this.phase = phaseAfterClose(
      closeCode,
      this.phase,
      this.#attempt,
      Date.now(),
      this.#lastFrameMs,
      sentence,
    );
    if (this.phase.kind === 'refused') return;
    this.#retry = setTimeout(() => void this.#connect(), retryAfterMs(this.#attempt));
  }

  async #startPlayer(feed: LiveFeed): Promise<void> {
    const mpegts = await preloadPlayer();
    if (this.#disposed) return;
    this.#letGo();
    const player = mpegts.createPlayer(
      { type: 'flv', isLive: true, hasAudio: false, hasVideo: true, url: 'live' },
      playerConfig(feed.loaderClass(mpegts)),
    );
    this.#player = player;
    player.on(mpegts.Events.ERROR, () => {
      if (this.#player === player && !this.#disposed) this.#again(0);
    });
    player.attachMediaElement(this.#options.video);
    player.load();
    this.#play();
  }

  #play(): void {
    void Promise.resolve(this.#options.video.play()).catch(() => undefined);
  }

  #awaitFrame(): void {
    const { video } = this.#options;
    this.#frameCallback = video.requestVideoFrameCallback((nowMs, { mediaTime }) => {
      this.#lastFrameMs = Date.now();
      this.#showPlaying();
      if (this.#baseMs !== null) {
        const delayMs = this.#clock.delayMs(this.#baseMs + mediaTime * 1000, nowMs);
        const former = this.delayMs;
        if (delayMs !== null) this.delayMs = former === null ? delayMs : former + (delayMs - former) * 0.08;
      }
      this.#awaitFrame();
    });
  }

  /** Bound, since it is also a listener: the first picture is uncovered as soon as it is decoded. */
  readonly #showPlaying = (): void => {
    if (this.phase.kind === 'playing' || this.#player === null) return;
    this.#attempt = 0;
    this.#asked = 0;
    this.#lastFrameMs = Date.now();
    this.delayMs = null;
    this.phase = { kind: 'playing' };
  };

  /** Jumps over holes that skipped frames leave, keeps the picture in its band, and notices a picture that has frozen without a word. */
  #look(): void {
    if (this.#silence?.isLasting(performance.now()) === true) {
      this.#again(0);
      return;
    }
    if (this.#player === null) return;
    this.starved = this.#arrivals.starves(performance.now(), this.picture?.fps ?? null);
    const { video } = this.#options;
    const { buffered, currentTime } = video;
    if (video.paused && buffered.length > 0) this.#play();
    const last = buffered.length - 1;
    if (last >= 0 && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) {
      for (let i = 0; i <= last; i++)
        if (buffered.start(i) > currentTime + 0.01) {
          video.currentTime = buffered.start(i) + 0.001;
          break;
        }
    }
    if (last >= 0) this.#pace(buffered.end(last));
    const frozenMs = this.#lastFrameMs === null ? 0 : Date.now() - this.#lastFrameMs;
    if (this.phase.kind === 'playing' && frozenMs > FROZEN_MS && document.visibilityState === 'visible') {
      this.#options.keepLastFrame();
      const sinceMs = this.#lastFrameMs ?? Date.now();
      this.phase = { kind: 'reconnecting', attempt: 1, sinceMs, lastFrameMs: this.#lastFrameMs, cause: null };
    }
  }

  #pace(newestS: number): void {
    const { video } = this.#options;
    const mayJump = performance.now() - this.#jumpedAtMs > JUMP_PAUSE_MS;
    const pace = paceOf(newestS - video.currentTime, video.playbackRate, mayJump);
    if ('rate' in pace) {
      if (pace.rate !== video.playbackRate) video.playbackRate = pace.rate;
      return;
    }
    this.#jumpedAtMs = performance.now();
    video.currentTime = newestS - pace.jumpToBehindS;
    video.playbackRate = 1;
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#silence = null;
    socket?.close();
    if (this.#player) {
      this.#letGo();
      this.#options.video.pause();
      this.#held = { player: this.#player, timer: setTimeout(() => this.#letGo(), HOLD_MS) };
      this.#player = null;
    }
    this.#clock.forget();
    this.#baseMs = null;
    this.delayMs = null;
    this.frozenSinceMs = null;
  }

  #letGo(): void {
    if (!this.#held) return;
    clearTimeout(this.#held.timer);
    this.#held.player.destroy();
    this.#held = null;
  }
}
