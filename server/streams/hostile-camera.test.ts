import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readOnvifDevice } from './onvif-device.ts';
import { openRtspSession } from './rtsp-client.ts';
import { RtspReader } from './rtsp-message.rules.ts';
import type { StreamError } from './stream-error.rules.ts';

vi.setConfig({ testTimeout: 30_000 });

let server: Server;
const sockets = new Set<Socket>();

async function listening(made: Server): Promise<number> {
  server = made;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

const SDP = 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n';

/** A camera that behaves until PLAY and then sends `after`, or one that answers everything with `always`. */
const camera = (after: Buffer | null, always?: string): Server =>
  createServer((socket) => {
    socket.on('data', (chunk) => {
      const request = chunk.toString('latin1');
      const cseq = /CSeq: (\d+)/.exec(request)?.[1] ?? '0';
      if (always !== undefined) {
        socket.write(always.replace('%', cseq));
        return;
      }
      const body = request.startsWith('DESCRIBE') ? SDP : '';
      socket.write(
        `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      if (request.startsWith('PLAY') && after) socket.write(after);
    });
  });

async function outcome(made: Server): Promise<{ units: number; error: StreamError }> {
  const port = await listening(made);
  let units = 0;
  return new Promise((resolve) => {
    openRtspSession(
      { host: '127.0.0.1', port, path: '/x', credentials: null, secure: false },
      { onUnit: () => units++, onEnd: (error) => resolve({ units, error }) },
      500,
    );
  });
}

describe('a hostile camera', () => {
  it.each([
    ['bytes that are no RTSP', Buffer.from('\x00\x01\x02garbage'), 'protocol'],
    ['a head without an end', Buffer.from(`RTSP/1.0 200 OK\r\n${'X: y\r\n'.repeat(4000)}`), 'too-large'],
    ['an endless body', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n'), 'too-large'],
    ['packets of nothing', Buffer.from([0x24, 0, 0, 0, 0x24, 0, 0, 1, 0x80]), 'silent'],
  ])('ends in a typed error after %s', async (_, after, code) => {
    expect(await outcome(camera(after))).toMatchObject({ units: 0, error: { code } });
  });

  it.each([
    ['no status', 'HELLO 200\r\nCSeq: %\r\n\r\n', 'timeout'],
    [
      'a description of a thousand tracks',
      `RTSP/1.0 200 OK\r\nCSeq: %\r\nContent-Length: 22000\r\n\r\n${'m=video 0 RTP/AVP 96\r\n'.repeat(1000)}`,
      'too-large',
    ],
    [
      'a description without a picture',
      'RTSP/1.0 200 OK\r\nCSeq: %\r\nContent-Length: 3\r\n\r\nv=0',
      'no-video',
    ],
    [
      'a redirect inwards',
      'RTSP/1.0 302 Moved\r\nCSeq: %\r\nLocation: rtsp://127.0.0.1:5432/\r\n\r\n',
      'redirected',
    ],
  ])('ends in a typed error when it answers %s', async (_, always, code) => {
    const { error } = await outcome(camera(null, always));
    expect(['silent', code]).toContain(error.code);
  });
});

/** Says a request's answer, or after PLAY its picture, in pieces of so many bytes every so many ms. */
const dripping = (text: string, bytes: number, everyMs: number): Server =>
  createServer((socket) => {
    let sent = 0;
    socket.once('data', (chunk) => {
      const cseq = /CSeq: (\d+)/.exec(chunk.toString('latin1'))?.[1] ?? '0';
      const whole = Buffer.from(text.replace('%', cseq), 'latin1');
      const timer = setInterval(() => {
        socket.write(whole.subarray(sent, sent + bytes));
        sent += bytes;
      }, everyMs);
      socket.on('close', () => clearInterval(timer));
    });
  });

describe('a camera that takes its time', () => {
  it('is given up when it says its answer byte by byte', async () => {
    const { error } = await outcome(
      dripping('RTSP/1.0 200 OK\r\nCSeq: %\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', 1, 200),
    );
    expect(['timeout', 'silent']).toContain(error.code);
  });

  it('is silent when it plays and only a few bytes that are no picture come', async () => {
    const made = createServer((socket) => {
      socket.on('data', (chunk) => {
        const request = chunk.toString('latin1');
        const cseq = /CSeq: (\d+)/.exec(request)?.[1] ?? '0';
        const body = request.startsWith('DESCRIBE') ? SDP : '';
        socket.write(
          `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
        if (!request.startsWith('PLAY')) return;
        const timer = setInterval(() => socket.write(Buffer.from([0x24, 1, 0, 1, 0])), 50);
        socket.on('close', () => clearInterval(timer));
      });
    });
    expect((await outcome(made)).error).toMatchObject({ code: 'silent' });
  });

  it('costs no more than its bytes, however it cuts them', () => {
    const whole = Buffer.concat([
      Buffer.from(`RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 65000\r\n\r\n${'v'.repeat(65_000)}`),
      Buffer.from([0x24, 0, 0xff, 0xff]),
      Buffer.alloc(0xffff),
      Buffer.from(
        `RTSP/1.0 200 OK\r\n${'X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(99)}\r\n`,
      ),
    ]);
    let [messages, packets, joinedBytes] = [0, 0, 0];
    const reader = new RtspReader({ onMessage: () => messages++, onPacket: () => packets++ });
    const join = vi.spyOn(Buffer, 'concat').mockImplementation((parts) => {
      const bytes = parts.reduce((sum, part) => sum + part.length, 0);
      joinedBytes += bytes;
      const joined = Buffer.alloc(bytes);
      let at = 0;
      for (const part of parts) {
        joined.set(part, at);
        at += part.length;
      }
      return joined;
    });
    for (let at = 0; at < whole.length; at++) reader.push(whole.subarray(at, at + 1));
    join.mockRestore();
    expect([messages, packets]).toEqual([2, 1]);
    expect(joinedBytes).toBeLessThan(whole.length * 8);
  });
});

describe('a hostile device service', () => {
  const ask = async (listener: RequestListener): Promise<unknown> => {
    const port = await listening(createHttpServer(listener));
    return readOnvifDevice({ host: '127.0.0.1', port, path: '/onvif', credentials: null }).then(
      () => 'answered',
      (error: StreamError) => error.code,
    );
  };

  it('is cut at 256 KB', async () => {
    let sent = 0;
    const code = await ask((_, response) => {
      const more = (): void => {
        while (sent < 50_000_000 && response.write(Buffer.alloc(65_536, 'x'))) sent += 65_536;
      };
      response.on('drain', more);
      response.on('error', () => {});
      more();
    });
    expect(code).toBe('too-large');
    expect(sent).toBeLessThan(10_000_000);
  });

  it('may not declare entities, redirect, or nest without end', async () => {
    const answers: [RequestListener, string][] = [
      [(_, r) => void r.end('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), 'protocol'],
      [(_, r) => void r.writeHead(302, { location: 'http://127.0.0.1:5432/' }).end(), 'redirected'],
      [(_, r) => void r.end('<a>'.repeat(50_000)), 'too-large'],
      [(_, r) => void r.end('xmlns'.repeat(50_000)), 'too-large'],
      [(_, r) => void r.end('<Envelope><Body></Body></Envelope>'), 'protocol'],
    ];
    for (const [index, [listener, code]] of answers.entries()) {
      if (index > 0) {
        server.close();
        for (const socket of sockets) socket.destroy();
      }
      expect(await ask(listener)).toBe(code);
    }
  });

  it('is given up after 5 s of drops', async () => {
    const code = await ask((_, response) => {
      const drip = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(drip));
    });
    expect(code).toBe('timeout');
  });
});
