import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isBetweenFrames } from '../../streams/h264-slice.rules.ts';

export interface ClipFrame {
  readonly key: boolean;
  /** How many frames later than it comes it is shown; negative for one that is shown earlier. */
  readonly shownLater: number;
  /** Interleaved RTP packets of the frame, with sequence, time and SSRC still zero. */
  readonly packets: Buffer;
  /** Where each packet starts in `packets`. */
  readonly offsets: readonly number[];
}

export interface Clip {
  readonly name: string;
  readonly fps: number;
  readonly sps: Buffer;
  readonly pps: Buffer;
  readonly frames: readonly ClipFrame[];
}

const FOLDER = fileURLToPath(new URL('../clips/', import.meta.url));
const IndexSchema = z.record(z.string(), z.object({ fps: z.number().positive() }));
const MAX_PAYLOAD_BYTES = 1400;
const RTP_HEAD_BYTES = 12;
const PACKET_HEAD_BYTES = 4 + RTP_HEAD_BYTES;
export const VIDEO_PAYLOAD_TYPE = 96;

const loaded = new Map<string, Clip>();

const readIndex = (): z.infer<typeof IndexSchema> =>
  IndexSchema.parse(JSON.parse(readFileSync(`${FOLDER}clips.json`, 'utf8')));

/**
 * Reads a committed clip and packetises it once, filled up to a bit rate where one is given; throws when there is
 * none of that name.
 */
export function loadClip(name: string, bitrateKbps = 0): Clip {
  const key = `${name}@${bitrateKbps}`;
  const known = loaded.get(key);
  if (known) return known;
  const entry = readIndex()[name];
  if (!entry) throw new Error(`no clip named ${name}`);
  const clip = packetiseClip(name, entry.fps, readFileSync(`${FOLDER}${name}.h264`), bitrateKbps);
  loaded.set(key, clip);
  return clip;
}

/** Cuts an Annex-B stream of single-slice frames into RTP packets: STAP-A for parameter sets, FU-A for the rest. */
export function packetiseClip(name: string, fps: number, annexB: Buffer, bitrateKbps = 0): Clip {
  const frameBytes = (bitrateKbps * 1000) / 8 / fps;
  let sps: Buffer | null = null;
  let pps: Buffer | null = null;
  const frames: Omit<ClipFrame, 'shownLater'>[] = [];
  const between: boolean[] = [];
  for (const bare of splitNals(annexB)) {
    const type = (bare[0] ?? 0) & 0x1f;
    const nal = type === 1 || type === 5 ? filled(bare, frameBytes) : bare;
    if (type === 7) sps = nal;
    else if (type === 8) pps = nal;
    else if (type === 1 || type === 5) {
      if (!sps || !pps) throw new Error(`${name}: picture before parameter sets`);
      const key = type === 5;
      between.push(!key && isBetweenFrames(nal));
      frames.push(packFrame(key, key ? [stapA([sps, pps]), ...fragments(nal)] : fragments(nal)));
    }
  }
  if (!sps || !pps || !frames[0]?.key) throw new Error(`${name}: does not begin with a key frame`);
  const later = shownLater(between);
  return { name, fps, sps, pps, frames: frames.map((frame, i) => ({ ...frame, shownLater: later[i]! })) };
}

/** A frame waits for those that come after it and are shown between it and the last. */
function shownLater(between: readonly boolean[]): number[] {
  return between.map((isBetween, index) => {
    if (isBetween) return -1;
    const next = between.indexOf(false, index + 1);
    return (next < 0 ? between.length : next) - index - 1;
  });
}

/** The frame that starts the group of pictures holding frame `index`. */
export function keyFrameBefore(clip: Clip, index: number): number {
  let at = index;
  while (at > 0 && !clip.frames[at]?.key) at--;
  return at;
}

function splitNals(data: Buffer): Buffer[] {
  const starts: number[] = [];
  for (
    let at = data.indexOf('\0\0\x01', 0, 'latin1');
    at >= 0;
    at = data.indexOf('\0\0\x01', at + 3, 'latin1')
  )
    starts.push(at);
  return starts.map((start, index) => {
    let end = starts[index + 1] ?? data.length;
    while (end > start && data[end - 1] === 0) end--;
    return data.subarray(start + 3, end);
  });
}

/** A slice with cabac_zero_words behind it (ITU-T H.264 7.3.2.8), which a decoder skips. */
function filled(slice: Buffer, bytes: number): Buffer {
  const words = Math.ceil((bytes - slice.length) / 3);
  return words <= 0 ? slice : Buffer.concat([slice, Buffer.alloc(words * 3, Buffer.from([0, 0, 3]))]);
}

function stapA(nals: readonly Buffer[]): Buffer {
  const parts = nals.map((nal) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(nal.length);
    return Buffer.concat([length, nal]);
  });
  return Buffer.concat([Buffer.from([0x60 | 24]), ...parts]);
}

function fragments(nal: Buffer): Buffer[] {
  if (nal.length <= MAX_PAYLOAD_BYTES) return [nal];
  const head = nal[0] ?? 0;
  const out: Buffer[] = [];
  for (let at = 1; at < nal.length; at += MAX_PAYLOAD_BYTES - 2) {
    const body = nal.subarray(at, at + MAX_PAYLOAD_BYTES - 2);
    const start = at === 1 ? 0x80 : 0;
    const end = at + body.length === nal.length ? 0x40 : 0;
    out.push(Buffer.concat([Buffer.from([(head & 0xe0) | 28, start | end | (head & 0x1f)]), body]));
  }
  return out;
}

function packFrame(key: boolean, payloads: readonly Buffer[]): Omit<ClipFrame, 'shownLater'> {
  const offsets: number[] = [];
  const parts: Buffer[] = [];
  let at = 0;
  payloads.forEach((payload, index) => {
    const head = Buffer.alloc(PACKET_HEAD_BYTES);
    head.writeUInt8(0x24, 0);
    head.writeUInt16BE(RTP_HEAD_BYTES + payload.length, 2);
    head.writeUInt8(0x80, 4);
    head.writeUInt8((index === payloads.length - 1 ? 0x80 : 0) | VIDEO_PAYLOAD_TYPE, 5);
    offsets.push(at);
    parts.push(head, payload);
    at += head.length + payload.length;
  });
  return { key, packets: Buffer.concat(parts), offsets };
}
