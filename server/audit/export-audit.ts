import { createHash } from 'node:crypto';
import { csvCell } from '../cameras/csv-cell.rules.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import type { AuditFilter, AuditRow } from './audit.schema.ts';
import { camerasOfFilter, filterFacts, ofQuestion, shownRows } from './read-audit.ts';
import { happenedAt, instantOf, RowWords } from './row-words.rules.ts';
import { speechIn } from './spoken.ts';
import { streamRows } from './read-audit.sql.ts';

const MOST_ROWS = 200_000;
const tooManyRows = (): ApiError =>
  new ApiError(422, 'too-many-rows', {
    ko: `한 파일에 ${MOST_ROWS}행까지 내보냅니다. 기간을 줄여 나누어 내보내십시오.`,
    en: `One file takes ${MOST_ROWS} rows. Choose fewer days and export in parts.`,
  });

/** The columns of the file, each with its word; the program's own name of the action stands beside what people call it. */
const COLUMNS = [
  'audit.col.seq',
  'audit.csv.at',
  'audit.csv.happened',
  'audit.col.person',
  'audit.csv.role',
  'audit.col.address',
  'audit.col.action',
  'audit.csv.action',
  'audit.col.outcome',
  'audit.col.object',
  'audit.csv.managementNo',
  'audit.col.camera',
  'audit.csv.facts',
];

/** The cells of one row as the screen says them; a protected site is named as no more than that. */
function cellsOf(row: AuditRow, words: RowWords): string[] {
  const happened = happenedAt(row);
  return [
    String(row.seq),
    instantOf(row.at),
    happened === null ? '' : instantOf(happened),
    row.personName,
    words.role(row.role),
    row.address ?? '',
    words.action(row.action),
    row.action,
    words.outcome(row.outcome),
    words.object(row),
    row.camera?.managementNo ?? '',
    row.camera?.name ?? '',
    row.hidden ? '' : factsIn(row, words),
  ];
}

const factsIn = (row: AuditRow, words: RowWords): string =>
  words
    .facts(row)
    .map((fact) => `${fact.name}: ${fact.words}`)
    .join(' | ');

/**
 * The rows that fit as a CSV for spreadsheets, in the asker's language, the reason first. The export is a row itself, with the reason, the count
 * and the file's sha256. Throws 422 where more rows fit than one file takes.
 */
export async function exportAudit(
  sql: Sql,
  actor: Actor,
  filter: AuditFilter,
  { reason, now, language }: { readonly reason: string; readonly now: Date; readonly language: 'ko' | 'en' },
): Promise<Buffer> {
  const speech = speechIn(language);
  const words = new RowWords(speech);
  const cameras = await camerasOfFilter(sql, actor, filter.camera);
  const object = { kind: 'audit', ...ofQuestion(cameras), detail: { reason, ...filterFacts(filter) } };
  return act(sql, actor, 'audit.export', object, async (tx, note) => {
    const line = (cells: readonly string[]): string => `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
    const body: string[] = [];
    let rows = 0;
    for await (const some of streamRows(tx, filter, cameras.ids)) {
      rows += some.length;
      if (rows > MOST_ROWS) throw tooManyRows();
      body.push((await shownRows(tx, actor, some)).map((row) => line(cellsOf(row, words))).join(''));
    }
    const head = [
      line([speech.t('audit.csv.reason'), reason]),
      line([speech.t('audit.csv.by'), actor.personName]),
      line([speech.t('audit.csv.made'), instantOf(now)]),
      line([speech.t('audit.csv.rows'), String(rows)]),
      line(COLUMNS.map((key) => speech.t(key))),
    ];
    // The mark tells a spreadsheet that this is UTF-8.
    const file = Buffer.from(['\uFEFF', ...head, ...body].join(''));
    note({ rows, sha256: createHash('sha256').update(file).digest('hex') });
    return file;
  });
}
