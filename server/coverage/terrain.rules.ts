/** In decimetres: what stands where no height is known. */
export const NO_HEIGHT = -32_768;
const DM = 10;

/** How the nodes of a height grid lie: rows from the south, each from the west, metres of EPSG:5187. */
export interface GridShape {
  /** Of the south-west node. */
  readonly west: number;
  readonly south: number;
  readonly stepM: number;
  readonly columns: number;
  readonly rows: number;
}

/** The ground's height above the sea at the nodes of a grid, in decimetres, {@link NO_HEIGHT} where it is unknown. */
export class HeightGrid {
  readonly shape: GridShape;
  readonly decimetres: Int16Array;

  constructor(shape: GridShape, decimetres: Int16Array) {
    if (decimetres.length !== shape.columns * shape.rows)
      throw new RangeError('heights do not fill their grid');
    this.shape = shape;
    this.decimetres = decimetres;
  }

  /** Metres, bilinear between the four nodes around a point; NaN where one of them is unknown and outside the grid. */
  heightAt(east: number, north: number): number {
    const { west, south, stepM, columns, rows } = this.shape;
    const x = (east - west) / stepM;
    const y = (north - south) / stepM;
    if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) return NaN;
    const column = Math.min(Math.floor(x), Math.max(0, columns - 2));
    const row = Math.min(Math.floor(y), Math.max(0, rows - 2));
    const at = row * columns + column;
    const right = columns > 1 ? 1 : 0;
    const up = rows > 1 ? columns : 0;
    const heights = this.decimetres;
    const a = heights[at]!;
    const b = heights[at + right]!;
    const c = heights[at + up]!;
    const d = heights[at + up + right]!;
    if (a === NO_HEIGHT || b === NO_HEIGHT || c === NO_HEIGHT || d === NO_HEIGHT) return NaN;
    const below = a + (b - a) * (x - column);
    const above = c + (d - c) * (x - column);
    return (below + (above - below) * (y - row)) / DM;
  }

  /** The lowest and the highest known ground, in metres. */
  bounds(): { lowestM: number; highestM: number } {
    let [lowest, highest] = [Infinity, -Infinity];
    for (const height of this.decimetres) {
      if (height === NO_HEIGHT) continue;
      lowest = Math.min(lowest, height);
      highest = Math.max(highest, height);
    }
    return { lowestM: lowest / DM, highestM: highest / DM };
  }

  /** Whether the ground has a height at a point and another somewhere within a distance of it. */
  isRough(east: number, north: number, reachM: number): boolean {
    if (Number.isNaN(this.heightAt(east, north))) return false;
    const { west, south, stepM, columns, rows } = this.shape;
    const first = (metres: number): number => Math.max(0, Math.floor(metres / stepM));
    const [left, bottom] = [first(east - reachM - west), first(north - reachM - south)];
    const right = Math.min(columns - 1, Math.ceil((east + reachM - west) / stepM));
    const top = Math.min(rows - 1, Math.ceil((north + reachM - south) / stepM));
    let level = NO_HEIGHT;
    for (let row = bottom; row <= top; row++)
      for (let at = row * columns + left; at <= row * columns + right; at++) {
        const height = this.decimetres[at]!;
        if (height === NO_HEIGHT) continue;
        if (level === NO_HEIGHT) level = height;
        else if (height !== level) return true;
      }
    return false;
  }
}
