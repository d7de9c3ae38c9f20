import { getConnInfo } from '@hono/node-server/conninfo';
import { createMiddleware } from 'hono/factory';
import { addressBehind } from './addresses.ts';
import { ApiError, notFound } from './http-errors.ts';
import type { Env } from './policed.ts';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  // Text becomes no markup and no script; the page's templates and the map's worker are the two exceptions by name.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html default',
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': CSP,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/**
 * Headers of every answer: only our own files run, nothing frames us, nothing is sniffed. They are set on Node's own
 * answer where there is one: c.header() after the handler would copy every body through a stream.
 */
export const securityHeaders = createMiddleware<Env>(async (c, next) => {
  const { outgoing } = (c.env ?? {}) as { outgoing?: { setHeader(name: string, value: string): void } };
  if (outgoing) for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
  await next();
  if (!outgoing) for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
});

const PLAIN_PATH = /^\/(?:[\w@~-][\w@~.-]*(?:\/[\w@~-][\w@~.-]*)*)?$/;

/** One spelling a path: doubled slashes, escapes, dots and trailing slashes are no path of ours. */
export const plainPathsOnly = createMiddleware<Env>(async (c, next) => {
  // The request line itself, since a URL parser has already made `/a/../b` look like `/b`.
  const { incoming } = (c.env ?? {}) as { incoming?: { url?: string } };
  const path = incoming?.url?.split('?', 1)[0] ?? new URL(c.req.url).pathname;
  if (!PLAIN_PATH.test(path) || path.endsWith('.')) throw notFound();
  await next();
});

/** Puts the caller's address on the context. A forwarded header is believed from our own proxies alone. */
export const clientAddressBehind = (trustedProxies: readonly string[]) =>
  createMiddleware<Env>(async (c, next) => {
    let peer = '127.0.0.1';
    try {
      peer = getConnInfo(c).remote.address ?? peer;
    } catch {
      // Called without a socket (a request made in the process itself).
    }
    c.set('clientAddress', addressBehind(peer, c.req.header('x-forwarded-for'), trustedProxies));
    await next();
  });

/** The peer's address, with no proxy before us. */
export const withClientAddress = clientAddressBehind([]);

/** What a form or a page of another site can send without being asked first. */
const SIMPLE_BODY = /^(?:text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/**
 * A change of state is sent as JSON; a file that is read as it comes may be of any kind that no form of another site can
 * send. Everything else is refused before it is read.
 */
export const jsonOnly = createMiddleware<Env>(async (c, next) => {
  const kind = c.req.header('content-type');
  if (kind !== undefined && SIMPLE_BODY.test(kind) && c.req.method !== 'GET' && c.req.method !== 'HEAD')
    throw new ApiError(415, 'json-only', {
      ko: '요청 본문은 application/json으로 보내 주십시오.',
      en: 'Send the body as application/json.',
    });
  await next();
});
