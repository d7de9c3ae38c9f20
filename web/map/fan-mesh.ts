import type { LonLat } from '../../geodata/lon-lat.ts';
import { mercatorPerMetre, type GroundPlane } from './ground-plane.rules.ts';

/** Rows drawn or skipped together. Rows that are near each other should stand near each other. */
export const CHUNK_ROWS = 256;
/** Bytes a vertex: x and y as Float32, then row (18 bits), place on the rim (7) and rim length (7). */
export const FAN_STRIDE = 12;
const ROW_LIMIT = 1 << 18;
const RIM_LIMIT = 126;
const APEX = 127;
/** What the coarse index may cut off a curve. */
const COARSE_ERROR_M = 2;

/** A star-shaped area around an apex. `rim` holds east, north pairs in true metres from the apex, in order. */
export interface Fan {
  apex: LonLat;
  rim: Float32Array;
  /** The rim closes on itself: a whole circle, without the two straight sides. */
  closed: boolean;
  /** Of an open rim: for each of its points the one, towards the apex, where the area begins. Without it, the apex. */
  inner?: Float32Array;
}

export interface MeshChunk {
  firstRow: number;
  endRow: number;
  /** Web Mercator metres on the plane; empty chunks have minX > maxX. */
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  fine: { first: number; count: number };
  coarse: { first: number; count: number };
}

export interface FanMesh {
  plane: GroundPlane;
  rowCount: number;
  vertices: ArrayBuffer;
  fine: Uint32Array;
  coarse: Uint32Array;
  chunks: MeshChunk[];
}

const emptyChunk = (firstRow: number, endRow: number): MeshChunk => ({
  firstRow,
  endRow,
  minX: Infinity,
  minY: Infinity,
  maxX: -Infinity,
  maxY: -Infinity,
  fine: { first: 0, count: 0 },
  coarse: { first: 0, count: 0 },
});

/** Every how many rim points the coarse outline takes one, for a rim of this many points and this reach. */
function coarseStep(fan: Fan, reachM: number, points: number): number {
  const whole = fan.closed ? 2 * Math.PI : spreadOf(fan.rim);
  const most = 2 * Math.acos(Math.max(0.5, 1 - COARSE_ERROR_M / Math.max(reachM, COARSE_ERROR_M)));
  return Math.max(1, Math.floor((most / whole) * (points - (fan.closed ? 0 : 1))));
}

function spreadOf(rim: Float32Array): number {
  let sum = 0;
  for (let i = 2; i < rim.length; i += 2) {
    const turn = Math.atan2(rim[i] ?? 0, rim[i + 1] ?? 0) - Math.atan2(rim[i - 2] ?? 0, rim[i - 1] ?? 0);
    sum += Math.abs(((turn + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
  }
  return Math.max(sum, 0.01);
}

/** Numbers written one after another into an array that doubles. */
class Words {
  #words = new Uint32Array(1 << 12);
  length = 0;

  push3(a: number, b: number, c: number): void {
    if (this.length + 3 > this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.length] = a;
    this.#words[this.length + 1] = b;
    this.#words[this.length + 2] = c;
    this.length += 3;
  }

  done(): Uint32Array<ArrayBuffer> {
    return this.#words.slice(0, this.length);
  }
}

const FLOAT = new Float32Array(1);
const FLOAT_BITS = new Uint32Array(FLOAT.buffer);
function bitsOf(value: number): number {
  FLOAT[0] = value;
  return FLOAT_BITS[0] ?? 0;
}

/**
 * All fans as one expanded mesh with a fine and a coarse index over the same vertices, in chunks of rows.
 * `fanOf` is asked once a row and answers null where nothing is to be drawn. Throws above 262,144 rows.
 */
export function buildFanMesh(
  rowCount: number,
  plane: GroundPlane,
  fanOf: (row: number) => Fan | null,
): FanMesh {
  if (rowCount > ROW_LIMIT) throw new RangeError(`too many rows for one mesh: ${rowCount}`);
  const vertices = new Words();
  const fine = new Words();
  const coarse = new Words();
  const chunks: MeshChunk[] = [];
  for (let firstRow = 0; firstRow < rowCount; firstRow += CHUNK_ROWS) {
    const chunk = emptyChunk(firstRow, Math.min(rowCount, firstRow + CHUNK_ROWS));
    chunk.fine.first = fine.length;
    chunk.coarse.first = coarse.length;
    for (let row = firstRow; row < chunk.endRow; row++) {
      const fan = fanOf(row);
      if (!fan) continue;
      const points = fan.rim.length / 2;
      if (points > RIM_LIMIT) throw new RangeError(`too many points on a rim: ${points}`);
      const apex = vertices.length / 3;
      const reachM = putFan(vertices, chunk, row, fan, plane);
      const put = fan.inner === undefined ? putTriangles : putStrip;
      put(fine, apex, points, fan.closed, 1);
      put(coarse, apex, points, fan.closed, coarseStep(fan, reachM, points));
    }
    chunk.fine.count = fine.length - chunk.fine.first;
    chunk.coarse.count = coarse.length - chunk.coarse.first;
    chunks.push(chunk);
  }
  return {
    plane,
    rowCount,
    vertices: vertices.done().buffer,
    fine: fine.done(),
    coarse: coarse.done(),
    chunks,
  };
}

/** Writes apex or inner points, then the rim, widens the chunk's box, and answers how far the rim reaches in metres. */
function putFan(vertices: Words, chunk: MeshChunk, row: number, fan: Fan, plane: GroundPlane): number {
  const points = fan.rim.length / 2;
  const sides = fan.closed ? 0 : points - 1;
  const x0 = plane.x(fan.apex[0]);
  const y0 = plane.y(fan.apex[1]);
  const { east, north } = mercatorPerMetre(fan.apex[1]);
  const put = (eastM: number, northM: number, place: number): void => {
    const x = x0 + eastM * east;
    const y = y0 + northM * north;
    vertices.push3(bitsOf(x), bitsOf(y), (row | (place << 18) | (sides << 25)) >>> 0);
    chunk.minX = Math.min(chunk.minX, x);
    chunk.maxX = Math.max(chunk.maxX, x);
    chunk.minY = Math.min(chunk.minY, y);
    chunk.maxY = Math.max(chunk.maxY, y);
  };
  const begin = fan.inner ?? Float32Array.of(0, 0);
  for (let i = 0; i < begin.length; i += 2) put(begin[i]!, begin[i + 1]!, APEX);
  let reach = 0;
  for (let k = 0; k < points; k++) {
    const eastM = fan.rim[2 * k]!;
    const northM = fan.rim[2 * k + 1]!;
    put(eastM, northM, fan.closed ? 0 : k);
    reach = Math.max(reach, eastM * eastM + northM * northM);
  }
  return Math.sqrt(reach);
}

/** Between the inner points, which stand first, and the rim. */
function putStrip(index: Words, first: number, points: number, _closed: boolean, step: number): void {
  for (let k = 0; k < points - 1; k += step) {
    const next = Math.min(k + step, points - 1);
    index.push3(first + k, first + points + k, first + points + next);
    index.push3(first + k, first + points + next, first + next);
  }
}

function putTriangles(index: Words, apex: number, points: number, closed: boolean, step: number): void {
  const last = closed ? points : points - 1;
  for (let k = 0; k < last; k += step) {
    index.push3(apex, apex + 1 + k, apex + 1 + (Math.min(k + step, last) % points));
  }
}

/** A run of indices to draw. */
export interface Run {
  first: number;
  count: number;
}

/** Runs of the chunks that touch the box and are wanted, neighbours joined: as few draw calls as possible. */
export function visibleRuns(
  chunks: readonly MeshChunk[],
  box: { minX: number; minY: number; maxX: number; maxY: number },
  level: 'fine' | 'coarse',
  wanted: (chunk: MeshChunk, place: number) => boolean = () => true,
): Run[] {
  const runs: Run[] = [];
  chunks.forEach((chunk, place) => {
    const { first, count } = chunk[level];
    const outside =
      chunk.minX > box.maxX || chunk.maxX < box.minX || chunk.minY > box.maxY || chunk.maxY < box.minY;
    if (outside || count === 0 || !wanted(chunk, place)) return;
    const last = runs.at(-1);
    if (last && last.first + last.count === first) last.count += count;
    else runs.push({ first, count });
  });
  return runs;
}
