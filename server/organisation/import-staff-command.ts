import { cityDay } from '../cameras/city-day.rules.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { importStaff, previewStaff, readStaffFile } from './import-staff.ts';
import type { StaffReport } from './staff.schema.ts';

export interface StaffImportOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Asks before rows are left out; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
}

/**
 * `import -- staff FILE`: reads a staff list, tells row by row what it does, and unless `dryRun` takes it in whole. Faulty
 * rows are left out only after the question. The report goes to standard output, everything else to standard error.
 */
export async function importStaffCommand(
  sql: Sql,
  actor: Actor,
  path: string,
  { dryRun, json, confirm }: StaffImportOptions,
): Promise<void> {
  const today = cityDay(new Date());
  const file = await readStaffFile(path);
  const report = await previewStaff(sql, file, today);
  process.stdout.write(`${json ? JSON.stringify(report) : staffReportText(report)}\n`);
  if (dryRun) return;
  if (report.faulty > 0)
    await confirm(
      `잘못된 ${report.faulty}개 줄을 빼고 나머지를 받아들입니다.\nThe ${report.faulty} faulty rows are left out; the others are taken in.`,
      'real',
    );
  const { fingerprint } = report;
  const done = await importStaff(sql, actor, file, { fingerprint, faulty: 'leave-out', today });
  process.stderr.write(
    `받아들였습니다: 새 사람 ${done.created}, 바뀐 사람 ${done.updated}, 보직 ${done.appointments.length}. ` +
      `Taken in: ${done.created} new, ${done.updated} changed, ${done.appointments.length} appointments.\n`,
  );
}

/** The report as lines: Korean, and English after it. */
export function staffReportText(report: StaffReport): string {
  const lines = [
    `${report.fileName} (${report.encoding}): ${report.rows}행. 새 사람 ${report.created}, 바뀜 ${report.updated}, 그대로 ${report.unchanged}, 겹친 줄 ${report.duplicates}, 잘못된 줄 ${report.faulty}`,
    `${report.rows} rows: ${report.created} new, ${report.updated} changed, ${report.unchanged} as they are, ${report.duplicates} duplicates, ${report.faulty} faulty`,
    ...report.faults.map(
      ({ line, column, value, fault, message }) =>
        `  ${line}행 ${column ?? ''}${value === null ? '' : ` "${value}"`}: ${message.ko} ${message.en} (${fault})`,
    ),
    ...report.appointments.map(
      ({ line, personName, post, kind, fromDay, instead }) =>
        `  ${line}행 ${fromDay}부터 ${post}${kind === 'acting' ? ' 직무대리' : ''}: ${personName}${instead === null ? '' : ` (지금 ${instead})`}`,
    ),
  ];
  if (report.notInFile.length > 0)
    lines.push(
      `명부에 없는 사람 ${report.notInFile.length}명: ${report.notInFile.map(({ name, personNo }) => `${name}(${personNo})`).join(', ')}`,
      `${report.notInFile.length} people of the register are not in the file. Nobody leaves by it: record a leave on the screen.`,
    );
  return lines.join('\n');
}
