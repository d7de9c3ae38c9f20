import RBush from 'rbush';
import { boxOf, distanceToSegment, isInside, type Box, type Point } from './plane.rules.ts';

interface Segment extends Box {
  readonly a: Point;
  readonly b: Point;
  readonly clearM: number;
}
interface Area extends Box {
  readonly ring: readonly Point[];
}

/** What a thing must keep clear of: lines with a clearance each (rivers, roads, the shore) and areas (lakes). */
export class Obstacles {
  readonly #segments = new RBush<Segment>();
  readonly #areas = new RBush<Area>();

  addLine(line: readonly Point[], clearM: (index: number) => number): void {
    const segments: Segment[] = [];
    for (let i = 0; i + 1 < line.length; i++) {
      const a = line[i]!;
      const b = line[i + 1]!;
      const by = Math.max(clearM(i), clearM(i + 1));
      segments.push({ ...boxOf([a, b], by), a, b, clearM: by });
    }
    this.#segments.load(segments);
  }

  addArea(ring: readonly Point[]): void {
    this.#areas.insert({ ...boxOf(ring), ring });
  }

  isClear(p: Point, extraM = 0): boolean {
    const box = { minX: p.x - extraM, minY: p.y - extraM, maxX: p.x + extraM, maxY: p.y + extraM };
    for (const s of this.#segments.search(box))
      if (distanceToSegment(p, s.a, s.b) < s.clearM + extraM) return false;
    for (const area of this.#areas.search(box)) if (isInside(area.ring, p)) return false;
    return true;
  }

  /** Whether the whole ring is clear, looked at every `everyM` along its edges and at its middle. */
  isRingClear(ring: readonly Point[], extraM = 0, everyM = 6): boolean {
    let x = 0;
    let y = 0;
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i]!;
      const b = ring[(i + 1) % ring.length]!;
      x += a.x;
      y += a.y;
      const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / everyM));
      for (let s = 0; s < steps; s++)
        if (!this.isClear({ x: a.x + ((b.x - a.x) * s) / steps, y: a.y + ((b.y - a.y) * s) / steps }, extraM))
          return false;
    }
    return this.isClear({ x: x / ring.length, y: y / ring.length }, extraM);
  }

  /** The stretches of a line that are clear, cut at about `everyM`. */
  clearStretches(line: readonly Point[], everyM: number, extraM = 0): Point[][] {
    const stretches: Point[][] = [];
    let current: Point[] = [];
    const end = (): void => {
      if (current.length > 1) stretches.push(current);
      current = [];
    };
    for (let i = 0; i < line.length; i++) {
      const a = line[i]!;
      const b = line[i + 1];
      const steps = b ? Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / everyM)) : 1;
      for (let s = 0; s < (b ? steps : 1); s++) {
        const p = b && s > 0 ? { x: a.x + ((b.x - a.x) * s) / steps, y: a.y + ((b.y - a.y) * s) / steps } : a;
        if (!this.isClear(p, extraM)) end();
        else if (s === 0 || current.length === 0) current.push(p);
        else if (s === steps - 1) current.push(p);
      }
    }
    end();
    return stretches;
  }
}
