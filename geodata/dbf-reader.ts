import { isUtf8 } from 'node:buffer';
import { decodeCp949 } from './cp949.ts';
import { TableError } from './row-batch.ts';

interface FieldDescriptor {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

export type Attributes = Readonly<Record<string, string | number | null>>;

/**
 * Attributes of a shapefile. Text is UTF-8 where the .cpg says so or every text is valid as such, else CP949, as
 * Korean files are; the `euc-kr` of the runtime would spoil most syllables.
 */
export function readDbf(bytes: Buffer, cpg: string | null): Attributes[] {
  if (bytes.length < 33)
    throw new TableError('unreadable-file', 'DBF가 너무 짧습니다.', 'The DBF is too short.');
  const count = bytes.readUInt32LE(4);
  const headerLength = bytes.readUInt16LE(8);
  const recordLength = bytes.readUInt16LE(10);
  const utf8 =
    cpg !== null && cpg.trim() !== '' ? /utf-?8|65001/iu.test(cpg) : isUtf8(bytes.subarray(headerLength));
  const decode = (start: number, end: number): string =>
    (utf8 ? bytes.toString('utf8', start, end) : decodeCp949(bytes, start, end))
      .replace(/\0+.*$/su, '')
      .trim();
  const fields: FieldDescriptor[] = [];
  let offset = 1;
  for (let at = 32; at + 32 <= headerLength && bytes[at] !== 0x0d; at += 32) {
    let nameEnd = at;
    while (nameEnd < at + 11 && bytes[nameEnd] !== 0) nameEnd += 1;
    const length = bytes[at + 16]!;
    fields.push({ name: decode(at, nameEnd), type: String.fromCharCode(bytes[at + 11]!), offset, length });
    offset += length;
  }
  const rows: Attributes[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = headerLength + index * recordLength;
    if (start + recordLength > bytes.length) break;
    const row: Record<string, string | number | null> = {};
    for (const { name, type, offset: from, length } of fields) {
      const text = decode(start + from, start + from + length);
      const numeric = type === 'N' || type === 'F';
      row[name] = text === '' || (numeric && text.startsWith('*')) ? null : numeric ? Number(text) : text;
    }
    rows.push(row);
  }
  return rows;
}
