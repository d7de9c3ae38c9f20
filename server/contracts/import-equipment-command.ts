import { cityDay } from '../cameras/city-day.rules.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { EquipmentListReport } from './equipment-list.schema.ts';
import { importEquipment, previewEquipment, readEquipmentFile } from './import-equipment.ts';

export interface EquipmentImportOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Asks before rows are left out; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
}

/**
 * `import -- equipment FILE`: reads a sheet of equipment, tells row by row what it does, and unless `dryRun` takes it in
 * whole. Faulty rows are left out only after the question. The report goes to standard output, all else to standard error.
 */
export async function importEquipmentCommand(
  sql: Sql,
  actor: Actor,
  path: string,
  { dryRun, json, confirm }: EquipmentImportOptions,
): Promise<void> {
  const today = cityDay(new Date());
  const file = await readEquipmentFile(path);
  const report = await previewEquipment(sql, actor, file, today);
  process.stdout.write(`${json ? JSON.stringify(report) : equipmentReportText(report)}\n`);
  if (dryRun) return;
  if (report.faulty > 0)
    await confirm(
      `잘못된 ${report.faulty}개 줄을 빼고 나머지를 받아들입니다.\nThe ${report.faulty} faulty rows are left out; the others are taken in.`,
      'real',
    );
  const { fingerprint } = report;
  const done = await importEquipment(sql, actor, file, { fingerprint, faulty: 'leave-out', today });
  process.stderr.write(
    `받아들였습니다: 새 장비 ${done.created}, 바뀐 장비 ${done.updated}. Taken in: ${done.created} new, ${done.updated} changed.\n`,
  );
}

function equipmentReportText(report: EquipmentListReport): string {
  const { fileName, encoding, rows, created, updated, unchanged, duplicates, faulty } = report;
  return [
    `${fileName} (${encoding}): ${rows}행. 새 장비 ${created}, 바뀜 ${updated}, 그대로 ${unchanged}, 겹친 줄 ${duplicates}, 잘못된 줄 ${faulty}`,
    `${rows} rows: ${created} new, ${updated} changed, ${unchanged} as they are, ${duplicates} duplicates, ${faulty} faulty`,
    ...report.faults.map(
      ({ line, column, value, fault, message }) =>
        `  ${line}행 ${column ?? ''}${value === null ? '' : ` "${value}"`}: ${message.ko} ${message.en} (${fault})`,
    ),
  ].join('\n');
}
