import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isEpsg, type Epsg } from '../../geodata/projections.ts';
import { TableError } from '../../geodata/row-batch.ts';
import { readShapes, type Shape } from '../../geodata/shape-reader.ts';
import { degreeBoxOf, type DegreeBox, type SystemSource } from '../../geodata/shape-system.ts';
import { attributesOf, FILE_HINTS, isOfCity, type ImportLayer } from './import-layer.rules.ts';

/** A layer's file, read and put into degrees. Nothing of it is in the database yet. */
export interface ReadLayer {
  readonly layer: ImportLayer;
  readonly file: string;
  readonly sha256: string;
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
  /** Shapes of the file, those of other cities among them. */
  readonly all: number;
  readonly shapes: readonly Shape[];
  readonly bbox: DegreeBox;
  readonly readingMs: number;
}

/**
 * Reads a file (SHP, zipped SHP, GeoJSON) as a layer. Throws TableError for a file that is none, has no names, or whose
 * coordinate system is unknown or does not put it in Korea.
 */
export async function readLayer(layer: ImportLayer, path: string, epsg: number | null): Promise<ReadLayer> {
  const startedAt = performance.now();
  if (epsg !== null && !isEpsg(epsg))
    throw new TableError(
      'unreadable-file',
      `EPSG:${epsg} 좌표계는 읽지 못합니다. 4326, 5174, 5179, 5186, 5187 중에서 주십시오.`,
      `EPSG:${epsg} is not read. Give 4326, 5174, 5179, 5186 or 5187.`,
    );
  const read = await readShapes(path, epsg, FILE_HINTS[layer]);
  const shapes = ofCity(layer, read.shapes);
  requireNames(layer, shapes);
  return {
    layer,
    file: basename(path),
    sha256: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
    epsg: read.epsg,
    epsgFrom: read.epsgFrom,
    all: read.shapes.length,
    shapes,
    bbox: degreeBoxOf(shapes.map(({ geometry }) => geometry)),
    readingMs: performance.now() - startedAt,
  };
}

/** The shapes that say they are the city's, where any says so; else all that do not name another city. */
function ofCity(layer: ImportLayer, shapes: readonly Shape[]): readonly Shape[] {
  const judged = shapes.map((shape) => ({ shape, ours: isOfCity(layer, shape.attributes) }));
  if (!judged.some(({ ours }) => ours === true)) return shapes;
  return judged.filter(({ ours }) => ours !== false).map(({ shape }) => shape);
}

function requireNames(layer: ImportLayer, shapes: readonly Shape[]): void {
  if (layer !== 'districts') return;
  const nameless = shapes.find(({ attributes }) => attributesOf(layer, attributes).name === null);
  if (nameless === undefined) return;
  const present = Object.keys(nameless.attributes).join(', ') || '-';
  throw new TableError(
    'missing-column',
    `읍면동의 이름이 없습니다. 있는 속성: ${present}. EMD_KOR_NM, ADM_NM, adm_nm, name 가운데 하나가 있어야 합니다.`,
    `A district has no name. Attributes found: ${present}. One of EMD_KOR_NM, ADM_NM, adm_nm, name is needed.`,
  );
}
