import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsHttpServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ownCertificate } from '../platform/own-certificate.ts';
import { askOwner, pipeUpgrade } from './forward-live.ts';
import type { GatewayHosts } from './gateway-hosts.ts';

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
    pipeUpgrade(
      { address: `http://127.0.0.1:${gateway}`, certificate: null },
      request,
      socket,
      head,
      '10.0.0.1',
      () => silences++,
    ),
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

describe('a gateway on another machine (Art. 30(3))', () => {
  /** A gateway over TLS that notes what it is told, and one who asks it, held to this certificate. */
  async function aTlsGateway(held: 'to its own' | 'to another') {
    const [own, other] = [ownCertificate('one'), ownCertificate('one')];
    const told: string[] = [];
    const gateway = createTlsHttpServer({ ...own }, (request, response) => {
      told.push(`${request.method} ${request.headers.cookie}`);
      response.setHeader('content-type', 'application/json');
      response.end('{"url":"x"}');
    });
    gateway.on('upgrade', (request, socket) => {
      told.push(`upgrade ${request.headers.cookie}`);
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello');
    });
    gateway.on('tlsClientError', () => undefined);
    const address = `https://127.0.0.1:${await listening(gateway)}`;
    const place = { address, certificate: held === 'to its own' ? own.cert : other.cert };
    const suspected: string[] = [];
    const hosts = {
      ownersOf: () => [{ gatewayId: 'g', place }],
      suspect: (gatewayId: string) => suspected.push(gatewayId),
    } as unknown as GatewayHosts;
    const asking = {
      ...{ cameraId: 1, path: '/api/cameras/1/live', body: '{}', clientAddress: '10.0.0.1' },
      headers: new Headers({ cookie: 'session=CANARY' }),
    };
    const api = createHttpServer();
    api.on('upgrade', (request, socket, head) =>
      pipeUpgrade(place, request, socket, head, '10.0.0.1', () => undefined),
    );
    const browser = connect(await listening(api), '127.0.0.1');
    sockets.add(browser);
    browser.on('error', () => undefined);
    browser.write('GET /api/live/x HTTP/1.1\r\nHost: x\r\nCookie: session=CANARY\r\nConnection: Upgrade\r\n');
    browser.write('Upgrade: websocket\r\n\r\n');
    return { ask: () => askOwner(hosts, asking), browser, told, suspected };
  }

  it('is asked and joined over TLS, held to the certificate that it laid down', async () => {
    const { ask, browser, told } = await aTlsGateway('to its own');
    expect(await (await ask())?.json()).toEqual({ url: 'x' });
    let heard = '';
    browser.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    await once(browser, 'close');
    expect(heard).toContain('hello');
    expect(told.sort()).toEqual(['POST session=CANARY', 'upgrade session=CANARY']);
  });

  it('is told nothing where it shows another certificate', async () => {
    const { ask, browser, told, suspected } = await aTlsGateway('to another');
    await expect(ask()).rejects.toMatchObject({ status: 503, code: 'no-gateway' });
    browser.resume();
    await once(browser, 'close');
    expect([told, suspected]).toEqual([[], ['g']]);
  });
});
