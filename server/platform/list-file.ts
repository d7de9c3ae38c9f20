import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cellText, FEWER_CELLS, TableError } from '../../geodata/row-batch.ts';
import { openTable } from '../../geodata/table-reader.ts';
import { ApiError } from './http-errors.ts';
import { fieldsTwiceIn, isHeaderOf, type ListForm, type ListRow } from './list-columns.ts';

/** A list as it was read: nothing of it is in the register yet. */
export interface ListFile {
  readonly name: string;
  readonly encoding: string;
  readonly digest: string;
  readonly header: readonly string[];
  readonly rows: readonly ListRow[];
}

const unreadable = (cause: unknown): TableError => {
  const error = new TableError(
    'unreadable-file',
    '파일이 깨져 있어 읽지 못했습니다. 엑셀에서 CSV로 저장해 다시 가져오십시오.',
    'The file is broken and could not be read. Save it as CSV and import that.',
  );
  error.cause = cause;
  return error;
};

const BROKEN_OR_MORE = ~FEWER_CELLS;

/** Reads a list: CSV of CP949 or UTF-8, or XLSX. Throws TableError where it is no table with the columns of the form. */
export async function readListFile<Field extends string>(
  form: ListForm<Field>,
  path: string,
  name = basename(path),
): Promise<ListFile> {
  const table = await openTable(path, (names) => isHeaderOf(form, names)).catch((error: unknown) => {
    if (error instanceof TableError && error.code === 'unreadable-file') throw error;
    throw error instanceof TableError
      ? new TableError('missing-column', form.notFound.ko, form.notFound.en)
      : unreadable(error);
  });
  const header = [...table.columns];
  const [twice] = fieldsTwiceIn(form, header);
  if (twice !== undefined)
    throw new TableError(
      'unreadable-file',
      `${form.names[twice].ko} 열이 둘입니다. 하나만 남기고 다시 가져오십시오.`,
      `Two columns hold the ${form.names[twice].en}. Leave one and import again.`,
    );
  const rows: ListRow[] = [];
  for await (const batch of table.batches)
    for (let row = 0; row < batch.rows; row++) {
      const cells = header.map((_, column) => cellText(batch, row, column));
      if (cells.every((cell) => cell === '')) continue;
      rows.push({ line: batch.lines[row]!, cells, broken: (batch.flaws[row]! & BROKEN_OR_MORE) !== 0 });
    }
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { name, encoding: table.encoding, digest, header, rows };
}

/** A list that came as a request's body, read from a file of its own that is gone afterwards. */
export async function readListBody<Field extends string>(
  form: ListForm<Field>,
  body: ArrayBuffer,
  name: string,
  dataDir: string,
): Promise<ListFile> {
  const folder = join(dataDir, 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  try {
    await writeFile(path, Buffer.from(body), { mode: 0o600 });
    return await readListFile(form, path, name);
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new ApiError(400, error.code, { ko: error.message, en: error.english }, 'file');
  } finally {
    await rm(path, { force: true });
  }
}

/** The register changed after the report that somebody would accept. */
export const staleReport = (): ApiError =>
  new ApiError(409, 'preview-stale', {
    ko: '미리 본 뒤에 대장이 바뀌었습니다. 새로 읽고 확인하십시오. 바뀐 것은 없습니다.',
    en: 'The register changed after the report. Read it anew and confirm. Nothing was changed.',
  });

export const faultyRows = (n: number): ApiError =>
  new ApiError(409, 'faulty-rows', {
    ko: `${n}개 줄이 잘못됐습니다. 파일을 고치거나, 그 줄을 빼고 받아들이십시오. 바뀐 것은 없습니다.`,
    en: `${n} rows are faulty. Mend the file, or accept without them. Nothing was changed.`,
  });
