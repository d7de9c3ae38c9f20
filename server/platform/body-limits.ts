import { createMiddleware } from 'hono/factory';
import { bodyLimit } from 'hono/body-limit';
import { ApiError } from './http-errors.ts';
import type { Env } from './policed.ts';

/** What a form can hold at most; files have routes of their own, which count their bytes themselves. */
export const MAX_BODY_BYTES = 1024 * 1024;

const tooLarge = () =>
  new ApiError(413, 'too-large', {
    ko: `보낸 내용이 ${MAX_BODY_BYTES / 1024} KB를 넘어 읽지 않았습니다. 나누어 보내 주십시오.`,
    en: `What was sent is over ${MAX_BODY_BYTES / 1024} KB and was not read. Send it in parts.`,
  });

const packed = () =>
  new ApiError(400, 'packed-body', {
    ko: '압축한 내용은 받지 않습니다. 그대로 보내 주십시오.',
    en: 'Compressed bodies are not taken. Send it as it is.',
  });

const limited = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw tooLarge();
  },
});

/**
 * Bounds what a request may bring, counted as it comes in, whatever its headers say of it. `isFile`: paths that take a
 * file and count for themselves. Nothing is unpacked, so there is no bomb to unpack.
 */
export const bodyLimits = (isFile: (path: string) => boolean) =>
  createMiddleware<Env>(async (c, next) => {
    const { method } = c.req;
    if (method === 'GET' || method === 'HEAD') return next();
    const encoding = c.req.header('content-encoding');
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') throw packed();
    if (isFile(c.req.path)) return next();
    return limited(c, next);
  });
