import { createHash } from 'node:crypto';
import { csvCell } from '../cameras/csv-cell.rules.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import type { AuditFilter, AuditRow } from './audit.schema.ts';
import { camerasOfFilter, filterFacts, ofQuestion, shownRows } from './read-audit.ts';
import { streamRows } from './read-audit.sql.ts';

const MOST_ROWS = 200_000;
const HEADER = [
  '번호',
  '시각(한국)',
  '사람',
  '역할',
  '접속 주소',
  '행위',
  '결과',
  '대상 종류',
  '대상',
  '카메라 관리번호',
  '카메라',
  '내용',
];

const seoul = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'short',
  timeStyle: 'medium',
});
/** `2026-01-02 04:12:31` of the city's clock. */
const cityTime = (at: Date): string => seoul.format(at);

const tooManyRows = (): ApiError =>
  new ApiError(422, 'too-many-rows', {
    ko: `한 파일에 ${MOST_ROWS}행까지 내보냅니다. 기간을 줄여 나누어 내보내십시오.`,
    en: `One file takes ${MOST_ROWS} rows. Choose fewer days and export in parts.`,
  });

/** The cells of one row; a protected site is named as no more than that. */
const cellsOf = (row: AuditRow): string[] => [
  String(row.seq),
  cityTime(new Date(row.at)),
  row.personName,
  row.role,
  row.address ?? '',
  row.action,
  row.outcome,
  row.objectKind,
  row.hidden ? '보호 대상' : (row.objectId ?? ''),
  row.camera?.managementNo ?? '',
  row.camera?.name ?? '',
  row.hidden ? '' : JSON.stringify(row.detail),
];

/**
 * The rows that fit as a CSV for spreadsheets, the reason first. The export is a row itself, with the reason, the count
 * and the file's sha256. Throws 422 where more rows fit than one file takes.
 */
export async function exportAudit(
  sql: Sql,
  actor: Actor,
  filter: AuditFilter,
  reason: string,
  now: Date,
): Promise<Buffer> {
  const cameras = await camerasOfFilter(sql, actor, filter.camera);
  const object = { kind: 'audit', ...ofQuestion(cameras), detail: { reason, ...filterFacts(filter) } };
  return act(sql, actor, 'audit.export', object, async (tx, note) => {
    const line = (cells: readonly string[]): string => `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
    const body: string[] = [];
    let rows = 0;
    for await (const some of streamRows(tx, filter, cameras.ids)) {
      rows += some.length;
      if (rows > MOST_ROWS) throw tooManyRows();
      body.push((await shownRows(tx, actor, some)).map((row) => line(cellsOf(row))).join(''));
    }
    const head = [
      line(['내보낸 까닭', reason]),
      line(['내보낸 사람', actor.personName]),
      line(['내보낸 때(한국)', cityTime(now)]),
      line(['행 수', String(rows)]),
      line(HEADER),
    ];
    // The mark tells a spreadsheet that this is UTF-8.
    const file = Buffer.from(['\uFEFF', ...head, ...body].join(''));
    note({ rows, sha256: createHash('sha256').update(file).digest('hex') });
    return file;
  });
}
