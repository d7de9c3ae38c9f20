import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Gateway } from './gateway.ts';
import type { Ticket, Tickets } from './tickets.ts';

export interface LiveSocketOptions {
  readonly gateway: Pick<Gateway, 'stats'>;
  readonly tickets: Tickets;
  /** Puts an open, checked socket on the camera of its ticket. */
  readonly open: (ticket: Ticket, socket: WebSocket) => void;
  /** Whether a page of this origin may open a live picture. Browsers always send one; others need not. */
  readonly allowsOrigin: (origin: string, request: IncomingMessage) => boolean;
  /** This program's own gateway, and where others are: a ticket of another's is taken there. */
  readonly gatewayId: string;
  readonly elsewhere: (
    gatewayId: string,
  ) => ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
  /** The session of the request's cookie, or null. */
  readonly sessionOf: (request: IncomingMessage) => Promise<string | null>;
}

export const LIVE_PATH = '/api/live/';
const MAX_VIEWERS = 400;
const MAX_MESSAGE_BYTES = 1024;

/**
 * Handler for a server's `upgrade` event: `/api/live/<ticket>` is let through when origin, cookie and ticket are
 * right, and refused before the socket is accepted otherwise. There is no other upgrade: any other path is 404.
 */
export function liveUpgrade(
  options: LiveSocketOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    clientTracking: false,
  });
  return (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = request.url ?? '';
    if (!path.startsWith(LIVE_PATH)) {
      refuse(socket, 404);
      return;
    }
    const [, gatewayId, code] = /^(?:([0-9a-f-]{36})\/)?(.*)$/s.exec(path.slice(LIVE_PATH.length)) ?? [];
    if (gatewayId !== undefined && gatewayId !== options.gatewayId) {
      const pass = options.elsewhere(gatewayId);
      if (pass) pass(request, socket, head);
      else refuse(socket, 404);
      return;
    }
    admit(request, code ?? '', options).then(
      (admitted) => {
        if ('status' in admitted) {
          refuse(socket, admitted.status);
          return;
        }
        sockets.handleUpgrade(request, socket, head, (webSocket) => options.open(admitted, webSocket));
      },
      () => refuse(socket, 503),
    );
  };
}

async function admit(
  request: IncomingMessage,
  code: string,
  { gateway, tickets, allowsOrigin, sessionOf }: LiveSocketOptions,
): Promise<Ticket | { status: 401 | 403 | 503 }> {
  const { origin } = request.headers;
  if (origin !== undefined && !allowsOrigin(origin, request)) return { status: 403 };
  const sessionId = await sessionOf(request);
  if (sessionId === null) return { status: 401 };
  const ticket = tickets.redeem(code, sessionId);
  if (!ticket) return { status: 403 };
  if (gateway.stats().viewers >= MAX_VIEWERS) return { status: 503 };
  return ticket;
}

const REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' };

function refuse(socket: Duplex, status: keyof typeof REASONS): void {
  socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
