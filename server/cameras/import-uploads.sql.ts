import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Sql } from '../platform/db.ts';
import type { ImportReport } from './import-report.ts';
import type { ImportRow } from './import-rows.ts';

export type UploadState = 'reading' | 'ready' | 'loading' | 'done' | 'failed';

export interface Failure {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
}

export interface Upload {
  readonly importId: string;
  readonly fileName: string;
  readonly storedName: string;
  readonly digest: string | null;
  readonly state: UploadState;
  readonly rowsRead: number;
  readonly report: ImportReport | null;
  readonly failure: Failure | null;
}

export async function insertUpload(
  sql: Sql,
  upload: { importId: string; accountId: number | null; fileName: string; storedName: string },
): Promise<void> {
  await sql`
    insert into import_upload (import_id, account_id, file_name, stored_name, state)
    values (${upload.importId}, ${upload.accountId}, ${upload.fileName}, ${upload.storedName}, 'reading')`;
}

export async function selectUpload(sql: Sql, importId: string): Promise<Upload | undefined> {
  const [row] = await sql<Upload[]>`
    select import_id as "importId", file_name as "fileName", stored_name as "storedName", digest, state,
           rows_read as "rowsRead", report, failure
    from import_upload where import_id = ${importId}`;
  return row;
}

/** Moves an upload on; false where it is not in the state expected, so that of two accepts one is refused. */
export async function moveUpload(
  sql: Sql,
  importId: string,
  from: UploadState,
  to: UploadState,
): Promise<boolean> {
  const { count } =
    await sql`update import_upload set state = ${to} where import_id = ${importId} and state = ${from}`;
  return count === 1;
}

export async function noteProgress(sql: Sql, importId: string, rowsRead: number): Promise<void> {
  await sql`update import_upload set rows_read = ${rowsRead} where import_id = ${importId}`;
}

export async function finishReading(
  sql: Sql,
  importId: string,
  report: ImportReport,
  digest: string,
): Promise<void> {
  await sql`
    update import_upload
    set state = 'ready', rows_read = ${report.rows}, report = ${sql.json(report as never)}, digest = ${digest}
    where import_id = ${importId} and state = 'reading'`;
}

export async function finishLoading(sql: Sql, importId: string, report: ImportReport): Promise<void> {
  await sql`
    update import_upload set state = 'done', report = ${sql.json(report as never)} where import_id = ${importId}`;
}

export async function failUpload(sql: Sql, importId: string, failure: Failure): Promise<void> {
  await sql`
    update import_upload set state = 'failed', failure = ${sql.json(failure as never)} where import_id = ${importId}`;
}

/** Removes an upload with its rows; returns the name of its stored file. */
export async function deleteUpload(sql: Sql, importId: string): Promise<string | undefined> {
  const [row] = await sql<{ storedName: string }[]>`
    delete from import_upload where import_id = ${importId} returning stored_name as "storedName"`;
  return row?.storedName;
}

/** Uploads that nobody took up for a day. */
export function selectForgottenUploads(sql: Sql): Promise<{ importId: string }[]> {
  return sql<{ importId: string }[]>`
    select import_id as "importId" from import_upload where created_at < now() - interval '1 day'`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const field = (value: string | number | null): string =>
  value === null
    ? '\\N'
    : String(value)
        .replace(/\0/g, '')
        .replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c);

/** Keeps every row's outcome for the map. */
export async function copyUploadRows(
  sql: Sql,
  importId: string,
  rows: AsyncIterable<readonly ImportRow[]>,
): Promise<void> {
  const copy = await sql`
    copy import_upload_row (import_id, row_no, line, lon, lat, outcome, reasons, title, proposal_lon, proposal_lat, merged_into_line)
    from stdin`.writable();
  const done = finished(copy);
  done.catch(() => undefined);
  for await (const some of rows) {
    const text = some
      .map(({ rowNo, line, lon, lat, outcome, reasons, title, proposal, mergedIntoLine }) =>
        [
          importId,
          rowNo,
          line,
          lon,
          lat,
          outcome,
          `{${reasons.join(',')}}`,
          title,
          proposal?.[0] ?? null,
          proposal?.[1] ?? null,
          mergedIntoLine,
        ]
          .map(field)
          .join('\t'),
      )
      .join('\n');
    if (!copy.write(`${text}\n`)) await Promise.race([once(copy, 'drain'), done]);
  }
  copy.end();
  await done;
}

export async function selectUploadRows(
  sql: Sql,
  importId: string,
  after: number,
  limit: number,
): Promise<ImportRow[]> {
  const rows = await sql<(ImportRow & { proposalLon: number | null; proposalLat: number | null })[]>`
    select row_no as "rowNo", line, lon, lat, outcome, reasons, title, proposal_lon as "proposalLon",
           proposal_lat as "proposalLat", merged_into_line as "mergedIntoLine"
    from import_upload_row where import_id = ${importId} and row_no > ${after} order by row_no limit ${limit}`;
  return rows.map(({ proposalLon, proposalLat, ...row }) => ({
    ...row,
    proposal: proposalLon === null || proposalLat === null ? null : ([proposalLon, proposalLat] as const),
  }));
}
