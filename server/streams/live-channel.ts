import { CameraSource, type PictureOnAir, type SourceOptions } from './camera-source.ts';
import { flvHead } from './flv.rules.ts';
import type { PictureFormat } from './h264-parameter-sets.rules.ts';
import { LIVE_CLOSE, type LiveState } from './live-status.schema.ts';
import { FROZEN } from './still-picture.ts';
import type { PursuitOfViewing } from '../pursuits/index.ts';
import type { LiveViewer } from './live-viewer.ts';
import type { Stopwatch, ViewingEnd, WhyEnded } from './viewing-end.rules.ts';

export interface Watching {
  readonly viewer: LiveViewer;
  readonly sessionId: string;
  readonly pursuit: PursuitOfViewing | null;
  readonly picture: Stopwatch;
  /** Called once, when the first picture comes; null afterwards. */
  onPlays: (() => void) | null;
  /** Called once; null afterwards. */
  onEnd: ((end: ViewingEnd) => void) | null;
}

const MAX_CACHE_BYTES = 2 * 1024 * 1024;
/** FLV time is a signed 32-bit number of ms (24.8 days): start over well before. */
const MAX_MEDIA_MS = 20 * 24 * 3600 * 1000;

/** One picture of a camera on the air: the frames since its last key frame and everybody who watches it. */
export class LiveChannel {
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
  #frozenAtMs: number | null = null;
  #toldOnScreen = false;
  readonly #onScreen: (onScreen: boolean) => void;

  constructor(source: SourceOptions, onScreen: (onScreen: boolean) => void) {
    this.#onScreen = onScreen;
    const onPicture = (picture: PictureOnAir): void => {
      this.#frozenAtMs = picture === 'frozen' ? performance.now() - FROZEN.forMs : null;
      for (const { viewer } of this.viewers) this.#tellFrozen(viewer);
      source.onPicture?.(picture);
    };
    this.source = new CameraSource(
      { ...source, onPicture },
      {
        onState: (state) => {
          this.#state = state;
          for (const watching of this.viewers) {
            watching.viewer.tell({ type: 'state', state });
            this.#run(watching);
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
    if (this.#frozenAtMs !== null) this.#tellFrozen(viewer);
    this.#tellClock(viewer);
    viewer.sendHead(this.#parameterSets ? Buffer.concat([flvHead(), this.#parameterSets]) : flvHead());
    for (const { tag, key } of this.#cache) viewer.sendFrame(tag, key);
    this.viewers.add(watching);
    this.#run(watching);
    this.tellOnScreen();
  }

  #run(watching: Watching): void {
    watching.picture.run(this.#plays, performance.now());
    if (!this.#plays) return;
    watching.onPlays?.();
    watching.onPlays = null;
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
      if (this.#newest) this.#tellClock(viewer);
      else viewer.tell({ type: 'alive' });
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

  #tellFrozen(viewer: LiveViewer): void {
    const since = this.#frozenAtMs;
    viewer.tell({ type: 'frozen', forMs: since === null ? null : Math.round(performance.now() - since) });
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
