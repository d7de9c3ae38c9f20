import type { Building } from './walls.rules.ts';

/** The first four bytes: what this is, and the form it has. */
const MAGIC = 0x31_57_54_46;
/** Finer than any outline is surveyed. */
const CM = 100;

/**
 * Buildings as bytes, for a browser that works out views itself. After the magic number and the count each building has
 * its number, its height in decimetres plus one (0 is unknown) and its rings; a ring has its number of points, then their
 * steps east and north in centimetres, each from the point before. All are variable-length integers, steps zigzagged.
 * Coordinates are those of EPSG:5187.
 */
export function encodeFootprints(buildings: readonly Building[]): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  out.fixed(MAGIC);
  out.count(buildings.length);
  let [x, y] = [0, 0];
  let last = 0;
  for (const { buildingId, heightM, edges } of buildings) {
    out.step(buildingId - last);
    last = buildingId;
    out.count(Number.isNaN(heightM) ? 0 : Math.round(heightM * 10) + 1);
    const rings = ringsOf(edges);
    out.count(rings.length);
    for (const ring of rings) {
      out.count(ring.length / 2);
      for (let i = 0; i < ring.length; i += 2) {
        const [toX, toY] = [Math.round(ring[i]! * CM), Math.round(ring[i + 1]! * CM)];
        out.step(toX - x);
        out.step(toY - y);
        [x, y] = [toX, toY];
      }
    }
  }
  return out.done();
}

/** Buildings one after another, so that whoever reads can rest between them. Throws RangeError for other bytes. */
export function* decodeFootprints(bytes: Uint8Array): Generator<Building> {
  const input = new Reader(bytes);
  if (input.fixed() !== MAGIC) throw new RangeError('these are no footprints');
  const count = input.count();
  let [x, y] = [0, 0];
  let buildingId = 0;
  for (let building = 0; building < count; building++) {
    buildingId += input.step();
    const height = input.count();
    const edges: number[] = [];
    const rings = input.count();
    for (let ring = 0; ring < rings; ring++) {
      const points = input.count();
      const first = edges.length;
      for (let point = 0; point < points; point++) {
        x += input.step();
        y += input.step();
        if (point > 0) edges.push(x / CM, y / CM);
        edges.push(x / CM, y / CM);
      }
      edges.push(edges[first]!, edges[first + 1]!);
    }
    yield boxed(buildingId, height === 0 ? NaN : (height - 1) / 10, Float64Array.from(edges));
  }
}

function boxed(buildingId: number, heightM: number, edges: Float64Array): Building {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < edges.length; i += 2) {
    west = Math.min(west, edges[i]!);
    east = Math.max(east, edges[i]!);
    south = Math.min(south, edges[i + 1]!);
    north = Math.max(north, edges[i + 1]!);
  }
  return { buildingId, heightM, edges, west, south, east, north };
}

/** The corners of each ring of a building, from its edges in order. */
function ringsOf(edges: Float64Array): number[][] {
  const rings: number[][] = [];
  let ring: number[] = [];
  for (let i = 0; i < edges.length; i += 4) {
    ring.push(edges[i]!, edges[i + 1]!);
    if (edges[i + 2] !== ring[0] || edges[i + 3] !== ring[1]) continue;
    rings.push(ring);
    ring = [];
  }
  return rings;
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #at = 0;

  fixed(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.#push((value >>> shift) & 0xff);
  }
  count(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#push(rest);
  }
  step(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value);
  }
  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at);
  }
  #push(byte: number): void {
    if (this.#at === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#at++] = byte;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  fixed(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 8) value |= this.#next() << shift;
    return value >>> 0;
  }
  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#next();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }
  step(): number {
    const value = this.count();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('the footprints end too early');
    return byte;
  }
}
