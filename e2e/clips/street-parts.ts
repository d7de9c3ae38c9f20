import { type Building } from './buildings.ts';
import { fract, seeded, type Lamp, type Light, type Rgb, type Stage } from './stage.ts';
import { drawPerson } from './street-life.ts';
import { type Vehicle, type VehicleKind } from './vehicles.ts';

export const WHITE: Rgb = [214, 214, 208];
export const YELLOW: Rgb = [206, 164, 64];
const SIGNS = ['강릉약국', '초당순두부', '커피', '문구', '세탁', '횟집', '부동산', '미용실', '국밥', '철물'];
const SIGN_COLORS: readonly Rgb[] = [
  [52, 92, 84],
  [120, 62, 50],
  [66, 72, 84],
  [54, 78, 116],
  [134, 106, 52],
];
const DAY_WALLS: readonly Rgb[] = [
  [186, 180, 170],
  [170, 160, 148],
  [196, 194, 190],
  [150, 132, 118],
  [176, 184, 188],
];
const NIGHT_WALLS: readonly Rgb[] = [
  [150, 150, 152],
  [132, 130, 130],
  [164, 162, 160],
  [120, 122, 128],
];
const CARS: readonly Rgb[] = [
  [208, 210, 212],
  [44, 48, 54],
  [120, 126, 132],
  [70, 86, 112],
  [226, 226, 222],
  [124, 54, 48],
];

export const DAY: Light = {
  ambient: [0.56, 0.6, 0.66],
  sun: [0.62, 0.58, 0.5],
  sunFrom: [-0.46, -0.44, 0.77],
  lamps: [],
  fog: [190, 200, 208],
  fogM: 260,
};

export const night = (lamps: readonly Lamp[], ambient = 0.12): Light => ({
  ambient: [ambient, ambient * 1.02, ambient * 1.08],
  sun: [0, 0, 0],
  sunFrom: [0, 0, 1],
  lamps: [...lamps],
  fog: [16, 18, 21],
  fogM: 150,
});

/** Two rows of houses along a street, with a gap at `gap` where a side street opens. */
export function houses(
  edge: number,
  y: readonly [number, number],
  gap: readonly [number, number] | null,
  options: { seed: number; night: boolean; litShare: number; heights: readonly [number, number] },
): Building[] {
  const random = seeded(options.seed);
  const walls = options.night ? NIGHT_WALLS : DAY_WALLS;
  const out: Building[] = [];
  for (const side of [-1, 1]) {
    let at = y[0];
    while (at < y[1]) {
      const length = 8 + random() * 9;
      const to = at + length;
      const heightM =
        Math.round((options.heights[0] + random() ** 1.5 * (options.heights[1] - options.heights[0])) / 3.2) *
        3.2;
      const depth = 10 + random() * 6;
      const inner = edge + random() * 0.5;
      const [sign, color] = [random(), random()];
      if (!gap || to < gap[0] || at > gap[1])
        out.push({
          x: side < 0 ? [-inner - depth, -inner] : [inner, inner + depth],
          y: [at, to],
          heightM,
          color: walls[Math.floor(random() * walls.length)] ?? [160, 160, 160],
          seed: Math.floor(random() * 1e6),
          litShare: options.litShare,
          night: options.night,
          ...(sign < 0.75
            ? {
                sign: SIGNS[Math.floor(sign * 13.3)] ?? '커피',
                signColor: SIGN_COLORS[Math.floor(color * SIGN_COLORS.length)] ?? [60, 70, 80],
              }
            : {}),
        });
      at = to + (random() < 0.25 ? 1.6 : 0.15);
    }
  }
  return out;
}

/** Cars of one lane, evenly late behind each other so that the loop closes. */
export function lane(
  x: number,
  from: number,
  to: number,
  loop: number,
  lights: Vehicle['lights'],
  cars: readonly (readonly [offset: number, kind: VehicleKind, color: number])[],
): Vehicle[] {
  return cars.map(([offset, kind, color]) => ({
    kind,
    at: [x, from + (to - from) * fract(offset + loop)],
    headingDeg: to > from ? 0 : 180,
    color: CARS[color % CARS.length] ?? WHITE,
    lights,
  }));
}

export const people = (
  stage: Stage,
  rows: readonly Parameters<typeof drawPerson>[1][],
): { at: readonly [number, number]; draw: () => void }[] =>
  rows.map((person) => ({ at: person.at, draw: () => drawPerson(stage, person) }));
