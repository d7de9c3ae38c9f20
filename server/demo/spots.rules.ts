import RBush from 'rbush';
import { leg, type Leg } from './blocks.rules.ts';
import { walk } from './countryside.rules.ts';
import type { Land } from './land.rules.ts';
import { Obstacles } from './obstacles.rules.ts';
import { boxOf, distance, isInside, offsetLine, step, type Box, type Point } from './plane.rules.ts';
import { between, type Random } from './random.rules.ts';
import { COURSES, SHORE } from './waters.rules.ts';

export type SiteUse =
  | 'crossing'
  | 'street'
  | 'lane'
  | 'school'
  | 'market'
  | 'public'
  | 'park'
  | 'harbour'
  | 'coast'
  | 'riverside'
  | 'interchange'
  | 'country'
  | 'protected';

/** A place for a pole before it has a number and a name. */
export interface Spot extends Point {
  readonly use: SiteUse;
  readonly legs: readonly Leg[];
  readonly name: string | null;
  readonly kind?: 'pole' | 'wall' | 'building';
}

export function allRound(random: Random): Leg[] {
  const first = between(random, 0, 360);
  return [0, 90, 180, 270].map((turn) => leg(first + turn + between(random, -14, 14), 0, 40));
}

export function openGround(land: Land): (p: Point) => boolean {
  const buildings = new RBush<Box & { ring: readonly Point[] }>();
  buildings.load(land.buildings.map(({ ring }) => ({ ...boxOf(ring), ring })));
  const carriageways = new Obstacles();
  for (const road of land.roads) carriageways.addLine(road.line, () => road.widthM / 2);
  return (p) =>
    land.ground.isDry(p, 2) &&
    carriageways.isClear(p) &&
    !buildings.search(boxOf([p])).some((each) => isInside(each.ring, p));
}

/** The nearest open place on a growing spiral. */
export function openNear(p: Point, isOpen: (p: Point) => boolean): Point {
  for (let k = 0; k < 8000; k++) {
    const tried = step(p, k * 137.5, 6 * Math.sqrt(k));
    if (isOpen(tried)) return tried;
  }
  throw new Error(`no open ground near ${p.x}, ${p.y}`);
}

export function riverside(): Spot[] {
  const { line, halfM } = COURSES[0]!;
  const spots: Spot[] = [];
  let n = 0;
  for (let i = Math.floor(line.length * 0.62); i < line.length - 12; i += 9)
    for (const side of [1, -1]) {
      const p = offsetLine(line.slice(i - 1, i + 2), () => side * (halfM[i]! + 8))[1]!;
      const along = (Math.atan2(line[i + 1]!.x - line[i]!.x, line[i + 1]!.y - line[i]!.y) * 180) / Math.PI;
      const legs = [
        leg(along, side > 0 ? 1 : -1, 60),
        leg(along + 180, side > 0 ? -1 : 1, 60),
        leg(along + side * 90, 0, 90),
      ];
      spots.push({
        ...p,
        use: 'riverside',
        legs,
        name: `남대천 ${side > 0 ? '북측' : '남측'} 둔치 ${Math.floor(n++ / 2) + 1}`,
      });
    }
  return spots;
}

export function coast(random: Random): Spot[] {
  const inland = offsetLine(SHORE, () => -55);
  const spots: Spot[] = [];
  for (let i = 8; i < SHORE.length - 8; i += 11) {
    const along =
      (Math.atan2(SHORE[i + 1]!.x - SHORE[i - 1]!.x, SHORE[i + 1]!.y - SHORE[i - 1]!.y) * 180) / Math.PI;
    const legs = [leg(along - 55, 0, 120), leg(along, 0, 80), leg(along + 180, 0, 80)];
    if (random() < 0.55)
      spots.push({ ...inland[i]!, use: 'coast', legs, name: `해안 감시 ${spots.length + 1}` });
  }
  return spots;
}

export function parks(land: Land): Spot[] {
  return land.greens
    .filter((green, i) => green.name === null && i % 5 < 2)
    .map(({ ring }, i) => {
      const a = ring[0]!;
      const middle = {
        x: (a.x * 4 + ring[2 % ring.length]!.x) / 5,
        y: (a.y * 4 + ring[2 % ring.length]!.y) / 5,
      };
      const inward =
        (Math.atan2(ring[2 % ring.length]!.x - a.x, ring[2 % ring.length]!.y - a.y) * 180) / Math.PI;
      return {
        ...middle,
        use: 'park',
        legs: [leg(inward, 0, 40), leg(inward + 60, 0, 40)],
        name: `제${i + 1}호 어린이공원`,
      };
    });
}

/** Large fleets go on along the streets, both kerbs, as near together as it takes. */
export function alongStreets(land: Land, wanted: number, chosen: Spot[], random: Random): void {
  const open = openGround(land);
  const streets = land.roads.filter((road) => road.class !== 'motorway');
  const totalM = streets.reduce(
    (sum, { line }) => sum + line.slice(1).reduce((m, p, i) => m + distance(line[i]!, p), 0),
    0,
  );
  for (let pass = 0; chosen.length < wanted && pass < 6; pass++) {
    const everyM = Math.max(2, ((totalM * 2) / (wanted - chosen.length)) * 0.7);
    for (const road of streets)
      walk(road.line, between(random, 0.1, 1) * everyM, (p, heading) => {
        for (const side of [1, -1] as const) {
          const kerb = step(p, heading + side * 90, road.widthM / 2 + 0.5);
          const legs = [
            leg(heading, side > 0 ? -1 : 1, road.widthM),
            leg(heading + 180, side > 0 ? 1 : -1, road.widthM),
          ];
          const use = road.class === 'lane' ? 'lane' : 'street';
          if (chosen.length < wanted && open(kerb)) chosen.push({ ...kerb, use, legs, name: null });
        }
        return everyM * between(random, 0.8, 1.2);
      });
  }
}
