/** Walls whose inverse distances differ by less than this part of them are one: it is more than rounding makes. */
const SAME = 1e-11;
/** Radians that are no width. */
const NO_ANGLE = 1e-12;
const OLD = -1;
const NEW = -2;

/**
 * The nearest wall in every direction of a wedge, as a lower envelope in polar form. A straight wall at the distance
 * 1 / (m · u) in the direction u is the vector m, so which of two walls is nearer is the sign of one product, and where
 * they cross is one direction. Directions are angles from the wedge's left side, clockwise, 0 to `width` radians.
 *
 * Pieces lie between neighbouring breaks; piece i runs from `from[i]` to `from[i + 1]` and is the wall (mx[i], my[i]), or
 * the rim where both are 0. Walls may cross each other and be put in any order; nearest first is fastest.
 */
export class Envelope {
  readonly width: number;
  readonly rimM: number;
  count = 1;
  from = new Float64Array(64);
  ux = new Float64Array(64);
  uy = new Float64Array(64);
  mx = new Float64Array(64);
  my = new Float64Array(64);
  #scratch = new Float64Array(96);
  #kept = 0;
  #newFirst = false;

  constructor(width: number, rimM: number) {
    this.width = width;
    this.rimM = rimM;
    this.#breakAt(0, 0);
    this.#breakAt(1, width);
  }

  /**
   * Puts in the wall from (px, py) to (qx, qy), metres in the wedge's own frame (x along its left side, y to the right of
   * it). What lies beyond the rim or outside the wedge is cut off.
   */
  put(px: number, py: number, qx: number, qy: number): void {
    const cross = px * qy - py * qx;
    if (cross === 0) return;
    if (cross < 0) return this.put(qx, qy, px, py);
    const dx = qx - px;
    const dy = qy - py;
    const square = dx * dx + dy * dy;
    const toward = -(px * dx + py * dy);
    // Along the wall from p: the foot of the perpendicular, and half the chord that the rim cuts.
    const half = square * this.rimM * this.rimM - cross * cross;
    if (half <= 0) return;
    const reach = Math.sqrt(half);
    const enter = (toward - reach) / square;
    const leave = (toward + reach) / square;
    if (enter >= 1 || leave <= 0) return;
    const ax = enter > 0 ? px + enter * dx : px;
    const ay = enter > 0 ? py + enter * dy : py;
    const bx = leave < 1 ? px + leave * dx : qx;
    const by = leave < 1 ? py + leave * dy : qy;
    let a = Math.atan2(ay, ax);
    if (a < 0) a += 2 * Math.PI;
    const b = a + Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    const mx = dy / cross;
    const my = -dx / cross;
    this.span(a, b, mx, my);
    if (b > 2 * Math.PI) this.span(a - 2 * Math.PI, b - 2 * Math.PI, mx, my);
  }

  /** Puts in the wall m between two angles, a before b; both may lie outside the wedge. */
  span(a: number, b: number, mx: number, my: number): void {
    const start = Math.max(a, 0);
    const end = Math.min(b, this.width);
    if (!(end - start > NO_ANGLE)) return;
    const first = this.pieceOf(start);
    let last = first;
    while (last < this.count && this.from[last]! < end) last++;
    this.#room(last - first);
    this.#kept = 0;
    let changed = false;
    for (let piece = first; piece < last; piece++) {
      const x = this.mx[piece]!;
      const y = this.my[piece]!;
      const left = Math.max(this.from[piece]!, start);
      const right = Math.min(this.from[piece + 1]!, end);
      if (this.from[piece]! < left) this.#keep(this.from[piece]!, x, y);
      const turn = this.#turn(piece, left, right, mx, my);
      const newFirst = turn < 0 ? turn === NEW : this.#newFirst;
      changed ||= turn !== OLD;
      this.#keep(left, newFirst ? mx : x, newFirst ? my : y);
      if (turn >= 0) this.#keep(turn, newFirst ? x : mx, newFirst ? y : my);
      if (right < this.from[piece + 1]!) this.#keep(right, x, y);
    }
    if (changed) this.#replace(first, last);
  }

  /** The angle at which a piece and a new wall change places between left and right, or which of them is nearer throughout. */
  #turn(piece: number, left: number, right: number, mx: number, my: number): number {
    const x = this.mx[piece]!;
    const y = this.my[piece]!;
    if (x === 0 && y === 0) return NEW;
    const dx = mx - x;
    const dy = my - y;
    const least = SAME * (Math.abs(mx) + Math.abs(my));
    const nearerBy = (angle: number, breakpoint: number): number => {
      const by =
        angle === this.from[breakpoint]
          ? dx * this.ux[breakpoint]! + dy * this.uy[breakpoint]!
          : dx * Math.cos(angle) + dy * Math.sin(angle);
      return Math.abs(by) <= least ? 0 : by;
    };
    const atLeft = nearerBy(left, piece);
    const atRight = nearerBy(right, piece + 1);
    if (atLeft <= 0 && atRight <= 0) return OLD;
    if (atLeft >= 0 && atRight >= 0) return NEW;
    this.#newFirst = atLeft > 0;
    // The direction at a right angle to the difference, on the side where the piece lies.
    let angle = Math.atan2(dx, -dy);
    while (angle < left) angle += Math.PI;
    while (angle > right) angle -= Math.PI;
    return Math.max(angle, left);
  }

  /** The piece that holds an angle from 0 to the width; the last one at its right end. */
  pieceOf(angle: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.from[middle]! <= angle) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #keep(angle: number, x: number, y: number): void {
    const scratch = this.#scratch;
    // A piece of no width gives way.
    if (this.#kept > 0 && scratch[this.#kept - 3]! >= angle) this.#kept -= 3;
    if (this.#kept > 0 && scratch[this.#kept - 2] === x && scratch[this.#kept - 1] === y) return;
    scratch[this.#kept++] = angle;
    scratch[this.#kept++] = x;
    scratch[this.#kept++] = y;
  }

  #replace(first: number, last: number): void {
    const pieces = this.#kept / 3;
    const more = pieces - (last - first);
    for (const column of [this.from, this.ux, this.uy, this.mx, this.my])
      column.copyWithin(last + more, last, this.count + 1);
    for (let i = 0; i < pieces; i++) {
      this.#breakAt(first + i, this.#scratch[3 * i]!);
      this.mx[first + i] = this.#scratch[3 * i + 1]!;
      this.my[first + i] = this.#scratch[3 * i + 2]!;
    }
    this.count += more;
  }

  #breakAt(at: number, angle: number): void {
    this.from[at] = angle;
    this.ux[at] = Math.cos(angle);
    this.uy[at] = Math.sin(angle);
  }

  /** Room for what a wall over so many pieces can become. */
  #room(pieces: number): void {
    const most = 4 * pieces;
    if (3 * most > this.#scratch.length) this.#scratch = new Float64Array(6 * most);
    const breaks = this.count + most + 1;
    if (breaks <= this.from.length) return;
    const wider = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(2 * breaks);
      grown.set(column);
      return grown;
    };
    this.from = wider(this.from);
    this.ux = wider(this.ux);
    this.uy = wider(this.uy);
    this.mx = wider(this.mx);
    this.my = wider(this.my);
  }
}
