import RBush from 'rbush';
import { drawDistricts, type District } from './districts.rules.ts';
import type { Green, Road } from './drawn-land.rules.ts';
import { footprintsIn, type Footprint } from './footprints.rules.ts';
import { Ground } from './ground.rules.ts';
import { drawHills, drawRelief, type Relief } from './hills.rules.ts';
import { Obstacles } from './obstacles.rules.ts';
import { bridges, oldTownLattices } from './old-town.rules.ts';
import { boxOf, type Box, type Point } from './plane.rules.ts';
import { HOUSE_STYLES, quarterLattices } from './quarters.rules.ts';
import { hashOf, randomFrom } from './random.rules.ts';
import { drawCountryside } from './countryside.rules.ts';
import { namedRoads } from './trunk-roads.rules.ts';
import { layOutTown } from './town.rules.ts';
import type { Kerb } from './blocks.rules.ts';

export interface Land {
  readonly districts: readonly District[];
  readonly roads: readonly Road[];
  readonly buildings: readonly Footprint[];
  readonly greens: readonly Green[];
  /** Lit slopes of the hills. */
  readonly hills: readonly (readonly Point[])[];
  readonly relief: Relief;
  readonly kerbs: readonly Kerb[];
  readonly ground: Ground;
}

/** Draws the whole city's ground from a seed; equal seeds give equal land, whatever the number of cameras. */
export function drawLand(seed: number): Land {
  const ground = new Ground();
  const old = oldTownLattices();
  const town = layOutTown([old.north, old.south, ...quarterLattices(seed)], ground, seed);
  const roads: Road[] = [];
  const carriageways = new Obstacles();
  const lay = (road: Road): void => {
    roads.push(road);
    carriageways.addLine(road.line, () => road.widthM / 2);
  };
  const insideCity = (line: readonly Point[]): Point[][] => runs(line, (p) => ground.isInCity(p));

  for (const road of namedRoads()) for (const line of insideCity(road.line)) lay({ ...road, line });
  for (const bridge of bridges()) lay({ ...bridge, class: 'main' });
  const throughRoads = new Obstacles();
  for (const road of roads) throughRoads.addLine(road.line, () => road.widthM / 2);

  for (const road of town.roads) {
    const water = road.class !== 'street' ? ground.wideWater : ground.water;
    for (const line of water.clearStretches(road.line, 20))
      for (const part of insideCity(line)) lay({ ...road, line: part });
  }
  for (const cut of town.cuts)
    for (const line of ground.water.clearStretches(cut.line, 12, 2))
      for (const part of insideCity(line))
        lay({ name: null, class: cut.kind, widthM: cut.widthM, line: part });

  const buildings: Footprint[] = [];
  const greens: Green[] = [];
  town.blocks.forEach((block, k) => {
    const random = randomFrom(hashOf(seed, 77, k));
    if (random() < PARK_SHARE && ground.isRingDry(block.ring, 3)) {
      greens.push({ name: null, ring: block.ring });
      return;
    }
    const openness = OPENNESS[block.kind];
    if (random() < openness) return;
    for (const house of footprintsIn(block.ring, HOUSE_STYLES[block.kind], random))
      if (throughRoads.isRingClear(house.ring, 2) && ground.isRingDry(house.ring, 5)) buildings.push(house);
  });

  const country = drawCountryside(seed, ground, roads, town.superblocks);
  for (const road of country.roads) lay(road);
  const built = new RBush<Box>();
  for (const house of country.houses) {
    const box = boxOf(house.ring, 1);
    if (
      !built.collides(box) &&
      carriageways.isRingClear(house.ring, 2, 3) &&
      ground.isRingDry(house.ring, 6)
    ) {
      built.insert(box);
      buildings.push(house);
    }
  }
  greens.push(...country.greens);
  const relief = drawRelief(ground, seed);
  const kerbs = [...town.kerbs, ...country.kerbs].filter(
    (kerb) => ground.isDry(kerb, 3) && throughRoads.isClear(kerb, -0.2),
  );
  return {
    districts: drawDistricts(),
    roads,
    buildings,
    greens,
    hills: drawHills(relief),
    relief,
    kerbs,
    ground,
  };
}

const PARK_SHARE = 0.022;
/** Share of blocks that are fields or yards and hold no house. */
const OPENNESS = { core: 0, town: 0.02, flats: 0.04, houses: 0.1, harbour: 0.01, village: 0.16 } as const;

function runs(line: readonly Point[], keep: (p: Point) => boolean): Point[][] {
  const found: Point[][] = [];
  let current: Point[] = [];
  for (const p of line) {
    if (keep(p)) current.push(p);
    else {
      if (current.length > 1) found.push(current);
      current = [];
    }
  }
  if (current.length > 1) found.push(current);
  return found;
}
