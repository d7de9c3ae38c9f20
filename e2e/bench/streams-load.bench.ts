import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Forked } from './forked.ts';
import { median, row, type Row } from './row.ts';

const SETTLE_MS = 4_000;
const MEASURE_MS = 10_000;
const TRIES = 10;
/** Longer than the gateway holds a camera nobody watches. */
const LINGER_MS = 4_500;
const UPSTREAMS = [1, 10, 50, 200];
const VIEWERS = [1, 20, 200];
const FPS = 25;

/** Thousands of a camera's number say its kind, as the gateway server reads them. */
const [CAM, GOP_1, GOP_2, MID_1, MID_2, DROP, STALL] = [0, 1000, 2000, 3000, 4000, 5000, 6000];

/**
 * The gateway alone under the load of a control room, cameras of 2 Mb/s: first frames cold and late, its CPU and memory by
 * upstreams and by viewers, and how long the picture stands still when a camera drops the connection or goes silent.
 */
export async function benchStreamsLoad(): Promise<Row[]> {
  const cameras = await Forked.start('camera-server.ts');
  const gateway = await Forked.start('gateway-server.ts', [String(cameras.said['port'])]);
  const bench = new GatewayBench(cameras.forked, gateway.forked, Number(gateway.said['port']));
  try {
    return [
      await bench.cold('key frame on PLAY, 1 s from key frame to key frame', GOP_1, 'gop1'),
      await bench.cold('key frame on PLAY, 2 s from key frame to key frame', GOP_2, 'gop2'),
      await bench.cold('in the middle, 1 s from key frame to key frame', MID_1, 'mid1'),
      await bench.cold('in the middle, 2 s from key frame to key frame', MID_2, 'mid2'),
      await bench.late('1 s from key frame to key frame', GOP_1),
      await bench.late('2 s from key frame to key frame', GOP_2),
      await bench.standsStill('a dropped connection', DROP, 1_000),
      await bench.standsStill('a camera gone silent (noticed after 5 s)', STALL, 6_000),
      ...(await bench.upstreams()),
      ...(await bench.viewers()),
    ];
  } finally {
    await gateway.forked.stop();
    await cameras.forked.stop();
  }
}

class GatewayBench {
  readonly #cameras: Forked;
  readonly #gateway: Forked;
  readonly #port: number;
  #frames = 0;

  constructor(cameras: Forked, gateway: Forked, port: number) {
    this.#cameras = cameras;
    this.#gateway = gateway;
    this.#port = port;
  }

  async cold(how: string, kind: number, word: string): Promise<Row> {
    const overMs: number[] = [];
    for (let n = 1; n <= TRIES; n++) {
      const viewer = await this.#watch(kind + n);
      const frameAtMs = Date.now();
      const { firstKeyAt } = await this.#cameras.ask();
      overMs.push(frameAtMs - ((firstKeyAt as Record<string, number>)[`/${word}/${kind + n}`] ?? Number.NaN));
      viewer.terminate();
    }
    return row(
      `gateway: cold first frame over the camera's first key frame, ${how}`,
      median(overMs),
      150,
      'ms',
    );
  }

  async late(how: string, kind: number): Promise<Row> {
    const first = await this.#watch(kind + 500);
    const tookMs: number[] = [];
    for (let n = 0; n < TRIES; n++) {
      await wait(300 + 130 * n);
      const askedAtMs = performance.now();
      const viewer = await this.#watch(kind + 500);
      tookMs.push(performance.now() - askedAtMs);
      viewer.terminate();
    }
    first.terminate();
    return row(`gateway: first frame of a late viewer, ${how}`, median(tookMs), 200, 'ms');
  }

  async standsStill(how: string, kind: number, limitMs: number): Promise<Row> {
    const viewer = await this.#watch(kind + 1);
    let [lastMs, longestMs] = [performance.now(), 0];
    viewer.on('message', (_data, binary) => {
      if (!binary) return;
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    });
    await wait(6_000 + limitMs);
    viewer.terminate();
    return row(`gateway: the picture stands still after ${how}`, longestMs, limitMs, 'ms');
  }

  async upstreams(): Promise<Row[]> {
    const rows: Row[] = [];
    const viewers: WebSocket[] = [];
    for (const count of UPSTREAMS) {
      while (viewers.length < count) viewers.push(await this.#watch(CAM + 1 + viewers.length));
      const { percent, megabytes, framesPerS } = await this.#load();
      rows.push(
        row(`gateway: frames that came at ${count} upstreams`, FPS * count, framesPerS, 'a second'),
        row(`gateway: CPU at ${count} upstreams`, percent, Math.max(5, count / 5), '% of a core'),
        row(`gateway: memory at ${count} upstreams`, megabytes, 600, 'MB'),
      );
    }
    for (const viewer of viewers) viewer.terminate();
    await wait(LINGER_MS);
    return rows;
  }

  async viewers(): Promise<Row[]> {
    const rows: Row[] = [];
    const viewers: WebSocket[] = [];
    for (const count of VIEWERS) {
      while (viewers.length < count) viewers.push(await this.#watch(CAM + 900));
      const { percent, megabytes, framesPerS } = await this.#load();
      rows.push(
        row(`gateway: frames that came to ${count} viewers`, FPS * count, framesPerS, 'a second'),
        row(`gateway: CPU at 1 camera with ${count} viewers`, percent, 10, '% of a core'),
        row(`gateway: memory at 1 camera with ${count} viewers`, megabytes, 600, 'MB'),
      );
    }
    for (const viewer of viewers) viewer.terminate();
    return rows;
  }

  async #load(): Promise<{ percent: number; megabytes: number; framesPerS: number }> {
    await wait(SETTLE_MS);
    const [before, startedAtMs] = [await this.#gateway.cpuMs(), performance.now()];
    this.#frames = 0;
    await wait(MEASURE_MS);
    const { cpu, rss } = await this.#gateway.ask();
    const { user, system } = cpu as NodeJS.CpuUsage;
    const percent = ((user + system) / 1000 - before) / ((performance.now() - startedAtMs) / 100);
    const seconds = (performance.now() - startedAtMs) / 1000;
    return { percent, megabytes: Number(rss) / 1024 / 1024, framesPerS: this.#frames / seconds };
  }

  /** A viewer that reads everything; resolves when its first frame is there. */
  async #watch(cameraId: number): Promise<WebSocket> {
    const ticket = await (await fetch(`http://127.0.0.1:${this.#port}/${cameraId}`)).text();
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}/api/live/${ticket}`);
    let isFrame = false;
    while (!isFrame) {
      const [data, binary] = (await once(socket, 'message')) as [Buffer, boolean];
      isFrame = binary && data.length > 500;
    }
    socket.on('message', (_data, binary) => {
      if (binary) this.#frames++;
    });
    return socket;
  }
}
