import { covers, type View } from './view.rules.ts';

/** Metres from one looked-at point of a street to the next. */
export const STREET_STEP_M = 2;
const CELL_M = 32;
const CELLS_WIDE = 2 ** 20;

/** Roads of one name, as lines of the plane: east, north, east, north. Null is the name of all that have none. */
export interface Street {
  readonly name: string | null;
  readonly lines: readonly Float64Array[];
}

/** Every street as points, {@link STREET_STEP_M} apart in the middle of their stretch; each stands for its stretch's millimetres. */
export class StreetPoints {
  readonly names: readonly (string | null)[];
  readonly lengthMm: Float64Array;
  readonly street: Uint32Array;
  readonly east: Float64Array;
  readonly north: Float64Array;
  readonly mm: Uint16Array;
  readonly #cells = new Map<number, number[]>();

  private constructor(streets: readonly Street[], count: number) {
    this.names = streets.map(({ name }) => name);
    this.lengthMm = new Float64Array(streets.length);
    this.street = new Uint32Array(count);
    this.east = new Float64Array(count);
    this.north = new Float64Array(count);
    this.mm = new Uint16Array(count);
  }

  /** Made street by street, so that whoever makes it can rest between two. */
  static *of(streets: readonly Street[]): Generator<undefined, StreetPoints> {
    let count = 0;
    for (const { lines } of streets)
      for (const line of lines) for (let i = 2; i < line.length; i += 2) count += partsOf(line, i);
    const points = new StreetPoints(streets, count);
    let point = 0;
    for (const [at, { lines }] of streets.entries()) {
      for (const line of lines) point = points.#put(at, line, point);
      yield;
    }
    return points;
  }

  #put(street: number, line: Float64Array, first: number): number {
    let point = first;
    for (let i = 2; i < line.length; i += 2) {
      const [x, y] = [line[i - 2]!, line[i - 1]!];
      const [dx, dy] = [line[i]! - x, line[i + 1]! - y];
      const parts = partsOf(line, i);
      for (let part = 0; part < parts; part++, point++) {
        const mm = Math.round((Math.hypot(dx, dy) * 1000) / parts);
        this.lengthMm[street]! += mm;
        this.street[point] = street;
        this.mm[point] = mm;
        const east = (this.east[point] = x + (dx * (part + 0.5)) / parts);
        const north = (this.north[point] = y + (dy * (part + 0.5)) / parts);
        const cell = cellAt(east, north);
        const held = this.#cells.get(cell);
        if (held === undefined) this.#cells.set(cell, [point]);
        else held.push(point);
      }
    }
    return point;
  }

  /** The points that lie in a view. */
  within(view: View): Uint32Array {
    const found: number[] = [];
    const { east, north, rimM } = view;
    for (let row = Math.floor((north - rimM) / CELL_M); row <= Math.floor((north + rimM) / CELL_M); row++)
      for (
        let column = Math.floor((east - rimM) / CELL_M);
        column <= Math.floor((east + rimM) / CELL_M);
        column++
      )
        for (const point of this.#cells.get(row * CELLS_WIDE + column) ?? [])
          if (covers(view, this.east[point]!, this.north[point]!)) found.push(point);
    return Uint32Array.from(found);
  }
}

/** Into how many points a stretch of a line is cut. */
const partsOf = (line: Float64Array, i: number): number =>
  Math.ceil(Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!) / STREET_STEP_M);

const cellAt = (east: number, north: number): number =>
  Math.floor(north / CELL_M) * CELLS_WIDE + Math.floor(east / CELL_M);

/** How much of each street somebody sees, kept true one view at a time, in whole millimetres: no order leaves a trace. */
export class StreetCount {
  readonly #points: StreetPoints;
  readonly #counts: Uint16Array;
  readonly #seen: Float64Array;

  constructor(points: StreetPoints) {
    this.#points = points;
    this.#counts = new Uint16Array(points.east.length);
    this.#seen = new Float64Array(points.names.length);
  }

  put(points: Uint32Array, by: 1 | -1): void {
    for (const point of points) {
      const before = this.#counts[point]!;
      this.#counts[point] = before + by;
      const street = this.#points.street[point]!;
      if (before + by === 0) this.#seen[street]! -= this.#points.mm[point]!;
      else if (before === 0) this.#seen[street]! += this.#points.mm[point]!;
    }
  }

  /** Metres of a street that are seen. */
  seenM(street: number): number {
    return this.#seen[street]! / 1000;
  }
}
