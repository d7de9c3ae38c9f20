import type Packaged from 'mpegts.js';

type MpegtsModule = typeof Packaged.default;
export type Player = Packaged.default.Player;
type LoaderClass = Packaged.default.CustomLoaderConstructor;

let loading: Promise<MpegtsModule> | null = null;

/** Loads the player's code; called early so that a click does not wait for it. */
export function preloadPlayer(): Promise<MpegtsModule> {
  loading ??= import('mpegts.js').then((packaged) => {
    // Its types describe a CommonJS file, its bundle gives the player itself as the default.
    const mpegts = packaged.default as unknown as MpegtsModule;
    mpegts.LoggingControl.enableAll = false;
    return mpegts;
  });
  return loading;
}

interface Loader {
  _status: number;
  onDataArrival: ((chunk: ArrayBuffer, byteStart: number, received: number) => void) | null;
}

const BUFFERING = 2;
const COMPLETE = 4;

/** The pieces of one live stream on their way from our socket into the player. */
export class LiveFeed {
  #waiting: ArrayBuffer[] = [];
  #received = 0;
  #deliver: Loader['onDataArrival'] = null;

  push(chunk: ArrayBuffer): void {
    if (!this.#deliver) {
      this.#waiting.push(chunk);
      return;
    }
    const start = this.#received;
    this.#received += chunk.byteLength;
    this.#deliver(chunk, start, this.#received);
  }

  /** A loader class for the player that opens no connection: the socket is ours, since it also speaks in words. */
  loaderClass(mpegts: MpegtsModule): LoaderClass {
    const open = (loader: Loader): void => {
      this.#deliver = (...piece) => loader.onDataArrival?.(...piece);
      for (const chunk of this.#waiting.splice(0)) this.push(chunk);
    };
    const Base = mpegts.BaseLoader as unknown as new (type: string) => Loader;
    const FeedLoader = class extends Base {
      constructor() {
        super('live-feed');
      }

      open(): void {
        this._status = BUFFERING;
        // The player puts its listener on only after this returns.
        queueMicrotask(() => open(this));
      }

      abort(): void {
        this._status = COMPLETE;
      }
    };
    return FeedLoader as unknown as LoaderClass;
  }
}

/** How the player is set: no worker, no stash, no past; its pace is ours (`live-pace.rules.ts`), since two chasers freeze it. */
export const playerConfig = (loader: LoaderClass): Packaged.default.Config => ({
  customLoader: loader,
  enableWorker: false,
  enableStashBuffer: false,
  lazyLoad: false,
  liveSync: false,
  liveBufferLatencyChasing: false,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 8,
  autoCleanupMinBackwardDuration: 4,
});
