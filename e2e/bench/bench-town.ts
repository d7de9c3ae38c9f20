import { buildingOf, Walls } from '../../server/coverage/walls.rules.ts';

const SIDE = 224;
const LATTICE_M = 25;

/** 50,176 houses of 8 to 16 m, one on each node of a lattice of 25 m, each turned and moved a little. */
export function aTown(random: () => number): Walls {
  const walls = new Walls();
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
    walls.add(buildingOf(i + 1, [[ring]])!);
  }
  return walls;
}
