import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { readOnvifDevice } from '../../server/streams/onvif-device.ts';
import { describeCamera, openRtspSession } from '../../server/streams/rtsp-client.ts';
import type { RtspTarget } from '../../server/streams/rtsp-connection.ts';
import { SEEDS } from '../../server/testing/hurt-cameras.ts';
import type { HostilePorts } from './hostile-server.ts';

/**
 * What a gateway does with cameras that mean ill (their ports as JSON, first argument), in a process of its own. Started by
 * fork; tells of every attack the longest stall of its event loop, and how much of its own CPU one turn of the loop took at most.
 */
export interface Attack {
  readonly name: string;
  /** By the clock: on a busy machine also the time in which others ran. */
  readonly stalledMs: number;
  /** By this thread's own CPU. */
  readonly busyMs: number;
  readonly outcome: string;
}

const SILENCE_MS = 300;
const AT_ONCE = 40;
const OPEN_FOR_MS = 4_000;
const SETTLE_MS = 50;

const targetOf = (port: number, path = '/x'): RtspTarget => ({
  ...{ host: '127.0.0.1', port, path, secure: false },
  credentials: { user: 'viewer', password: 'bench' },
});

function played(target: RtspTarget): Promise<string> {
  return new Promise((resolve) => {
    const session = openRtspSession(
      target,
      {
        onUnit: () => undefined,
        onEnd(error) {
          clearTimeout(timer);
          resolve(error.code);
        },
      },
      SILENCE_MS,
    );
    const timer = setTimeout(() => session.close(), OPEN_FOR_MS);
  });
}

async function corpus(port: number): Promise<string> {
  for (let at = 0; at < SEEDS.length; at += AT_ONCE)
    await Promise.all(
      SEEDS.slice(at, at + AT_ONCE).map(async (seed) => {
        const target = targetOf(port, `/seed/${seed}`);
        await Promise.all([played(target), describeCamera(target).catch(() => undefined)]);
      }),
    );
  return `${SEEDS.length} cameras`;
}

const device = (port: number): Promise<string> =>
  readOnvifDevice({ host: '127.0.0.1', port, path: '/cam/1', credentials: null }).then(
    () => 'answered',
    (error: { code?: string }) => error.code ?? 'failed',
  );

async function measured(name: string, attack: () => Promise<string>): Promise<Attack> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let [busyMs, isOver] = [0, false];
  let before = process.threadCpuUsage();
  const look = (): void => {
    const now = process.threadCpuUsage();
    busyMs = Math.max(busyMs, (now.user + now.system - before.user - before.system) / 1000);
    before = now;
    if (!isOver) setImmediate(look);
  };
  delay.enable();
  await wait(SETTLE_MS);
  delay.reset();
  look();
  const outcome = await attack();
  await wait(SETTLE_MS);
  isOver = true;
  delay.disable();
  return { name, stalledMs: delay.max / 1e6, busyMs, outcome };
}

const ports = JSON.parse(process.argv[2]!) as HostilePorts;
const attacks: Attack[] = [];
// Whatever is loaded once is loaded before anybody is watched.
await device(ports.onvif['nothing at all']!);
attacks.push(await measured('the kept corpus', () => corpus(ports.corpus)));
for (const [name, port] of Object.entries(ports.rtsp))
  attacks.push(await measured(name, () => played(targetOf(port))));
for (const [name, port] of Object.entries(ports.onvif))
  attacks.push(await measured(`a device that says ${name}`, () => device(port)));
process.on('disconnect', () => process.exit());
process.send?.({ attacks });
