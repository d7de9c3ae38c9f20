import type { WebSocket } from 'ws';
import type { PictureOnAir } from './camera-source.ts';
import { LiveChannel, type Watching } from './live-channel.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';
import { LiveViewer, type ViewerLimits } from './live-viewer.ts';
import type { PursuitOfViewing } from '../pursuits/index.ts';
import type { RtspTarget } from './rtsp-connection.ts';
import type { StreamError } from './stream-error.rules.ts';
import { Stopwatch, type ViewingEnd, type WhyEnded } from './viewing-end.rules.ts';

export interface GatewayOptions {
  /** Address and credentials of a camera's picture, inside the camera networks; rejects with StreamError. */
  readonly locate: (cameraId: number, quality: LiveQuality) => Promise<RtspTarget>;
  /** Whether `locate` names another place from now on, since that picture does not play. */
  readonly instead?: (cameraId: number, quality: LiveQuality, error: StreamError) => Promise<boolean>;
  /** How long a camera is held after its last viewer left. */
  readonly lingerMs?: number;
  readonly silenceMs?: number;
  readonly viewerLimits?: ViewerLimits;
  /** A camera's moving picture came on a screen, or went off the last one. Waiting for a dead camera is not watching. */
  readonly onWatched?: (cameraId: number, watched: boolean) => void;
  /** What an open picture shows: moving, frozen, or nothing although the camera answers. */
  readonly onPicture?: (cameraId: number, picture: PictureOnAir) => void;
}

export interface GatewayStats {
  readonly cameras: number;
  readonly viewers: number;
  readonly upstreams: number;
}

/** Who looks at which picture of which camera. */
export interface Viewer {
  readonly cameraId: number;
  readonly quality: LiveQuality;
  readonly sessionId: string;
  /** The pursuit in which it is open (Art. 27). */
  readonly pursuit?: PursuitOfViewing | null;
}

interface OnAir {
  readonly cameraId: number;
  readonly channel: LiveChannel;
}

const LINGER_MS = 4_000;
const BEAT_MS = 500;

/**
 * Live pictures from cameras to browsers: one connection to a camera's picture however many watch it, opened for the
 * first viewer and closed some seconds after the last, since nobody may watch what nobody watches (Art. 11, 26).
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #onAir = new Map<string, OnAir>();
  readonly #beat: NodeJS.Timeout;
  readonly #watched = new Set<number>();
  #closed = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#beat = setInterval(() => {
      for (const { channel } of this.#onAir.values()) channel.beat();
    }, BEAT_MS);
    this.#beat.unref();
  }

  /**
   * Puts an open, checked socket on a camera. The socket is the gateway's from here on; `onPlays` is called once, when the first
   * picture comes, and `onEnd` once, when it is over.
   */
  addViewer(
    { cameraId, quality, sessionId, pursuit = null }: Viewer,
    socket: WebSocket,
    onEnd: (end: ViewingEnd) => void = () => undefined,
    onPlays: () => void = () => undefined,
  ): void {
    const channel = this.#channelOf(cameraId, quality);
    if (channel.linger) clearTimeout(channel.linger);
    channel.linger = null;
    const viewer = new LiveViewer(
      socket,
      () => this.#remove(keyOf(cameraId, quality), channel, watching),
      this.#options.viewerLimits,
    );
    const watching: Watching = { viewer, sessionId, pursuit, picture: new Stopwatch(), onPlays, onEnd };
    channel.add(watching);
  }

  /** Ends every live picture of a session that its person ended, at once. */
  cutSession(sessionId: string): void {
    for (const { cameraId } of [...this.#onAir.values()])
      this.cutViewing(cameraId, sessionId, LIVE_CLOSE.cut, 'logged-out');
  }

  /** Ends one session's pictures of one camera, with a close code that tells the player why. */
  cutViewing(cameraId: number, sessionId: string, code: number, why: WhyEnded): void {
    for (const channel of this.#channelsOf(cameraId))
      for (const watching of channel.viewers) {
        if (watching.sessionId !== sessionId) continue;
        channel.end(watching, why);
        watching.viewer.cut(code);
      }
  }

  /** Ends every picture that was opened in a pursuit, with a close code that tells the player why (Art. 27). */
  cutPursuit(pursuitId: string): void {
    for (const { channel } of this.#onAir.values())
      for (const watching of channel.viewers) {
        if (watching.pursuit?.pursuitId !== pursuitId) continue;
        channel.end(watching, 'pursuit-over');
        watching.viewer.cut(LIVE_CLOSE.pursuitOver);
      }
  }

  /** The pursuits in which pictures are open. */
  pursuits(): PursuitOfViewing[] {
    const open = new Map<string, PursuitOfViewing>();
    for (const { channel } of this.#onAir.values())
      for (const { pursuit } of channel.viewers) if (pursuit !== null) open.set(pursuit.pursuitId, pursuit);
    return [...open.values()];
  }

  /** The camera answers elsewhere from now on, or nowhere: whoever watches it begins anew. */
  reconnect(cameraId: number): void {
    for (const [key, onAir] of [...this.#onAir]) {
      if (onAir.cameraId !== cameraId) continue;
      this.#onAir.delete(key);
      onAir.channel.close(LIVE_CLOSE.restart, 'camera-changed');
    }
    this.#tellWatched(cameraId);
  }

  /** Who watches what, for asking anew whether each still may. */
  viewings(): { cameraId: number; sessionId: string }[] {
    return [...this.#onAir.values()].flatMap(({ cameraId, channel }) =>
      [...channel.viewers].map(({ sessionId }) => ({ cameraId, sessionId })),
    );
  }

  watchedCameraIds(): number[] {
    const shown = [...this.#onAir.values()].filter(({ channel }) => channel.isOnScreen);
    return [...new Set(shown.map(({ cameraId }) => cameraId))];
  }

  stats(): GatewayStats {
    let viewers = 0;
    for (const { channel } of this.#onAir.values()) viewers += channel.viewers.size;
    return { cameras: this.watchedCameraIds().length, viewers, upstreams: this.#onAir.size };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#beat);
    for (const { channel } of this.#onAir.values()) channel.close(LIVE_CLOSE.restart, 'process-stop');
    this.#onAir.clear();
  }

  #channelsOf(cameraId: number): LiveChannel[] {
    return [...this.#onAir.values()]
      .filter((onAir) => onAir.cameraId === cameraId)
      .map(({ channel }) => channel);
  }

  #channelOf(cameraId: number, quality: LiveQuality): LiveChannel {
    const key = keyOf(cameraId, quality);
    const existing = this.#onAir.get(key);
    if (existing) return existing.channel;
    const { locate, instead, silenceMs, onPicture } = this.#options;
    const channel = new LiveChannel(
      {
        locate: () => locate(cameraId, quality),
        ...(instead && { instead: (error) => instead(cameraId, quality, error) }),
        ...(silenceMs !== undefined && { silenceMs }),
        ...(onPicture && { onPicture: (picture) => onPicture(cameraId, picture) }),
      },
      () => this.#tellWatched(cameraId),
    );
    this.#onAir.set(key, { cameraId, channel });
    return channel;
  }

  /** A camera is watched while any of its pictures is on a screen, however many are. */
  #tellWatched(cameraId: number): void {
    const watched = this.#channelsOf(cameraId).some(({ isOnScreen }) => isOnScreen);
    if (watched === this.#watched.has(cameraId)) return;
    if (watched) this.#watched.add(cameraId);
    else this.#watched.delete(cameraId);
    this.#options.onWatched?.(cameraId, watched);
  }

  #remove(key: string, channel: LiveChannel, watching: Watching): void {
    channel.end(watching);
    channel.viewers.delete(watching);
    if (channel.viewers.size > 0 || this.#closed) return;
    channel.tellOnScreen();
    channel.linger ??= setTimeout(() => {
      channel.close(LIVE_CLOSE.restart, 'closed');
      if (this.#onAir.get(key)?.channel === channel) this.#onAir.delete(key);
    }, this.#options.lingerMs ?? LINGER_MS);
  }
}

const keyOf = (cameraId: number, quality: LiveQuality): string => `${cameraId} ${quality}`;
