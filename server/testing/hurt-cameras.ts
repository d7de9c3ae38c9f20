import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { loadClip } from '../demo/simulator/clip.ts';

/*
 * The kept corpus: each seed is one camera, whose answers and picture are those of a healthy one, hurt in the way that the
 * seed says. A seed that ever found something stays at the head of the list.
 */
export const SEEDS = [7, 41, 1009, ...Array.from({ length: 160 }, (_, index) => 20_000 + index)];
const MOST_BYTES = 256 * 1024;

/** Numbers below 1 that are the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SDP = [
  ...[
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=x',
    'a=control:*',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 H264/90000',
  ],
  'a=fmtp:96 packetization-mode=1;profile-level-id=4d401f;sprop-parameter-sets=Z00AKY2NQFAW,aO4xsg==',
  ...['a=control:track=video', 'm=audio 0 RTP/AVP 0', 'a=control:track=audio', ''],
].join('\r\n');

const ODD_TEXTS = [
  ...['\0', '\r\n\r\n', '$', '::::', ';'.repeat(300), '9'.repeat(40), '-1', 'NaN', '\u{1f4a5}', 'a=fmtp:96 '],
  ...['m=video 0 RTP/AVP 96\r\n'.repeat(1000), 'Session: \r\n', 'Transport: interleaved=999-1000\r\n'],
  ...['WWW-Authenticate: Digest nonce="x",'.repeat(50), `RTSP/1.0 200 ${'O'.repeat(20_000)}`],
];

/** A healthy answer or stretch of picture with one to five wounds. */
export function hurt(healthy: Buffer, random: () => number): Buffer {
  let bytes = healthy;
  const at = (): number => Math.floor(random() * (bytes.length + 1));
  for (let wounds = 1 + Math.floor(random() * 5); wounds > 0; wounds--) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
    switch (Math.floor(random() * 6)) {
      case 0:
        bytes = bytes.subarray(0, from);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to)]);
        break;
      case 3: {
        const odd = Buffer.from(ODD_TEXTS[Math.floor(random() * ODD_TEXTS.length)]!);
        bytes = Buffer.concat([bytes.subarray(0, from), odd, bytes.subarray(from)]);
        break;
      }
      case 4:
        bytes = Buffer.from(bytes);
        for (let flips = 0; flips < 20; flips++) bytes[at()] = Math.floor(random() * 256);
        break;
      default:
        bytes = Buffer.from(bytes);
        if (bytes.length > 8) bytes.writeUInt16BE(0xffff, Math.min(from, bytes.length - 2));
    }
    bytes = bytes.subarray(0, MOST_BYTES);
  }
  return bytes;
}

/** Serves the corpus at `/seed/<n>`; `onRequest` is called with every request as it came. */
export async function startHurtCameras(
  onRequest: (request: string) => void = () => undefined,
): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const picture = Buffer.concat(
    loadClip('alley-night-small')
      .frames.slice(0, 6)
      .map(({ packets }) => packets),
  );
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let random: (() => number) | null = null;
    let wounded = -1;
    let requests = 0;
    socket.on('data', (chunk) => {
      for (const request of chunk.toString('latin1').split('\r\n\r\n')) {
        const [, method, seed] = /^([A-Z_]+) rtsp:\/\/[^/]+\/seed\/(\d+)/.exec(request) ?? [];
        if (method === undefined) continue;
        onRequest(request);
        random ??= chance(Number(seed));
        if (wounded < 0) wounded = Math.floor(random() * 5);
        const cseq = /CSeq: (\d+)/.exec(request)?.[1] ?? '0';
        const body = method === 'DESCRIBE' ? SDP : '';
        const head = `RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1;timeout=60\r\nPublic: OPTIONS, GET_PARAMETER\r\n`;
        const healthy = Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
        socket.write(requests++ === wounded ? hurt(healthy, random) : healthy);
        if (method === 'PLAY') socket.write(hurt(picture, random));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
