/**
 * One column of unsigned 32-bit integers as bytes that a general compressor can do something with.
 * First byte is the form: 0 constant (4 bytes follow), 1 palette (count - 1, then that many u32, most frequent
 * first, then one byte a row), 2..5 one to four byte planes, lowest byte first.
 */
export class ColumnWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  u32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.u8((value >>> shift) & 0xff);
  }

  f64(value: number): void {
    this.raw(new Uint8Array(new Float64Array([value]).buffer));
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  column(values: Uint32Array): void {
    const palette = paletteOf(values);
    let max = 0;
    for (const value of values) if (value > max) max = value;
    if (palette !== null && palette.length <= 1) {
      this.u8(0);
      this.u32(palette[0] ?? 0);
    } else if (palette !== null) {
      this.u8(1);
      this.u8(palette.length - 1);
      const indexOf = new Map<number, number>();
      palette.forEach((value, index) => {
        this.u32(value);
        indexOf.set(value, index);
      });
      this.#rows(values, (value) => indexOf.get(value) ?? 0);
    } else {
      const planes = max < 0x100 ? 1 : max < 0x10000 ? 2 : max < 0x1000000 ? 3 : 4;
      this.u8(1 + planes);
      for (let plane = 0; plane < planes; plane++) this.#rows(values, (value) => value >>> (8 * plane));
    }
  }

  #rows(values: Uint32Array, byteOf: (value: number) => number): void {
    this.#room(values.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let row = 0; row < values.length; row++) bytes[start + row] = byteOf(values[row]!);
    this.#length += values.length;
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

function paletteOf(values: Uint32Array): number[] | null {
  const seen = new Map<number, number>();
  for (const value of values) {
    seen.set(value, (seen.get(value) ?? 0) + 1);
    if (seen.size > 256) return null;
  }
  return [...seen].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b).map(([value]) => value);
}

/** Reads what {@link ColumnWriter} wrote. Throws a RangeError where the bytes end too early. */
export class ColumnReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(buffer: ArrayBuffer) {
    this.#view = new DataView(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  u8(): number {
    return this.#view.getUint8(this.#at++);
  }

  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  f64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  raw(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new RangeError('the snapshot is cut off');
    this.#at += length;
    return bytes;
  }

  column(count: number): Uint32Array {
    const form = this.u8();
    const values = new Uint32Array(count);
    if (form === 0) return values.fill(this.u32());
    if (form === 1) {
      const palette = Uint32Array.from({ length: this.u8() + 1 }, () => this.u32());
      const indexes = this.raw(count);
      for (let row = 0; row < count; row++) values[row] = palette[indexes[row]!]!;
      return values;
    }
    if (form > 5) throw new RangeError(`the snapshot has a column of unknown form ${form}`);
    for (let plane = 0; plane < form - 1; plane++) {
      const bytes = this.raw(count);
      const factor = 2 ** (8 * plane);
      for (let row = 0; row < count; row++) values[row]! += bytes[row]! * factor;
    }
    return values;
  }
}

/** A column made from another one, row by row. */
export function mapped(
  values: ArrayLike<number>,
  valueOf: (value: number, row: number) => number,
): Uint32Array {
  const column = new Uint32Array(values.length);
  for (let row = 0; row < column.length; row++) column[row] = valueOf(values[row]!, row);
  return column;
}

/** Folds signed into unsigned so that small steps either way stay small: 0, -1, 1, -2 become 0, 1, 2, 3. */
export const folded = (signed: number): number => ((signed << 1) ^ (signed >> 31)) >>> 0;

export const unfolded = (value: number): number => (value >>> 1) ^ -(value & 1);
