import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { readHeights } from '../../geodata/height-reader.ts';
import { isEpsg, type Epsg } from '../../geodata/projections.ts';
import { TableError } from '../../geodata/row-batch.ts';
import type { SystemSource } from '../../geodata/shape-system.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { resampled, type Resampled } from './terrain-resample.ts';
import {
  lockHeights,
  noteHeights,
  replaceHeights,
  selectHeightsLoaded,
  type LoadedHeights,
} from './terrain.sql.ts';

/** A height grid's file, read and put into the plane. Nothing of it is in the database yet. */
export interface ReadTerrain extends Resampled {
  readonly file: string;
  /** Of the file and of how it was read. */
  readonly digest: string;
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
  readonly asOf: string | null;
}

/** What became of a height grid's file, or would become of it where not `done`. */
export interface TerrainReport {
  readonly file: string;
  readonly epsg: Epsg;
  readonly epsgFrom: SystemSource;
  readonly fileStepM: number;
  /** Of the grid that is loaded: as fine as the file, or thinned to what a browser takes. */
  readonly stepM: number;
  readonly columns: number;
  readonly rows: number;
  readonly unknownNodes: number;
  readonly lowestM: number;
  readonly highestM: number;
  readonly asOf: string | null;
  /** Whether a grid leaves for this one, and whether the demo made that up. */
  readonly replaced: 'real' | 'synthetic' | null;
  /** The same file in the same way is loaded already. */
  readonly unchanged: boolean;
  readonly done: boolean;
}

/** Reads a height grid. Throws TableError for what is none or does not reach the city. */
export async function readTerrain(
  path: string,
  epsg: number | null,
  asOf: string | null,
): Promise<ReadTerrain> {
  if (epsg !== null && !isEpsg(epsg))
    throw new TableError(
      'unreadable-file',
      `EPSG:${epsg} 좌표계는 읽지 못합니다. 4326, 5174, 5179, 5186, 5187 중에서 주십시오.`,
      `EPSG:${epsg} is not read. Give 4326, 5174, 5179, 5186 or 5187.`,
    );
  const heights = await readHeights(path, epsg);
  const hash = createHash('sha256').update(JSON.stringify([heights.epsg, asOf]));
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const { epsg: system, epsgFrom } = heights;
  return {
    ...resampled(heights),
    file: basename(path),
    digest: hash.digest('hex'),
    epsg: system,
    epsgFrom,
    asOf,
  };
}

function reportOf(read: ReadTerrain, standing: LoadedHeights | null, done: boolean): TerrainReport {
  const { file, epsg, epsgFrom, fileStepM, grid, unknownNodes, asOf, digest } = read;
  const { stepM, columns, rows } = grid.shape;
  const unchanged = standing?.digest === digest;
  return {
    ...{ file, epsg, epsgFrom, fileStepM, stepM, columns, rows, unknownNodes, asOf, unchanged, done },
    ...grid.bounds(),
    replaced: standing === null || unchanged ? null : standing.source === 'demo' ? 'synthetic' : 'real',
  };
}

/** What a file would do. Changes nothing. */
export const previewTerrain = async (sql: Sql, read: ReadTerrain): Promise<TerrainReport> =>
  reportOf(read, await selectHeightsLoaded(sql), false);

/**
 * Puts a height grid under the city in the place of the one that is there, all or nothing, as one act. The same file again
 * changes nothing. Throws 403 for who may not import.
 */
export function importTerrain(sql: Sql, actor: Actor, read: ReadTerrain): Promise<TerrainReport> {
  const { file, epsg, digest, grid, fileStepM, asOf, unknownNodes } = read;
  const object = { kind: 'layer', id: 'heights', detail: { file, epsg, sha256: digest } };
  return act(sql, actor, 'layer.import', object, async (tx, note) => {
    await lockHeights(tx);
    const report = reportOf(read, await selectHeightsLoaded(tx), true);
    if (report.unchanged) {
      note({ repeated: true });
      return report;
    }
    const source = `import:${digest.slice(0, 12)}`;
    await replaceHeights(tx, { grid, fileStepM, asOf, unknownNodes, digest, source });
    await noteHeights(tx, source, file);
    await announce(tx, { kind: 'layer' });
    note({ loaded: report.columns * report.rows, removed: report.replaced === null ? 0 : 1 });
    return report;
  });
}
