import { planeOf, placeOf } from '../coverage/plane.rules.ts';
import { NO_HEIGHT } from '../coverage/terrain.rules.ts';
import type { Relief } from './hills.rules.ts';
import { DEMO, type Rows } from './land-rows.rules.ts';
import { at, toLonLat } from './plane.rules.ts';

const STEP_M = 100;
/** Nodes on a side of a tile of the height grid. */
const TILE = 256;
/** Metres above the sea of the highest crest that can be drawn. */
const HIGHEST_M = 220;
/** Ground that is less hilly than this is built on level. */
const LEVEL = 0.08;

/** The hills that are drawn, as a height grid of EPSG:5187: towns and valleys lie level at the height of the sea. */
export function heightRows(relief: Relief): Rows[] {
  const { west, south, stepM, columns, rows } = relief;
  const corners = [
    [west, south],
    [west + (columns - 1) * stepM, south],
    [west, south + (rows - 1) * stepM],
    [west + (columns - 1) * stepM, south + (rows - 1) * stepM],
  ].map(([x, y]) => planeOf(toLonLat({ x: x!, y: y! })));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const grid = {
    west: Math.ceil(Math.max(xs[0]!, xs[2]!) / STEP_M) * STEP_M,
    south: Math.ceil(Math.max(ys[0]!, ys[1]!) / STEP_M) * STEP_M,
    columns: Math.floor((Math.min(xs[1]!, xs[3]!) - Math.max(xs[0]!, xs[2]!)) / STEP_M),
    rows: Math.floor((Math.min(ys[2]!, ys[3]!) - Math.max(ys[0]!, ys[1]!)) / STEP_M),
  };
  return [
    {
      table: 'height_grid',
      columns: ['west', 'south', 'step_m', 'columns', 'rows', 'unknown_nodes', 'digest', 'source'],
      rows: [[grid.west, grid.south, STEP_M, grid.columns, grid.rows, 0, DEMO, DEMO]],
    },
    { table: 'height_tile', columns: ['tile_column', 'tile_row', 'heights'], rows: tilesOf(grid, relief) },
  ];
}

function tilesOf(
  { west, south, columns, rows }: Record<'west' | 'south' | 'columns' | 'rows', number>,
  relief: Relief,
): [number, number, string][] {
  const tiles: [number, number, string][] = [];
  for (let tileRow = 0; tileRow * TILE < rows; tileRow++)
    for (let tileColumn = 0; tileColumn * TILE < columns; tileColumn++) {
      const decimetres = new Int16Array(TILE * TILE).fill(NO_HEIGHT);
      for (let i = 0; i < TILE * TILE; i++) {
        const [column, row] = [tileColumn * TILE + (i % TILE), tileRow * TILE + Math.floor(i / TILE)];
        if (column < columns && row < rows)
          decimetres[i] = Math.round(10 * heightAt(relief, west + column * STEP_M, south + row * STEP_M));
      }
      tiles.push([tileColumn, tileRow, hexOf(decimetres)]);
    }
  return tiles;
}

function heightAt(
  { west, south, stepM, columns, rows, heights }: Relief,
  east: number,
  north: number,
): number {
  const p = at(...placeOf(east, north));
  const [x, y] = [(p.x - west) / stepM, (p.y - south) / stepM];
  const column = Math.max(0, Math.min(Math.floor(x), columns - 2));
  const row = Math.max(0, Math.min(Math.floor(y), rows - 2));
  const node = row * columns + column;
  const low = heights[node]! * (column + 1 - x) + heights[node + 1]! * (x - column);
  const high = heights[node + columns]! * (column + 1 - x) + heights[node + columns + 1]! * (x - column);
  const hilly = low * (row + 1 - y) + high * (y - row);
  return (HIGHEST_M * Math.max(0, hilly - LEVEL)) / (1 - LEVEL);
}

/** As COPY text has it: two bytes each, the lower first. */
const hexOf = (decimetres: Int16Array): string =>
  `\\x${Array.from(decimetres, (height) =>
    (((height & 0xff) << 8) | ((height >> 8) & 0xff)).toString(16).padStart(4, '0'),
  ).join('')}`;
