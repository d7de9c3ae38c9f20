import type { Epsg } from '../../geodata/projections.ts';
import { TableError } from '../../geodata/row-batch.ts';
import type { Shape } from '../../geodata/shape-reader.ts';
import type { DegreeBox, SystemSource } from '../../geodata/shape-system.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import type { ReadLayer } from './import-layer-read.ts';
import { attributesOf, type ImportLayer } from './import-layer.rules.ts';
import {
  clearLayer,
  countLandFromLines,
  countLayer,
  insertLandFromLines,
  insertShapes,
  noteLayer,
  reassignDistricts,
  stagedDimension,
  selectShapeFacts,
  stageShapes,
  type ShapeCounts,
  type ShapeFacts,
} from './import-layer.sql.ts';

/** What became of a layer's file, or would become of it where `dryRun`. */
export interface LayerReport {
  readonly file: string;
  readonly layer: ImportLayer;
  readonly dryRun: boolean;
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
  /** Box around the city's shapes, in degrees. */
  readonly bbox: DegreeBox;
  readonly shapes: number;
  /** Shapes of the file that are another city's by their own attributes. */
  readonly otherCity: number;
  readonly loaded: number;
  /** Shapes whose geometry was not valid and was put right. */
  readonly repaired: number;
  /** Shapes of a kind that the layer does not take, such as points among areas. */
  readonly leftOut: number;
  readonly replaced: { readonly rows: number; readonly demo: number };
  readonly seconds: number;
}

/**
 * Replaces one layer of the basemap by a read file, all or nothing: one transaction, one audit row. All rows of the layer
 * leave. After districts every place gets its district anew.
 * Throws TableError for the wrong kind of shape; 403 for who may not import.
 */
export async function importLayer(sql: Sql, actor: Actor, read: ReadLayer): Promise<LayerReport> {
  const startedAt = performance.now();
  const { layer, file, sha256, epsg } = read;
  const source = `import:${sha256.slice(0, 12)}`;
  return act(
    sql,
    actor,
    'layer.import',
    { kind: 'layer', id: layer, detail: { file, sha256, epsg } },
    async (tx, note) => {
      await stageShapes(tx, lines(layer, read.shapes));
      const replaced = await countLayer(tx, layer);
      await clearLayer(tx, layer);
      const dimension = await stagedDimension(tx);
      const counts =
        layer === 'coast' && dimension === 1
          ? await insertLandFromLines(tx, source)
          : await insertShapes(tx, layer, source);
      requireLoaded(layer, counts, dimension);
      await noteLayer(tx, layer, source, file);
      if (layer === 'districts') await reassignDistricts(tx);
      await announce(
        tx,
        { kind: 'layer' },
        ...(layer === 'districts' ? [{ kind: 'register' } as const] : []),
      );
      note({
        loaded: counts.loaded,
        repaired: counts.repaired,
        removed: replaced.rows,
        removedDemo: replaced.demo,
      });
      return layerReport(read, counts, replaced, startedAt, false);
    },
  );
}

const JUDGED_AT_ONCE = 2000;

/** What {@link importLayer} would report; nothing is written. Throws TableError as it does. */
export async function previewLayer(sql: Sql, read: ReadLayer): Promise<LayerReport> {
  const startedAt = performance.now();
  const { layer, shapes } = read;
  const geojson = shapes.map(({ geometry }) => JSON.stringify(geometry));
  const facts: ShapeFacts[] = [];
  for (let from = 0; from < geojson.length; from += JUDGED_AT_ONCE)
    facts.push(...(await selectShapeFacts(sql, geojson.slice(from, from + JUDGED_AT_ONCE))));
  const dimension = commonDimension(facts);
  const taken = shapes.filter((_, no) => (layer === 'roads' ? facts[no]!.hasLine : facts[no]!.hasArea));
  const loaded =
    layer === 'coast' && dimension === 1
      ? await countLandFromLines(sql, geojson)
      : layer === 'districts'
        ? new Set(taken.map(({ attributes }) => attributesOf(layer, attributes).name)).size
        : taken.length;
  const counts = { loaded, repaired: facts.filter(({ valid }) => !valid).length };
  requireLoaded(layer, counts, dimension);
  return layerReport(read, counts, await countLayer(sql, layer), startedAt, true);
}

function commonDimension(facts: readonly ShapeFacts[]): number {
  const counts = [0, 1, 2].map((each) => facts.filter(({ dimension }) => dimension === each).length);
  return counts.indexOf(Math.max(...counts));
}

function layerReport(
  read: ReadLayer,
  { loaded, repaired }: ShapeCounts,
  replaced: LayerReport['replaced'],
  startedAt: number,
  dryRun: boolean,
): LayerReport {
  const { file, layer, epsg, epsgFrom, bbox, all, shapes, readingMs } = read;
  return {
    file,
    layer,
    dryRun,
    epsg,
    epsgFrom,
    bbox,
    shapes: all,
    otherCity: all - shapes.length,
    loaded,
    repaired,
    leftOut: layer === 'coast' || layer === 'districts' ? 0 : shapes.length - loaded,
    replaced,
    seconds: Math.round(readingMs + performance.now() - startedAt) / 1000,
  };
}

function requireLoaded(layer: ImportLayer, { loaded }: ShapeCounts, dimension: number): void {
  if (loaded > 0) return;
  if (layer === 'coast' && dimension === 1)
    throw new TableError(
      'unreadable-file',
      '해안선이 육지와 바다를 가르지 못했습니다. 육지를 면으로 담은 파일이나 시 경계를 주십시오. 읍면동이 먼저 실려 있어야 합니다.',
      'The coast lines do not part land from sea. Give the land as polygons, such as the city outline. Districts must be loaded first.',
    );
  throw new TableError(
    'unreadable-file',
    layer === 'roads' ? '선이 하나도 없습니다. 도로는 중심선 파일이어야 합니다.' : '면이 하나도 없습니다.',
    layer === 'roads' ? 'No line in the file: roads are centre lines.' : 'No polygon in the file.',
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const field = (value: string | number | null): string =>
  value === null
    ? '\\N'
    : String(value)
        .replace(/\0/g, '')
        .replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] ?? c);

function* lines(layer: ImportLayer, shapes: readonly Shape[]): Generator<string> {
  for (const [index, { geometry, attributes }] of shapes.entries()) {
    const { name, code, population, roadClass, widthM, heightM } = attributesOf(layer, attributes);
    const whole = population === null ? null : Math.round(population);
    yield `${[index, name, code, whole, roadClass, widthM, heightM, JSON.stringify(geometry)].map(field).join('\t')}\n`;
  }
}
