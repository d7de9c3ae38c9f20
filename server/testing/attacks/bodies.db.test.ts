import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../platform/body-limits.ts';
import type { SignedIn } from '../factories.ts';
import { addressOf, aWholeApp, type Route, type WholeApp } from './whole-app.ts';

let whole: WholeApp;
let officer: SignedIn;
let server: Server;
let writing: Route[];
beforeAll(async () => {
  whole = await aWholeApp();
  officer = await whole.personOf('officer');
  writing = whole.routes.filter(({ method }) => ['POST', 'PUT', 'PATCH'].includes(method));
  const listener = getRequestListener(whole.app.fetch);
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await whole.stop();
});

interface Told {
  readonly status: number;
  /** What the server let in before it ended the connection. */
  readonly sentBytes: number;
}

/** Writes a raw request and goes on writing `more` for as long as the server takes it. */
async function send(
  { method, path }: Pick<Route, 'method' | 'path'>,
  headers: readonly string[],
  more: (socket: Socket) => AsyncIterable<unknown> | undefined = () => undefined,
  body: Buffer | string = '',
): Promise<Told> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let said = '';
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      said += data.toString('latin1');
      if (/^HTTP\/1\.1 \d{3}/.test(said)) resolve();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  const head = [
    `${method} ${addressOf(path)} HTTP/1.1`,
    'Host: map.test',
    `Cookie: ${officer.cookie}`,
    'Content-Type: application/json',
    ...headers,
  ].join('\r\n');
  socket.write(`${head}\r\n\r\n`);
  if (body.length > 0) socket.write(body);
  const stream = more(socket);
  if (stream !== undefined) for await (const _ of stream) if (said !== '' || socket.destroyed) break;
  await answered;
  const sentBytes = socket.bytesWritten;
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0), sentBytes };
}

const CHUNK = Buffer.alloc(64 * 1024, 'a');
const CHUNKED = Buffer.concat([Buffer.from(`${CHUNK.length.toString(16)}\r\n`), CHUNK, Buffer.from('\r\n')]);
/** Their bodies are files, with a bound of their own. */
const TAKES_FILES: ReadonlySet<string> = new Set([
  '/api/imports/cameras',
  '/api/coverage/demand',
  '/api/coverage/demand/preview',
]);
const ENDLESS_BYTES = 64 * 1024 * 1024;

async function* endless(socket: Socket, piece: Buffer): AsyncIterable<void> {
  for (let bytes = 0; bytes < ENDLESS_BYTES && !socket.destroyed; bytes += piece.length) {
    if (!socket.write(piece))
      await Promise.race([once(socket, 'drain').catch(() => undefined), once(socket, 'close')]);
    yield;
  }
}

test('A12: a body that announces more than is taken is refused before a byte of it is read', async () => {
  for (const route of writing.filter(({ path }) => !TAKES_FILES.has(path))) {
    const { status } = await send(route, [`Content-Length: ${MAX_BODY_BYTES + 1}`]);
    expect(status, `${route.method} ${route.path}`).toBe(413);
  }
});

test('A12: a body without a length is cut off where the limit is, and fills no memory', async () => {
  const before = process.memoryUsage().arrayBuffers;
  for (const route of writing.filter(({ path }) => path !== '/api/imports/cameras').slice(0, 6)) {
    const told = await send(route, ['Transfer-Encoding: chunked'], (socket) => endless(socket, CHUNKED));
    expect(told.status, `${route.method} ${route.path}`).toBe(413);
    expect(told.sentBytes).toBeLessThan(ENDLESS_BYTES / 2);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
}, 60_000);

test('A12: a packed body is refused unread: there is no bomb to unpack', async () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));
  for (const route of writing)
    for (const encoding of ['gzip', 'br', 'deflate', 'GZIP', 'gzip, identity']) {
      const headers = [`Content-Encoding: ${encoding}`, `Content-Length: ${bomb.length}`];
      const { status } = await send(route, headers, undefined, bomb);
      expect(status, `${route.method} ${route.path} ${encoding}`).toBe(400);
    }
});

test('A12: JSON nested 100,000 deep and keys that change every object are 400, on every route', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const objects = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  const magic = ['{"__proto__":{"role":"officer"}}', '{"constructor":{"prototype":{"role":"officer"}}}'];
  const statusOf = async ({ method, path }: Route, body: string) => {
    const headers = { cookie: officer.cookie, 'content-type': 'application/json' };
    return (await whole.app.request(addressOf(path), { method, headers, body })).status;
  };
  for (const route of writing.filter(({ path }) => path !== '/api/imports/cameras')) {
    // Some routes read no body, and 401, 403 and 404 come before one is read.
    const readsNone = (await statusOf(route, '')) < 300;
    for (const body of [deep, objects, ...magic])
      expect(readsNone ? [200, 204] : [400, 401, 403, 404], `${route.method} ${route.path}`).toContain(
        await statusOf(route, body),
      );
  }
  expect(({} as { role?: string }).role).toBeUndefined();
});

test('A12: a file that never ends is cut off too', async () => {
  const route = { method: 'POST', path: '/api/imports/cameras?filename=a.csv' };
  const told = await send(route, ['Transfer-Encoding: chunked', 'Content-Encoding: gzip'], (socket) =>
    endless(socket, CHUNKED),
  );
  expect(told.status).toBe(400);
  expect(told.sentBytes).toBeLessThan(ENDLESS_BYTES / 2);
}, 60_000);
