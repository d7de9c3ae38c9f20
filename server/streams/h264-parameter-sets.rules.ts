/** What a sequence parameter set says about the picture; fps is null when the camera does not say. */
export interface PictureFormat {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number | null;
}

/** Reads size and frame rate out of an H.264 SPS (ITU-T H.264 7.3.2.1); null when unreadable. */
export const readPictureFormat = (sps: Uint8Array): PictureFormat | null => readSps(sps)?.format ?? null;

/** How many frames may come before one that is shown earlier (max_num_reorder_frames); null when it is not said. */
export const readReorderedFrames = (sps: Uint8Array): number | null => readSps(sps)?.reorderedFrames ?? null;

const BASELINE = 66;
const IN_ORDER = 2;
const MOST_REORDERED = 16;

function readSps(
  sps: Uint8Array,
): { readonly format: PictureFormat; readonly reorderedFrames: number | null } | null {
  const bits = new BitReader(withoutEmulation(sps.subarray(1, 256)));
  const profile = bits.take(8);
  bits.take(16);
  bits.ue();
  let chroma = 1;
  if ([100, 110, 122, 244, 44, 83, 86, 118, 128].includes(profile)) {
    chroma = bits.ue();
    if (chroma === 3) bits.take(1);
    bits.ue();
    bits.ue();
    bits.take(1);
    if (bits.take(1) === 1) skipScalingLists(bits, chroma === 3 ? 12 : 8);
  }
  bits.ue();
  const orderType = skipOrder(bits);
  bits.ue();
  bits.take(1);
  const widthMbs = bits.ue() + 1;
  const heightUnits = bits.ue() + 1;
  const framesOnly = bits.take(1);
  if (framesOnly === 0) bits.take(1);
  bits.take(1);
  let cropX = 0;
  let cropY = 0;
  if (bits.take(1) === 1) {
    cropX = (bits.ue() + bits.ue()) * (chroma === 1 || chroma === 2 ? 2 : 1);
    cropY = (bits.ue() + bits.ue()) * (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  }
  const widthPx = widthMbs * 16 - cropX;
  const heightPx = heightUnits * 16 * (2 - framesOnly) - cropY;
  if (bits.overrun || widthPx < 16 || heightPx < 16 || widthPx > 16_384 || heightPx > 16_384) return null;
  const usability = bits.take(1) === 1 ? readUsability(bits) : { fps: null, reorderedFrames: null };
  const isInOrder = profile === BASELINE || orderType === IN_ORDER;
  const { fps, reorderedFrames } = usability;
  return { format: { widthPx, heightPx, fps }, reorderedFrames: isInOrder ? 0 : reorderedFrames };
}

function skipOrder(bits: BitReader): number {
  const orderType = bits.ue();
  if (orderType === 0) bits.ue();
  else if (orderType === 1) {
    bits.take(1);
    bits.ue();
    bits.ue();
    const cycle = Math.min(255, bits.ue());
    for (let i = 0; i < cycle; i++) bits.ue();
  }
  return orderType;
}

/** Video usability information (Annex E), as far as to the reordering; what lies past the end is null. */
function readUsability(bits: BitReader): { fps: number | null; reorderedFrames: number | null } {
  if (bits.take(1) === 1 && bits.take(8) === 255) bits.take(32);
  if (bits.take(1) === 1) bits.take(1);
  if (bits.take(1) === 1) {
    bits.take(4);
    if (bits.take(1) === 1) bits.take(24);
  }
  if (bits.take(1) === 1) {
    bits.ue();
    bits.ue();
  }
  const fps = bits.take(1) === 1 ? readFrameRate(bits) : null;
  return { fps: bits.overrun ? null : fps, reorderedFrames: readReordering(bits) };
}

function readFrameRate(bits: BitReader): number | null {
  const tick = bits.take(32);
  const scale = bits.take(32);
  bits.take(1);
  const fps = scale / (2 * tick);
  return fps >= 0.1 && fps <= 240 ? Math.round(fps * 100) / 100 : null;
}

function readReordering(bits: BitReader): number | null {
  const first = skipBuffering(bits);
  const second = skipBuffering(bits);
  if (first || second) bits.take(1);
  bits.take(1);
  if (bits.take(1) === 0) return null;
  bits.take(1);
  for (let i = 0; i < 4; i++) bits.ue();
  const frames = bits.ue();
  return bits.overrun || frames > MOST_REORDERED ? null : frames;
}

/** Skips parameters of a buffering model (E.1.2); false where there are none. */
function skipBuffering(bits: BitReader): boolean {
  if (bits.take(1) === 0) return false;
  const models = Math.min(31, bits.ue()) + 1;
  bits.take(8);
  for (let i = 0; i < models; i++) {
    bits.ue();
    bits.ue();
    bits.take(1);
  }
  bits.take(20);
  return true;
}

function skipScalingLists(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (bits.take(1) === 0) continue;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64) && next !== 0; i++) {
      const code = bits.ue();
      const delta = code % 2 === 1 ? (code + 1) / 2 : -code / 2;
      next = (next + delta + 256) % 256;
    }
  }
}

function withoutEmulation(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out.push(byte);
  }
  return Uint8Array.from(out);
}

class BitReader {
  overrun = false;
  readonly #data: Uint8Array;
  #bit = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#data[this.#bit >> 3];
      if (byte === undefined) {
        this.overrun = true;
        return 0;
      }
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1);
      this.#bit++;
    }
    return value;
  }

  ue(): number {
    let zeros = 0;
    while (zeros < 32 && !this.overrun && this.take(1) === 0) zeros++;
    return this.overrun ? 0 : 2 ** zeros - 1 + this.take(zeros);
  }
}
