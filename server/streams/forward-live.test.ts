import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pipeUpgrade } from './forward-live.ts';

vi.setConfig({ testTimeout: 60_000 });

const servers: (Server | HttpServer)[] = [];
const sockets = new Set<Socket>();

async function listening<Made extends Server | HttpServer>(made: Made): Promise<number> {
  servers.push(made);
  made.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return (made.address() as AddressInfo).port;
}

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) server.close();
});

/** A gateway that takes the upgrade and from then on does what the test says, behind an API that passes browsers on. */
async function aPassedOn(
  goOn: (socket: Socket) => void,
): Promise<{ browser: Socket; silences: () => number }> {
  let silences = 0;
  const gateway = await listening(
    createServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
        goOn(socket);
      });
    }),
  );
  const api = createHttpServer();
  api.on('upgrade', (request, socket, head) =>
    pipeUpgrade(`http://127.0.0.1:${gateway}`, request, socket, head, '10.0.0.1', () => silences++),
  );
  const browser = connect(await listening(api), '127.0.0.1');
  sockets.add(browser);
  browser.on('error', () => undefined);
  browser.write('GET /api/live/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  return { browser, silences: () => silences };
}

const every = (ms: number, socket: Socket, act: () => void): void => {
  const timer = setInterval(act, ms);
  socket.on('close', () => clearInterval(timer));
};

describe('a browser that is passed on to its gateway', () => {
  it('is let go, and the gateway suspected, when the gateway dies without a word', async () => {
    const { browser, silences } = await aPassedOn(() => undefined);
    browser.resume();
    await once(browser, 'close');
    expect(silences()).toBe(1);
  });

  it('stays where the gateway says anything at all', async () => {
    const { browser, silences } = await aPassedOn((socket) => every(300, socket, () => socket.write('ping')));
    let heard = 0;
    browser.on('data', (chunk: Buffer) => (heard += chunk.toString().split('ping').length - 1));
    await vi.waitFor(() => expect(heard).toBeGreaterThan(12), { timeout: 30_000, interval: 50 });
    expect([browser.closed, silences()]).toEqual([false, 0]);
  });

  it('is no fault of the gateway where it is the one that does not read; it is let go in the end (A24)', async () => {
    const flood = Buffer.alloc(64 * 1024);
    let upstream: Socket | undefined;
    const { browser, silences } = await aPassedOn((socket) => {
      upstream = socket;
      every(1, socket, () => {
        if (!socket.writableNeedDrain) socket.write(flood);
      });
    });
    browser.pause();
    await vi.waitFor(() => expect(upstream?.closed).toBe(true), { timeout: 50_000, interval: 100 });
    expect(silences()).toBe(0);
  });

  it('is not let go when it reads again in time', async () => {
    const flood = Buffer.alloc(64 * 1024);
    const { browser, silences } = await aPassedOn((socket) =>
      every(20, socket, () => {
        if (!socket.writableNeedDrain) socket.write(flood);
      }),
    );
    let heard = 0;
    browser.on('data', (chunk: Buffer) => (heard += chunk.length));
    browser.pause();
    setTimeout(() => browser.resume(), 5_000);
    await vi.waitFor(() => expect(heard).toBeGreaterThan(20_000_000), { timeout: 50_000, interval: 50 });
    expect([browser.closed, silences()]).toEqual([false, 0]);
  });
});
