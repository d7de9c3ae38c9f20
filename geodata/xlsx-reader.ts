import { SaxesParser } from 'saxes';
import { openZip, type Zip } from './zip-file.ts';
import { TableError } from './row-batch.ts';

/** One row of a sheet: its number and its cells as text, '' where there is none. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

const attribute = (attributes: Record<string, string>, name: string): string | undefined => attributes[name];

/** Runs `take` for each piece of XML as it comes out of the archive, so that no sheet is held whole. */
async function* parsedChunks(zip: Zip, name: string, parser: SaxesParser): AsyncGenerator<void> {
  const decoder = new TextDecoder();
  for await (const chunk of await zip.stream(name)) {
    parser.write(decoder.decode(chunk as Buffer, { stream: true }));
    yield;
  }
  parser.close();
  yield;
}

const newParser = (): SaxesParser => {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new TableError(
      'unreadable-file',
      `XLSX 안의 XML을 읽지 못했습니다: ${error.message}`,
      `The XML in the XLSX cannot be read: ${error.message}`,
    );
  });
  return parser;
};

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

async function sharedStrings(zip: Zip): Promise<string[]> {
  const name = zip.names.find((each) => /^xl\/sharedStrings\.xml$/i.test(each));
  const strings: string[] = [];
  if (name === undefined) return strings;
  const parser = newParser();
  let text = '';
  let inText = false;
  let phonetic = 0;
  parser.on('opentag', (tag) => {
    const local = localName(tag.name);
    if (local === 'si') text = '';
    else if (local === 'rPh') phonetic += 1;
    else if (local === 't') inText = phonetic === 0;
  });
  parser.on('closetag', (tag) => {
    const local = localName(tag.name);
    if (local === 'si') strings.push(text);
    else if (local === 'rPh') phonetic -= 1;
    else if (local === 't') inText = false;
  });
  parser.on('text', (piece) => {
    if (inText) text += piece;
  });
  for await (const _ of parsedChunks(zip, name, parser)) void _;
  return strings;
}

/** Which cell styles show a number as a date. */
async function dateStyles(zip: Zip): Promise<Set<number>> {
  const name = zip.names.find((each) => /^xl\/styles\.xml$/i.test(each));
  const styles = new Set<number>();
  if (name === undefined) return styles;
  const dateFormats = new Set([
    14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
  ]);
  const parser = newParser();
  let inCells = false;
  let index = 0;
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    const local = localName(tag.name);
    if (local === 'numFmt') {
      const code = (attribute(attributes, 'formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
      if (/[yd]/i.test(code)) dateFormats.add(Number(attribute(attributes, 'numFmtId')));
    } else if (local === 'cellXfs') inCells = true;
    else if (local === 'xf' && inCells) {
      if (dateFormats.has(Number(attribute(attributes, 'numFmtId')))) styles.add(index);
      index += 1;
    }
  });
  parser.on('closetag', (tag) => {
    if (localName(tag.name) === 'cellXfs') inCells = false;
  });
  for await (const _ of parsedChunks(zip, name, parser)) void _;
  return styles;
}

const DAY_MS = 86_400_000;

/** A spreadsheet's day number as an ISO day; the system that counts a 29 February 1900. */
function isoDay(serial: number): string {
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10);
}

function columnIndex(reference: string): number {
  let index = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  return index - 1;
}

const WIDEST = 512;

async function* sheetRows(
  zip: Zip,
  name: string,
  strings: readonly string[],
  dates: ReadonlySet<number>,
): AsyncGenerator<SheetRow[]> {
  const parser = newParser();
  let rows: SheetRow[] = [];
  let cells: string[] = [];
  let number = 0;
  let column = -1;
  let type = '';
  let style = 0;
  let text = '';
  let reading = false;
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    const local = localName(tag.name);
    if (local === 'row') {
      number = Number(attribute(attributes, 'r') ?? number + 1);
      cells = [];
      column = -1;
    } else if (local === 'c') {
      const reference = attribute(attributes, 'r');
      column = reference === undefined ? column + 1 : columnIndex(reference);
      type = attribute(attributes, 't') ?? 'n';
      style = Number(attribute(attributes, 's') ?? -1);
      text = '';
    } else if (local === 'v' || local === 't') reading = true;
    else if (local === 'rPh') reading = false;
  });
  parser.on('text', (piece) => {
    if (reading) text += piece;
  });
  parser.on('closetag', (tag) => {
    const local = localName(tag.name);
    if (local === 'v' || local === 't') reading = false;
    else if (local === 'c' && column >= 0 && column < WIDEST) {
      let shown = text;
      if (type === 's') shown = strings[Number(text)] ?? '';
      else if (type === 'n' && text !== '') {
        // The file keeps the shortest binary form; 15 digits are what the sheet shows.
        const value = Number(text);
        shown =
          dates.has(style) && value > 0 && value < 2_958_466
            ? isoDay(value)
            : String(Number(value.toPrecision(15)));
      } else if (type === 'e') shown = '';
      while (cells.length < column) cells.push('');
      cells[column] = shown;
    } else if (local === 'row') rows.push({ number, cells });
  });
  for await (const _ of parsedChunks(zip, name, parser)) {
    void _;
    if (rows.length > 0) {
      yield rows;
      rows = [];
    }
  }
}

/** Sheets of a workbook in the workbook's order, as paths inside the archive. */
async function sheetPaths(zip: Zip): Promise<string[]> {
  const present = zip.names.filter((name) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name));
  const targets = new Map<string, string>();
  const order: string[] = [];
  const relations = newParser();
  relations.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    if (localName(tag.name) === 'Relationship')
      targets.set(attributes['Id'] ?? '', attributes['Target'] ?? '');
  });
  const workbook = newParser();
  workbook.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    if (localName(tag.name) !== 'sheet') return;
    const id = Object.entries(attributes).find(
      ([name]) => localName(name) === 'id' && name.includes(':'),
    )?.[1];
    const target = targets.get(id ?? '')?.replace(/^\/?(xl\/)?/, 'xl/');
    if (target !== undefined && present.includes(target)) order.push(target);
  });
  for (const [name, parser] of [
    ['xl/_rels/workbook.xml.rels', relations],
    ['xl/workbook.xml', workbook],
  ] as const)
    if (zip.names.includes(name)) for await (const _ of parsedChunks(zip, name, parser)) void _;
  return [...order, ...present.filter((name) => !order.includes(name)).sort()];
}

/**
 * Rows of the first sheet for which `wanted` accepts one of its first rows. The dimension record is not looked at,
 * since exports exist whose dimension says one row. Holds the shared strings in memory, the rows it streams.
 */
export async function* xlsxRows(
  path: string,
  wanted: (rows: readonly SheetRow[]) => boolean,
): AsyncGenerator<SheetRow[]> {
  const zip = await openZip(path);
  try {
    const sheets = await sheetPaths(zip);
    if (sheets.length === 0)
      throw new TableError(
        'unreadable-file',
        'XLSX가 아닙니다. ZIP 안에 시트가 없습니다.',
        'Not an XLSX: the ZIP holds no sheet.',
      );
    const [strings, dates] = [await sharedStrings(zip), await dateStyles(zip)];
    for (const sheet of sheets) {
      let first: SheetRow[] | null = [];
      for await (const rows of sheetRows(zip, sheet, strings, dates)) {
        if (first === null) {
          yield rows;
          continue;
        }
        first.push(...rows);
        if (first.length < 20) continue;
        if (!wanted(first)) break;
        yield first;
        first = null;
      }
      if (first === null) return;
      if (first.length > 0 && first.length < 20 && wanted(first)) {
        yield first;
        return;
      }
    }
  } finally {
    zip.close();
  }
}
