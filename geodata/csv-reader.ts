import { isUtf8 } from 'node:buffer';
import { decodeCp949, isCp949 } from './cp949.ts';
import { BROKEN, FEWER_CELLS, MORE_CELLS, type CellEncoding, type RowBatch } from './row-batch.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const ROWS = 1024;
/** A quoted cell longer than this that runs over lines is a quote somebody forgot to close. */
const LONGEST_QUOTED_LINES = 4096;

/** Fills `into` from `offset` and says how many bytes came; 0 at the end. */
export type ByteSource = (into: Buffer, offset: number) => Promise<number>;

/** Encoding of a text by its first bytes: byte order mark, else what the bytes can be. */
export function encodingOf(head: Uint8Array): CellEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf8';
  let sequences = 0;
  let misfits = 0;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at]!;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length > 0 && at + length > head.length) break;
    let fits = length > 0 && byte < 0xf5;
    for (let next = 1; fits && next < length; next += 1) fits = (head[at + next]! & 0xc0) === 0x80;
    if (fits) {
      sequences += 1;
      at += length - 1;
    } else misfits += 1;
  }
  return misfits * 8 > sequences ? 'cp949' : 'utf8';
}

/** The first lines of a CSV as text cells, for finding the header. */
export function firstRows(
  head: Buffer,
  encoding: CellEncoding,
  delimiter: number,
): { cells: string[]; end: number; line: number }[] {
  const rows: { cells: string[]; end: number; line: number }[] = [];
  const splitter = new RowSplitter(delimiter, 512);
  let at = bomLength(head);
  let line = 1;
  while (rows.length < 20 && at < head.length) {
    const next = splitter.row(head, at, head.length, true, line);
    if (next < 0) break;
    splitter.closeUp(head);
    const cells: string[] = [];
    for (let cell = 0; cell < splitter.cells; cell += 1) {
      const start = splitter.starts[cell]!;
      const end = splitter.ends[cell]!;
      cells.push(encoding === 'cp949' ? decodeCp949(head, start, end) : head.toString('utf8', start, end));
    }
    line = splitter.line;
    at = next;
    rows.push({ cells, end: next, line });
  }
  return rows;
}

export function bomLength(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/** The delimiter that the text's first line uses most. */
export function delimiterOf(head: Uint8Array): number {
  const counts = new Map([0x2c, 0x09, 0x3b, 0x7c].map((byte) => [byte, 0]));
  for (const byte of head.subarray(0, 4096)) counts.set(byte, (counts.get(byte) ?? -Infinity) + 1);
  return [0x2c, 0x09, 0x3b, 0x7c].reduce((best, byte) =>
    counts.get(byte)! > counts.get(best)! ? byte : best,
  );
}

/** Splits one row at a time in place: doubled quotes are closed up inside the buffer. */
class RowSplitter {
  readonly #delimiter: number;
  readonly #stride: number;
  starts: Int32Array;
  ends: Int32Array;
  /** Index of the first cell of the row being split. */
  base = 0;
  cells = 0;
  extra = false;
  broken = false;
  line = 1;

  constructor(delimiter: number, stride: number, rows = 1) {
    this.#delimiter = delimiter;
    this.#stride = stride;
    this.starts = new Int32Array(stride * rows);
    this.ends = new Int32Array(stride * rows);
  }

  /** Offset behind the row that begins at `at`, or -1 where the buffer ends before the row does. */
  row(bytes: Buffer, at: number, end: number, final: boolean, line: number): number {
    const delimiter = this.#delimiter;
    this.cells = 0;
    this.extra = false;
    this.broken = false;
    if (this.#doubled.length > 0) this.#doubled = [];
    let lines = line;
    for (;;) {
      let start = at;
      while (start < end && (bytes[start] === 0x20 || (bytes[start] === 0x09 && delimiter !== 0x09)))
        start += 1;
      let stop: number;
      if (bytes[start] === QUOTE && start < end) {
        const closed = this.#quoted(bytes, start + 1, end, final);
        if (closed === -1) return -1;
        if (closed === -2) {
          // Nobody closed the quote: the row ends with its line, so that the next rows are not swallowed.
          this.broken = true;
          let eol = start + 1;
          while (eol < end && bytes[eol] !== LF) eol += 1;
          this.#cell(start + 1, eol);
          this.line = lines + 1;
          return Math.min(eol + 1, end);
        }
        this.#cell(this.#from, this.#to);
        lines += this.#newlines;
        at = closed;
      } else {
        stop = start;
        while (stop < end) {
          const byte = bytes[stop]!;
          if (byte === delimiter || byte === LF || byte === CR) break;
          stop += 1;
        }
        if (stop === end && !final) return -1;
        let last = stop;
        while (last > start && (bytes[last - 1] === 0x20 || bytes[last - 1] === 0x09)) last -= 1;
        this.#cell(start, last);
        at = stop;
      }
      if (at >= end) {
        this.line = lines + 1;
        return end;
      }
      const byte = bytes[at]!;
      at += 1;
      if (byte === delimiter) continue;
      if (byte === CR) {
        if (at >= end && !final) return -1;
        if (bytes[at] === LF && at < end) at += 1;
      }
      this.line = lines + 1;
      return at;
    }
  }

  #from = 0;
  #to = 0;
  #newlines = 0;
  /** Cells with doubled quotes of the row being split. */
  #doubled: number[] = [];

  /** Reads to the closing quote; returns the offset of what follows, -1 for more bytes, -2 for a quote never closed. */
  #quoted(bytes: Buffer, start: number, end: number, final: boolean): number {
    const delimiter = this.#delimiter;
    let at = start;
    let doubled = 0;
    let stray = false;
    let newlines = 0;
    let close = -1;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === LF) {
        newlines += 1;
        if (at - start > LONGEST_QUOTED_LINES) return -2;
      }
      if (byte !== QUOTE) continue;
      if (at + 1 >= end) {
        if (!final) return -1;
        close = at;
        break;
      }
      const next = bytes[at + 1]!;
      if (next === QUOTE) {
        doubled += 1;
        at += 1;
        continue;
      }
      let after = at + 1;
      while (after < end && bytes[after] === 0x20) after += 1;
      if (after >= end && !final) return -1;
      if (after >= end || bytes[after] === delimiter || bytes[after] === LF || bytes[after] === CR) {
        close = at;
        break;
      }
      stray = true;
    }
    if (close < 0) return final || (newlines > 0 && end - start > LONGEST_QUOTED_LINES) ? -2 : -1;
    if (stray && newlines > 0) return -2;
    this.#newlines = newlines;
    if (doubled > 0) this.#doubled.push(this.base + this.cells);
    let to = close;
    let from = start;
    while (from < to && isBlank(bytes[from]!)) from += 1;
    while (to > from && isBlank(bytes[to - 1]!)) to -= 1;
    this.#from = from;
    this.#to = to;
    let after = close + 1;
    while (after < end && bytes[after] === 0x20) after += 1;
    return after;
  }

  /** Makes one quote of each doubled one, in place. Only for a row that is complete: a row is not split twice after it. */
  closeUp(bytes: Buffer): void {
    for (const cell of this.#doubled) {
      const end = this.ends[cell]!;
      let write = this.starts[cell]!;
      for (let read = write; read < end; read += 1) {
        bytes[write] = bytes[read]!;
        write += 1;
        if (bytes[read] === QUOTE && bytes[read + 1] === QUOTE) read += 1;
      }
      this.ends[cell] = write;
    }
  }

  #cell(start: number, end: number): void {
    if (this.cells < this.#stride) {
      this.starts[this.base + this.cells] = start;
      this.ends[this.base + this.cells] = end;
      this.cells += 1;
    } else if (end > start) this.extra = true;
  }
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === LF || byte === CR;

/**
 * Rows of a CSV after its header, in batches. Splits bytes, not text: in CP949 no byte of a character looks like a
 * delimiter, quote or line end. Rows without any content are passed over. `checked`: the bytes were found to be of the
 * encoding in an earlier pass.
 */
export async function* csvBatches(
  read: ByteSource,
  encoding: CellEncoding,
  delimiter: number,
  stride: number,
  firstLine: number,
  checked = false,
): AsyncGenerator<RowBatch, void, undefined> {
  let bytes: Buffer = Buffer.allocUnsafe(1 << 20);
  const splitter = new RowSplitter(delimiter, stride, ROWS);
  const lines = new Int32Array(ROWS);
  const flaws = new Uint8Array(ROWS);
  let end = 0;
  let line = firstLine;
  for (;;) {
    const came = await read(bytes, end);
    const final = came === 0;
    end += came;
    const sound =
      checked || (encoding === 'utf8' && isUtf8(bytes.subarray(0, bytes.lastIndexOf(LF, end - 1) + 1)));
    let at = 0;
    let rows = 0;
    while (at < end) {
      splitter.base = rows * stride;
      const next = splitter.row(bytes, at, end, final, line);
      if (next < 0) break;
      let cell = splitter.base + splitter.cells;
      const present = splitter.cells;
      while (cell < splitter.base + stride) {
        splitter.starts[cell] = 0;
        splitter.ends[cell] = 0;
        cell += 1;
      }
      let filled = splitter.extra || splitter.broken;
      for (let index = splitter.base; !filled && index < splitter.base + present; index += 1)
        filled = splitter.ends[index]! > splitter.starts[index]!;
      if (filled) {
        const readable =
          sound || (encoding === 'cp949' ? isCp949(bytes, at, next) : isUtf8(bytes.subarray(at, next)));
        splitter.closeUp(bytes);
        lines[rows] = line;
        flaws[rows] =
          (present < stride ? FEWER_CELLS : 0) |
          (splitter.extra ? MORE_CELLS : 0) |
          (splitter.broken || !readable ? BROKEN : 0);
        rows += 1;
      }
      line = splitter.line;
      at = next;
      if (rows === ROWS) {
        yield { bytes, encoding, stride, starts: splitter.starts, ends: splitter.ends, lines, flaws, rows };
        rows = 0;
      }
    }
    if (rows > 0)
      yield { bytes, encoding, stride, starts: splitter.starts, ends: splitter.ends, lines, flaws, rows };
    if (final) return;
    bytes.copyWithin(0, at, end);
    end -= at;
    if (end > bytes.length / 2) {
      const larger = Buffer.allocUnsafe(bytes.length * 2);
      bytes.copy(larger, 0, 0, end);
      bytes = larger;
    }
  }
}
