import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '../platform/http-errors.ts';
import type { GatewayHosts } from './gateway-hosts.ts';
import type { GatewayPlace } from './gateway-place.rules.ts';

/** Says that another program of ours asks, so that whom it asks answers itself. */
export const FORWARDED_BY = 'x-gwanje-forwarded-by';
const ANSWER_TIMEOUT_MS = 6_000;
const CONNECT_TIMEOUT_MS = 1_500;
/** A gateway that lives pings each of its viewers every half second, whatever its camera does. */
const SILENT_MS = 2_000;
/** Longer than a gateway bears a viewer that proves nothing. */
const HELD_MS = 12_000;
const MOST_ANSWER_BYTES = 64 * 1024;
/** Of one connection only (RFC 9110 section 7.6.1). */
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
]);

const noGateway = (): ApiError =>
  new ApiError(503, 'no-gateway', {
    ko: '영상 서버가 하나도 답하지 않아 지금은 영상을 열 수 없습니다. 잠시 뒤 저절로 다시 시도합니다. 계속되면 서버 관리자에게 알려 주십시오.',
    en: 'No video server answers, so no video can be opened now. It is tried again by itself; if this goes on, tell the administrator of the server.',
  });

export interface LiveAsk {
  readonly cameraId: number;
  /** Path and query as the caller spelled them. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  readonly clientAddress: string;
}

/**
 * Asks the gateway that has the camera for leave to watch, the next one where it does not answer. Null where this program
 * has the camera itself. Throws 503 `no-gateway`.
 */
export async function askOwner(hosts: GatewayHosts, ask: LiveAsk): Promise<Response | null> {
  if (ask.headers.has(FORWARDED_BY)) return null;
  for (const { gatewayId, place } of hosts.ownersOf(ask.cameraId)) {
    if (place === null) return null;
    try {
      return await post(place, ask);
    } catch {
      hosts.suspect(gatewayId);
    }
  }
  throw noGateway();
}

/** No name is looked at: the one certificate that the gateway laid down is the proof. Nothing is said before it is shown. */
const heldTo = (certificate: string | null) =>
  certificate === null ? {} : { ca: certificate, checkServerIdentity: () => undefined };

function post(
  { address, certificate }: GatewayPlace,
  { path, headers, body, clientAddress }: LiveAsk,
): Promise<Response> {
  const url = new URL(path, address);
  const sent = Object.fromEntries([...headers].filter(([name]) => !HOP_HEADERS.has(name)));
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        agent: false,
        ...heldTo(certificate),
        timeout: CONNECT_TIMEOUT_MS,
        headers: {
          ...sent,
          'content-length': Buffer.byteLength(body),
          'x-forwarded-for': clientAddress,
          [FORWARDED_BY]: 'api',
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_ANSWER_BYTES) request.destroy(new Error('too large'));
          else chunks.push(chunk);
        });
        answer.on('error', reject);
        answer.on('end', () => {
          clearTimeout(late);
          const type = answer.headers['content-type'] ?? 'application/json';
          const told = { 'content-type': type, 'cache-control': 'no-store' };
          resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 502, headers: told }));
        });
      },
    );
    const late = setTimeout(() => request.destroy(new Error('late')), ANSWER_TIMEOUT_MS);
    // Counts while nothing is connected; once it is, the whole answer has its own time.
    request.on('socket', (socket) => socket.once('connect', () => request.setTimeout(0)));
    request.on('timeout', () => request.destroy(new Error('no connection')));
    request.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    request.end(body);
  });
}

/**
 * Joins a browser's upgrade to the gateway that handed out its ticket, as it came. A gateway that says nothing for two
 * seconds, though its connection stands, has died without a word: `onSilent` is called and the browser's socket ends, so
 * that it asks again. So does that of a browser that reads nothing for long.
 */
export function pipeUpgrade(
  { address, certificate }: GatewayPlace,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  clientAddress: string,
  onSilent: () => void,
): void {
  const { protocol, hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'https:';
  const upstream: Socket = isTls
    ? connectTls({ host, port: Number(port || 443), ...heldTo(certificate) })
    : connect({ host, port: Number(port || 80), noDelay: true });
  let isHeld = false;
  upstream.setTimeout(CONNECT_TIMEOUT_MS);
  upstream.on('timeout', () => {
    // Held back by a browser that does not read, it says nothing of the gateway.
    if (!upstream.isPaused()) onSilent();
    else if (!isHeld) {
      isHeld = true;
      upstream.setTimeout(HELD_MS);
      socket.once('drain', () => {
        isHeld = false;
        upstream.setTimeout(SILENT_MS);
      });
      return;
    }
    upstream.destroy();
  });
  upstream.once(isTls ? 'secureConnect' : 'connect', () => {
    upstream.setTimeout(SILENT_MS);
    const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1`];
    for (let at = 0; at + 1 < request.rawHeaders.length; at += 2)
      if (request.rawHeaders[at]!.toLowerCase() !== 'x-forwarded-for')
        lines.push(`${request.rawHeaders[at]!}: ${request.rawHeaders[at + 1]!}`);
    lines.push(`X-Forwarded-For: ${clientAddress}`);
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (head.length > 0) upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  const end = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  for (const each of [socket, upstream]) each.on('error', end).on('close', end);
}
