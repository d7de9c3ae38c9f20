/** Side of a cell of the index in metres: a street and the houses along it. */
const CELL_M = 64;
/** Cells eastwards that one number can tell apart; a plane of EPSG:5187 is far smaller. */
const CELLS_WIDE = 2 ** 20;

/** A building as its outline, metres east and north. Outer rings run counter-clockwise, holes clockwise. */
export interface Building {
  readonly buildingId: number;
  /** Metres above the ground; NaN is unknown. */
  readonly heightM: number;
  /** Of every edge x, y of its start and x, y of its end; the inside is on its left. */
  readonly edges: Float64Array;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

type Ring = readonly (readonly [east: number, north: number])[];

const doubleArea = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    return sum + x * nextY - y * nextX;
  }, 0);

/**
 * A building from the polygons of its footprint, each an outer ring and its holes, whichever way they run; a ring may
 * repeat its first point. Null where nothing of it has an area.
 */
export function buildingOf(
  buildingId: number,
  polygons: readonly (readonly Ring[])[],
  heightM = NaN,
): Building | null {
  const edges: number[] = [];
  for (const rings of polygons)
    rings.forEach((ring, at) => {
      const area = doubleArea(ring);
      if (area === 0) return;
      const turned = area > 0 === (at === 0) ? ring : ring.toReversed();
      turned.forEach(([x, y], i) => {
        const [nextX, nextY] = turned[(i + 1) % turned.length]!;
        if (x !== nextX || y !== nextY) edges.push(x, y, nextX, nextY);
      });
    });
  if (edges.length === 0) return null;
  const [xs, ys] = [edges.filter((_, i) => i % 2 === 0), edges.filter((_, i) => i % 2 === 1)];
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b));
  return {
    ...{ buildingId, heightM, edges: Float64Array.from(edges) },
    ...{ west: least(xs), south: least(ys), east: most(xs), north: most(ys) },
  };
}

/** Whether a point lies inside a building's outline; on the outline either answer is right. */
export function isInside({ edges, west, south, east, north }: Building, x: number, y: number): boolean {
  if (x < west || x > east || y < south || y > north) return false;
  let inside = false;
  for (let i = 0; i < edges.length; i += 4) {
    const [x1, y1, x2, y2] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

/** Every building of the city by where it stands. One is added or taken away in the time of its own size. */
export class Walls {
  readonly #cells = new Map<number, Building[]>();
  readonly #buildings = new Map<number, Building>();
  readonly #found: Building[] = [];
  readonly #distances: number[] = [];

  get size(): number {
    return this.#buildings.size;
  }

  add(building: Building): void {
    this.remove(building.buildingId);
    this.#buildings.set(building.buildingId, building);
    this.#eachCell(building, (cell) => {
      const standing = this.#cells.get(cell);
      if (standing === undefined) this.#cells.set(cell, [building]);
      else standing.push(building);
    });
  }

  /** The building that stood there, or undefined. */
  remove(buildingId: number): Building | undefined {
    const building = this.#buildings.get(buildingId);
    if (building === undefined) return undefined;
    this.#buildings.delete(buildingId);
    this.#eachCell(building, (cell) => {
      const left = this.#cells.get(cell)!.filter((each) => each !== building);
      if (left.length === 0) this.#cells.delete(cell);
      else this.#cells.set(cell, left);
    });
    return building;
  }

  /** Buildings whose box comes within a distance of a point, nearest box first. The array is used again by the next call. */
  within(x: number, y: number, rangeM: number): readonly Building[] {
    const found = this.#found;
    const distances = this.#distances;
    found.length = 0;
    distances.length = 0;
    const limit = rangeM * rangeM;
    const [west, east] = [Math.floor((x - rangeM) / CELL_M), Math.floor((x + rangeM) / CELL_M)];
    const [south, north] = [Math.floor((y - rangeM) / CELL_M), Math.floor((y + rangeM) / CELL_M)];
    for (let row = south; row <= north; row++)
      for (let column = west; column <= east; column++) {
        const cell = this.#cells.get(row * CELLS_WIDE + column);
        if (cell === undefined) continue;
        for (const building of cell) {
          const dx = Math.max(building.west - x, 0, x - building.east);
          const dy = Math.max(building.south - y, 0, y - building.north);
          const square = dx * dx + dy * dy;
          if (square >= limit) continue;
          // A building in several cells counts in the first of them that is looked at.
          if (Math.max(Math.floor(building.west / CELL_M), west) !== column) continue;
          if (Math.max(Math.floor(building.south / CELL_M), south) !== row) continue;
          let at = found.length;
          while (at > 0 && distances[at - 1]! > square) {
            found[at] = found[at - 1]!;
            distances[at] = distances[at - 1]!;
            at--;
          }
          found[at] = building;
          distances[at] = square;
        }
      }
    return found;
  }

  /** The buildings whose outline holds a point. */
  around(x: number, y: number): Building[] {
    const cell = this.#cells.get(Math.floor(y / CELL_M) * CELLS_WIDE + Math.floor(x / CELL_M));
    return cell?.filter((building) => isInside(building, x, y)) ?? [];
  }

  #eachCell({ west, south, east, north }: Building, visit: (cell: number) => void): void {
    for (let row = Math.floor(south / CELL_M); row <= Math.floor(north / CELL_M); row++)
      for (let column = Math.floor(west / CELL_M); column <= Math.floor(east / CELL_M); column++)
        visit(row * CELLS_WIDE + column);
  }
}
