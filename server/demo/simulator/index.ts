import type { Server as HttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { BehaviourOf } from './behaviour.ts';
import { createOnvifServer } from './onvif-service.ts';
import { ownCertificate } from '../../platform/own-certificate.ts';
import { answerRtsp, createRtspServer } from './rtsp-server.ts';

export type { BehaviourOf, CameraBehaviour } from './behaviour.ts';

export interface SimulatorOptions {
  /** 0 takes a free port. */
  readonly rtspPort: number;
  readonly onvifPort: number;
  /** Of the same cameras over TLS (RTSPS), with a certificate of their own; absent opens none. */
  readonly rtspsPort?: number;
  readonly host?: string;
  readonly behaviourOf: BehaviourOf;
  readonly onFrame?: (path: string, frameIndex: number, key: boolean) => void;
  readonly onRequest?: (method: string, url: string, headerOf: (name: string) => string | null) => void;
}

export interface Simulator {
  readonly host: string;
  readonly rtspPort: number;
  readonly onvifPort: number;
  /** 0 where there is none. */
  readonly rtspsPort: number;
  close(): Promise<void>;
}

/** For so long a camera that starts anew shows nothing. */
const REBOOT_MS = 20_000;

/**
 * Starts the simulated cameras: RTSP at `rtsp://host:rtspPort/cam/<n>` and an ONVIF device at
 * `http://host:onvifPort/cam/<n>`, for every path `behaviourOf` knows. Rejects when a port is taken.
 */
export async function startSimulator(given: SimulatorOptions): Promise<Simulator> {
  const backAtMs = new Map<string, number>();
  const behaviourOf: BehaviourOf = (path) => {
    const behaviour = given.behaviourOf(path);
    const isDown = (backAtMs.get(path) ?? 0) > Date.now();
    return behaviour && isDown ? { ...behaviour, refuse: 503 } : behaviour;
  };
  const onReboot = (path: string): void => void backAtMs.set(path, Date.now() + REBOOT_MS);
  const options = { ...given, behaviourOf };
  const host = options.host ?? '127.0.0.1';
  const rtsp = createRtspServer(options);
  const rtspPort = await listen(rtsp, host, options.rtspPort);
  const onvif = createOnvifServer({ behaviourOf, rtspPort, onReboot });
  const rtsps =
    options.rtspsPort === undefined
      ? null
      : createTlsServer(ownCertificate('simulated camera'), answerRtsp(options));
  const servers: (Server | HttpServer)[] = [rtsp, onvif, ...(rtsps ? [rtsps] : [])];
  const sockets = new Set<Socket>();
  for (const server of servers)
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
  let onvifPort: number;
  let rtspsPort = 0;
  try {
    onvifPort = await listen(onvif, host, options.onvifPort);
    if (rtsps) rtspsPort = await listen(rtsps, host, options.rtspsPort ?? 0);
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  return {
    host,
    rtspPort,
    onvifPort,
    rtspsPort,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function listen(server: Server | HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
