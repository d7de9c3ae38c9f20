import { cellText, type RowBatch } from '../../geodata/row-batch.ts';
import { withoutGuard } from './csv-cell.rules.ts';
import { holdsLogin, withoutLogin } from './login-in-text.rules.ts';
import { parseDegrees } from './national.rules.ts';

const CACHED = 50_000;

/**
 * Text of one cell as its agency wrote it: without the apostrophe that an export puts before what looks like a formula,
 * and with no password: nothing repeats one that a file carries (Art. 30).
 */
export const writtenText = (batch: RowBatch, row: number, column: number): string =>
  withoutLogin(withoutGuard(cellText(batch, row, column)));

const AT = 0x40;

/** Columns of a row that hold an account with its password. No byte of a Hangul letter is an at-sign, in either encoding. */
export function loginColumns(batch: RowBatch, row: number): number[] {
  const found: number[] = [];
  for (let column = 0; column < batch.stride; column += 1) {
    const cell = row * batch.stride + column;
    const at = batch.bytes.subarray(batch.starts[cell], batch.ends[cell]).indexOf(AT);
    if (at >= 0 && holdsLogin(cellText(batch, row, column))) found.push(column);
  }
  return found;
}

/** Whether any cell of a batch can hold one. */
export const mayHoldLogins = (batch: RowBatch): boolean => batch.bytes.includes(AT);

/** Reads one column whose values repeat: each distinct cell is decoded and judged once. */
export class RepeatingColumn<T> {
  readonly #read: (text: string) => T;
  readonly #known = new Map<string, T>();

  constructor(read: (text: string) => T) {
    this.#read = read;
  }

  at(batch: RowBatch, row: number, column: number): T {
    const cell = row * batch.stride + column;
    const raw = column < 0 ? '' : batch.bytes.toString('latin1', batch.starts[cell], batch.ends[cell]);
    const known = this.#known.get(raw);
    if (known !== undefined) return known;
    const value = this.#read(writtenText(batch, row, column));
    if (this.#known.size < CACHED) this.#known.set(raw, value);
    return value;
  }
}

export const EMPTY = 0;
export const DECIMAL = 1;
export const IN_PARTS = 2;
export const NO_NUMBER = 3;

/** Reads coordinates out of bytes, plain decimals without making a text. The last one read stays in the fields. */
export class DegreesReader {
  value = NaN;
  decimals = 0;
  /** Some coordinate of the file ends with 0: whoever wrote it does not cut zeros off. */
  keepsZeros = false;

  read(batch: RowBatch, row: number, column: number): number {
    const cell = row * batch.stride + column;
    const start = batch.starts[cell]!;
    const end = batch.ends[cell]!;
    this.value = NaN;
    this.decimals = 0;
    if (start === end) return EMPTY;
    if (end - start <= 16 && this.#plain(batch.bytes, start, end)) return DECIMAL;
    const read = parseDegrees(cellText(batch, row, column));
    if (read.state === 'empty') return EMPTY;
    if (read.state === 'not-a-number') return NO_NUMBER;
    this.value = read.value;
    if (read.state === 'dms') return IN_PARTS;
    this.decimals = read.decimals;
    return DECIMAL;
  }

  #plain(bytes: Uint8Array, start: number, end: number): boolean {
    let digits = 0;
    let decimals = -1;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte >= 0x30 && byte <= 0x39) {
        digits = digits * 10 + (byte - 0x30);
        if (decimals >= 0) decimals += 1;
      } else if (byte === 0x2e && decimals < 0) decimals = 0;
      else return false;
    }
    if (digits > 9e15) return false;
    const value = decimals > 0 ? digits / 10 ** decimals : digits;
    if (value >= 1000) return false;
    this.value = value;
    this.decimals = Math.max(0, decimals);
    if (decimals > 3 && bytes[end - 1] === 0x30) this.keepsZeros = true;
    return true;
  }
}

/** Two 32-bit hashes of a row's cells but one (a running number is the sheet's and not the place's). */
export class RowHash {
  first = 0;
  second = 0;

  of(batch: RowBatch, row: number, except: number): void {
    const { bytes, starts, ends, stride } = batch;
    const base = row * stride;
    let h1 = 0x811c9dc5 | 0;
    let h2 = 0x9747b28c | 0;
    for (let cell = 0; cell < stride; cell += 1) {
      const end = cell === except ? 0 : ends[base + cell]!;
      for (let at = starts[base + cell]!; at < end; at += 1) {
        const byte = bytes[at]!;
        h1 = Math.imul(h1 ^ byte, 0x01000193);
        h2 = Math.imul(h2 ^ byte, 0x5bd1e995) ^ (h2 >>> 15);
      }
      h1 = Math.imul(h1 ^ (256 + cell), 0x01000193);
      h2 = Math.imul(h2 ^ (257 + cell), 0x5bd1e995) ^ (h2 >>> 15);
    }
    this.first = h1;
    this.second = h2;
  }
}

/** Hash of the first address that is there, without blanks, brackets and commas; 0 where there is none. */
export function addressHash(batch: RowBatch, row: number, columns: readonly number[]): number {
  for (const column of columns) {
    if (column < 0) continue;
    const cell = row * batch.stride + column;
    const end = batch.ends[cell]!;
    let hash = 0x811c9dc5 | 0;
    let length = 0;
    for (let at = batch.starts[cell]!; at < end; at += 1) {
      const byte = batch.bytes[at]!;
      if (byte === 0x20 || byte === 0x28 || byte === 0x29 || byte === 0x2c) continue;
      hash = Math.imul(hash ^ byte, 0x01000193);
      length += 1;
    }
    if (length > 0) return hash | 1;
  }
  return 0;
}
