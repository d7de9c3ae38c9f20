import { clipRing } from './clip-ring.rules.ts';
import { fractalLine } from './fractal.rules.ts';
import { COAST, INLAND_BORDER, LAGOON, RESERVOIR, RIVERS, type River } from './geography.rules.ts';
import { areaOf, distance, offsetLine, segmentsCross, smoothLine, type Point } from './plane.rules.ts';

const SHAPE_SEED = 3;

/** The drawn shore, north to south. */
export const SHORE: readonly Point[] = fractalLine(COAST, 0.07, 90, SHAPE_SEED);

/** The city's outline as one ring, shore first, then the hills. */
export const OUTLINE: readonly Point[] = [
  ...SHORE,
  ...fractalLine([COAST.at(-1)!, ...INLAND_BORDER, COAST[0]!], 0.16, 160, SHAPE_SEED).slice(1, -1),
];

export interface RiverCourse {
  readonly name: string;
  readonly kind: 'river' | 'stream';
  readonly line: readonly Point[];
  readonly halfM: readonly number[];
  /** Its water surface, cut off at the shore. */
  readonly ring: readonly Point[];
}

function withinCity(ring: readonly Point[]): Point[] {
  const parts = clipRing(ring, OUTLINE);
  return parts.reduce(
    (best, part) => (Math.abs(areaOf(part)) > Math.abs(areaOf(best)) ? part : best),
    parts[0] ?? [...ring],
  );
}

function courseOf(river: River): RiverCourse {
  const natural =
    river.name === '남대천' ? river.course : fractalLine(river.course, 0.1, 260, SHAPE_SEED + 4);
  const line = smoothLine(natural, 45);
  const along: number[] = [0];
  for (let i = 1; i < line.length; i++) along.push(along[i - 1]! + distance(line[i - 1]!, line[i]!));
  const total = along.at(-1)!;
  const [source, mouth] = river.widthM;
  const halfM = along.map((m) => (source + (mouth - source) * (m / total)) / 2);
  const ring = [...offsetLine(line, (i) => halfM[i]!), ...offsetLine(line, (i) => -halfM[i]!).reverse()];
  return { name: river.name, kind: river.kind, line, halfM, ring: withinCity(ring) };
}

export const COURSES: readonly RiverCourse[] = RIVERS.map(courseOf);
export const LAKES: readonly { name: string; ring: readonly Point[] }[] = [
  { name: '경포호', ring: smoothLine([...LAGOON, LAGOON[0]!], 60).slice(0, -1) },
  { name: '오봉저수지', ring: smoothLine([...RESERVOIR, RESERVOIR[0]!], 60).slice(0, -1) },
];

const town = COURSES[0]!;

/** Northing of the bank of 남대천 at an easting within the town. */
export function riverBank(x: number, side: 'north' | 'south'): number {
  const { line, halfM } = town;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = line[i]!;
    const b = line[i + 1]!;
    if (a.x <= x && b.x > x) {
      const t = (x - a.x) / (b.x - a.x);
      const slope = (b.y - a.y) / (b.x - a.x);
      const vertical = (halfM[i]! * (1 - t) + halfM[i + 1]! * t) * Math.hypot(1, slope);
      return a.y + (b.y - a.y) * t + (side === 'north' ? vertical : -vertical);
    }
  }
  throw new RangeError(`the river does not pass ${x} m`);
}

const OPEN_MOUTHS: readonly string[] = ['남대천', '연곡천', '사천천', '군선강', '주수천'];

/**
 * The drawn land: the outline with the rivers that reach the sea as inlets, north to south, so that the shore line turns in
 * at a mouth and follows both banks instead of crossing the water.
 */
export function landRing(): Point[] {
  const ring: Point[] = [];
  const courses = COURSES.filter((course) => OPEN_MOUTHS.includes(course.name)).sort(
    (a, b) => b.line.at(-1)!.y - a.line.at(-1)!.y,
  );
  let from = 0;
  for (const { line, halfM } of courses) {
    const north = reachingShore(offsetLine(line, (i) => halfM[i]!));
    const south = reachingShore(offsetLine(line, (i) => -halfM[i]!));
    if (!north || !south || north.shoreIndex < from || south.shoreIndex < north.shoreIndex) continue;
    ring.push(...SHORE.slice(from, north.shoreIndex + 1), ...north.bank.reverse(), ...south.bank);
    from = south.shoreIndex + 1;
  }
  return [...ring, ...OUTLINE.slice(from)];
}

/** A bank from its source to where it first meets the shore, and the shore's edge there. */
function reachingShore(bank: readonly Point[]): { bank: Point[]; shoreIndex: number } | null {
  for (let i = bank.length - 2; i > bank.length / 2; i--)
    for (let j = 0; j + 1 < SHORE.length; j++) {
      const [a, b, c, d] = [bank[i]!, bank[i + 1]!, SHORE[j]!, SHORE[j + 1]!];
      if (segmentsCross(a, b, c, d)) return { bank: bank.slice(0, i + 1), shoreIndex: j };
    }
  return null;
}
