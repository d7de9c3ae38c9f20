import { request as httpRequest } from 'node:http';
import { checkOnvifAnswer } from './onvif-answer.rules.ts';
import { asStreamError, StreamError } from './stream-error.rules.ts';

/** Where to ask, already checked and resolved to an IP address. */
interface SoapPlace {
  readonly host: string;
  readonly port: number;
}

/** When a question left and its answer began, by our clock. */
export interface SoapTrip {
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

interface SoapAnswer {
  readonly xml: string;
  readonly status: number;
  readonly trip: SoapTrip;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * Puts one question to a device service at a pinned address: no redirect, nothing over 256 KB, nothing after `timeoutMs`,
 * nothing that could hurt whoever parses it. Throws StreamError.
 */
export function postSoap(
  { host, port }: SoapPlace,
  path: string,
  { action, body }: { readonly action: string; readonly body: string },
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<SoapAnswer> {
  const sentAtMs = Date.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host,
        port,
        path,
        method: 'POST',
        agent: false,
        headers: {
          'Content-Type': `application/soap+xml; charset=utf-8; action="${action}"`,
          'Content-Length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const trip = { sentAtMs, answeredAtMs: Date.now() };
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('error', (error) => fail(new StreamError('unreachable', error.name)));
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) fail(new StreamError('too-large', 'ONVIF answer over 256 KB'));
          else chunks.push(chunk);
        });
        response.on('end', () => {
          clearTimeout(timer);
          const status = response.statusCode ?? 0;
          const xml = Buffer.concat(chunks).toString('utf8');
          try {
            if (status >= 300 && status < 400) throw new StreamError('redirected', 'ONVIF redirect', status);
            if (status === 401) throw new StreamError('unauthorized', 'ONVIF 401', status);
            checkOnvifAnswer(xml);
            resolve({ xml, status, trip });
          } catch (error) {
            reject(asStreamError(error));
          }
        });
      },
    );
    const fail = (error: StreamError): void => {
      clearTimeout(timer);
      reject(error);
      request.destroy();
    };
    const timer = setTimeout(() => fail(new StreamError('timeout', 'ONVIF unanswered')), timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) =>
      fail(new StreamError('unreachable', error.code ?? error.name)),
    );
    request.end(body);
  });
}
