import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Role } from '../platform/config.ts';
import type { Deps } from '../platform/deps.ts';
import { clientAddressBehind } from '../platform/guards.ts';
import { answerError } from '../platform/http-errors.ts';
import type { Env } from '../platform/policed.ts';
import { sameOriginOnly, withActor } from '../platform/session.ts';
import { createStreams, type Streams } from '../streams/index.ts';

export interface LiveProgramOptions extends Pick<Deps, 'sql' | 'events'> {
  readonly roles: readonly Role[];
  /** Of its secrets and spools. */
  readonly folder: string;
  readonly cameraNetworks: readonly string[];
}

/** A program that gives pictures, or takes them through, and does nothing else. */
export interface LiveProgram {
  readonly streams: Streams;
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A program with these roles and an HTTP server of its own. */
export async function aLiveProgram({
  sql,
  events,
  roles,
  folder,
  cameraNetworks,
}: LiveProgramOptions): Promise<LiveProgram> {
  const config = {
    ...{ roles, cameraNetworks, publicUrl: null, trustedProxies: ['127.0.0.1/32'] },
    ...{ secretsDir: folder, dataDir: folder, auditAnchors: folder },
  } as unknown as Deps['config'];
  const streams = createStreams({ config, sql, now: () => new Date(), events });
  const app = new Hono<Env>();
  app.onError(answerError);
  app.use(clientAddressBehind(config.trustedProxies), sameOriginOnly, withActor(sql));
  app.route('/api', streams.routes);
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', streams.upgrade);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (roles.includes('gateway')) await streams.serveAt({ address: url, certificate: null });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    return streams.stop();
  };
  return { streams, server, sockets, url, stop: () => (stopping ??= stop()) };
}
