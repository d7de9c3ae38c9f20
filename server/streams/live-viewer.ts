import type { WebSocket } from 'ws';
import type { LiveMessage } from './live-status.schema.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';

export interface ViewerLimits {
  /** Bytes sent and not yet proved received, kernel buffers included, at which frames are skipped. */
  readonly maxUnprovedBytes: number;
  /** A viewer that proves nothing for this long is cut. */
  readonly maxSilentMs: number;
}

const DEFAULT_LIMITS: ViewerLimits = { maxUnprovedBytes: 512 * 1024, maxSilentMs: 10_000 };

/**
 * One watching browser. What it has received is proved by pongs, which travel behind the picture: TCP buffers
 * hide a viewer that never reads for many seconds, a pong cannot. A slow one skips to the next key frame.
 */
export class LiveViewer {
  readonly #socket: WebSocket;
  readonly #limits: ViewerLimits;
  #sentBytes = 0;
  #provedBytes = 0;
  #provedAtMs = performance.now();
  #waitForKey = true;
  skippedFrames = 0;
  /** It was cut because it did not keep up. */
  tooSlow = false;

  constructor(socket: WebSocket, onGone: () => void, limits: ViewerLimits = DEFAULT_LIMITS) {
    this.#socket = socket;
    this.#limits = limits;
    socket.on('pong', (data: Buffer) => {
      const proved = Number(data.toString('latin1'));
      if (!Number.isSafeInteger(proved) || proved < this.#provedBytes || proved > this.#sentBytes) return;
      this.#provedBytes = proved;
      this.#provedAtMs = performance.now();
    });
    // A viewer has nothing to say; one that talks is not our player.
    socket.on('message', () => socket.terminate());
    socket.on('error', () => socket.terminate());
    socket.on('close', onGone);
  }

  get unprovedBytes(): number {
    return this.#sentBytes - this.#provedBytes;
  }

  tell(message: LiveMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const text = JSON.stringify(message);
    this.#sentBytes += text.length;
    this.#socket.send(text);
  }

  /** FLV head or parameter sets, without which the following frames mean nothing. */
  sendHead(data: Buffer): void {
    this.#send(data);
  }

  sendFrame(tag: Buffer, key: boolean): void {
    if (this.unprovedBytes > this.#limits.maxUnprovedBytes) this.#waitForKey = true;
    if (this.#waitForKey && !(key && this.unprovedBytes <= this.#limits.maxUnprovedBytes / 2)) {
      this.skippedFrames++;
      return;
    }
    this.#waitForKey = false;
    this.#send(tag);
  }

  /** Called about once a second. */
  beat(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (performance.now() - this.#provedAtMs > this.#limits.maxSilentMs) {
      this.tooSlow = true;
      this.#socket.close(LIVE_CLOSE.slow);
      this.#socket.terminate();
      return;
    }
    this.#socket.ping(String(this.#sentBytes));
  }

  /** Ends the socket now; whatever still lies in our buffers is dropped. */
  cut(code: number): void {
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), 300).unref();
  }

  #send(data: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#sentBytes += data.length;
    this.#socket.send(data, { binary: true });
  }
}
