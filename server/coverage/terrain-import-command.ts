import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { importTerrain, previewTerrain, readTerrain, type TerrainReport } from './terrain-import.ts';

interface TerrainImportOptions {
  readonly epsg: number | null;
  readonly asOf: string | null;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** Asks before the grid that is loaded leaves; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
}

/**
 * `import -- terrain FILE`: reads, asks where a grid would leave, and unless `dryRun` loads. The report goes to standard
 * output.
 */
export async function importTerrainCommand(
  sql: Sql,
  actor: Actor,
  path: string,
  { epsg, asOf, dryRun, json, confirm }: TerrainImportOptions,
): Promise<void> {
  const read = await readTerrain(path, epsg, asOf);
  const foreseen = await previewTerrain(sql, read);
  if (!dryRun && foreseen.replaced !== null)
    await confirm(
      `지금 있는 지형 고저를 지우고 ${foreseen.file}의 것으로 바꿉니다.\n` +
        `The heights that are loaded leave, and those of ${foreseen.file} come in.`,
      foreseen.replaced,
    );
  const report = dryRun ? foreseen : await importTerrain(sql, actor, read);
  process.stdout.write(`${json ? JSON.stringify(report) : terrainReportText(report)}\n`);
}

const metres = (value: number): string => `${Math.round(value * 10) / 10}m`;

function terrainReportText(report: TerrainReport): string {
  const { file, epsg, fileStepM, stepM, columns, rows, unknownNodes, lowestM, highestM, asOf } = report;
  const share = Math.round((1000 * unknownNodes) / (columns * rows)) / 10;
  const outcome = report.unchanged
    ? '이미 이대로입니다. 바꾼 것은 없습니다. Nothing was changed.'
    : report.done
      ? '지형 고저를 실었습니다. The heights are loaded.'
      : '시험 실행이라 아무것도 바꾸지 않았습니다. Dry run: nothing was changed.';
  return [
    `${file}: ${outcome}`,
    `  EPSG:${epsg}, ${columns} × ${rows}점, 간격 ${metres(stepM)}, 높이 ${metres(lowestM)}~${metres(highestM)}, 기준 시점 ${asOf ?? '모름'}`,
    ...(stepM > fileStepM
      ? [
          `  파일의 ${metres(fileStepM)} 간격을 ${metres(stepM)}로 솎았습니다. Thinned from ${metres(fileStepM)} to ${metres(stepM)}.`,
        ]
      : []),
    ...(unknownNodes > 0
      ? [`  높이를 모르는 곳 ${share}%: 그 앞의 높이로 평평하다고 봅니다. Unknown ground is taken for level.`]
      : []),
  ].join('\n');
}
