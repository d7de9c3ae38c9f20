import type { Nal } from './h264-depacketize.rules.ts';

const VIDEO_TAG = 9;
const TAG_HEAD_BYTES = 11;
const AVC_HEAD_BYTES = 5;
const TAG_TAIL_BYTES = 4;
const AVC = 7;

/** File head of an FLV that holds video and nothing else, with the first back pointer. */
export const flvHead = (): Buffer => Buffer.from([0x46, 0x4c, 0x56, 1, 0x01, 0, 0, 0, 9, 0, 0, 0, 0]);

/** FLV tag that tells the decoder the parameter sets (AVCDecoderConfigurationRecord). */
export function parameterSetsTag(sps: Buffer, pps: Buffer, mediaMs: number): Buffer {
  const bodyBytes = 11 + sps.length + pps.length;
  const tag = openTag(AVC_HEAD_BYTES + bodyBytes, mediaMs, true, 0);
  let at = TAG_HEAD_BYTES + AVC_HEAD_BYTES;
  at = tag.writeUInt8(1, at);
  at = tag.writeUInt8(sps[1] ?? 0, at);
  at = tag.writeUInt8(sps[2] ?? 0, at);
  at = tag.writeUInt8(sps[3] ?? 0, at);
  at = tag.writeUInt8(0xff, at);
  at = tag.writeUInt8(0xe1, at);
  at = tag.writeUInt16BE(sps.length, at);
  at += sps.copy(tag, at);
  at = tag.writeUInt8(1, at);
  at = tag.writeUInt16BE(pps.length, at);
  pps.copy(tag, at);
  return tag;
}

/** FLV tag of one frame; the NAL pieces are copied once, here. `shownAfterMs`: how long after decoding it is shown. */
export function frameTag(nals: readonly Nal[], key: boolean, mediaMs: number, shownAfterMs = 0): Buffer {
  let bodyBytes = 0;
  for (const nal of nals) bodyBytes += 4 + nal.bytes;
  const tag = openTag(AVC_HEAD_BYTES + bodyBytes, mediaMs, key, 1);
  tag.writeUIntBE(Math.min(shownAfterMs, 0x7fffff), TAG_HEAD_BYTES + 2, 3);
  let at = TAG_HEAD_BYTES + AVC_HEAD_BYTES;
  for (const nal of nals) {
    at = tag.writeUInt32BE(nal.bytes, at);
    for (const part of nal.parts) at += part.copy(tag, at);
  }
  return tag;
}

function openTag(dataBytes: number, mediaMs: number, key: boolean, packetType: number): Buffer {
  const tag = Buffer.allocUnsafe(TAG_HEAD_BYTES + dataBytes + TAG_TAIL_BYTES);
  tag.writeUInt8(VIDEO_TAG, 0);
  tag.writeUIntBE(dataBytes, 1, 3);
  tag.writeUIntBE(mediaMs & 0xffffff, 4, 3);
  tag.writeUInt8((mediaMs >>> 24) & 0xff, 7);
  tag.writeUIntBE(0, 8, 3);
  tag.writeUInt8((key ? 0x10 : 0x20) | AVC, TAG_HEAD_BYTES);
  tag.writeUInt8(packetType, TAG_HEAD_BYTES + 1);
  tag.writeUIntBE(0, TAG_HEAD_BYTES + 2, 3);
  tag.writeUInt32BE(TAG_HEAD_BYTES + dataBytes, TAG_HEAD_BYTES + dataBytes);
  return tag;
}

/** Media time in ms, kind and key flag of the FLV tag that starts at `offset`; null past the end. */
export function readTag(
  data: Uint8Array,
  offset: number,
): {
  bytes: number;
  mediaMs: number;
  shownAfterMs: number;
  video: boolean;
  key: boolean;
  frame: boolean;
} | null {
  if (offset + TAG_HEAD_BYTES + AVC_HEAD_BYTES > data.length) return null;
  const at = (index: number): number => data[offset + index] ?? 0;
  const dataBytes = (at(1) << 16) | (at(2) << 8) | at(3);
  return {
    bytes: TAG_HEAD_BYTES + dataBytes + TAG_TAIL_BYTES,
    mediaMs: ((at(7) << 24) | (at(4) << 16) | (at(5) << 8) | at(6)) >>> 0,
    shownAfterMs: (at(TAG_HEAD_BYTES + 2) << 16) | (at(TAG_HEAD_BYTES + 3) << 8) | at(TAG_HEAD_BYTES + 4),
    video: at(0) === VIDEO_TAG,
    key: at(TAG_HEAD_BYTES) >> 4 === 1,
    frame: at(TAG_HEAD_BYTES + 1) === 1,
  };
}
