import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startSimulator } from '../../server/demo/simulator/index.ts';
import { startHurtCameras } from '../../server/testing/hurt-cameras.ts';

/**
 * Cameras that mean ill, in a process of their own: the kept corpus, RTSP that floods, and device services whose every answer
 * is a healthy one with something in it. Started by fork; tells the port of each by its name.
 */
export interface HostilePorts {
  readonly corpus: number;
  readonly rtsp: Readonly<Record<string, number>>;
  readonly onvif: Readonly<Record<string, number>>;
}

const HUGE = 10 * 1024 * 1024;
const SDP = 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n';
/** As much as is read of a device's answer, less its own healthy part. */
const MOST_FILL = 248 * 1024;

const repeated = (make: (index: number) => string, most = Number.POSITIVE_INFINITY): string => {
  const parts: string[] = [];
  for (let bytes = 0; parts.length < most;) {
    const part = make(parts.length);
    bytes += part.length;
    if (bytes > MOST_FILL) break;
    parts.push(part);
  }
  return parts.join('');
};

const FILLS: Readonly<Record<string, string>> = {
  'entities that multiply': `<!DOCTYPE a [<!ENTITY b "${'b'.repeat(1000)}">]>${repeated(() => '&b;')}`,
  '10 MB': 'x'.repeat(HUGE),
  'attributes without end': `<a ${repeated((index) => `a${index}="" `)}/>`,
  'attributes with prefixes': `<a ${repeated((index) => `s:a${index}="" `)}/>`,
  'as many elements as are read': repeated((index) => `<a${index}>1</a${index}>`, 3_900),
  'as many elements of one name': repeated(() => '<a/>', 7_800),
  'references to letters': `<a>${repeated(() => '&#65;')}</a>`,
  'sections of text': `<a>${repeated(() => '<![CDATA[a]]>', 7_800)}</a>`,
  'instructions without end': repeated(() => '<?a b?>'),
  'one long name': `<${'a'.repeat(MOST_FILL)}/>`,
  'names inside a tag': `${repeated(() => '<FirmwareVersion ')}>`,
  'blanks without end': `<Model>${' '.repeat(MOST_FILL)}</Model>`,
};

const interleaved = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x24, 0, payload.length >> 8, payload.length & 255]), payload]);

/** So many bytes of packets with rising sequence numbers. */
function flood(payload: readonly number[], marker: boolean): Buffer {
  const packets: Buffer[] = [];
  for (let sequence = 0, bytes = 0; bytes < HUGE; sequence++) {
    const packet = Buffer.alloc(12);
    packet.set([0x80, (marker ? 0x80 : 0) | 96]);
    packet.writeUInt16BE(sequence & 0xffff, 2);
    if (marker) packet.writeUInt32BE(sequence, 4);
    const whole = interleaved(Buffer.concat([packet, Buffer.from(payload)]));
    packets.push(whole);
    bytes += whole.length;
  }
  return Buffer.concat(packets);
}

interface Ill {
  /** What it says to DESCRIBE, head and all, in place of what is right. */
  readonly described?: string;
  /** What it sends once it plays. */
  readonly after?: Buffer;
}

const ILL: Readonly<Record<string, Ill>> = {
  'a description of 10 MB': { described: `Content-Length: ${HUGE}\r\n\r\n${'v'.repeat(HUGE)}` },
  'a head of 10 MB': { described: `X: ${'y'.repeat(HUGE)}` },
  'a description of a thousand tracks': { described: withLength('m=video 0 RTP/AVP 96\r\n'.repeat(2_900)) },
  'a description of odd lines': { described: withLength('a=fmtp:96 ;;;;=;\r\n'.repeat(3_500)) },
  'parameter sets without end': {
    described: withLength(`${SDP}a=fmtp:96 sprop-parameter-sets=${'Z00AKY2NQFAW,'.repeat(4_800)}\r\n`),
  },
  'packets of one byte': { after: flood([0x41], true) },
  'a picture without an end': { after: flood([0x7c, 0x05, 0], false) },
  'empty aggregates': { after: flood([0x78, 0, 1, 0x67, 0, 1, 0x68], true) },
  'packets of nothing': { after: Buffer.alloc(HUGE, Buffer.from([0x24, 0, 0, 0])) },
};

function withLength(body: string): string {
  return `Content-Length: ${body.length}\r\n\r\n${body}`;
}

const illCamera = ({ described, after }: Ill): Server =>
  createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const request = chunk.toString('latin1');
      const cseq = /CSeq: (\d+)/.exec(request)?.[1];
      if (cseq === undefined) return;
      const isDescribe = request.startsWith('DESCRIBE');
      const rest = isDescribe ? (described ?? withLength(SDP)) : withLength('');
      socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nSession: 1\r\n${rest}`);
      if (request.startsWith('PLAY') && after) socket.write(after);
    });
  });

/** A healthy device that this is put into every answer of. */
const illDevice = (onvifPort: number, fill: string): HttpServer =>
  createHttpServer((request, response) => {
    response.on('error', () => undefined);
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(`http://127.0.0.1:${onvifPort}${request.url}`, {
        ...{ method: 'POST', body: Buffer.concat(chunks) },
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      });
      const xml = await answer.text();
      response.end(xml.replace(/<\/[\w:]+Response>/, (end) => fill + end));
    })().catch(() => response.destroy());
  });

async function portsOf<Made extends Server | HttpServer>(
  made: readonly (readonly [string, Made])[],
): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const [name, server] of made) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports[name] = (server.address() as AddressInfo).port;
  }
  return ports;
}

const simulator = await startSimulator({
  ...{ rtspPort: 0, onvifPort: 0 },
  behaviourOf: () => ({ clip: 'alley-night-small', ptz: true, keptDays: 20 }),
});
const corpus = await startHurtCameras();
const ports: HostilePorts = {
  corpus: corpus.port,
  rtsp: await portsOf(Object.entries(ILL).map(([name, ill]) => [name, illCamera(ill)])),
  onvif: await portsOf(
    Object.entries({ 'nothing at all': '', ...FILLS }).map(([name, fill]) => [
      name,
      illDevice(simulator.onvifPort, fill),
    ]),
  ),
};
process.on('disconnect', () => process.exit());
process.send?.({ ports });
