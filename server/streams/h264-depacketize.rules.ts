import { isBetweenFrames } from './h264-slice.rules.ts';
import type { RtpPacket } from './rtp.rules.ts';

/** One NAL unit as the pieces it arrived in; joined only when a frame is written out. */
export interface Nal {
  readonly type: number;
  readonly parts: readonly Buffer[];
  readonly bytes: number;
}

export interface AccessUnit {
  readonly rtpTimestamp: number;
  readonly key: boolean;
  /** Holds B slices: it may be shown before one that came earlier. */
  readonly between: boolean;
  /** Slices and SEI only; parameter sets travel beside them. */
  readonly nals: readonly Nal[];
  readonly sps: Buffer | null;
  readonly pps: Buffer | null;
}

const SLICE_FIRST = 1;
const IDR = 5;
const SPS = 7;
const PPS = 8;
const STAP_A = 24;
const FU_A = 28;
const MAX_UNIT_BYTES = 3 * 1024 * 1024;
const MAX_UNIT_PARTS = 8192;
const MAX_PARAMETER_SET_BYTES = 1024;
const SLICE_HEAD_BYTES = 12;

interface OpenNal {
  type: number;
  parts: Buffer[];
  bytes: number;
}

/**
 * Rebuilds H.264 access units from RTP (RFC 6184: single NAL, STAP-A, FU-A). After a lost packet or an
 * oversized unit nothing is given out until the next key frame, so a viewer never sees smeared pictures.
 * Never throws; holds at most 3 MB.
 */
export class H264Depacketizer {
  readonly #onUnit: (unit: AccessUnit) => void;
  #nals: OpenNal[] = [];
  #fragment: OpenNal | null = null;
  #sps: Buffer | null = null;
  #pps: Buffer | null = null;
  #key = false;
  #between = false;
  #bytes = 0;
  #parts = 0;
  #timestamp: number | null = null;
  #sequence: number | null = null;
  #waitForKey = true;

  constructor(onUnit: (unit: AccessUnit) => void) {
    this.#onUnit = onUnit;
  }

  /** A parameter set from the SDP; one in the stream replaces it. */
  announce(nal: Buffer): void {
    this.#keep({ type: (nal[0] ?? 0) & 0x1f, parts: [nal], bytes: nal.length });
  }

  push(packet: RtpPacket): void {
    if (this.#sequence !== null && packet.sequence !== ((this.#sequence + 1) & 0xffff)) this.#lose();
    this.#sequence = packet.sequence;
    if (this.#timestamp !== null && this.#timestamp !== packet.timestamp) this.#finish();
    this.#timestamp = packet.timestamp;
    this.#take(packet.payload);
    if (packet.marker) this.#finish();
  }

  #take(payload: Buffer): void {
    const first = payload[0];
    if (first === undefined) return;
    const type = first & 0x1f;
    if (type === FU_A) this.#takeFragment(payload, first);
    else if (type === STAP_A) this.#takeAggregate(payload);
    else if (type > 0 && type < STAP_A) this.#addNal({ type, parts: [payload], bytes: payload.length });
  }

  #takeAggregate(payload: Buffer): void {
    let offset = 1;
    while (offset + 2 < payload.length) {
      const length = payload.readUInt16BE(offset);
      const nal = payload.subarray(offset + 2, offset + 2 + length);
      if (length === 0 || nal.length < length) return this.#lose();
      this.#addNal({ type: (nal[0] ?? 0) & 0x1f, parts: [nal], bytes: length });
      offset += 2 + length;
    }
  }

  #takeFragment(payload: Buffer, indicator: number): void {
    const head = payload[1];
    if (head === undefined) return;
    const body = payload.subarray(2);
    if ((head & 0x80) !== 0) {
      const type = head & 0x1f;
      this.#fragment = {
        type,
        parts: [Buffer.from([(indicator & 0xe0) | type]), body],
        bytes: 1 + body.length,
      };
      this.#count(body.length + 1, 2);
    } else if (this.#fragment) {
      this.#fragment.parts.push(body);
      this.#fragment.bytes += body.length;
      this.#count(body.length, 1);
    }
    if ((head & 0x40) !== 0 && this.#fragment) {
      const whole = this.#fragment;
      this.#fragment = null;
      this.#keep(whole);
    }
  }

  #addNal(nal: OpenNal): void {
    this.#count(nal.bytes, 1);
    this.#keep(nal);
  }

  #keep(nal: OpenNal): void {
    if (nal.type === SPS) this.#sps = joinSmall(nal) ?? this.#sps;
    else if (nal.type === PPS) this.#pps = joinSmall(nal) ?? this.#pps;
    else if (nal.type >= SLICE_FIRST && nal.type <= IDR) {
      if (nal.type === IDR) this.#key = true;
      else if (nal.type === SLICE_FIRST && isBetweenFrames(beginningOf(nal))) this.#between = true;
      this.#nals.push(nal);
    }
  }

  #count(bytes: number, parts: number): void {
    this.#bytes += bytes;
    this.#parts += parts;
    if (this.#bytes > MAX_UNIT_BYTES || this.#parts > MAX_UNIT_PARTS) this.#lose();
  }

  #lose(): void {
    this.#waitForKey = true;
    this.#clear();
  }

  #clear(): void {
    this.#nals = [];
    this.#fragment = null;
    this.#key = false;
    this.#between = false;
    this.#bytes = 0;
    this.#parts = 0;
  }

  #finish(): void {
    const timestamp = this.#timestamp;
    this.#timestamp = null;
    const nals = this.#nals;
    const key = this.#key;
    const between = this.#between;
    if (this.#fragment) this.#waitForKey = true;
    this.#clear();
    if (timestamp === null || nals.length === 0) return;
    if (key) this.#waitForKey = false;
    if (this.#waitForKey) return;
    this.#onUnit({ rtpTimestamp: timestamp, key, between, nals, sps: this.#sps, pps: this.#pps });
  }
}

/** Enough of a NAL to read the beginning of its slice head. */
const beginningOf = ({ parts }: OpenNal): Buffer =>
  parts[1] === undefined ? parts[0]! : Buffer.concat([parts[0]!, parts[1].subarray(0, SLICE_HEAD_BYTES)]);

const joinSmall = (nal: OpenNal): Buffer | null =>
  nal.bytes >= 2 && nal.bytes <= MAX_PARAMETER_SET_BYTES ? Buffer.concat(nal.parts) : null;
