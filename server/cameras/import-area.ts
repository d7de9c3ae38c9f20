/** One real district (읍면동) as rings of [lon, lat]. */
export interface District {
  readonly name: string;
  readonly rings: readonly (readonly (readonly number[])[])[];
}

/** Where points of the file may lie. */
export interface Area {
  inside(lon: number, lat: number): boolean;
}

const BANDS = 512;
const METRES_PER_DEGREE = 111_320;

/** The city as its real districts: answers which district holds a point, and how far a point is from some of them. */
export class CityArea implements Area {
  /** Boundaries are generalised, and quays and breakwaters lie before the shore: this far outside is still inside. */
  static readonly TOLERANCE_M = 200;

  readonly names: readonly string[];
  readonly #edges: Float64Array;
  readonly #districtOf: Int32Array;
  readonly #bands: Int32Array[];
  readonly #parity: Uint8Array;
  readonly #south: number;
  readonly #bandHeight: number;

  constructor(districts: readonly District[]) {
    this.names = districts.map(({ name }) => name);
    const edges: number[] = [];
    const districtOf: number[] = [];
    for (const [district, { rings }] of districts.entries())
      for (const ring of rings)
        for (let at = 0; at + 1 < ring.length; at += 1) {
          const [from, to] = [ring[at]!, ring[at + 1]!];
          edges.push(from[0]!, from[1]!, to[0]!, to[1]!);
          districtOf.push(district);
        }
    this.#edges = Float64Array.from(edges);
    this.#districtOf = Int32Array.from(districtOf);
    let [south, north] = [Infinity, -Infinity];
    for (let at = 1; at < edges.length; at += 2) {
      south = Math.min(south, edges[at]!);
      north = Math.max(north, edges[at]!);
    }
    this.#south = south;
    this.#bandHeight = (north - south) / BANDS || 1;
    const bands: number[][] = Array.from({ length: BANDS }, () => []);
    for (let edge = 0; edge < districtOf.length; edge += 1) {
      const [first, last] = [this.#band(edges[edge * 4 + 1]!), this.#band(edges[edge * 4 + 3]!)].sort(
        (a, b) => a - b,
      );
      for (let band = first!; band <= last!; band += 1)
        bands[Math.max(0, Math.min(BANDS - 1, band))]!.push(edge);
    }
    this.#bands = bands.map((band) => Int32Array.from(band));
    this.#parity = new Uint8Array(districts.length);
  }

  /** Index of the district that holds the point, -1 where none does. */
  districtAt(lon: number, lat: number): number {
    const band = this.#band(lat);
    if (band < 0 || band >= BANDS) return -1;
    this.#parity.fill(0);
    for (const edge of this.#bands[band]!) {
      const y1 = this.#edges[edge * 4 + 1]!;
      const y2 = this.#edges[edge * 4 + 3]!;
      if (y1 > lat === y2 > lat) continue;
      const x1 = this.#edges[edge * 4]!;
      if (lon < x1 + ((lat - y1) / (y2 - y1)) * (this.#edges[edge * 4 + 2]! - x1))
        this.#parity[this.#districtOf[edge]!]! ^= 1;
    }
    return this.#parity.indexOf(1);
  }

  inside(lon: number, lat: number): boolean {
    return this.districtAt(lon, lat) >= 0 || this.within(lon, lat, CityArea.TOLERANCE_M, null);
  }

  /** Whether an edge of one of the districts (of any where null) lies within so many metres over ground. */
  within(lon: number, lat: number, metres: number, districts: readonly number[] | null): boolean {
    const reach = metres / METRES_PER_DEGREE;
    const squeeze = Math.cos((lat * Math.PI) / 180);
    const first = Math.max(0, this.#band(lat - reach));
    const last = Math.min(BANDS - 1, this.#band(lat + reach));
    for (let band = first; band <= last; band += 1)
      for (const edge of this.#bands[band]!) {
        if (districts !== null && !districts.includes(this.#districtOf[edge]!)) continue;
        const x1 = (this.#edges[edge * 4]! - lon) * squeeze;
        const y1 = this.#edges[edge * 4 + 1]! - lat;
        const dx = (this.#edges[edge * 4 + 2]! - lon) * squeeze - x1;
        const dy = this.#edges[edge * 4 + 3]! - lat - y1;
        const along = Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)));
        if (Math.hypot(x1 + along * dx, y1 + along * dy) <= reach) return true;
      }
    return false;
  }

  #band(lat: number): number {
    return Math.floor((lat - this.#south) / this.#bandHeight);
  }
}

const CELL_DEGREES = 0.1;
/** A group of cells apart from the main one is the city's too when it holds more than this share of the points. */
const LARGE_SHARE = 0.25;

const cellOf = (lon: number, lat: number): number =>
  Math.floor(lat / CELL_DEGREES) * 10_000 + Math.floor(lon / CELL_DEGREES);

/**
 * The file's own extent, for examining another city's file: the points lie in cells of 0.1 degree, and the largest group
 * of touching cells is the city. Lone points elsewhere do not widen it, however far off they are.
 */
export function extentOfFile(points: Iterable<readonly [lon: number, lat: number]>): Area {
  const counts = new Map<number, number>();
  let total = 0;
  for (const [lon, lat] of points) {
    const cell = cellOf(lon, lat);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    total += 1;
  }
  const groups: { cells: number[]; points: number }[] = [];
  const seen = new Set<number>();
  for (const start of counts.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const cells = [start];
    let points = 0;
    for (const cell of cells) {
      points += counts.get(cell)!;
      for (const step of [-10_001, -10_000, -9_999, -1, 1, 9_999, 10_000, 10_001]) {
        const next = cell + step;
        if (!counts.has(next) || seen.has(next)) continue;
        seen.add(next);
        cells.push(next);
      }
    }
    groups.push({ cells, points });
  }
  const most = Math.max(0, ...groups.map(({ points }) => points));
  const kept = new Set(
    groups
      .filter(({ points }) => points === most || points > total * LARGE_SHARE)
      .flatMap(({ cells }) => cells),
  );
  return { inside: (lon, lat) => kept.has(cellOf(lon, lat)) };
}
