import { WebSocket } from 'ws';
import { readTag } from '../streams/flv.rules.ts';

const FLV_HEAD_BYTES = 13;

/** A session of the console: where it is and the cookie that it was given. */
export interface SignedInConsole {
  readonly url: string;
  readonly cookie: string;
}

/** Signs in by password, as the console does. */
export async function signIn(url: string, account: string, password: string): Promise<SignedInConsole> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ account, password }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!answer.ok || cookie === undefined) throw new Error(`signing in was answered ${answer.status}`);
  return { url, cookie };
}

/**
 * One camera watched without a screen and without ever giving up: it asks, opens, reads, and after an end asks
 * again.
 */
export class ConsoleViewer {
  readonly cameraId: number;
  /** When frames came, in ms of `performance.now()`. */
  readonly framesAtMs: number[] = [];
  /** Through which gateway the newest frame came, and since when frames come through it. */
  gatewayId: string | null = null;
  playsSinceMs = Number.NaN;
  /** How often a frame's time was not after that of the one before it on the same socket. */
  timesBack = 0;
  readonly #console: SignedInConsole;
  readonly #pauseMs: (attempt: number) => number;
  #socket: WebSocket | null = null;
  #retry: NodeJS.Timeout | null = null;
  #attempt = 0;
  #stopped = false;

  /** `pauseMs`: how long it waits before a try. */
  constructor(console: SignedInConsole, cameraId: number, pauseMs: (attempt: number) => number) {
    this.#console = console;
    this.#pauseMs = pauseMs;
    this.cameraId = cameraId;
    void this.#open();
  }

  /** As whoever closes the tile and opens it again. */
  reopen(): void {
    this.gatewayId = null;
    this.#socket?.terminate();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  async #open(): Promise<void> {
    const { url, cookie } = this.#console;
    try {
      const answer = await fetch(`${url}/api/cameras/${this.cameraId}/live`, {
        ...{ method: 'POST', headers: { cookie, origin: url } },
      });
      if (!answer.ok) throw new Error(`leave to watch was answered ${answer.status}`);
      const { url: liveUrl } = (await answer.json()) as { url: string };
      if (!this.#stopped) this.#listen(liveUrl);
    } catch {
      this.#again();
    }
  }

  #listen(liveUrl: string): void {
    const { url, cookie } = this.#console;
    const gatewayId = /live\/([0-9a-f-]{36})\//.exec(liveUrl)?.[1] ?? null;
    const socket = new WebSocket(liveUrl, { headers: { cookie, origin: url } });
    this.#socket = socket;
    let start = FLV_HEAD_BYTES;
    let lastMs = -1;
    socket.on('message', (data: Buffer, binary) => {
      if (!binary) return;
      for (const mediaMs of framesIn(data, start)) {
        if (mediaMs <= lastMs) this.timesBack++;
        lastMs = mediaMs;
        this.#seen(gatewayId);
      }
      start = 0;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#again());
  }

  #seen(gatewayId: string | null): void {
    const nowMs = performance.now();
    this.#attempt = 0;
    this.framesAtMs.push(nowMs);
    if (gatewayId === this.gatewayId) return;
    this.gatewayId = gatewayId;
    this.playsSinceMs = nowMs;
  }

  #again(): void {
    if (this.#stopped) return;
    this.#attempt++;
    this.#retry = setTimeout(() => void this.#open(), this.#pauseMs(this.#attempt));
  }
}

/** The times of the frames in one message. */
function framesIn(data: Buffer, start: number): number[] {
  const times: number[] = [];
  for (let at = start; at < data.length;) {
    const tag = readTag(data, at);
    if (!tag) break;
    if (tag.video && tag.frame) times.push(tag.mediaMs);
    at += tag.bytes;
  }
  return times;
}
