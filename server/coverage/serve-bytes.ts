import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';

const compress = promisify(gzip);

interface Served {
  readonly etag: string;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

/** What the whole city shares as bytes, made once for each state of it; another state is another object. */
export class SharedBytes<T> {
  readonly #encode: (of: T) => Uint8Array<ArrayBuffer>;
  #of: T | undefined;
  #served: Promise<Served> | undefined;

  constructor(encode: (of: T) => Uint8Array<ArrayBuffer>) {
    this.#encode = encode;
  }

  /** The answer to a request; 304 where the asker has these bytes already. */
  async answer(c: Context, of: T): Promise<Response> {
    const { etag, raw, gzip: small } = await this.#made(of);
    c.header('Cache-Control', 'private, no-cache');
    c.header('Vary', 'Accept-Encoding');
    c.header('ETag', etag);
    if (c.req.header('if-none-match')?.includes(etag) === true) return c.body(null, 304);
    c.header('Content-Type', 'application/octet-stream');
    if (!/\bgzip\b/u.test(c.req.header('accept-encoding') ?? '')) return c.body(raw);
    c.header('Content-Encoding', 'gzip');
    return c.body(small);
  }

  #made(of: T): Promise<Served> {
    if (this.#served === undefined || this.#of !== of) {
      this.#of = of;
      const made = this.#make(of);
      this.#served = made;
      made.catch(() => {
        if (this.#served === made) this.#served = undefined;
      });
    }
    return this.#served;
  }

  async #make(of: T): Promise<Served> {
    const raw = this.#encode(of);
    const etag = `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`;
    return { etag, raw, gzip: new Uint8Array(await compress(raw, { level: 6 })) };
  }
}
