import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { benchClickToFrame } from './click-to-frame.ts';
import { Forked } from './forked.ts';
import { row, type Row } from './row.ts';

const CAMERAS = 50;
const SETTLE_MS = 8_000;
const MEASURE_MS = 15_000;
const MORE_VIEWERS = 3;
/** A quarter of a core for the gateway at 50 cameras, and its share for one camera or viewer. */
const LIMIT_PERCENT = 25;

/**
 * Live video: what a click costs beyond the camera's own first key frame, in the real console, and the gateway's CPU
 * at 50 cameras of 2 Mb/s, for a camera (its stream taken and given to one viewer) and for one viewer more.
 */
export async function benchStreams(): Promise<Row[]> {
  const gateway = await benchGateway();
  return [await benchClickToFrame(), ...gateway];
}

async function benchGateway(): Promise<Row[]> {
  const cameras = await Forked.start('camera-server.ts');
  const gateway = await Forked.start('gateway-server.ts', [String(cameras.said['port'])]);
  const sockets: WebSocket[] = [];
  try {
    const port = Number(gateway.said['port']);
    for (let cameraId = 1; cameraId <= CAMERAS; cameraId++) sockets.push(await watch(port, cameraId));
    const alone = await percentOfCore(gateway.forked);
    const simulator = await percentOfCore(cameras.forked);
    for (let more = 0; more < MORE_VIEWERS * CAMERAS; more++)
      sockets.push(await watch(port, 1 + (more % CAMERAS)));
    const crowded = await percentOfCore(gateway.forked);
    return [
      row(`gateway: CPU at ${CAMERAS} cameras of 2 Mb/s`, alone, LIMIT_PERCENT, '% of a core'),
      row(
        'gateway: CPU for a camera with one viewer',
        alone / CAMERAS,
        LIMIT_PERCENT / CAMERAS,
        '% of a core',
      ),
      row(
        'gateway: CPU for one viewer more',
        Math.max(0, crowded - alone) / (MORE_VIEWERS * CAMERAS),
        LIMIT_PERCENT / CAMERAS,
        '% of a core',
      ),
      row(`simulator: CPU at ${CAMERAS} cameras of 2 Mb/s`, simulator, LIMIT_PERCENT, '% of a core'),
    ];
  } finally {
    for (const socket of sockets) socket.terminate();
    await gateway.forked.stop();
    await cameras.forked.stop();
  }
}

/** A viewer that reads everything; resolves when pictures arrive. */
async function watch(port: number, cameraId: number): Promise<WebSocket> {
  const ticket = await (await fetch(`http://127.0.0.1:${port}/${cameraId}`)).text();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live/${ticket}`);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (_data, binary) => {
      if (binary) resolve();
    });
  });
  return socket;
}

async function percentOfCore(forked: Forked): Promise<number> {
  await wait(SETTLE_MS);
  const [before, startedAtMs] = [await forked.cpuMs(), performance.now()];
  await wait(MEASURE_MS);
  return ((await forked.cpuMs()) - before) / ((performance.now() - startedAtMs) / 100);
}
