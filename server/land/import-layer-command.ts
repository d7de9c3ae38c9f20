import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { readLayer } from './import-layer-read.ts';
import { importLayer, previewLayer, type LayerReport } from './import-layer.ts';
import type { ImportLayer } from './import-layer.rules.ts';

const HOW = {
  given: '--epsg',
  prj: '.prj',
  crs: 'crs',
  magnitude: '파일에 적혀 있지 않아 좌표로 알아냄',
} as const;
const TITLES: Readonly<Record<ImportLayer, string>> = {
  districts: '읍면동',
  roads: '도로',
  buildings: '건물',
  coast: '육지',
};

/** Around the city with its sea: a layer that does not touch it was read in another system, or is another city's. */
const CITY_BOX = [128.5, 37.4, 129.2, 38] as const;

const touchesCity = ([west, south, east, north]: LayerReport['bbox']): boolean =>
  west <= CITY_BOX[2] && east >= CITY_BOX[0] && south <= CITY_BOX[3] && north >= CITY_BOX[1];

/** The report as people read it on a terminal. */
function layerReportText(report: LayerReport): string {
  const { replaced, dryRun } = report;
  const [west, south, east, north] = report.bbox.map((degrees) => degrees.toFixed(5));
  const count = `${TITLES[report.layer]} ${report.loaded}개`;
  return [
    dryRun
      ? `${report.file}: ${count}를 실을 수 있습니다. 시험 실행이라 아무것도 바꾸지 않았습니다. (${report.seconds}초)`
      : `${report.file}: ${count}를 실었습니다. (${report.seconds}초)`,
    `  좌표계 EPSG:${report.epsg} (${HOW[report.epsgFrom]})`,
    `  범위 경도 ${west}~${east}, 위도 ${south}~${north}`,
    ...(touchesCity(report.bbox) ? [] : ['  이 범위는 강릉에 닿지 않습니다. 좌표계가 맞는지 확인하십시오.']),
    ...(report.otherCity > 0
      ? [`  다른 시군구의 도형 ${report.otherCity}개는 ${dryRun ? '싣지 않습니다' : '싣지 않았습니다'}.`]
      : []),
    ...(report.repaired > 0
      ? [
          `  잘못된 도형 ${report.repaired}개를 ${dryRun ? '바로잡아 싣습니다' : '바로잡았습니다'} (ST_MakeValid).`,
        ]
      : []),
    ...(report.leftOut > 0
      ? [
          `  이 레이어의 것이 아닌 도형 ${report.leftOut}개는 ${dryRun ? '싣지 않습니다' : '싣지 않았습니다'}.`,
        ]
      : []),
    ...(replaced.rows > 0
      ? [
          `  ${dryRun ? '지금 있는' : '이전'} ${replaced.rows}개를 ${dryRun ? '바꾸게 됩니다' : '바꾸었습니다'} (그 중 시연용 합성 ${replaced.demo}개).`,
        ]
      : []),
  ].join('\n');
}

/** What an officer is asked before rows of a layer leave: how many go, how many come. */
export function replaceLayerQuestion({ layer, file, replaced, loaded, bbox }: LayerReport): string {
  const [real, demo] = [replaced.rows - replaced.demo, replaced.demo];
  const korean = [
    ...(real > 0 ? [`실제 자료 ${real}개`] : []),
    ...(demo > 0 ? [`시연용 합성 ${demo}개`] : []),
  ];
  const english = [...(real > 0 ? [`${real} real`] : []), ...(demo > 0 ? [`${demo} synthetic`] : [])];
  return (
    `지금 있는 ${TITLES[layer]} ${korean.join('와 ')}를 모두 지우고 ${file}의 ${loaded}개로 바꿉니다.\n` +
    `All features of the layer ${layer} (${english.join(', ')}) leave, and ${loaded} of ${file} come in.` +
    (touchesCity(bbox)
      ? ''
      : '\n파일의 도형은 강릉에 닿지 않습니다. 좌표계가 맞는지 확인하십시오.\nThe shapes of the file do not touch Gangneung. Check the coordinate system.')
  );
}

interface LayerImportOptions {
  readonly epsg: number | null;
  readonly json: boolean;
  readonly dryRun: boolean;
  /** Asks before rows of the layer are replaced; throws where the answer is no. */
  readonly confirm: (question: string, leaves: 'synthetic' | 'real') => Promise<void>;
}

/**
 * `import -- districts|roads|buildings|coast FILE`: reads, checks, asks where rows of the layer would leave, and unless
 * `dryRun` loads. The report goes to standard output.
 */
export async function importLayerCommand(
  sql: Sql,
  actor: Actor,
  layer: ImportLayer,
  path: string,
  options: LayerImportOptions,
): Promise<void> {
  const read = await readLayer(layer, path, options.epsg);
  const foreseen = await previewLayer(sql, read);
  const { rows, demo } = foreseen.replaced;
  if (!options.dryRun && rows > 0)
    await options.confirm(replaceLayerQuestion(foreseen), rows > demo ? 'real' : 'synthetic');
  const report = options.dryRun ? foreseen : await importLayer(sql, actor, read);
  process.stdout.write(`${options.json ? JSON.stringify(report) : layerReportText(report)}\n`);
}
