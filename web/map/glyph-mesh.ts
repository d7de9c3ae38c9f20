import type { LonLat } from '../../geodata/lon-lat.ts';
import { CHUNK_ROWS, type MeshChunk } from './fan-mesh.ts';
import type { GroundPlane } from './ground-plane.rules.ts';

/** Bytes a vertex: x and y as Float32; row, corner, shape and two flags; turn and push in 65,536ths of a circle. */
export const GLYPH_STRIDE = 16;

/** A mark of constant size on screen. */
export interface Glyph {
  at: LonLat;
  /** Which pair of lines of the atlas: 2 x shape turned, 2 x shape + 1 not turned. */
  shape: number;
  /** Bearing of its top in degrees; null = drawn upright from the second line. */
  turnDeg: number | null;
  /** It stands beside its place in this bearing, joined by a hairline; null = on it. */
  pushDeg: number | null;
}

export interface GlyphMesh {
  plane: GroundPlane;
  rowCount: number;
  vertices: ArrayBuffer;
  index: Uint32Array;
  chunks: MeshChunk[];
  pushedChunks: Uint8Array;
}

const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;
const turn16 = (deg: number) => Math.round((((deg % 360) + 360) % 360) * (65_536 / 360)) & 0xffff;

/** One quad a row, in chunks of rows, corners turned in the vertex shader so that they keep up with a turned map. */
export function buildGlyphMesh(
  rowCount: number,
  plane: GroundPlane,
  glyphOf: (row: number) => Glyph | null,
): GlyphMesh {
  const vertices = new ArrayBuffer(rowCount * CORNERS.length * GLYPH_STRIDE);
  const floats = new Float32Array(vertices);
  const words = new Uint32Array(vertices);
  const index: number[] = [];
  const chunks: MeshChunk[] = [];
  const pushedChunks = new Uint8Array(Math.ceil(rowCount / CHUNK_ROWS));
  for (let firstRow = 0; firstRow < rowCount; firstRow += CHUNK_ROWS) {
    const endRow = Math.min(rowCount, firstRow + CHUNK_ROWS);
    const first = index.length;
    const chunk = { firstRow, endRow, minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
    for (let row = firstRow; row < endRow; row++) {
      const glyph = glyphOf(row);
      if (!glyph) continue;
      const x = plane.x(glyph.at[0]);
      const y = plane.y(glyph.at[1]);
      chunk.minX = Math.min(chunk.minX, x);
      chunk.maxX = Math.max(chunk.maxX, x);
      chunk.minY = Math.min(chunk.minY, y);
      chunk.maxY = Math.max(chunk.maxY, y);
      if (glyph.pushDeg !== null) pushedChunks[chunks.length] = 1;
      const tag =
        row |
        (Math.min(3, glyph.shape) << 20) |
        (glyph.turnDeg === null ? 0 : 1 << 22) |
        (glyph.pushDeg === null ? 0 : 1 << 23);
      const angles = (turn16(glyph.turnDeg ?? 0) | (turn16(glyph.pushDeg ?? 0) << 16)) >>> 0;
      const base = row * CORNERS.length;
      for (let corner = 0; corner < CORNERS.length; corner++) {
        const word = (base + corner) * 4;
        floats[word] = x;
        floats[word + 1] = y;
        words[word + 2] = (tag | (corner << 18)) >>> 0;
        words[word + 3] = angles;
      }
      index.push(base, base + 1, base + 2, base + 2, base + 1, base + 3);
    }
    const range = { first, count: index.length - first };
    chunks.push({ ...chunk, fine: range, coarse: range });
  }
  return { plane, rowCount, vertices, index: Uint32Array.from(index), chunks, pushedChunks };
}
