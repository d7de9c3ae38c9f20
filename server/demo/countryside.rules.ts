import type { Footprint } from './footprints.rules.ts';
import type { Ground } from './ground.rules.ts';
import { leg, type Kerb } from './blocks.rules.ts';
import type { Green, Road } from './drawn-land.rules.ts';
import {
  between as along,
  bearingDeg,
  centroidOf,
  distance,
  isInside,
  boxOf,
  offsetLine,
  step,
  type Point,
} from './plane.rules.ts';
import { between, hashOf, pick, randomFrom, type Random } from './random.rules.ts';
import { LAKES, SHORE } from './waters.rules.ts';
import RBush from 'rbush';

export interface Countryside {
  readonly roads: readonly Road[];
  readonly houses: readonly Footprint[];
  readonly greens: readonly Green[];
  readonly kerbs: readonly Kerb[];
}

/** Outside the quarters: field lanes that leave the roads, scattered farms beside them, pine groves on the shore. */
export function drawCountryside(
  seed: number,
  ground: Ground,
  roads: readonly Road[],
  superblocks: readonly (readonly Point[])[],
): Countryside {
  const random = randomFrom(hashOf(seed, 501));
  const built = new RBush<{
    minX: number;
    minY: number;
    maxX: number;
    maxY: number;
    ring: readonly Point[];
  }>();
  built.load(superblocks.map((ring) => ({ ...boxOf(ring), ring })));
  const isOpen = (p: Point): boolean =>
    ground.isDry(p, 12) &&
    !built.search({ minX: p.x, minY: p.y, maxX: p.x, maxY: p.y }).some((each) => isInside(each.ring, p));
  const lanes: Road[] = [];
  const kerbs: Kerb[] = [];
  for (const road of roads) {
    if (road.class === 'motorway' || road.class === 'lane') continue;
    walk(road.line, between(random, 200, 900), (p, heading) => {
      const side = random() < 0.5 ? 90 : -90;
      const lane = fieldLane(p, heading + side + between(random, -25, 25), isOpen, random);
      if (lane) {
        lanes.push({ name: null, class: 'lane', widthM: 4.5, line: lane });
        const kerb = step(step(p, heading + side, road.widthM / 2 + 0.6), heading, 4);
        if (isOpen(kerb))
          kerbs.push({
            ...kerb,
            legs: [
              leg(heading, side > 0 ? -1 : 1, road.widthM),
              leg(heading + 180, side > 0 ? 1 : -1, road.widthM),
              leg(heading + side, 0, 4.5),
            ],
            rank: 2,
          });
      }
      return between(random, 380, 1500);
    });
  }
  const houses: Footprint[] = [];
  for (const road of [...roads.filter((r) => r.class === 'main' || r.class === 'street'), ...lanes])
    walk(road.line, between(random, 60, 200), (p, heading) => {
      const side = random() < 0.5 ? 90 : -90;
      const place = step(p, heading + side, road.widthM / 2 + between(random, 11, 34));
      if (isOpen(place)) houses.push(farmhouse(place, heading + between(random, -9, 9), random));
      return road.class === 'lane' ? between(random, 45, 230) : between(random, 70, 420);
    });
  return { roads: lanes, houses, greens: [...pines(), ...lakeside(ground)], kerbs };
}

/** Calls `visit` along a line, first after `firstM`, then after as many metres as it answers. */
export function walk(
  line: readonly Point[],
  firstM: number,
  visit: (p: Point, headingDeg: number) => number,
): void {
  let left = firstM;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = line[i]!;
    const b = line[i + 1]!;
    const length = distance(a, b);
    const heading = bearingDeg(a, b);
    let done = 0;
    while (length - done >= left) {
      done += left;
      left = visit(step(a, heading, done), heading);
    }
    left -= length - done;
  }
}

function fieldLane(
  from: Point,
  headingDeg: number,
  isOpen: (p: Point) => boolean,
  random: Random,
): Point[] | null {
  const line = [from];
  let heading = headingDeg;
  let turn = 0;
  const steps = Math.round(between(random, 5, 22));
  for (let s = 0; s < steps; s++) {
    turn = turn * 0.6 + between(random, -16, 16);
    heading += turn;
    const next = step(line.at(-1)!, heading, 55);
    if (
      ![0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].every((share) =>
        isOpen(along(line.at(-1)!, next, share)),
      )
    )
      break;
    line.push(next);
  }
  return line.length > 3 ? line : null;
}

function farmhouse(middle: Point, headingDeg: number, random: Random): Footprint {
  const halfLength = between(random, 5, 9);
  const halfDepth = between(random, 3.5, 5.5);
  const ahead = step(middle, headingDeg, halfLength);
  const behind = step(middle, headingDeg + 180, halfLength);
  const right = headingDeg + 90;
  const left = headingDeg - 90;
  const ring = [
    step(ahead, left, halfDepth),
    step(behind, left, halfDepth),
    step(behind, right, halfDepth),
    step(ahead, right, halfDepth),
  ];
  return { ring, heightM: pick(random, [3, 3.2, 3.5, 4, 5.6]) };
}

/** The pine belt behind the beaches (해송). */
function pines(): Green[] {
  const strips: readonly (readonly [string, number, number])[] = [
    ['경포해변 송림', 0.405, 0.435],
    ['송정해송숲', 0.447, 0.466],
    ['연곡해변 송림', 0.215, 0.235],
    ['하시동 사구', 0.575, 0.605],
  ];
  return strips.map(([name, from, to]) => {
    const part = SHORE.slice(Math.floor(SHORE.length * from), Math.floor(SHORE.length * to));
    const ring = [...offsetLine(part, () => -45), ...offsetLine(part, () => -115).reverse()];
    return { name, ring };
  });
}

function lakeside(ground: Ground): Green[] {
  const lake = LAKES[0]!;
  const middle = centroidOf(lake.ring);
  const ring = lake.ring.map((p) => ({
    x: middle.x + (p.x - middle.x) * 1.13,
    y: middle.y + (p.y - middle.y) * 1.13,
  }));
  return ring.every((p) => ground.isInCity(p)) ? [{ name: '경포호수공원', ring }] : [];
}
