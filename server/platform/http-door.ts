import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { OwnCertificate } from './own-certificate.ts';

export interface Door {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface DoorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Over TLS, with this certificate; null speaks plainly. */
  readonly certificate: OwnCertificate | null;
}

export interface Answering {
  readonly fetch: Parameters<typeof getRequestListener>[0];
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Listens until it is closed; rejects where the address cannot be had. */
export async function openDoor({ fetch, upgrade }: Answering, options: DoorOptions): Promise<Door> {
  const { host, port, certificate } = options;
  const listener = getRequestListener(fetch);
  const answer = (...[request, response]: Parameters<typeof listener>): void =>
    void listener(request, response);
  const server = certificate === null ? createServer(answer) : createTlsServer({ ...certificate }, answer);
  server.on('upgrade', upgrade);
  // A picture's connection is no longer the server's to end, which yet waits for it.
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
