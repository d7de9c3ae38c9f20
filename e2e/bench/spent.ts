import { readFileSync } from 'node:fs';
import type { Sql } from '../../server/platform/db.ts';

const TICKS_PER_SECOND = 100;

/** Even numbers from 0 to 1 that are the same in every run. */
export function even(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** CPU of this program since then, in ms. */
export const spentMs = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** One database session in which nothing runs beside it, and the CPU that it has used so far, in ms (Linux). */
export async function aSession(
  sql: Sql,
): Promise<{ readonly session: Awaited<ReturnType<Sql['reserve']>>; readonly cpuMs: () => number }> {
  const session = await sql.reserve();
  await session`set max_parallel_workers_per_gather = 0`;
  const [own] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cpuMs = (): number => {
    const fields = readFileSync(`/proc/${own!.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  };
  return { session, cpuMs };
}
