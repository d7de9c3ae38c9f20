import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

const SERVER = join(import.meta.dirname, '..');

interface Walked {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
  readonly items?: readonly z.core.$ZodType[];
  readonly [inner: string]: unknown;
}
const INNER = ['innerType', 'element', 'valueType', 'in', 'out', 'left', 'right'] as const;

/** One step into a schema: the field by which it was reached, `''` outside any. */
export interface Step {
  readonly field: string;
  readonly type: string;
  readonly schema: z.core.$ZodType;
  /** What is read from the value next, where there is any: then not this text is kept but what comes of it. */
  readonly into?: z.core.$ZodType | undefined;
}

/** Every schema inside a schema, however deep, itself first. */
export function stepsOf(
  schema: unknown,
  field = '',
  into?: z.core.$ZodType,
  seen = new Set<string>(),
  numbers = new Map<unknown, number>(),
): Step[] {
  if (typeof schema !== 'object' || schema === null || !('_zod' in schema)) return [];
  if (!numbers.has(schema)) numbers.set(schema, numbers.size);
  const mark = `${numbers.get(schema)} ${field}`;
  if (seen.has(mark)) return [];
  seen.add(mark);
  const type = schema as z.core.$ZodType;
  const def = type._zod.def as unknown as Walked;
  const walk = (each: unknown, name: string, next?: z.core.$ZodType) =>
    stepsOf(each, name, next, seen, numbers);
  return [
    { field, type: def.type, schema: type, into },
    ...Object.entries(def.shape ?? {}).flatMap(([name, each]) => walk(each, name)),
    ...INNER.flatMap((key) =>
      walk(def[key], field, key === 'in' ? (def['out'] as z.core.$ZodType) : undefined),
    ),
    ...[...(def.options ?? []), ...(def.items ?? [])].flatMap((each) => walk(each, field)),
  ];
}

const sources = globSync('**/*.ts', { cwd: SERVER }).filter((path) => !path.endsWith('.test.ts'));

/** The names of the schemas that requests are held against. */
export const asked: ReadonlySet<string> = new Set(
  sources.flatMap((path) =>
    [...readFileSync(join(SERVER, path), 'utf8').matchAll(/\bparsed\(\s*(\w+)/g)].map(([, name]) => name!),
  ),
);

/** What the schema files export, by name: a name may stand in several files. */
export async function exportedSchemas(): Promise<Map<string, unknown[]>> {
  const schemas = new Map<string, unknown[]>();
  for (const path of sources.filter((each) => each.endsWith('.schema.ts'))) {
    const exported = (await import(join(SERVER, path))) as Record<string, unknown>;
    for (const [name, each] of Object.entries(exported))
      schemas.set(name, [...(schemas.get(name) ?? []), each]);
  }
  return schemas;
}
