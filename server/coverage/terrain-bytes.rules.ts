import { HeightGrid } from './terrain.rules.ts';

/** The first four bytes: what this is, and the form it has. */
const MAGIC = 0x31_54_48_47;
const HEADER_BYTES = 36;

/**
 * A height grid as bytes, for a browser that works out views itself. After the magic number come columns and rows (4
 * bytes each, unsigned), then west, south and step in metres of EPSG:5187 (8 bytes each, floating), then each node's
 * height in decimetres as 2 bytes: how much it differs, modulo 65,536, from the height that its western, southern and
 * south-western neighbours let expect. All little-endian. A city without heights has no columns.
 */
export function encodeHeights(grid: HeightGrid | null): Uint8Array<ArrayBuffer> {
  const { columns, rows, west, south, stepM } = grid?.shape ?? EMPTY;
  const bytes = new Uint8Array(HEADER_BYTES + 2 * columns * rows);
  const view = new DataView(bytes.buffer);
  [MAGIC, columns, rows].forEach((value, i) => view.setUint32(4 * i, value, true));
  [west, south, stepM].forEach((value, i) => view.setFloat64(12 + 8 * i, value, true));
  if (grid === null) return bytes;
  const heights = grid.decimetres;
  for (let at = 0; at < heights.length; at++)
    view.setInt16(HEADER_BYTES + 2 * at, heights[at]! - expected(heights, at, columns), true);
  return bytes;
}

/** The grid of some bytes, or null where the city has none. Throws RangeError for other bytes. */
export function decodeHeights(bytes: Uint8Array): HeightGrid | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new RangeError('these are no heights');
  const [columns, rows] = [view.getUint32(4, true), view.getUint32(8, true)];
  if (columns === 0) return null;
  if (bytes.length !== HEADER_BYTES + 2 * columns * rows) throw new RangeError('the heights end too early');
  const heights = new Int16Array(columns * rows);
  for (let at = 0; at < heights.length; at++)
    heights[at] = view.getInt16(HEADER_BYTES + 2 * at, true) + expected(heights, at, columns);
  const [west, south, stepM] = [12, 20, 28].map((offset) => view.getFloat64(offset, true));
  return new HeightGrid({ west: west!, south: south!, stepM: stepM!, columns, rows }, heights);
}

const EMPTY = { columns: 0, rows: 0, west: 0, south: 0, stepM: 0 };

/** On a plane it is the very height. */
function expected(heights: Int16Array, at: number, columns: number): number {
  const isFirst = at % columns === 0;
  if (at < columns) return isFirst ? 0 : heights[at - 1]!;
  const below = heights[at - columns]!;
  return isFirst ? below : below + heights[at - 1]! - heights[at - columns - 1]!;
}
