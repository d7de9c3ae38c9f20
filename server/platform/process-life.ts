import { readFileSync } from 'node:fs';
import { isAlive } from './postmaster.ts';

/** When a process began, in the kernel's ticks since boot; null where that cannot be read. */
export function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the start is the 22nd field, the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Whether the program that had this number, begun at these ticks, still runs. The number alone may be another's by now. */
export function stillRuns(pid: number, ticks: string | null): boolean {
  if (!isAlive(pid)) return false;
  return ticks === null || startTicksOf(pid) === ticks;
}
