import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's 2, an ambient enum that erasable syntax cannot name), 19 MiB, two passes. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let busy = 0;
const queue: (() => void)[] = [];

/** Hashing is bounded to the cores, so that a flood of sign-ins cannot starve the map. */
async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= availableParallelism()) await new Promise<void>((resolve) => queue.push(resolve));
  busy += 1;
  try {
    return await work();
  } finally {
    busy -= 1;
    queue.shift()?.();
  }
}

export const hashPassword = (password: string): Promise<string> => bounded(() => hash(password, PARAMETERS));

let decoy: Promise<string> | undefined;

/** Whether the password fits. Without an account the same work is done, so that time does not tell who exists. */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const against = passwordHash ?? (await decoy);
  const fits = await bounded(() => verify(against, password));
  return fits && passwordHash !== undefined;
}
