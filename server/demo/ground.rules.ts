import { drawBrooks } from './brooks.rules.ts';
import { Obstacles } from './obstacles.rules.ts';
import type { Point } from './plane.rules.ts';
import { COURSES, LAKES, OUTLINE, SHORE } from './waters.rules.ts';

/** Where one can build: inside the outline, off the water, back from the shore. */
export class Ground {
  readonly #edges: (readonly [Point, Point])[][] = [];
  readonly #lowY: number;
  readonly #rowM = 250;
  /** Water of every size, and what only a real bridge crosses. */
  readonly water = new Obstacles();
  readonly wideWater = new Obstacles();
  readonly brooks: readonly (readonly Point[])[];

  constructor() {
    this.#lowY = Math.min(...OUTLINE.map((p) => p.y));
    for (let i = 0; i < OUTLINE.length; i++) {
      const a = OUTLINE[i]!;
      const b = OUTLINE[(i + 1) % OUTLINE.length]!;
      for (let row = this.#row(Math.min(a.y, b.y)); row <= this.#row(Math.max(a.y, b.y)); row++)
        (this.#edges[row] ??= []).push([a, b]);
    }
    for (const course of COURSES) {
      this.water.addLine(course.line, (i) => course.halfM[i]!);
      if (course.name === '남대천') this.wideWater.addLine(course.line, (i) => course.halfM[i]!);
    }
    for (const lake of LAKES) {
      for (const water of [this.water, this.wideWater]) {
        water.addArea(lake.ring);
        water.addLine([...lake.ring, lake.ring[0]!], () => 1);
      }
    }
    this.brooks = drawBrooks((p) => this.isInCity(p));
    for (const brook of this.brooks) this.water.addLine(brook, () => 3);
    this.water.addLine(SHORE, () => 6);
    this.wideWater.addLine(SHORE, () => 6);
  }

  #row(y: number): number {
    return Math.floor((y - this.#lowY) / this.#rowM);
  }

  isInCity(p: Point): boolean {
    let inside = false;
    for (const [a, b] of this.#edges[this.#row(p.y)] ?? [])
      if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    return inside;
  }

  isDry(p: Point, marginM = 0): boolean {
    return this.water.isClear(p, marginM) && this.isInCity(p);
  }

  isRingDry(ring: readonly Point[], marginM = 0): boolean {
    return ring.every((p) => this.isInCity(p)) && this.water.isRingClear(ring, marginM);
  }
}
