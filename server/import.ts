import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TableError } from '../geodata/row-batch.ts';
import { importCamerasCommand, terminalActor, type CameraImportOptions } from './cameras/import-command.ts';
import { importEquipmentCommand } from './contracts/import-equipment-command.ts';
import { importTerrainCommand } from './coverage/terrain-import-command.ts';
import { importLayerCommand } from './land/import-layer-command.ts';
import { IMPORT_LAYERS, type ImportLayer } from './land/import-layer.rules.ts';
import { importDemandCommand } from './coverage/demand/import-demand-command.ts';
import type { DemandOptions } from './coverage/demand/read-demand-file.ts';
import { confirmAtTerminal } from './import-question.ts';
import { importStaffCommand } from './organisation/import-staff-command.ts';
import { readConfig } from './platform/config.ts';
import { withInstallation } from './platform/installation.ts';

const USAGE = `npm run import -- cameras FILE [--dry-run] [--json] [--report FILE] [--area city|auto] [--yes]
npm run import -- staff|equipment FILE [--dry-run] [--json] [--yes]
npm run import -- demand FILE --title 이름 [--unit 명] [--weight 열] [--cell 100] [--epsg CODE] [--from 출처] [--as-of 시점]
                                     [--dry-run] [--json] [--yes]
npm run import -- terrain FILE [--epsg CODE] [--as-of 시점] [--dry-run] [--json] [--yes]
npm run import -- districts|roads|buildings|coast FILE [--epsg CODE] [--dry-run] [--json] [--yes]
  cameras    전국CCTV표준데이터: CSV(CP949, UTF-8), XLSX, JSON
  staff      직원 명부: CSV(CP949, UTF-8), XLSX. 사번과 성명 열이 있어야 합니다
  equipment  장비 점검표: CSV(CP949, UTF-8), XLSX. 관리번호와 부분(장비) 열이 있어야 합니다
  demand     인구, 학교, 사고처럼 빈 곳을 견줄 자료: CSV(CP949, UTF-8), XLSX, GeoJSON, SHP(점 또는 격자).
             위도와 경도, 또는 x와 y 열이 있어야 합니다
  terrain    지형 고저: ESRI ASCII(.asc), GeoTIFF, 줄마다 x y z가 있는 글
  그 밖      SHP, ZIP에 든 SHP, GeoJSON (EPSG 4326, 5174, 5179, 5186, 5187)`;

const LISTS = { staff: importStaffCommand, equipment: importEquipmentCommand } as const;
type List = keyof typeof LISTS;
const isList = (what: string): what is List => Object.hasOwn(LISTS, what);

class UsageError extends Error {}

function argumentsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', short: 'y', default: false },
        report: { type: 'string' },
        area: { type: 'string', default: 'city' },
        epsg: { type: 'string' },
        title: { type: 'string' },
        unit: { type: 'string' },
        weight: { type: 'string' },
        cell: { type: 'string' },
        from: { type: 'string' },
        'as-of': { type: 'string' },
      },
    });
    const [what, file, ...rest] = positionals;
    if (what === undefined || file === undefined || rest.length > 0) throw new UsageError('');
    if (
      what !== 'cameras' &&
      what !== 'demand' &&
      what !== 'terrain' &&
      !isList(what) &&
      !IMPORT_LAYERS.includes(what as ImportLayer)
    )
      throw new UsageError(`${what}?`);
    if (values.area !== 'city' && values.area !== 'auto') throw new UsageError(`--area ${values.area}?`);
    if (values.epsg !== undefined && !/^\d+$/u.test(values.epsg))
      throw new UsageError(`--epsg ${values.epsg}?`);
    if (what === 'demand' && (values.title ?? '').trim() === '') throw new UsageError('--title ?');
    if (values.cell !== undefined && !(Number(values.cell) >= 1 && Number(values.cell) <= 10_000))
      throw new UsageError(`--cell ${values.cell}?`);
    return {
      what: what as 'cameras' | 'demand' | 'terrain' | List | ImportLayer,
      file,
      values,
      area: values.area as 'city' | 'auto',
    };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`.trim(), { cause: error });
  }
}

const plainly = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof TableError) throw new Error(`${error.message}\n${error.english}`, { cause: error });
    throw error;
  }
};

const demandOptionsOf = (values: ReturnType<typeof argumentsOf>['values']): DemandOptions => ({
  ...{ title: values.title!.trim(), unit: values.unit ?? null, weight: values.weight ?? null },
  ...{ cellM: values.cell === undefined ? null : Number(values.cell) },
  ...{ epsg: values.epsg === undefined ? null : Number(values.epsg) },
  ...{ origin: values.from ?? null, asOf: values['as-of'] ?? null },
});

async function importCameras(file: string, options: CameraImportOptions): Promise<void> {
  const config = readConfig();
  const noRegister = config.databaseUrl === null && !existsSync(join(config.dataDir, 'postgres.json'));
  if (options.dryRun && noRegister) return plainly(() => importCamerasCommand(null, file, options));
  await withInstallation('gwanje-map import', 'app', (sql) =>
    plainly(() => importCamerasCommand(sql, file, options)),
  );
}

try {
  const { what, file, values, area } = argumentsOf(process.argv.slice(2));
  if (what === 'cameras')
    await importCameras(file, {
      dryRun: values['dry-run'],
      json: values.json,
      confirm: confirmAtTerminal(values.yes),
      report: values.report ?? null,
      area,
    });
  else if (what === 'demand')
    await withInstallation('gwanje-map import', 'app', (sql) =>
      plainly(() =>
        importDemandCommand(sql, terminalActor(), file, demandOptionsOf(values), {
          dryRun: values['dry-run'],
          json: values.json,
          confirm: confirmAtTerminal(values.yes),
        }),
      ),
    );
  else if (what === 'terrain')
    await withInstallation('gwanje-map import', 'app', (sql) =>
      plainly(() =>
        importTerrainCommand(sql, terminalActor(), file, {
          epsg: values.epsg === undefined ? null : Number(values.epsg),
          asOf: values['as-of'] ?? null,
          json: values.json,
          dryRun: values['dry-run'],
          confirm: confirmAtTerminal(values.yes),
        }),
      ),
    );
  else if (isList(what))
    await withInstallation('gwanje-map import', 'app', (sql) =>
      plainly(() =>
        LISTS[what](sql, terminalActor(), file, {
          dryRun: values['dry-run'],
          json: values.json,
          confirm: confirmAtTerminal(values.yes),
        }),
      ),
    );
  else
    await withInstallation('gwanje-map import', 'app', (sql) =>
      plainly(() =>
        importLayerCommand(sql, terminalActor(), what, file, {
          epsg: values.epsg === undefined ? null : Number(values.epsg),
          json: values.json,
          dryRun: values['dry-run'],
          confirm: confirmAtTerminal(values.yes),
        }),
      ),
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
