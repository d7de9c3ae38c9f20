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
const DOLLAR = 0x24;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Cuts a TCP byte stream into RTSP messages and interleaved packets (RFC 2326 section 10.12).
 * Holds at most one unfinished message or packet (under 90 KB); throws StreamError on anything else.
 */
export class RtspReader {
  #pending: Buffer = Buffer.alloc(0);
  #handlers: RtspReaderHandlers;

  constructor(handlers: RtspReaderHandlers) {
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    const data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let offset = 0;
    while (offset < data.length) {
      const used = data[offset] === DOLLAR ? this.#takePacket(data, offset) : this.#takeMessage(data, offset);
      if (used === 0) break;
      offset += used;
    }
    this.#pending = offset === data.length ? Buffer.alloc(0) : Buffer.from(data.subarray(offset));
  }

  #takePacket(data: Buffer, offset: number): number {
    if (offset + 4 > data.length) return 0;
    const length = data.readUInt16BE(offset + 2);
    if (offset + 4 + length > data.length) return 0;
    this.#handlers.onPacket(data[offset + 1] ?? 0, data.subarray(offset + 4, offset + 4 + length));
    return 4 + length;
  }

  #takeMessage(data: Buffer, offset: number): number {
    const first = data[offset] ?? 0;
    // Some cameras send blank lines between messages.
    if (first === 0x0d || first === 0x0a) return 1;
    if (!isUpperLetter(first)) throw new StreamError('protocol', 'neither RTSP nor a packet');
    const window = data.subarray(offset, offset + MAX_HEAD_BYTES);
    const headLength = window.indexOf(HEAD_END);
    if (headLength < 0) {
      if (window.length >= MAX_HEAD_BYTES) throw new StreamError('too-large', 'RTSP head too long');
      return 0;
    }
    const { startLine, headers } = parseHead(window.toString('latin1', 0, headLength));
    const bodyLength = contentLength(headers);
    const bodyStart = offset + headLength + HEAD_END.length;
    if (bodyStart + bodyLength > data.length) return 0;
    const body = data.toString('utf8', bodyStart, bodyStart + bodyLength);
    this.#handlers.onMessage({ startLine, headers, body });
    return headLength + HEAD_END.length + bodyLength;
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

/** RTP channel of an interleaved transport answer such as `RTP/AVP/TCP;interleaved=0-1`. */
export function interleavedChannel(transport: string): number | null {
  const match = /interleaved\s*=\s*(\d{1,3})/i.exec(transport);
  const channel = match ? Number(match[1]) : Number.NaN;
  return channel <= 255 ? channel : null;
}
