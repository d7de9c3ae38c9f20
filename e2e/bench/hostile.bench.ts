import type { Attack } from './attacked-server.ts';
import { Forked } from './forked.ts';
import { row, type Row } from './row.ts';

const LIMIT_MS = 100;

/**
 * How long cameras that mean ill hold up whoever reads them: for each attack the longest stall of the event loop, and the CPU that
 * one turn of the loop took at most. The second holds on a busy machine too.
 */
export async function benchHostile(): Promise<Row[]> {
  const cameras = await Forked.start('hostile-server.ts');
  try {
    const attacked = await Forked.start('attacked-server.ts', [JSON.stringify(cameras.said['ports'])]);
    await attacked.forked.stop();
    return (attacked.said['attacks'] as Attack[]).flatMap(({ name, stalledMs, busyMs, outcome }) => [
      row(`hostile: longest stall by ${name} (${outcome})`, stalledMs, LIMIT_MS, 'ms'),
      row(`hostile: most CPU of one turn by ${name}`, busyMs, LIMIT_MS, 'ms'),
    ]);
  } finally {
    await cameras.forked.stop();
  }
}
