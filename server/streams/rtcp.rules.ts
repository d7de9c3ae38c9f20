import type { RtpPacket } from './rtp.rules.ts';

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const CNAME = 1;
const INTERVAL_MS = 5_000;
/** Undoes what going by random intervals shortens them by (RFC 3550 section 6.3.1). */
const COMPENSATION = Math.E - 1.5;
const MOST_LOST = 0x7fffff;

/** When the next report is due after one: 5 s on average, at random so that many never speak at once (RFC 3550 section 6.2). */
export const reportAfterMs = (random: number): number => (INTERVAL_MS * (0.5 + random)) / COMPENSATION;

/** Who speaks. The name is random (RFC 7022): a camera learns nothing of this host by it. */
export interface Reporter {
  readonly ssrc: number;
  readonly cname: string;
}

/**
 * How one camera's packets arrive, and the receiver reports that say so to it (RFC 3550 section 6.4.2): a camera that is told
 * nothing by this way ends its session. Never throws, whatever came.
 */
export class Reception {
  readonly #reporter: Reporter;
  readonly #clockRateHz: number;
  #ssrc: number | null = null;
  #first = 0;
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | null = null;
  #senderReport: { readonly middle: number; readonly atMs: number } | null = null;

  constructor(reporter: Reporter, clockRateHz: number) {
    this.#reporter = reporter;
    this.#clockRateHz = clockRateHz;
  }

  heard({ ssrc, sequence, timestamp }: RtpPacket, atMs: number): void {
    if (ssrc !== this.#ssrc) this.#startOver(ssrc, sequence);
    const step = ((sequence - this.#highest) << 16) >> 16;
    if (step > 0) this.#highest += step;
    this.#received++;
    const transit = Math.trunc((atMs * this.#clockRateHz) / 1000) - timestamp;
    if (this.#transit !== null) this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    this.#transit = transit;
  }

  /** What came on the reports' channel. Only a sender report of the packets' own source says anything to us. */
  heardReport(packet: Buffer, atMs: number): void {
    if (packet.length < 28 || packet[0]! >> 6 !== 2 || packet[1] !== SENDER_REPORT) return;
    if (packet.readUInt32BE(4) === this.#ssrc) this.#senderReport = { middle: packet.readUInt32BE(10), atMs };
  }

  /** A compound packet: the report and whose it is. Before the first packet it reports on nobody. */
  report(nowMs: number): Buffer {
    const blocks = this.#ssrc === null ? Buffer.alloc(0) : this.#block(this.#ssrc, nowMs);
    const head = Buffer.alloc(8);
    head[0] = 0x80 | (blocks.length > 0 ? 1 : 0);
    head[1] = RECEIVER_REPORT;
    head.writeUInt16BE((8 + blocks.length) / 4 - 1, 2);
    head.writeUInt32BE(this.#reporter.ssrc, 4);
    return Buffer.concat([head, blocks, this.#description()]);
  }

  #startOver(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#first = sequence;
    this.#highest = sequence;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#jitter = 0;
    this.#transit = null;
    this.#senderReport = null;
  }

  #block(ssrc: number, nowMs: number): Buffer {
    const expected = this.#highest - this.#first + 1;
    const lost = Math.max(-MOST_LOST - 1, Math.min(MOST_LOST, expected - this.#received));
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const block = Buffer.alloc(24);
    block.writeUInt32BE(ssrc, 0);
    block[4] = lostNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0;
    block.writeIntBE(lost, 5, 3);
    block.writeUInt32BE(this.#highest >>> 0, 8);
    block.writeUInt32BE(Math.trunc(this.#jitter) >>> 0, 12);
    if (this.#senderReport !== null) {
      block.writeUInt32BE(this.#senderReport.middle, 16);
      block.writeUInt32BE(Math.trunc(((nowMs - this.#senderReport.atMs) * 65_536) / 1000) >>> 0, 20);
    }
    return block;
  }

  #description(): Buffer {
    const name = Buffer.from(this.#reporter.cname, 'latin1').subarray(0, 255);
    const chunkBytes = 4 + 2 + name.length;
    // At least one zero ends the chunk, and it ends on a whole word.
    const bytes = 4 + (Math.floor(chunkBytes / 4) + 1) * 4;
    const packet = Buffer.alloc(bytes);
    packet[0] = 0x81;
    packet[1] = SOURCE_DESCRIPTION;
    packet.writeUInt16BE(bytes / 4 - 1, 2);
    packet.writeUInt32BE(this.#reporter.ssrc, 4);
    packet[8] = CNAME;
    packet[9] = name.length;
    name.copy(packet, 10);
    return packet;
  }
}
