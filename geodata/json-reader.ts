import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './csv-reader.ts';
import { BROKEN, TableError, type RowBatch } from './row-batch.ts';

const ROWS = 1024;
const KEYS = 64;
const LARGEST_RECORD = 1 << 20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LIST = 0x5b;
const LIST_END = 0x5d;
const QUOTE = 0x22;
const ESCAPE = 0x5c;

/**
 * Reads records from JSON text as it comes: an array of flat objects wherever it stands in the text, an object a
 * line, or a portal's `{fields, records}` with records as objects or as arrays in the order of `fields`.
 * An object counts as a record when `isRecord` accepts its keys; all others are passed over.
 */
export class JsonRecords {
  readonly columns: string[] = [];
  readonly #isRecord: (keys: readonly string[]) => boolean;
  readonly #columnOf = new Map<string, number>();
  readonly #accepted = new Set<string>();
  #fieldNames: string[] = [];

  constructor(isRecord: (keys: readonly string[]) => boolean) {
    this.#isRecord = isRecord;
  }

  async *batches(read: ByteSource): AsyncGenerator<RowBatch, void, undefined> {
    let bytes: Buffer = Buffer.allocUnsafe(1 << 20);
    const starts = new Int32Array(ROWS * KEYS);
    const ends = new Int32Array(ROWS * KEYS);
    const lines = new Int32Array(ROWS);
    const flaws = new Uint8Array(ROWS);
    const batch = (rows: number): RowBatch => ({
      bytes,
      encoding: 'utf8',
      stride: KEYS,
      starts,
      ends,
      lines,
      flaws,
      rows,
    });
    let end = 0;
    let record = 0;
    for (;;) {
      const came = await read(bytes, end);
      const final = came === 0;
      end += came;
      let at = 0;
      let rows = 0;
      for (;;) {
        const found = nextContainer(bytes, at, end);
        at = found < 0 ? ~found : found;
        if (found < 0 || at >= end) break;
        const close = flatEnd(bytes, at, end);
        if (close.state === 'nested') {
          // A record left open before the next one begins must not vanish as a wrapper.
          if (this.#startsLikeRecord(bytes, at, close.at)) {
            lines[rows] = record += 1;
            flaws[rows] = BROKEN;
            starts.fill(0, rows * KEYS, (rows + 1) * KEYS);
            ends.fill(0, rows * KEYS, (rows + 1) * KEYS);
            rows += 1;
            if (rows === ROWS) {
              yield batch(rows);
              rows = 0;
            }
          }
          at += 1;
          continue;
        }
        if (close.state === 'more') {
          if (end - at > LARGEST_RECORD)
            throw new TableError(
              'unreadable-file',
              'JSON 한 건이 너무 깁니다. 파일이 깨졌는지 확인하십시오.',
              'A JSON record is too long. Check whether the file is damaged.',
            );
          if (!final) break;
          lines[rows] = record += 1;
          flaws[rows] = BROKEN;
          starts.fill(0, rows * KEYS, (rows + 1) * KEYS);
          ends.fill(0, rows * KEYS, (rows + 1) * KEYS);
          rows += 1;
          at = end;
          break;
        }
        starts.fill(0, rows * KEYS, (rows + 1) * KEYS);
        ends.fill(0, rows * KEYS, (rows + 1) * KEYS);
        const outcome =
          bytes[at] === OPEN
            ? this.#object(bytes, at + 1, close.at, starts, ends, rows * KEYS)
            : this.#list(bytes, at + 1, close.at, starts, ends, rows * KEYS);
        at = close.at + 1;
        if (outcome !== 'other') {
          lines[rows] = record += 1;
          flaws[rows] = outcome === 'broken' ? BROKEN : 0;
          rows += 1;
          if (rows === ROWS) {
            yield batch(rows);
            rows = 0;
          }
        }
      }
      if (rows > 0) yield batch(rows);
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

  #startsLikeRecord(bytes: Buffer, at: number, end: number): boolean {
    const [known] = this.#accepted;
    if (known === undefined || bytes[at] !== OPEN) return false;
    return bytes.toString('utf8', at, end).includes(`"${known.split('\n', 1)[0]!}"`);
  }

  #column(name: string): number {
    const known = this.#columnOf.get(name);
    if (known !== undefined) return known;
    if (this.columns.length >= KEYS) return -1;
    this.#columnOf.set(name, this.columns.length);
    return this.columns.push(name) - 1;
  }

  #object(
    bytes: Buffer,
    start: number,
    end: number,
    starts: Int32Array,
    ends: Int32Array,
    base: number,
  ): 'record' | 'broken' | 'other' {
    const keys: string[] = [];
    const cells: { start: number; end: number }[] = [];
    let sound = true;
    let at = start;
    for (;;) {
      at = afterBlanks(bytes, at, end);
      if (at >= end) break;
      if (bytes[at] !== QUOTE) {
        sound = false;
        break;
      }
      const keyEnd = stringEnd(bytes, at + 1, end);
      const key = this.#keyText(bytes, at + 1, keyEnd);
      at = afterBlanks(bytes, keyEnd + 1, end);
      if (bytes[at] !== 0x3a) {
        sound = false;
        break;
      }
      at = afterBlanks(bytes, at + 1, end);
      const cell = value(bytes, at, end);
      if (cell.start < 0) sound = false;
      keys.push(key);
      cells.push(cell);
      at = afterBlanks(bytes, cell.next, end);
      if (bytes[at] === 0x2c) at += 1;
      else if (at < end) {
        sound = false;
        break;
      }
    }
    const signature = keys.join('\n');
    if (!this.#accepted.has(signature)) {
      if (!this.#isRecord(keys)) {
        const name = keys.includes('id') ? cells[keys.indexOf('id')] : undefined;
        if (this.#accepted.size === 0 && name && name.start >= 0)
          this.#fieldNames.push(bytes.toString('utf8', name.start, name.end));
        if (this.#accepted.size === 0 || sound) return 'other';
        return 'broken';
      }
      if (this.#accepted.size < 1000) this.#accepted.add(signature);
    }
    for (const [index, key] of keys.entries()) {
      const column = this.#column(key);
      const cell = cells[index]!;
      if (column < 0 || cell.start < 0) continue;
      starts[base + column] = cell.start;
      ends[base + column] = cell.end;
    }
    return sound && isUtf8(bytes.subarray(start, end)) ? 'record' : 'broken';
  }

  #list(
    bytes: Buffer,
    start: number,
    end: number,
    starts: Int32Array,
    ends: Int32Array,
    base: number,
  ): 'record' | 'broken' | 'other' {
    if (this.#fieldNames.length === 0 || !this.#isRecord(this.#fieldNames)) return 'other';
    let at = start;
    let index = 0;
    for (; ; index += 1) {
      at = afterBlanks(bytes, at, end);
      if (at >= end) break;
      const cell = value(bytes, at, end);
      if (cell.start < 0) return 'broken';
      const column = index < this.#fieldNames.length ? this.#column(this.#fieldNames[index]!) : -1;
      if (column < 0) return 'broken';
      starts[base + column] = cell.start;
      ends[base + column] = cell.end;
      at = afterBlanks(bytes, cell.next, end);
      if (bytes[at] === 0x2c) at += 1;
    }
    return index === 0 ? 'other' : index === this.#fieldNames.length ? 'record' : 'broken';
  }

  readonly #keys = new Map<string, string>();
  #keyText(bytes: Buffer, start: number, end: number): string {
    const raw = bytes.toString('latin1', start, end);
    let key = this.#keys.get(raw);
    if (key === undefined) {
      key = unescaped(bytes.toString('utf8', start, end));
      if (this.#keys.size < 10_000) this.#keys.set(raw, key);
    }
    return key;
  }
}

function afterBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! <= 0x20) at += 1;
  return at;
}

/** The next `{` or `[` outside of strings; `end` where there is none, `~offset` of a string that is not complete yet. */
function nextContainer(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === OPEN || byte === LIST) return at;
    if (byte === QUOTE) {
      const close = stringEnd(bytes, at + 1, end);
      if (close >= end) return ~at;
      at = close + 1;
    } else at += 1;
  }
  return end;
}

type Closing = { readonly state: 'closed' | 'nested' | 'more'; readonly at: number };

/** Where the container at `at` closes, or where another container opens inside it. */
function flatEnd(bytes: Buffer, at: number, end: number): Closing {
  for (let next = at + 1; next < end; next += 1) {
    const byte = bytes[next]!;
    if (byte === QUOTE) {
      next = stringEnd(bytes, next + 1, end);
      continue;
    }
    if (byte === CLOSE || byte === LIST_END) return { state: 'closed', at: next };
    if (byte === OPEN || byte === LIST) return { state: 'nested', at: next };
  }
  return { state: 'more', at: end };
}

function stringEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === ESCAPE) at += 1;
  }
  return end;
}

/** One scalar: offsets of its text (negative where it is none) and of what follows. Escapes are closed up in place. */
function value(bytes: Buffer, at: number, end: number): { start: number; end: number; next: number } {
  if (bytes[at] === QUOTE) {
    const close = stringEnd(bytes, at + 1, end);
    if (close >= end) return { start: -1, end: -1, next: end };
    let from = at + 1;
    let to = close;
    if (bytes.subarray(from, close).includes(ESCAPE)) {
      const text = Buffer.from(unescaped(bytes.toString('utf8', from, close)));
      text.copy(bytes, from);
      to = from + text.length;
    }
    while (from < to && bytes[from]! <= 0x20) from += 1;
    while (to > from && bytes[to - 1]! <= 0x20) to -= 1;
    return { start: from, end: to, next: close + 1 };
  }
  let stop = at;
  while (stop < end && bytes[stop] !== 0x2c && bytes[stop]! > 0x20) stop += 1;
  const word = bytes.toString('latin1', at, stop);
  if (word === 'null') return { start: at, end: at, next: stop };
  if (!/^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false)$/.test(word))
    return { start: -1, end: -1, next: Math.max(stop, at + 1) };
  return { start: at, end: stop, next: stop };
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    // Raw control characters are no JSON, but files carry them.
    // eslint-disable-next-line no-control-regex
    return JSON.parse(`"${text.replace(/[\u0000-\u001f]/g, ' ')}"`) as string;
  } catch {
    return text;
  }
}
