import { StreamError } from './stream-error.rules.ts';

export interface RtspMessage {
  readonly startLine: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

export interface RtspReaderHandlers {
  /** `payload` is a view into the received chunk, valid as long as it is referenced. */
  onPacket(channel: number, payload: Buffer): void;
  onMessage(message: RtspMessage): void;
}

const MAX_HEAD_BYTES = 16 * 1024;
const MAX_HEADER_LINES = 100;
const MAX_BODY_BYTES = 64 * 1024;
const FIRST_HOLD_BYTES = 256;
const DOLLAR = 0x24;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Cuts a TCP byte stream into RTSP messages and interleaved packets (RFC 2326 section 10.12).
 * Holds at most one unfinished message or packet (under 90 KB) and copies each byte of it a bounded number of times,
 * however small the pieces are; throws StreamError on anything else.
 */
export class RtspReader {
  readonly #handlers: RtspReaderHandlers;
  /** What came of an unfinished message or packet: the first `#held` bytes. Given away as a whole when it is finished. */
  #unfinished: Buffer | null = null;
  #held = 0;
  /** Its whole length; 0 while the end of a head has not come. */
  #needs = 0;
  /** So far no head ended. */
  #searched = 0;

  constructor(handlers: RtspReaderHandlers) {
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#unfinished) {
        at += this.#goOn(this.#unfinished, chunk, at);
        continue;
      }
      const used = this.#take(chunk, at);
      if (used === 0) return this.#hold(chunk, at);
      at += used;
    }
  }

  #take(data: Buffer, offset: number): number {
    return data[offset] === DOLLAR ? this.#takePacket(data, offset) : this.#takeMessage(data, offset);
  }

  #hold(chunk: Buffer, at: number): void {
    this.#held = chunk.length - at;
    this.#unfinished = Buffer.allocUnsafe(Math.max(this.#needs, 2 * this.#held, FIRST_HOLD_BYTES));
    chunk.copy(this.#unfinished, 0, at);
  }

  /** Adds to what is unfinished no more than it can need; answers how many bytes of the chunk it took. */
  #goOn(unfinished: Buffer, chunk: Buffer, at: number): number {
    const most = this.#needs > 0 ? this.#needs - this.#held : MAX_HEAD_BYTES;
    const taken = Math.min(most, chunk.length - at);
    let data = unfinished;
    if (this.#held + taken > data.length) {
      data = Buffer.allocUnsafe(Math.max(this.#needs, 2 * (this.#held + taken)));
      unfinished.copy(data, 0, 0, this.#held);
      this.#unfinished = data;
    }
    chunk.copy(data, this.#held, at, at + taken);
    this.#held += taken;
    if (this.#held < this.#needs) return taken;
    const used = this.#take(data.subarray(0, this.#held), 0);
    if (used === 0) return taken;
    const surplus = this.#held - used;
    this.#unfinished = null;
    this.#held = 0;
    return taken - surplus;
  }

  #takePacket(data: Buffer, offset: number): number {
    this.#needs = offset + 4 > data.length ? 4 : 4 + data.readUInt16BE(offset + 2);
    if (offset + this.#needs > data.length) return 0;
    const end = offset + this.#needs;
    this.#needs = 0;
    this.#handlers.onPacket(data[offset + 1] ?? 0, data.subarray(offset + 4, end));
    return end - offset;
  }

  #takeMessage(data: Buffer, offset: number): number {
    const first = data[offset] ?? 0;
    // Some cameras send blank lines between messages.
    if (first === 0x0d || first === 0x0a) return 1;
    if (!isUpperLetter(first)) throw new StreamError('protocol', 'neither RTSP nor a packet');
    const window = data.subarray(offset, offset + MAX_HEAD_BYTES);
    const headLength = window.indexOf(HEAD_END, this.#searched);
    if (headLength < 0) {
      if (window.length >= MAX_HEAD_BYTES) throw new StreamError('too-large', 'RTSP head too long');
      this.#needs = 0;
      this.#searched = Math.max(0, window.length - HEAD_END.length + 1);
      return 0;
    }
    const { startLine, headers } = parseHead(window.toString('latin1', 0, headLength));
    const bodyStart = headLength + HEAD_END.length;
    this.#needs = bodyStart + contentLength(headers);
    if (offset + this.#needs > data.length) return 0;
    const used = this.#needs;
    this.#needs = 0;
    this.#searched = 0;
    const body = data.toString('utf8', offset + bodyStart, offset + used);
    this.#handlers.onMessage({ startLine, headers, body });
    return used;
  }
}

const isUpperLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

function parseHead(head: string): { startLine: string; headers: Map<string, string[]> } {
  const [startLine = '', ...lines] = head.split('\r\n');
  if (lines.length > MAX_HEADER_LINES) throw new StreamError('too-large', 'too many RTSP headers');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw new StreamError('protocol', 'RTSP header without a colon');
    const name = line.slice(0, colon).trim().toLowerCase();
    const values = headers.get(name);
    const value = line.slice(colon + 1).trim();
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  return { startLine, headers };
}

function contentLength(headers: ReadonlyMap<string, readonly string[]>): number {
  const text = headers.get('content-length')?.[0];
  if (text === undefined) return 0;
  if (!/^\d{1,9}$/.test(text)) throw new StreamError('protocol', 'RTSP body length unreadable');
  const length = Number(text);
  if (length > MAX_BODY_BYTES) throw new StreamError('too-large', 'RTSP body too long');
  return length;
}

/** Status code of an answer's first line, or null when the message is a request. */
export function responseStatus(message: RtspMessage): number | null {
  const match = /^RTSP\/\d\.\d (\d{3})(?: |$)/.exec(message.startLine);
  return match ? Number(match[1]) : null;
}

/** Method and URL of a request, or null when the message is an answer or unreadable. */
export function requestLine(message: RtspMessage): { method: string; url: string } | null {
  const match = /^([A-Z_]{3,20}) (\S{1,2048}) RTSP\/\d\.\d$/.exec(message.startLine);
  return match ? { method: match[1] ?? '', url: match[2] ?? '' } : null;
}

export const header = (message: RtspMessage, name: string): string | null =>
  message.headers.get(name)?.[0] ?? null;

/** Session id and its timeout in seconds (60 when the camera names none, RFC 2326 section 12.37). */
export function parseSession(value: string): { sessionId: string; timeoutS: number } | null {
  const match = /^([\w$\-.+]{1,128})\s*(?:;\s*timeout\s*=\s*(\d{1,5}))?/i.exec(value);
  if (!match?.[1]) return null;
  return { sessionId: match[1], timeoutS: Math.max(2, Number(match[2] ?? 60)) };
}

/** Channels of picture and reports in an interleaved transport answer such as `RTP/AVP/TCP;interleaved=0-1`. */
export function interleavedChannels(transport: string): { media: number; reports: number } | null {
  const match = /interleaved\s*=\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?/i.exec(transport);
  if (!match) return null;
  const media = Number(match[1]);
  const reports = match[2] === undefined ? media + 1 : Number(match[2]);
  return Math.max(media, reports) <= 255 && media !== reports ? { media, reports } : null;
}
