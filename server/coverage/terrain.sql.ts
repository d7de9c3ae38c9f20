import type { Sql, Tx } from '../platform/db.ts';
import { HeightGrid, NO_HEIGHT, type GridShape } from './terrain.rules.ts';

/** Nodes on a side of a tile as it lies in the database. */
const TILE = 256;

/** What the loaded grid is of; null where none is loaded. */
export interface LoadedHeights extends GridShape {
  readonly digest: string;
  readonly source: string;
}

export async function selectHeightsLoaded(sql: Sql | Tx): Promise<LoadedHeights | null> {
  const [row] = await sql<LoadedHeights[]>`
    select west, south, step_m as "stepM", columns, rows, digest, source from height_grid`;
  return row ?? null;
}

/** The ground's heights with what they are of, from one snapshot; null where none are loaded. */
export async function selectHeights(sql: Sql | Tx): Promise<(LoadedHeights & { grid: HeightGrid }) | null> {
  const rows = await sql<(LoadedHeights & { tileColumn: number; tileRow: number; heights: Buffer })[]>`
    select west, south, step_m as "stepM", columns, rows, digest, source,
           tile_column as "tileColumn", tile_row as "tileRow", heights
    from height_grid cross join height_tile order by tile_row, tile_column`;
  const [first] = rows;
  if (first === undefined) return null;
  const { west, south, stepM, columns, rows: count, digest, source } = first;
  const shape: GridShape = { west, south, stepM, columns, rows: count };
  const decimetres = new Int16Array(columns * count).fill(NO_HEIGHT);
  for (const { tileColumn, tileRow, heights } of rows) {
    const width = Math.min(TILE, columns - tileColumn * TILE);
    const height = Math.min(TILE, count - tileRow * TILE);
    for (let row = 0; row < height; row++) {
      const to = (tileRow * TILE + row) * columns + tileColumn * TILE;
      for (let column = 0; column < width; column++)
        decimetres[to + column] = heights.readInt16LE(2 * (row * TILE + column));
    }
  }
  return { ...shape, digest, source, grid: new HeightGrid(shape, decimetres) };
}

export interface NewHeights {
  readonly grid: HeightGrid;
  readonly fileStepM: number | null;
  readonly asOf: string | null;
  readonly unknownNodes: number;
  readonly digest: string;
  readonly source: string;
}

/** Puts a grid in the place of the one that is loaded. */
export async function replaceHeights(tx: Tx, heights: NewHeights): Promise<void> {
  await tx`delete from height_tile`;
  await tx`delete from height_grid`;
  const { grid, fileStepM, asOf, unknownNodes, digest, source } = heights;
  const { west, south, stepM, columns, rows } = grid.shape;
  await tx`
    insert into height_grid (west, south, step_m, columns, rows, file_step_m, as_of, unknown_nodes, digest, source)
    values (${west}, ${south}, ${stepM}, ${columns}, ${rows}, ${fileStepM}, ${asOf}, ${unknownNodes}, ${digest}, ${source})`;
  for (let tileRow = 0; tileRow * TILE < rows; tileRow++)
    for (let tileColumn = 0; tileColumn * TILE < columns; tileColumn++)
      await tx`
        insert into height_tile (tile_column, tile_row, heights)
        values (${tileColumn}, ${tileRow}, ${tileOf(grid, tileColumn, tileRow)})`;
}

/** Notes what the layer holds now: the map names it. */
export async function noteHeights(tx: Tx, source: string, title: string): Promise<void> {
  await tx`
    insert into layer_version (layer, version, source, title) values ('heights', 1, ${source}, ${title})
    on conflict (layer) do update
      set version = layer_version.version + 1, source = excluded.source, title = excluded.title, loaded_at = now()`;
}

/** Lets nobody else put heights in until the transaction ends. */
export async function lockHeights(tx: Tx): Promise<void> {
  await tx`lock table height_grid in share row exclusive mode`;
}

function tileOf(
  { shape: { columns, rows }, decimetres }: HeightGrid,
  tileColumn: number,
  tileRow: number,
): Buffer {
  const bytes = Buffer.alloc(2 * TILE * TILE);
  for (let at = 0; at < TILE * TILE; at++) {
    const column = tileColumn * TILE + (at % TILE);
    const row = tileRow * TILE + Math.floor(at / TILE);
    const height = column < columns && row < rows ? decimetres[row * columns + column]! : NO_HEIGHT;
    bytes.writeInt16LE(height, 2 * at);
  }
  return bytes;
}
