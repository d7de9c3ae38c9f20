import type { Actor } from '../../platform/access.ts';
import type { Sql } from '../../platform/db.ts';
import { DEMAND_FAULTS, type DemandFault } from './demand-file.rules.ts';
import type { DemandReport } from './demand.schema.ts';
import { importDemand, previewDemand } from './import-demand.ts';
import { readDemandFile, type DemandOptions } from './read-demand-file.ts';

interface DemandImportOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Asks before what stands under the title leaves, or rows are left out; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
}

/**
 * `import -- demand FILE --title TITLE`: reads, tells what would come of it, asks where something leaves or is left out, and
 * unless `dryRun` loads. The report goes to standard output, everything else to standard error.
 */
export async function importDemandCommand(
  sql: Sql,
  actor: Actor,
  path: string,
  how: DemandOptions,
  { dryRun, json, confirm }: DemandImportOptions,
): Promise<void> {
  const read = await readDemandFile(path, how);
  const foreseen = await previewDemand(sql, read);
  if (!json) process.stderr.write(`${demandReportText(foreseen)}\n`);
  if (!dryRun && !foreseen.unchanged) await askFirst(foreseen, confirm);
  const report = dryRun ? foreseen : await importDemand(sql, actor, read, foreseen.fingerprint);
  process.stdout.write(`${json ? JSON.stringify(report) : outcomeOf(report)}\n`);
}

async function askFirst(
  { title, replaced, quarantined, loaded }: DemandReport,
  confirm: DemandImportOptions['confirm'],
): Promise<void> {
  if (loaded === 0) return;
  if (replaced !== null)
    await confirm(
      `지금 있는 "${title}"의 지점 ${replaced.points}개를 지우고 ${loaded}개로 바꿉니다.\n${replaced.points} points of "${title}" leave, and ${loaded} come in.`,
      replaced.synthetic ? 'synthetic' : 'real',
    );
  if (quarantined.total > 0)
    await confirm(
      `격리한 ${quarantined.total}줄을 빼고 ${loaded}줄을 싣습니다.\n${quarantined.total} rows are left out; ${loaded} are taken in.`,
      'real',
    );
}

function outcomeOf({ title, loaded, sum, unit, unchanged, done }: DemandReport): string {
  if (unchanged) return `"${title}"은(는) 이미 이대로입니다. 바꾼 것은 없습니다. Nothing was changed.`;
  if (!done) return '시험 실행이라 아무것도 바꾸지 않았습니다. Dry run: nothing was changed.';
  return `"${title}": 지점 ${loaded}개, 합계 ${sum} ${unit}. ${loaded} points loaded.`;
}

/** The report as lines: Korean, and English after it. */
export function demandReportText(report: DemandReport): string {
  const { file, encoding, epsg, rows, kind, cellM, weightColumn, loaded, sum, unit, quarantined } = report;
  const reasons = Object.entries(quarantined.byReason) as [DemandFault, number][];
  return [
    `${file}${encoding === null ? '' : ` (${encoding})`}, EPSG:${epsg}: ${rows}줄, 실을 것 ${loaded}, 격리 ${quarantined.total}, 합계 ${sum} ${unit}`,
    `${rows} rows: ${loaded} to load, ${quarantined.total} quarantined, sum ${sum}`,
    kind === 'grid' ? `  격자, 칸 ${cellM} m. A grid of ${cellM} m.` : '  점. Points.',
    weightColumn === null
      ? '  수를 적은 열이 없어 한 곳을 1로 셉니다. No column holds a weight: every place counts one.'
      : `  수를 적은 열: ${weightColumn}. Weight: column ${weightColumn}.`,
    ...reasons.map(
      ([reason, n]) => `  ${n}줄 ${reason}: ${DEMAND_FAULTS[reason].ko} ${DEMAND_FAULTS[reason].en}`,
    ),
    ...quarantined.rows
      .slice(0, 20)
      .map(({ line, field, value, reason }) => `    ${line}행 ${field ?? ''} "${value ?? ''}" ${reason}`),
  ].join('\n');
}
