import { buildingOf, Walls, type Building } from '../../server/coverage/walls.rules.ts';

/** Houses on a side of the town, and metres from one to the next. */
export const SIDE = 224;
export const LATTICE_M = 25;

/**
 * 50,176 houses of 8 to 16 m, one on each node of a lattice of 25 m, each turned and moved a little; of heights in metres
 * that are drawn for them, or unknown.
 */
export function* townHouses(random: () => number, heightOf?: () => number): Generator<Building> {
  for (let i = 0; i < SIDE * SIDE; i++) {
    const x = (i % SIDE) * LATTICE_M + random() * 4;
    const y = Math.floor(i / SIDE) * LATTICE_M + random() * 4;
    const [w, h, turn] = [8 + random() * 8, 8 + random() * 8, random() * 1.5];
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
    const ring = [
      [-w / 2, -h / 2],
      [w / 2, -h / 2],
      [w / 2, h / 2],
      [-w / 2, h / 2],
    ].map(([dx, dy]) => [x + dx! * cos - dy! * sin, y + dx! * sin + dy! * cos] as const);
    yield buildingOf(i + 1, [[ring]], heightOf?.())!;
  }
}

/** The same as walls. */
export function aTown(random: () => number): Walls {
  const walls = new Walls();
  for (const house of townHouses(random)) walls.add(house);
  return walls;
}
