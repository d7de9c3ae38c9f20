import type { Socket } from 'node:net';
import type { Playback } from './playback.ts';

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SOURCE_DESCRIPTION = 202;
const SEND_EVERY_MS = 1_000;
/** Between 1900, where RTCP begins to count, and 1970. */
const NTP_EPOCH_S = 2_208_988_800;

export interface ReportsOptions {
  readonly socket: Socket;
  readonly channel: number;
  readonly playback: Playback;
  /** Ends the connection where no right report came for so long. */
  readonly endsWithoutReportsS?: number;
}

/** Sends a sender report a second and, where the camera wants them, reads what its client reports (RFC 3550 section 6). */
export class Reports {
  readonly #options: ReportsOptions;
  readonly #timer: NodeJS.Timeout;
  /** Middle of the time in every report sent, as a client has to give one of them back. */
  readonly #sent = new Set<number>();
  #patience: NodeJS.Timeout | null = null;

  constructor(options: ReportsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#send(), SEND_EVERY_MS);
    this.#send();
    this.#wait();
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#patience) clearTimeout(this.#patience);
  }

  hear(packet: Buffer): void {
    if (this.#isRight(packet)) this.#wait();
  }

  #wait(): void {
    const { socket, endsWithoutReportsS } = this.#options;
    if (endsWithoutReportsS === undefined) return;
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = setTimeout(() => socket.destroy(), endsWithoutReportsS * 1000);
  }

  /** A receiver report on our own packets that knows a sequence number of ours and, later, one of our reports; with a name. */
  #isRight(packet: Buffer): boolean {
    const { ssrc, newestSequence } = this.#options.playback;
    if (packet.length < 8 || packet[0]! >> 6 !== 2 || packet[1] !== RECEIVER_REPORT) return false;
    const bytes = 4 * (packet.readUInt16BE(2) + 1);
    if (packet.length < bytes + 12 || packet[bytes + 1] !== SOURCE_DESCRIPTION) return false;
    // The first may say nothing of us: it can leave before our first packet.
    if ((packet[0]! & 0x1f) === 0) return true;
    const behind = (newestSequence - packet.readUInt16BE(18)) & 0xffff;
    const known = packet.readUInt32BE(24);
    return packet.readUInt32BE(8) === ssrc && behind < 0x8000 && this.#sent.has(known);
  }

  #send(): void {
    const { socket, channel, playback } = this.#options;
    const report = Buffer.alloc(32);
    report.set([0x24, channel, 0, 28, 0x80, SENDER_REPORT, 0, 6]);
    const nowS = Date.now() / 1000 + NTP_EPOCH_S;
    report.writeUInt32BE(playback.ssrc, 8);
    report.writeUInt32BE(Math.floor(nowS), 12);
    report.writeUInt32BE(Math.floor((nowS % 1) * 0x1_0000_0000), 16);
    report.writeUInt32BE(playback.newestTimestamp, 20);
    report.writeUInt32BE(playback.packetsSent, 24);
    this.#sent.add(report.readUInt32BE(14));
    socket.write(report);
  }
}
