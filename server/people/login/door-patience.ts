import { createMiddleware } from 'hono/factory';
import { withPatience } from '../../platform/patience.ts';
import type { Env } from '../../platform/policed.ts';

/** How long the door waits for a database that says nothing, in ms; with the look at the cookie less than five seconds. */
const DOOR_MS = 2300;

/** One question of the door, or DatabaseSilent: whoever stands before it is told, and nobody waits for ever. */
export const soon = <T>(answer: PromiseLike<T>): Promise<T> => withPatience(answer, DOOR_MS);

/** The same for a route that asks the database and does no other work. */
export const answersSoon = createMiddleware<Env>(async (_c, next) => {
  await withPatience(next(), DOOR_MS);
});
