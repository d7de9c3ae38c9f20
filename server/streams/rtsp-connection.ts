import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { answerChallenge, chooseChallenge, type Challenge, type Credentials } from './rtsp-credentials.ts';
import { header, responseStatus, RtspReader, type RtspMessage } from './rtsp-message.rules.ts';
import { StreamError } from './stream-error.rules.ts';

/** Where a camera answers, already checked and resolved: `host` is an IP address, never a name. */
export interface RtspTarget {
  readonly host: string;
  readonly port: number;
  /** Path with query, beginning with a slash. */
  readonly path: string;
  readonly credentials: Credentials | null;
  /** RTSPS. Cameras sign their certificates themselves, so the one that was shown first is held to, not a public CA. */
  readonly secure: boolean;
  /** SHA-256 (hex) of the certificate on record; null or absent takes the one that is shown, and tells it. */
  readonly certificateSha256?: string | null;
  readonly onCertificate?: (sha256: string) => void;
  /** Whether the password may be sent as it is over an open link (Basic). */
  readonly basicAllowed?: boolean;
}

export interface RtspConnectionHandlers {
  onPacket(channel: number, payload: Buffer): void;
  onBytes(bytes: number): void;
  onEnd(error: StreamError): void;
}

const CONNECT_TIMEOUT_MS = 4_000;
const ANSWER_TIMEOUT_MS = 5_000;
/** A camera that reads nothing is told nothing more. */
const MOST_UNREAD_BYTES = 64 * 1024;
/** One more than the first refusal: a nonce may have grown old on the way. */
const MOST_PROOFS = 2;

interface Waiting {
  readonly resolve: (message: RtspMessage) => void;
  readonly reject: (error: StreamError) => void;
  readonly timer: NodeJS.Timeout;
}

export const rtspUrl = (target: RtspTarget): string => {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return `${target.secure ? 'rtsps' : 'rtsp'}://${host}:${target.port}${target.path}`;
};

/** One TCP connection to a camera: requests with CSeq and authentication, packets beside them. */
export class RtspConnection {
  readonly #target: RtspTarget;
  readonly #handlers: RtspConnectionHandlers;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #sequence = 0;
  #challenge: Challenge | null = null;
  #nonceUses = 0;
  #ended = false;
  /** Requests that wait for a proved certificate; null once they may go out. */
  #held: string[] | null;

  constructor(target: RtspTarget, handlers: RtspConnectionHandlers) {
    if (!/^\/[\x21-\x7e]{0,1023}$/.test(target.path))
      throw new StreamError('address-refused', 'path is not printable ASCII');
    this.#target = target;
    this.#handlers = handlers;
    const { host, port } = target;
    this.#held = target.secure ? [] : null;
    this.#socket = target.secure
      ? connectTls({ host, port, rejectUnauthorized: false })
      : connect({ host, port, noDelay: true });
    const reader = new RtspReader({
      onPacket: (channel, payload) => handlers.onPacket(channel, payload),
      onMessage: (message) => this.#receive(message),
    });
    const timer = setTimeout(
      () => this.end(new StreamError('timeout', 'no connection in time')),
      CONNECT_TIMEOUT_MS,
    );
    this.#socket.once(target.secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      if (this.#socket instanceof TLSSocket) this.#proveCertificate(this.#socket);
    });
    this.#socket.on('data', (chunk: Buffer) => {
      handlers.onBytes(chunk.length);
      try {
        reader.push(chunk);
      } catch (error) {
        this.end(error instanceof StreamError ? error : new StreamError('protocol', 'unreadable'));
      }
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.end(new StreamError('unreachable', error.code ?? 'socket failure')),
    );
    this.#socket.on('close', () => {
      clearTimeout(timer);
      this.end(new StreamError('closed', 'camera closed the connection'));
    });
  }

  get authenticated(): boolean {
    return this.#challenge !== null;
  }

  /**
   * Sends one request and waits for a 2xx answer. A 401 is answered once, and once more where only the nonce was stale;
   * redirects are refused, because the new address has not been checked (StreamError `redirected`); any other status is
   * `refused`.
   */
  async request(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RtspMessage> {
    let message = await this.#send(method, url, headers);
    for (let proofs = 0; proofs < MOST_PROOFS && this.#mayProve(message, proofs); proofs++)
      message = await this.#send(method, url, headers);
    const status = responseStatus(message);
    if (status === null) throw new StreamError('protocol', 'answer without a status');
    if (status >= 200 && status < 300) return message;
    if (status === 401) throw new StreamError('unauthorized', `${method} 401`, status);
    if (status >= 300 && status < 400) throw new StreamError('redirected', `${method} ${status}`, status);
    throw new StreamError('refused', `${method} ${status}`, status);
  }

  /** Whether a refusal can be answered with the login; takes up its challenge. */
  #mayProve(message: RtspMessage, proofs: number): boolean {
    if (responseStatus(message) !== 401 || !this.#target.credentials) return false;
    const challenge = chooseChallenge(message.headers.get('www-authenticate') ?? []);
    if (challenge === null) return false;
    if (proofs > 0 && !(challenge.scheme === 'digest' && challenge.stale)) return false;
    if (challenge.scheme === 'basic' && !this.#target.secure && this.#target.basicAllowed !== true)
      throw new StreamError('password-in-clear', 'Basic over an open link', 401);
    this.#challenge = challenge;
    this.#nonceUses = 0;
    return true;
  }

  #proveCertificate(socket: TLSSocket): void {
    const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
    const sha256 = raw && createHash('sha256').update(raw).digest('hex');
    const onRecord = this.#target.certificateSha256 ?? null;
    if (sha256 === undefined || (onRecord !== null && sha256 !== onRecord)) {
      this.end(new StreamError('certificate-changed', 'another certificate than on record'));
      return;
    }
    if (onRecord === null) this.#target.onCertificate?.(sha256);
    const held = this.#held ?? [];
    this.#held = null;
    for (const text of held) socket.write(text);
  }

  /** Sends a request whose answer nobody needs, such as TEARDOWN. */
  tell(method: string, url: string, headers: Readonly<Record<string, string>>): void {
    if (!this.#ended) this.#write(method, url, headers);
  }

  /** Sends a packet beside the requests (RFC 2326 section 10.12). */
  sendPacket(channel: number, payload: Buffer): void {
    if (this.#ended || this.#held || this.#socket.writableLength > MOST_UNREAD_BYTES) return;
    const head = Buffer.from([0x24, channel, payload.length >> 8, payload.length & 0xff]);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  end(error: StreamError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), 500).unref();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
    this.#handlers.onEnd(error);
  }

  #send(method: string, url: string, headers: Readonly<Record<string, string>>): Promise<RtspMessage> {
    if (this.#ended) return Promise.reject(new StreamError('closed', 'connection has ended'));
    const sequence = this.#write(method, url, headers);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(sequence);
        reject(new StreamError('timeout', `${method} unanswered`));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.set(sequence, { resolve, reject, timer });
    });
  }

  #write(method: string, url: string, headers: Readonly<Record<string, string>>): number {
    const sequence = ++this.#sequence;
    const lines = [`${method} ${url} RTSP/1.0`, `CSeq: ${sequence}`, 'User-Agent: gwanje-map'];
    if (this.#challenge && this.#target.credentials) {
      this.#nonceUses++;
      const { credentials } = this.#target;
      const answer = answerChallenge(this.#challenge, credentials, method, url, this.#nonceUses);
      lines.push(`Authorization: ${answer}`);
    }
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    const text = `${lines.join('\r\n')}\r\n\r\n`;
    if (this.#held) this.#held.push(text);
    else this.#socket.write(text);
    return sequence;
  }

  #receive(message: RtspMessage): void {
    // A camera's own requests (some send OPTIONS or ANNOUNCE) have no status and need no answer here.
    if (responseStatus(message) === null) return;
    const sequence = Number(header(message, 'cseq') ?? Number.NaN);
    const waiting = this.#waiting.get(sequence);
    if (!waiting) return;
    this.#waiting.delete(sequence);
    clearTimeout(waiting.timer);
    waiting.resolve(message);
  }
}
