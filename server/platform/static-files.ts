import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { Hono } from 'hono';
import { policed, type Env } from './policed.ts';

const compress = promisify(brotliCompress);

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const PACKED = new Set(['.png', '.woff2', '.ico']);

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: string;
  readonly packed: boolean;
  brotli?: Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Serves exactly the files that the build made, read once at start: `/` is the console's page, everything else keeps
 * its name. There is no fallback page and no path is ever looked up on disk.
 */
export function staticFiles(folder: string): Hono<Env> {
  const files = new Map<string, StaticFile>();
  for (const path of filesUnder(folder)) {
    const kind = KINDS[extname(path)];
    if (kind === undefined) continue;
    const name = `/${relative(folder, path).replaceAll('\\', '/')}`;
    const file = { bytes: new Uint8Array(readFileSync(path)), kind, packed: PACKED.has(extname(path)) };
    files.set(name === '/index.html' ? '/' : name, file);
  }
  const app = new Hono<Env>();
  for (const [path, file] of files) {
    app.get(path, policed('anyone'), async (c) => {
      c.header('Content-Type', file.kind);
      c.header(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      if (file.packed || !/\bbr\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(file.bytes);
      file.brotli ??= compress(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).then(
        (packed) => new Uint8Array(packed),
      );
      c.header('Content-Encoding', 'br');
      c.header('Vary', 'Accept-Encoding');
      return c.body(await file.brotli);
    });
  }
  return app;
}

function filesUnder(folder: string): string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
}
