import { globSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');

/** Every name that some schema of the server takes, read from the schemas themselves. */
export async function requestNames(): Promise<readonly string[]> {
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const collect = (value: unknown): void => {
    if (!(value instanceof z.ZodType) || seen.has(value)) return;
    seen.add(value);
    const { def } = value as unknown as { def: Record<string, unknown> };
    if (value instanceof z.ZodObject)
      for (const [name, each] of Object.entries(value.shape as Record<string, unknown>)) {
        names.add(name);
        collect(each);
      }
    for (const inner of Object.values(def))
      if (Array.isArray(inner)) inner.forEach(collect);
      else collect(inner);
  };
  for (const file of globSync('server/**/*.schema.ts', { cwd: root })) {
    const module = (await import(join(root, file))) as Record<string, unknown>;
    Object.values(module).forEach(collect);
  }
  return [...names].sort();
}
