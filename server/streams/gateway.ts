import type { WebSocket } from 'ws';
import { CameraSource } from './camera-source.ts';
import { flvHead } from './flv.rules.ts';
import type { PictureFormat } from './h264-parameter-sets.rules.ts';
import { LIVE_CLOSE, type LiveState } from './live-status.schema.ts';
import { LiveViewer, type ViewerLimits } from './live-viewer.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import { Stopwatch, type ViewingEnd, type WhyEnded } from './viewing-end.rules.ts';

export interface GatewayOptions {
  /** Address and credentials of a camera, inside the camera networks; rejects with StreamError. */
  readonly locate: (cameraId: number) => Promise<RtspTarget>;
  /** How long a camera is held after its last viewer left. */
  readonly lingerMs?: number;
  readonly silenceMs?: number;
  readonly viewerLimits?: ViewerLimits;
  /** A camera's moving picture came on a screen, or went off the last one. Waiting for a dead camera is not watching. */
  readonly onWatched?: (cameraId: number, watched: boolean) => void;
}

export interface GatewayStats {
  readonly cameras: number;
  readonly viewers: number;
  readonly upstreams: number;
}

interface Watching {
  readonly viewer: LiveViewer;
  readonly sessionId: string;
  readonly picture: Stopwatch;
  /** Called once; null afterwards. */
  onEnd: ((end: ViewingEnd) => void) | null;
}

const LINGER_MS = 4_000;
const BEAT_MS = 500;
const MAX_CACHE_BYTES = 2 * 1024 * 1024;
/** FLV time is a signed 32-bit number of ms (24.8 days): start over well before. */
const MAX_MEDIA_MS = 20 * 24 * 3600 * 1000;

/** One camera on the air: the frames since its last key frame and everybody who watches it. */
class Channel {
  readonly viewers = new Set<Watching>();
  readonly source: CameraSource;
  #state: LiveState = { state: 'connecting' };
  #format: PictureFormat | null = null;
  #audioOffered: boolean | null = null;
  #parameterSets: Buffer | null = null;
  #cache: { tag: Buffer; key: boolean }[] = [];
  #cacheBytes = 0;
  #newest: { mediaMs: number; arrivedAtMs: number } | null = null;
  linger: NodeJS.Timeout | null = null;
  #toldOnScreen = false;
  readonly #onScreen: (onScreen: boolean) => void;

  constructor(
    locate: () => Promise<RtspTarget>,
    silenceMs: number | undefined,
    onScreen: (onScreen: boolean) => void,
  ) {
    this.#onScreen = onScreen;
    this.source = new CameraSource(
      { locate, ...(silenceMs === undefined ? {} : { silenceMs }) },
      {
        onState: (state) => {
          this.#state = state;
          for (const { viewer, picture } of this.viewers) {
            viewer.tell({ type: 'state', state });
            picture.run(this.#plays, performance.now());
          }
          this.tellOnScreen();
        },
        onAudioOffered: (offered) => {
          this.#audioOffered = offered;
          for (const { viewer } of this.viewers) viewer.tell({ type: 'audio', offered });
        },
        onParameterSets: (tag, format) => {
          this.#parameterSets = tag;
          this.#format = format;
          this.#dropCache();
          for (const { viewer } of this.viewers) {
            viewer.sendHead(tag);
            if (format) viewer.tell({ type: 'picture', ...format });
          }
        },
        onFrame: (tag, key, mediaMs) => this.#takeFrame(tag, key, mediaMs),
      },
    );
  }

  add(watching: Watching): void {
    const { viewer } = watching;
    viewer.tell({ type: 'state', state: this.#state });
    if (this.#audioOffered !== null) viewer.tell({ type: 'audio', offered: this.#audioOffered });
    if (this.#format) viewer.tell({ type: 'picture', ...this.#format });
    this.#tellClock(viewer);
    viewer.sendHead(this.#parameterSets ? Buffer.concat([flvHead(), this.#parameterSets]) : flvHead());
    for (const { tag, key } of this.#cache) viewer.sendFrame(tag, key);
    this.viewers.add(watching);
    watching.picture.run(this.#plays, performance.now());
    this.tellOnScreen();
  }

  get #plays(): boolean {
    return this.#state.state === 'playing';
  }

  /** The viewing is over for its record, however long its socket takes to close. */
  end(watching: Watching, why?: WhyEnded): void {
    const { onEnd, picture, viewer } = watching;
    if (onEnd === null) return;
    watching.onEnd = null;
    const byItself = viewer.tooSlow ? 'slow' : this.#plays ? 'closed' : 'camera-away';
    onEnd({ why: why ?? byItself, seconds: picture.seconds(performance.now()), opened: true });
  }

  /** Somebody has the moving picture before the eyes: viewers alone are not watching (Art. 20). */
  get isOnScreen(): boolean {
    return this.viewers.size > 0 && this.#plays;
  }

  tellOnScreen(): void {
    if (this.isOnScreen === this.#toldOnScreen) return;
    this.#toldOnScreen = this.isOnScreen;
    this.#onScreen(this.isOnScreen);
  }

  beat(): void {
    for (const { viewer } of this.viewers) {
      this.#tellClock(viewer);
      viewer.beat();
    }
    if ((this.#newest?.mediaMs ?? 0) > MAX_MEDIA_MS) this.close(LIVE_CLOSE.restart, 'restarted');
  }

  close(code: number, why: WhyEnded): void {
    if (this.linger) clearTimeout(this.linger);
    this.source.stop();
    for (const watching of this.viewers) {
      this.end(watching, why);
      watching.viewer.cut(code);
    }
  }

  #takeFrame(tag: Buffer, key: boolean, mediaMs: number): void {
    const first = this.#newest === null;
    this.#newest = { mediaMs, arrivedAtMs: performance.now() };
    if (key) this.#dropCache();
    if (key || this.#cache.length > 0) {
      this.#cache.push({ tag, key });
      this.#cacheBytes += tag.length;
      if (this.#cacheBytes > MAX_CACHE_BYTES) this.#dropCache();
    }
    for (const { viewer } of this.viewers) {
      viewer.sendFrame(tag, key);
      if (first) this.#tellClock(viewer);
    }
  }

  #tellClock(viewer: LiveViewer): void {
    if (!this.#newest) return;
    const { mediaMs, arrivedAtMs } = this.#newest;
    viewer.tell({ type: 'clock', mediaMs, agoMs: Math.round(performance.now() - arrivedAtMs) });
  }

  #dropCache(): void {
    this.#cache = [];
    this.#cacheBytes = 0;
  }
}

/**
 * Live pictures from cameras to browsers: one connection to a camera however many watch, opened for the first
 * viewer and closed some seconds after the last, since nobody may watch what nobody watches (Art. 11, 26).
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #channels = new Map<number, Channel>();
  readonly #beat: NodeJS.Timeout;
  #closed = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#beat = setInterval(() => {
      for (const channel of this.#channels.values()) channel.beat();
    }, BEAT_MS);
    this.#beat.unref();
  }

  /**
   * Puts an open, checked socket on a camera. The socket is the gateway's from here on; `onEnd` is called once, when the
   * picture is over.
   */
  addViewer(
    cameraId: number,
    sessionId: string,
    socket: WebSocket,
    onEnd: (end: ViewingEnd) => void = () => undefined,
  ): void {
    const channel = this.#channelOf(cameraId);
    if (channel.linger) clearTimeout(channel.linger);
    channel.linger = null;
    const viewer = new LiveViewer(
      socket,
      () => this.#remove(cameraId, channel, watching),
      this.#options.viewerLimits,
    );
    const watching: Watching = { viewer, sessionId, picture: new Stopwatch(), onEnd };
    channel.add(watching);
  }

  /** Ends every live picture of a session that its person ended, at once. */
  cutSession(sessionId: string): void {
    for (const cameraId of this.#channels.keys())
      this.cutViewing(cameraId, sessionId, LIVE_CLOSE.cut, 'logged-out');
  }

  /** Ends one session's picture of one camera, with a close code that tells the player why. */
  cutViewing(cameraId: number, sessionId: string, code: number, why: WhyEnded): void {
    const channel = this.#channels.get(cameraId);
    for (const watching of channel?.viewers ?? []) {
      if (watching.sessionId !== sessionId) continue;
      channel!.end(watching, why);
      watching.viewer.cut(code);
    }
  }

  /** The camera answers elsewhere from now on, or nowhere: whoever watches it begins anew. */
  reconnect(cameraId: number): void {
    const channel = this.#channels.get(cameraId);
    this.#channels.delete(cameraId);
    channel?.close(LIVE_CLOSE.restart, 'camera-changed');
  }

  /** Who watches what, for asking anew whether each still may. */
  viewings(): { cameraId: number; sessionId: string }[] {
    return [...this.#channels].flatMap(([cameraId, { viewers }]) =>
      [...viewers].map(({ sessionId }) => ({ cameraId, sessionId })),
    );
  }

  watchedCameraIds(): number[] {
    return [...this.#channels].filter(([, { isOnScreen }]) => isOnScreen).map(([cameraId]) => cameraId);
  }

  stats(): GatewayStats {
    let viewers = 0;
    for (const channel of this.#channels.values()) viewers += channel.viewers.size;
    return { cameras: this.watchedCameraIds().length, viewers, upstreams: this.#channels.size };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#beat);
    for (const channel of this.#channels.values()) channel.close(LIVE_CLOSE.restart, 'process-stop');
    this.#channels.clear();
  }

  #channelOf(cameraId: number): Channel {
    const existing = this.#channels.get(cameraId);
    if (existing) return existing;
    const channel = new Channel(
      () => this.#options.locate(cameraId),
      this.#options.silenceMs,
      (onScreen) => this.#options.onWatched?.(cameraId, onScreen),
    );
    this.#channels.set(cameraId, channel);
    return channel;
  }

  #remove(cameraId: number, channel: Channel, watching: Watching): void {
    channel.end(watching);
    channel.viewers.delete(watching);
    if (channel.viewers.size > 0 || this.#closed) return;
    channel.tellOnScreen();
    channel.linger ??= setTimeout(() => {
      channel.close(LIVE_CLOSE.restart, 'closed');
      if (this.#channels.get(cameraId) === channel) this.#channels.delete(cameraId);
    }, this.#options.lingerMs ?? LINGER_MS);
  }
}
