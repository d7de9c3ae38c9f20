import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Feature, GeoJsonProperties, Geometry } from 'geojson';
import { openShp } from 'shapefile';
import { readDbf, type Attributes } from './dbf-reader.ts';
import type { LonLat } from './lon-lat.ts';
import { epsgOfPrj, isEpsg, toLonLat, type Epsg } from './projections.ts';
import { TableError } from './row-batch.ts';
import { systemOf, type SystemSource } from './shape-system.ts';
import { openZip } from './zip-file.ts';

export interface Shape {
  readonly geometry: Geometry;
  readonly attributes: Attributes;
}

/** Shapes of a file in degrees, and how their coordinate system was found. */
export interface Shapes {
  readonly shapes: readonly Shape[];
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
}

interface Raw {
  readonly shapes: readonly Shape[];
  readonly prj: Epsg | null;
  readonly from: 'prj' | 'crs';
}

const unreadable = (korean: string, english: string): TableError =>
  new TableError('unreadable-file', korean, english);

/**
 * Reads a shapefile (beside its .dbf, .prj and .cpg, or zipped) or GeoJSON and turns it into degrees. The system comes from
 * `given`, else the file's own word, else from the only one that puts the shapes in Korea.
 * Throws TableError for what is no such file, whose system stays unknown, or which would lie outside Korea.
 */
export async function readShapes(path: string, given: Epsg | null, hint: RegExp): Promise<Shapes> {
  if (!existsSync(path)) throw unreadable(`파일이 없습니다: ${path}`, `There is no such file: ${path}`);
  const raw = await readRaw(path, hint);
  if (raw.shapes.length === 0) throw unreadable('도형이 하나도 없습니다.', 'The file holds no shape.');
  const { epsg, epsgFrom } = systemOf(
    raw.shapes.map(({ geometry }) => geometry),
    given,
    raw.prj === null ? null : { epsg: raw.prj, from: raw.from },
  );
  const convert = toLonLat(epsg);
  return {
    shapes: raw.shapes.map(({ geometry, attributes }) => ({
      geometry: converted(geometry, convert),
      attributes,
    })),
    epsg,
    epsgFrom,
  };
}

async function readRaw(path: string, hint: RegExp): Promise<Raw> {
  const bytes = await readFile(path);
  const head = bytes.subarray(0, 4);
  if (head.toString('latin1', 0, 2) === 'PK') return zipped(path, hint);
  if (head.length === 4 && head.readUInt32BE(0) === 9994) {
    const stem = path.slice(0, -extname(path).length);
    const beside = async (ending: string): Promise<Buffer | null> => {
      const found = [ending, ending.toUpperCase()]
        .map((each) => stem + each)
        .find((each) => existsSync(each));
      return found === undefined ? null : readFile(found);
    };
    return fromShapefile(
      await readFile(path),
      await beside('.dbf'),
      await beside('.prj'),
      await beside('.cpg'),
    );
  }
  return fromGeoJson(bytes);
}

async function zipped(path: string, hint: RegExp): Promise<Raw> {
  const zip = await openZip(path).catch((error: Error) => {
    throw unreadable(`ZIP을 열지 못했습니다: ${error.message}`, `The ZIP cannot be opened: ${error.message}`);
  });
  try {
    const candidates = zip.names.filter((name) => /\.(shp|geojson|json)$/iu.test(name));
    const fitting = candidates.filter((name) => hint.test(name));
    const chosen = candidates.length === 1 ? candidates : fitting;
    const [name] = chosen;
    if (name === undefined || chosen.length > 1)
      throw unreadable(
        `ZIP 안의 어느 파일인지 알 수 없습니다: ${candidates.join(', ') || '없음'}. 하나만 담아 다시 주십시오.`,
        `Which file of the ZIP is meant? ${candidates.join(', ') || 'none'}. Leave one in it.`,
      );
    if (!/\.shp$/iu.test(name)) return fromGeoJson(await zip.bytes(name));
    const beside = async (ending: string): Promise<Buffer | null> => {
      const wanted = `${name.slice(0, -4)}${ending}`.toLowerCase();
      const found = zip.names.find((each) => each.toLowerCase() === wanted);
      return found === undefined ? null : zip.bytes(found);
    };
    return await fromShapefile(
      await zip.bytes(name),
      await beside('.dbf'),
      await beside('.prj'),
      await beside('.cpg'),
    );
  } finally {
    zip.close();
  }
}

async function fromShapefile(
  shp: Buffer,
  dbf: Buffer | null,
  prj: Buffer | null,
  cpg: Buffer | null,
): Promise<Raw> {
  const attributes = dbf === null ? [] : readDbf(dbf, cpg === null ? null : cpg.toString('latin1'));
  const source = await openShp(new Uint8Array(shp).buffer);
  const shapes: Shape[] = [];
  for (let row = 0; ; row += 1) {
    const { done, value } = (await source.read()) as { done: boolean; value: Geometry | null };
    if (done) break;
    if (value !== null) shapes.push({ geometry: value, attributes: attributes[row] ?? {} });
  }
  return { shapes, prj: prj === null ? null : epsgOfPrj(prj.toString('latin1')), from: 'prj' };
}

function fromGeoJson(bytes: Buffer): Raw {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/u, ''));
  } catch {
    throw unreadable(
      'SHP, ZIP, GeoJSON 가운데 어느 것도 아닙니다.',
      'This is none of a shapefile, a ZIP and GeoJSON.',
    );
  }
  const root = parsed as { type?: string; features?: Feature[]; crs?: { properties?: { name?: string } } };
  const features: readonly Feature[] =
    root.type === 'FeatureCollection' && Array.isArray(root.features)
      ? root.features
      : root.type === 'Feature'
        ? [root as unknown as Feature]
        : [{ type: 'Feature', properties: {}, geometry: root as unknown as Geometry }];
  if (features.some((feature) => feature.geometry !== null && typeof feature.geometry?.type !== 'string'))
    throw unreadable('GeoJSON이 아닙니다.', 'This is no GeoJSON.');
  const code = Number(/EPSG:+(\d+)/iu.exec(root.crs?.properties?.name ?? '')?.[1]);
  return {
    shapes: features
      .filter((feature) => feature.geometry !== null)
      .map(({ geometry, properties }) => ({ geometry, attributes: flat(properties) })),
    prj: isEpsg(code) ? code : null,
    from: 'crs',
  };
}

function flat(properties: GeoJsonProperties): Attributes {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'number' ? value : typeof value === 'string' ? value.trim() || null : null,
    ]),
  );
}

type Nested = readonly number[] | readonly Nested[];

function converted(geometry: Geometry, convert: (coordinate: readonly number[]) => LonLat): Geometry {
  if (geometry.type === 'GeometryCollection')
    return { ...geometry, geometries: geometry.geometries.map((each) => converted(each, convert)) };
  const walk = (nested: Nested): unknown =>
    typeof nested[0] === 'number'
      ? [...convert(nested as readonly number[])]
      : (nested as readonly Nested[]).map(walk);
  return { ...geometry, coordinates: walk(geometry.coordinates as Nested) } as Geometry;
}
