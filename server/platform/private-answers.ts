import { createMiddleware } from 'hono/factory';
import type { Env } from './policed.ts';

const DEFAULT = 'private, no-store';

/**
 * No answer of the API stays in a cache unless its route says for how long, and refusals never do. Set on Node's own
 * answer before the handler runs, since what the handler sets takes its place without a copy of the body.
 */
export const privateAnswers = createMiddleware<Env>(async (c, next) => {
  const { outgoing } = (c.env ?? {}) as { outgoing?: { setHeader(name: string, value: string): void } };
  outgoing?.setHeader('Cache-Control', DEFAULT);
  await next();
  if (!outgoing && !c.res.headers.has('cache-control')) c.res.headers.set('Cache-Control', DEFAULT);
});
