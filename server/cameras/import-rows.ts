import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { RowBatch } from '../../geodata/row-batch.ts';
import { csvCell } from './csv-cell.rules.ts';
import { loginColumns, writtenText } from './import-cells.ts';
import { outcomeOf, quarantineReasons, warningReasons, type Outcome } from './import-reasons.rules.ts';
import type { Columns, Field } from './national-columns.rules.ts';
import { placeName, type Reason } from './national.rules.ts';
import { batchesAgain, type ReadImport } from './read-import.ts';

/** One row of the file with what became of it, for the map before accepting. */
export interface ImportRow {
  readonly rowNo: number;
  readonly line: number;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  readonly title: string;
  readonly proposal: readonly [lon: number, lat: number] | null;
  /** Line of the row with the same content that this one merged into. */
  readonly mergedIntoLine: number | null;
}

const POSITION: readonly Field[] = ['lat', 'lon'];
const FIELDS_OF: Partial<Record<Reason, readonly Field[]>> = {
  'swapped-coordinates': POSITION,
  'truncated-coordinates': POSITION,
  'zero-coordinates': POSITION,
  'dms-as-decimal': POSITION,
  'outside-area': POSITION,
  'missing-coordinates': POSITION,
  'stacked-point': POSITION,
  'district-mismatch': ['roadAddress', 'lotAddress', 'lat', 'lon'],
  'bad-month': ['month'],
  'future-month': ['month'],
  'unknown-purpose': ['purpose'],
  'free-text-direction': ['direction'],
  'unknown-pixels': ['pixels'],
  'unknown-retention': ['retention'],
  'over-retention': ['retention'],
  'too-many-cameras': ['count'],
};

/** Every row with its outcome, in the order of the file, a batch at a time. */
export async function* importRows(read: ReadImport): AsyncGenerator<ImportRow[]> {
  for await (const { batch, firstRow } of batchesAgain(read.path))
    yield Array.from({ length: batch.rows }, (_, row) => importRow(read, batch, row, firstRow + row));
}

function importRow(read: ReadImport, batch: RowBatch, row: number, index: number): ImportRow {
  const { rows, proposal } = read.verdict;
  const { columns } = read.judge;
  const reasons = rows.reasons[index]!;
  const placed = rows.point[index]! >= 0;
  const sameAs = rows.sameAs[index]!;
  const title =
    placeName(writtenText(batch, row, columns.roadAddress), writtenText(batch, row, columns.lotAddress)) ||
    writtenText(batch, row, columns.managementNo);
  return {
    rowNo: index,
    line: rows.lines[index]!,
    lon: placed ? rows.lon[index]! : null,
    lat: placed ? rows.lat[index]! : null,
    outcome: outcomeOf(reasons),
    reasons: [...new Set<Reason>([...quarantineReasons(reasons), ...warningReasons(reasons)])],
    title,
    proposal: proposal(index),
    mergedIntoLine: sameAs < 0 ? null : rows.lines[sameAs]!,
  };
}

const REPORT_HEADER = 'outcome,line,field,value,reason,proposal,merged_into_line\r\n';

/**
 * Writes each reason of each row as a CSV line: outcome, line, field, value, reason, the proposal for a position that
 * can be put right, and the line a full duplicate merged into. UTF-8 with a byte order mark, for spreadsheets.
 */
export async function writeRowReport(read: ReadImport, path: string): Promise<void> {
  const out = createWriteStream(path);
  const done = finished(out);
  done.catch(() => undefined);
  out.write(`\ufeff${REPORT_HEADER}`);
  for await (const { batch, firstRow } of batchesAgain(read.path)) {
    let text = '';
    for (let row = 0; row < batch.rows; row += 1)
      if (read.verdict.rows.reasons[firstRow + row] !== 0)
        text += reportLines(read, batch, row, firstRow + row);
    if (!out.write(text)) await Promise.race([once(out, 'drain'), done]);
  }
  out.end();
  await done;
}

function reportLines(read: ReadImport, batch: RowBatch, row: number, index: number): string {
  const { columns } = read.judge;
  const { outcome, line, reasons, proposal, mergedIntoLine } = importRow(read, batch, row, index);
  return reasons
    .map((reason) => {
      const at =
        reason === 'login-in-text'
          ? loginColumns(batch, row)
          : fieldsOf(reason, read, index).flatMap((field) => (columns[field] >= 0 ? [columns[field]] : []));
      const value = at.map((column) => writtenText(batch, row, column)).join(' / ');
      const shown = proposal === null ? '' : `${proposal[1].toFixed(6)} / ${proposal[0].toFixed(6)}`;
      const named =
        reason === 'missing-column'
          ? absentColumns(columns).join(' / ')
          : at.map((column) => read.header[column] ?? String(column + 1)).join(' / ');
      const cells = [outcome, String(line), named, value, reason, shown, String(mergedIntoLine ?? '')];
      return `${cells.map(csvCell).join(',')}\r\n`;
    })
    .join('');
}

const NEEDED = {
  agency: '관리기관명',
  purpose: '설치목적구분',
  count: '카메라대수',
  lat: 'WGS84위도',
  lon: 'WGS84경도',
};

/** Names of the needed columns that the file lacks. */
const absentColumns = (columns: Columns): string[] =>
  Object.entries(NEEDED).flatMap(([field, name]) =>
    columns[field as keyof typeof NEEDED] < 0 ? [name] : [],
  );

function fieldsOf(reason: Reason, read: ReadImport, index: number): readonly Field[] {
  if (reason === 'not-a-number')
    return outcomeOf(read.verdict.rows.reasons[index]!) === 'quarantine' ? POSITION : ['count'];
  if (reason === 'missing-column') return [];
  return FIELDS_OF[reason] ?? [];
}
