import { userInfo } from 'node:os';
import { SYSTEM, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { CityArea } from './import-area.ts';
import { countDemoCameras, selectDistricts } from './import-load.sql.ts';
import { importReport, reportText } from './import-report.ts';
import { replaceDemoQuestion } from './import-uploads.ts';
import { writeRowReport } from './import-rows.ts';
import { loadImport } from './load-import.ts';
import { previewImport } from './preview-import.ts';
import { digestOf, readImport } from './read-import.ts';

export interface CameraImportOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Asks before cameras are replaced; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
  readonly area: 'city' | 'auto';
  readonly report: string | null;
}

/** An import that did not happen, with the way out in both languages. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The program at a terminal: acts with every right, and the audit names the account of the machine. */
export const terminalActor = (): Actor => ({
  ...SYSTEM,
  account: 'cli',
  personName: `명령줄 (${userInfo().username})`,
});

/**
 * `import -- cameras FILE`: reads, judges, and unless `dryRun` loads. `sql` null: no register exists yet, which only a
 * dry run accepts. The report goes to standard output, everything else to standard error.
 */
export async function importCamerasCommand(
  sql: Sql | null,
  path: string,
  options: CameraImportOptions,
): Promise<void> {
  const startedAt = performance.now();
  const now = new Date();
  const districts = sql === null || options.area === 'auto' ? [] : await selectDistricts(sql, true);
  if (options.area === 'city' && districts.length === 0)
    say(
      '실제 경계가 실려 있지 않아 파일 자신의 범위로 판정합니다. 먼저 import -- districts 로 경계를 실으십시오.\n' +
        'No real boundary is loaded: the file is judged by its own extent (as --area auto).',
    );
  let said = performance.now();
  const read = await readImport(path, {
    city: districts.length === 0 ? null : new CityArea(districts),
    now,
    onProgress: (rows) => {
      if (performance.now() - said < 1000) return;
      said = performance.now();
      say(`${rows}행을 읽었습니다. ${rows} rows read.`);
    },
  });
  if (options.report !== null) await writeRowReport(read, options.report);
  const nothingLoads = read.verdict.cameras === 0;
  const cameras =
    options.dryRun || sql === null || nothingLoads
      ? await previewImport(sql, read, now)
      : await load(sql, options, path, read, now);
  const report = importReport(read, cameras, (performance.now() - startedAt) / 1000);
  process.stdout.write(`${options.json ? JSON.stringify(report) : reportText(report, options.dryRun)}\n`);
  const lacking = (['lat', 'lon'] as const).filter((field) => read.judge.columns[field] < 0);
  if (lacking.length > 0 && read.verdict.rows.count > 0)
    throw new ImportRefused(
      `missing-column: ${lacking.map((field) => (field === 'lat' ? 'WGS84위도' : 'WGS84경도')).join(', ')} 열이 없어 싣지 않았습니다.\n` +
        `missing-column: without a ${lacking.join(' and ')} column no row has a place. Nothing was loaded.`,
    );
  if (nothingLoads && !options.dryRun)
    throw new ImportRefused(
      '실을 행이 없어 아무것도 바꾸지 않았습니다.\nNo row can be loaded. Nothing was changed.',
    );
}

async function load(
  sql: Sql,
  options: CameraImportOptions,
  path: string,
  read: Awaited<ReturnType<typeof readImport>>,
  now: Date,
) {
  const demo = await countDemoCameras(sql);
  if (demo > 0) {
    const { ko, en } = replaceDemoQuestion(demo);
    await options.confirm(`${ko}\n${en}`, 'synthetic');
  }
  say('대장에 싣습니다. Loading into the register.');
  return loadImport(sql, terminalActor(), read, await digestOf(path), now);
}
