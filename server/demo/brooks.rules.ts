import { distance, step, bearingDeg, type Point } from './plane.rules.ts';
import { QUARTERS } from './quarters.rules.ts';
import { between, hashOf, randomFrom, type Random } from './random.rules.ts';
import { COURSES } from './waters.rules.ts';

/** Nameless brooks that feed the rivers out of the hills, as lines; they keep away from every quarter. */
export function drawBrooks(isInCity: (p: Point) => boolean): Point[][] {
  const brooks: Point[][] = [];
  COURSES.forEach((course, c) => {
    const random = randomFrom(hashOf(7001, c));
    const upper = Math.floor(course.line.length * (course.name === '남대천' ? 0.62 : 0.8));
    for (let i = 6; i < upper; i += 10 + Math.floor(random() * 16)) {
      const heading = bearingDeg(course.line[i]!, course.line[i + 3] ?? course.line[i]!);
      const side = random() < 0.5 ? 1 : -1;
      const start = step(course.line[i]!, heading + side * 90, course.halfM[i]!);
      climb(
        start,
        heading + 180 - side * between(random, 35, 80),
        Math.round(between(random, 9, 30)),
        0,
        random,
        isInCity,
        brooks,
      );
    }
  });
  return brooks;
}

function climb(
  from: Point,
  heading: number,
  steps: number,
  order: number,
  random: Random,
  isInCity: (p: Point) => boolean,
  into: Point[][],
): void {
  const line = [from];
  let towards = heading;
  for (let s = 0; s < steps; s++) {
    towards += between(random, -17, 17) + (heading - towards) * 0.08;
    const next = step(line.at(-1)!, towards, 170);
    if (!isInCity(next) || isSettled(next) || isNearOther(next, into)) break;
    line.push(next);
    if (order < 2 && s > 2 && random() < 0.16)
      climb(
        next,
        towards + (random() < 0.5 ? 1 : -1) * between(random, 28, 62),
        Math.round(steps * 0.55),
        order + 1,
        random,
        isInCity,
        into,
      );
  }
  if (line.length > 4) into.push(line);
}

const isSettled = (p: Point): boolean =>
  QUARTERS.some(
    (q) => distance(q.centre, p) < 0.6 * Math.hypot(q.columns * q.columnM, q.rows * q.rowM) + 150,
  ) ||
  (Math.abs(p.x) < 2600 && Math.abs(p.y) < 2600);

const isNearOther = (p: Point, brooks: readonly (readonly Point[])[]): boolean =>
  brooks.some((line) =>
    line.some((q) => Math.abs(q.x - p.x) < 330 && Math.abs(q.y - p.y) < 330 && distance(p, q) < 330),
  );
