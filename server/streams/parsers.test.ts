import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { H264Depacketizer, type AccessUnit } from './h264-depacketize.rules.ts';
import { checkOnvifAnswer, readElement } from './onvif-answer.rules.ts';
import { parseRtp } from './rtp.rules.ts';
import { interleavedChannels, parseSession, RtspReader, type RtspMessage } from './rtsp-message.rules.ts';
import { announcedParameterSets, controlUrl, parseSdp } from './sdp.rules.ts';
import { StreamError } from './stream-error.rules.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

function typedErrorOnly(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(StreamError);
  }
}

function readAll(chunks: readonly Buffer[]): { messages: RtspMessage[]; packets: [number, string][] } {
  const messages: RtspMessage[] = [];
  const packets: [number, string][] = [];
  const reader = new RtspReader({
    onMessage: (message) => messages.push(message),
    onPacket: (channel, payload) => packets.push([channel, payload.toString('hex')]),
  });
  for (const chunk of chunks) reader.push(chunk);
  return { messages, packets };
}

const packet = (channel: number, payload: Buffer): Buffer => {
  const head = Buffer.from([0x24, channel, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

describe('RTSP messages and packets', () => {
  it('reads the same whatever the chunks are cut into', () => {
    const stream = Buffer.concat([
      Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n'),
      packet(0, Buffer.from('abcdef', 'hex')),
      packet(7, Buffer.alloc(0)),
      Buffer.from('\r\nOPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\n'),
      packet(1, Buffer.alloc(3000, 9)),
    ]);
    const whole = readAll([stream]);
    expect(whole.messages.map(({ body }) => body)).toEqual(['v=0\r\n', '']);
    expect(whole.packets.map(([channel]) => channel)).toEqual([0, 7, 1]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((to, index) => stream.subarray(edges[index] ?? 0, to));
        expect(readAll(chunks)).toEqual(whole);
      }),
    );
  });

  it('answers hostile bytes with nothing but a typed error', () => {
    const hostile = fc.oneof(
      bytes(400),
      bytes(300).map((tail) => Buffer.concat([Buffer.from('RTSP/1.0 200 OK\r\n'), tail])),
      bytes(300).map((tail) => Buffer.concat([Buffer.from([0x24]), tail])),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 6 }), (chunks) => typedErrorOnly(() => readAll(chunks))),
    );
  });

  it('refuses endless heads, absurd lengths and a body over 64 KB', () => {
    expect(() => readAll([Buffer.from(`RTSP/1.0 200 OK\r\nX: ${'a'.repeat(20_000)}`)])).toThrow(
      /head too long/,
    );
    const long = (length: string): Buffer =>
      Buffer.from(`RTSP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n`);
    expect(() => readAll([long('-1')])).toThrow(/unreadable/);
    expect(() => readAll([long('65537')])).toThrow(/body too long/);
  });

  it('reads session and transport as cameras write them', () => {
    expect(parseSession('6D3F1B;timeout=30')).toEqual({ sessionId: '6D3F1B', timeoutS: 30 });
    expect(parseSession('abc')).toEqual({ sessionId: 'abc', timeoutS: 60 });
    expect(parseSession('\u0000')).toBeNull();
    const channels = { media: 2, reports: 3 };
    expect(interleavedChannels('RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=1')).toEqual(channels);
    expect(interleavedChannels('RTP/AVP/TCP;interleaved=2')).toEqual(channels);
    expect(interleavedChannels('RTP/AVP;unicast;client_port=1-2')).toBeNull();
    for (const odd of ['999-1000', '255', '4-4'])
      expect(interleavedChannels(`RTP/AVP/TCP;interleaved=${odd}`)).toBeNull();
  });
});

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 10.0.0.9',
  's=x',
  'a=control:*',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z00AKY2NQFAW,aO4xsg==',
  'a=control:trackID=1',
  'm=audio 0 RTP/AVP 0',
  'a=control:trackID=2',
].join('\r\n');

describe('SDP', () => {
  it('tells picture and sound apart, static payload types too', () => {
    const { media } = parseSdp(SDP);
    expect(media.map(({ kind, encoding }) => [kind, encoding])).toEqual([
      ['video', 'H264'],
      ['audio', 'PCMU'],
    ]);
    expect(announcedParameterSets(media[0]!).map((nal) => nal[0]! & 0x1f)).toEqual([7, 8]);
    expect(controlUrl('rtsp://10.0.0.9/live/', media[0]!.control)).toBe('rtsp://10.0.0.9/live/trackID=1');
    expect(controlUrl('rtsp://10.0.0.9/live', '*')).toBe('rtsp://10.0.0.9/live');
  });

  it('lets no control characters into a request line', () => {
    const { media } = parseSdp('m=video 0 RTP/AVP 96\na=control:track\u0007 1');
    expect(media[0]?.control).toBeNull();
  });

  it('answers hostile text with nothing but a typed error, and a thousand tracks with one', () => {
    const line = fc.oneof(fc.constantFrom(...SDP.split('\r\n')), fc.string({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) =>
        typedErrorOnly(() => parseSdp(lines.join('\n'))),
      ),
    );
    expect(() => parseSdp('m=video 0 RTP/AVP 96\n'.repeat(1000))).toThrow(/too many media/);
    expect(() => parseSdp('a'.repeat(70_000))).toThrow(/too long/);
  });
});

function rtp(payload: readonly number[], sequence: number, timestamp: number, marker = false): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 0x80;
  head[1] = (marker ? 0x80 : 0) | 96;
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp >>> 0, 4);
  return Buffer.concat([head, Buffer.from(payload)]);
}

function depacketize(packets: readonly Buffer[]): AccessUnit[] {
  const units: AccessUnit[] = [];
  const depacketizer = new H264Depacketizer((unit) => units.push(unit));
  for (const raw of packets) {
    const parsed = parseRtp(raw);
    if (parsed) depacketizer.push(parsed);
  }
  return units;
}

const nalBytes = (unit: AccessUnit | undefined): string[] =>
  unit?.nals.map(({ parts }) => Buffer.concat(parts).toString('hex')) ?? [];

describe('H.264 over RTP', () => {
  const key = [
    rtp([0x78, 0, 3, 0x67, 1, 2, 0, 2, 0x68, 3], 1, 900),
    rtp([0x7c, 0x85, 0xa1], 2, 900),
    rtp([0x7c, 0x05, 0xa2], 3, 900),
    rtp([0x7c, 0x45, 0xa3], 4, 900, true),
  ];

  it('joins aggregates and fragments into one access unit', () => {
    const [unit] = depacketize(key);
    expect(unit?.key).toBe(true);
    expect(nalBytes(unit)).toEqual(['65a1a2a3']);
    expect(unit?.sps?.toString('hex')).toBe('670102');
    expect(unit?.pps?.toString('hex')).toBe('6803');
  });

  it('believes a parameter set in the stream more than the announced one', () => {
    const units: AccessUnit[] = [];
    const depacketizer = new H264Depacketizer((unit) => units.push(unit));
    for (const set of ['67aa', '68aa']) depacketizer.announce(Buffer.from(set, 'hex'));
    const stream = [
      [0x65, 1],
      [0x67, 0xbb],
      [0x65, 1],
    ].map((payload, index) => rtp(payload, index, index === 0 ? 0 : 900, index !== 1));
    for (const raw of stream) depacketizer.push(parseRtp(raw)!);
    expect(units.map(({ sps, pps }) => [sps?.toString('hex'), pps?.toString('hex')])).toEqual([
      ['67aa', '68aa'],
      ['67bb', '68aa'],
    ]);
  });

  it('ends a unit at a new timestamp when the marker is missing', () => {
    const units = depacketize([rtp([0x65, 1], 1, 0), rtp([0x41, 2], 2, 3600), rtp([0x41, 3], 3, 7200)]);
    expect(units.map(({ key: isKey }) => isKey)).toEqual([true, false]);
  });

  it('shows nothing between a lost packet and the next key frame', () => {
    const units = depacketize([
      ...key,
      rtp([0x41, 9], 6, 4500, true),
      rtp([0x41, 9], 7, 8100, true),
      rtp([0x65, 9], 8, 11_700, true),
      rtp([0x41, 9], 9, 15_300, true),
    ]);
    expect(units.map(({ rtpTimestamp }) => rtpTimestamp)).toEqual([900, 11_700, 15_300]);
  });

  it('counts sequence numbers over their wrap', () => {
    const units = depacketize([rtp([0x65, 1], 65_535, 0, true), rtp([0x41, 1], 0, 3600, true)]);
    expect(units).toHaveLength(2);
  });

  it('survives any packets and holds at most one bounded unit', () => {
    fc.assert(
      fc.property(fc.array(bytes(80), { maxLength: 40 }), (packets) => {
        depacketize(packets);
      }),
    );
    const flood = Array.from({ length: 9000 }, (_, index) => rtp([0x41, index & 255], index + 1, 900));
    const units = depacketize([
      ...key.slice(0, 0),
      rtp([0x65, 1], 0, 900),
      ...flood,
      rtp([0x41, 1], 9001, 4500, true),
    ]);
    expect(units).toEqual([]);
  });
});

describe('ONVIF answers', () => {
  it('refuses DOCTYPE, floods and depth, and keeps numbers as they are written', () => {
    expect(() => checkOnvifAnswer('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a/>')).toThrow(
      /DOCTYPE/,
    );
    expect(() => checkOnvifAnswer('<a>'.repeat(65))).toThrow(/deep/);
    expect(() => checkOnvifAnswer('<a/>'.repeat(8001))).toThrow(/elements/);
    expect(() => checkOnvifAnswer(`<a ${'xmlns:b="c" '.repeat(401)}/>`)).toThrow(/namespaces/);
    expect(() => checkOnvifAnswer('<<<<<'.repeat(50_000))).toThrow(StreamError);
    expect(readElement('<tds:FirmwareVersion>1.10</tds:FirmwareVersion>', 'FirmwareVersion')).toBe('1.10');
    expect(readElement('<tds:Model/>', 'Model')).toBeNull();
  });

  it('answers any text with nothing but a typed error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (xml) => typedErrorOnly(() => checkOnvifAnswer(xml))),
    );
  });
});
