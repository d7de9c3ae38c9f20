import { open, stat, type FileHandle } from 'node:fs/promises';
import { bomLength, csvBatches, delimiterOf, encodingOf, firstRows, type ByteSource } from './csv-reader.ts';
import { JsonRecords } from './json-reader.ts';
import { headerRow, MORE_CELLS, TableError, type RowBatch, type TableReader } from './row-batch.ts';
import type { SheetRow } from './xlsx-reader.ts';

/** Tells a header from a title or a row of values, by its plain names (see `plainHeader`). */
export type HeaderTest = (names: readonly string[]) => boolean;

/**
 * Opens a table whatever it is by its content, not by its name: CSV (CP949, UTF-8 with or without byte order mark,
 * UTF-16 with one), XLSX or JSON. Reads on as batches are asked for; memory does not grow with rows.
 * `checked`: an earlier pass has found the bytes to be of their encoding. Throws TableError for what is none of these, or has no header that `isHeader` accepts.
 */
export async function openTable(path: string, isHeader: HeaderTest, checked = false): Promise<TableReader> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new TableError('unreadable-file', `파일이 없습니다: ${path}`, `There is no such file: ${path}`);
  if (!found.isFile())
    throw new TableError('unreadable-file', `파일이 아닙니다: ${path}`, `Not a file: ${path}`);
  const file = await open(path);
  const head = Buffer.alloc(Math.min(found.size, 1 << 20));
  await file.read(head, 0, head.length, 0);
  if (head.length === 0) {
    await file.close();
    throw new TableError('unreadable-file', '빈 파일입니다.', 'The file is empty.');
  }
  const magic = head.toString('latin1', 0, 8);
  if (magic.startsWith('PK')) {
    await file.close();
    return xlsxTable(path, isHeader);
  }
  if (
    magic.startsWith('\xd0\xcf\x11\xe0') ||
    /^\s*<(!doctype|html|table|\?xml)/i.test(head.toString('latin1', 0, 200))
  ) {
    await file.close();
    throw new TableError(
      'unreadable-file',
      '옛 엑셀(XLS) 또는 HTML 파일입니다. 엑셀에서 XLSX나 CSV로 저장해 다시 가져오십시오.',
      'An old Excel (XLS) or HTML file. Save it as XLSX or CSV and import that.',
    );
  }
  const wide = magic.startsWith('\xff\xfe') ? 'utf-16le' : magic.startsWith('\xfe\xff') ? 'utf-16be' : null;
  const text =
    wide === null ? head : Buffer.from(new TextDecoder(wide).decode(head.subarray(0, head.length & ~1)));
  const first = text.toString('latin1', bomLength(text), 4096).trimStart()[0];
  if (first === '{' || first === '[') return jsonTable(file, isHeader, wide);
  return csvTable(file, text, isHeader, wide, checked);
}

type Wide = 'utf-16le' | 'utf-16be';
const named = (wide: Wide | null): TableReader['encoding'] =>
  wide === null ? 'UTF-8' : wide === 'utf-16le' ? 'UTF-16LE' : 'UTF-16BE';

function source(file: FileHandle, from: number, wide: Wide | null): ByteSource {
  let position = from;
  if (wide === null)
    return async (into, offset) => {
      const { bytesRead } = await file.read(into, offset, into.length - offset, position);
      position += bytesRead;
      if (bytesRead === 0) await file.close();
      return bytesRead;
    };
  const decoder = new TextDecoder(wide);
  const raw = Buffer.allocUnsafe(1 << 16);
  let skip = from;
  position = 0;
  let over = Buffer.alloc(0);
  return async (into, offset) => {
    while (over.length === 0) {
      const { bytesRead } = await file.read(raw, 0, raw.length, position);
      position += bytesRead;
      if (bytesRead === 0) {
        await file.close();
        return 0;
      }
      over = Buffer.from(decoder.decode(raw.subarray(0, bytesRead), { stream: true }));
      const skipped = Math.min(skip, over.length);
      over = over.subarray(skipped);
      skip -= skipped;
    }
    const copied = over.copy(into, offset);
    over = over.subarray(copied);
    return copied;
  };
}

const noHeader = (): TableError =>
  new TableError(
    'missing-column',
    '머리글을 찾지 못했습니다. 앞 20행 안에 위도와 경도 열의 이름이 있어야 합니다. (missing-column)',
    'No header was found: one of the first 20 rows must name a latitude and a longitude column. (missing-column)',
  );

async function csvTable(
  file: FileHandle,
  head: Buffer,
  isHeader: HeaderTest,
  wide: Wide | null,
  checked: boolean,
): Promise<TableReader> {
  const encoding = encodingOf(head);
  let delimiter = delimiterOf(head);
  const copy = () => Buffer.from(head.subarray(0, 1 << 16));
  let rows = firstRows(copy(), encoding, delimiter);
  let at = headerRow(
    rows.map(({ cells }) => cells),
    isHeader,
  );
  for (const other of [0x2c, 0x09, 0x3b, 0x7c]) {
    if (at >= 0) break;
    delimiter = other;
    rows = firstRows(copy(), encoding, delimiter);
    at = headerRow(
      rows.map(({ cells }) => cells),
      isHeader,
    );
  }
  if (at < 0) {
    await file.close();
    throw noHeader();
  }
  const { cells, end, line } = rows[at]!;
  while (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
  return {
    kind: 'csv',
    encoding: wide === null && encoding === 'cp949' ? 'CP949' : named(wide),
    columns: cells,
    batches: csvBatches(source(file, end, wide), encoding, delimiter, cells.length, line, checked),
  };
}

function jsonTable(file: FileHandle, isHeader: HeaderTest, wide: Wide | null): TableReader {
  const records = new JsonRecords((keys) => headerRow([keys], isHeader) === 0);
  return {
    kind: 'json',
    encoding: named(wide),
    columns: records.columns,
    batches: records.batches(source(file, 0, wide)),
  };
}

async function xlsxTable(path: string, isHeader: HeaderTest): Promise<TableReader> {
  // Loaded only for a workbook: a CSV of 200,000 rows is read faster than these libraries load.
  const { xlsxRows } = await import('./xlsx-reader.ts');
  const sheet = xlsxRows(
    path,
    (rows) =>
      headerRow(
        rows.map(({ cells }) => cells),
        isHeader,
      ) >= 0,
  );
  const begin = await sheet.next();
  if (begin.done === true) throw noHeader();
  const first = begin.value;
  const at = headerRow(
    first.map(({ cells }) => cells),
    isHeader,
  );
  const columns = [...first[at]!.cells];
  while (columns.length > 1 && columns.at(-1)?.trim() === '') columns.pop();
  async function* batches(): AsyncGenerator<RowBatch, void, undefined> {
    const rest = first.slice(at + 1);
    if (rest.length > 0) yield* batchesOf(rest, columns.length);
    for await (const rows of sheet) yield* batchesOf(rows, columns.length);
  }
  return { kind: 'xlsx', encoding: 'UTF-8', columns, batches: batches() };
}

function* batchesOf(rows: readonly SheetRow[], stride: number): Generator<RowBatch> {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) return;
  const parts: Buffer[] = [];
  const starts = new Int32Array(filled.length * stride);
  const ends = new Int32Array(filled.length * stride);
  const lines = new Int32Array(filled.length);
  const flaws = new Uint8Array(filled.length);
  let at = 0;
  for (const [row, { number, cells }] of filled.entries()) {
    lines[row] = number;
    // A sheet leaves empty cells out, so a short row is no flaw here.
    if (cells.slice(stride).some((cell) => cell.trim() !== '')) flaws[row] = MORE_CELLS;
    for (let column = 0; column < stride; column += 1) {
      const bytes = Buffer.from((cells[column] ?? '').trim());
      parts.push(bytes);
      starts[row * stride + column] = at;
      ends[row * stride + column] = at += bytes.length;
    }
  }
  yield {
    bytes: Buffer.concat(parts, at),
    encoding: 'utf8',
    stride,
    starts,
    ends,
    lines,
    flaws,
    rows: filled.length,
  };
}
