import { setTimeout as wait } from 'node:timers/promises';
import { Forked } from './forked.ts';
import { row, type Row } from './row.ts';

const CAMERAS = 5_000;
const MINUTE_MS = 60_000;

/**
 * One minute of light probes (OPTIONS and DESCRIBE) of 5,000 simulated cameras: CPU against the same exchange over bare
 * sockets, and how many were proved in the minute against how many there are.
 */
export async function benchProbes(): Promise<Row[]> {
  const cameras = await Forked.start('camera-server.ts');
  try {
    const port = String(cameras.said['port']);
    const limit = await oneMinute('raw', port);
    const ours = await oneMinute('rounds', port);
    return [
      row(`probes: CPU of ${CAMERAS} cameras in a minute`, ours.cpuMs, limit.cpuMs, 'ms'),
      row(`probes: CPU of ${CAMERAS} cameras a minute, of a core`, ours.cpuMs / 600, 100, '% of a core'),
      row('probes: cameras proved in a minute', ours.answered, CAMERAS, 'cameras'),
    ];
  } finally {
    await cameras.forked.stop();
  }
}

async function oneMinute(kind: string, port: string): Promise<{ cpuMs: number; answered: number }> {
  const { forked } = await Forked.start('probe-server.ts', [kind, port, String(CAMERAS)]);
  try {
    const before = await forked.cpuMs();
    await wait(MINUTE_MS + 1_000);
    const figures = await forked.ask();
    return { cpuMs: (await forked.cpuMs()) - before, answered: Number(figures['answered']) };
  } finally {
    await forked.stop();
  }
}
