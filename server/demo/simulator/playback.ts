import type { Socket } from 'node:net';
import { keyFrameBefore, loadClip, type Clip } from './clip.ts';
import type { CameraBehaviour } from './behaviour.ts';

const FROZEN_FPS = 5;
const MAX_BACKLOG_BYTES = 1024 * 1024;

export interface PlaybackOptions {
  readonly socket: Socket;
  readonly channel: number;
  readonly behaviour: CameraBehaviour;
  /** Called as a frame's bytes are written. */
  readonly onFrame?: (frameIndex: number, key: boolean) => void;
}

/** Sends a clip in a loop to one client at its own pace, patching sequence and time into ready packets. */
export class Playback {
  readonly #options: PlaybackOptions;
  readonly #startedAtMs = performance.now();
  readonly ssrc = (Math.random() * 0xffffffff) >>> 0;
  newestTimestamp = 0;
  packetsSent = 0;
  readonly #firstTimestamp: number;
  #sequence = (Math.random() * 0xffff) & 0xffff;
  #clip: Clip;
  #frameIndex: number;
  #sent = 0;
  #timer: NodeJS.Timeout | null = null;
  #skipping = false;
  #paused = false;

  constructor(options: PlaybackOptions) {
    this.#options = options;
    this.#firstTimestamp = options.behaviour.firstTimestamp ?? (Math.random() * 0xffffffff) >>> 0;
    this.#clip = loadClip(options.behaviour.clip, options.behaviour.bitrateKbps);
    const { fps, frames } = this.#clip;
    // By the clock, so that two viewers of one camera see nearly the same moment.
    const now = Math.floor((Date.now() / 1000) * fps) % frames.length;
    const key = keyFrameBefore(this.#clip, now);
    this.#frameIndex = options.behaviour.startOn === 'mid-gop' ? (key + (fps >> 1)) % frames.length : key;
    this.#tick();
  }

  get newestSequence(): number {
    return (this.#sequence - 1) & 0xffff;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #tick(): void {
    const { socket, behaviour } = this.#options;
    const playedS = (performance.now() - this.#startedAtMs) / 1000;
    if (behaviour.dropAfterS !== undefined && playedS >= behaviour.dropAfterS) {
      socket.destroy();
      return;
    }
    if (behaviour.stallAfterS !== undefined && playedS >= behaviour.stallAfterS) return;
    if (behaviour.pause && !this.#paused && playedS >= behaviour.pause.afterS) {
      this.#pause(behaviour.pause);
      return;
    }
    const { changeClip } = behaviour;
    if (changeClip && playedS >= changeClip.afterS && this.#clip.name !== changeClip.clip) {
      this.#clip = loadClip(changeClip.clip, behaviour.bitrateKbps);
      this.#frameIndex = 0;
    }
    this.#send();
    this.#sent++;
    const { fps, frames } = this.#clip;
    if (!behaviour.frozen) this.#frameIndex = (this.#frameIndex + 1) % frames.length;
    const dueMs = this.#startedAtMs + (this.#sent * 1000) / (behaviour.frozen ? FROZEN_FPS : fps);
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, dueMs - performance.now()));
  }

  #pause({ forS, late }: NonNullable<CameraBehaviour['pause']>): void {
    this.#paused = true;
    if (!late) this.#sent += Math.round(forS * this.#clip.fps);
    this.#timer = setTimeout(() => this.#tick(), forS * 1000);
  }

  #send(): void {
    const { socket, channel, behaviour, onFrame } = this.#options;
    const frame = this.#clip.frames[this.#frameIndex];
    if (!frame) return;
    if (socket.writableLength > MAX_BACKLOG_BYTES) this.#skipping = true;
    else if (frame.key) this.#skipping = false;
    if (this.#skipping) return;
    const isFrozen = behaviour.frozen === true;
    const shown = this.#sent + (isFrozen ? 0 : frame.shownLater);
    const shownAfter = Math.round((shown * 90_000) / (isFrozen ? FROZEN_FPS : this.#clip.fps));
    const timestamp = (this.#firstTimestamp + shownAfter) >>> 0;
    // The first packet of a key frame holds its parameter sets.
    const offsets = frame.offsets.slice(frame.key && behaviour.parameterSets === 'sdp' ? 1 : 0);
    const start = offsets[0] ?? 0;
    const packets = Buffer.from(frame.packets.subarray(start));
    for (const offset of offsets) {
      const at = offset - start;
      packets.writeUInt8(channel, at + 1);
      packets.writeUInt16BE(this.#sequence, at + 6);
      packets.writeUInt32BE(timestamp, at + 8);
      packets.writeUInt32BE(this.ssrc, at + 12);
      this.#sequence = (this.#sequence + 1) & 0xffff;
    }
    this.newestTimestamp = timestamp;
    this.packetsSent += offsets.length;
    socket.write(packets);
    onFrame?.(this.#frameIndex, frame.key);
  }
}
