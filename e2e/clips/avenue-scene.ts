import { drawBuildings } from './buildings.ts';
import { bar, dashes, pavement, sky, slab, vignette, wear, zebra, zebraAcross } from './ground.ts';
import { backToFront, type Scene } from './scene.ts';
import { type Lamp, type Rgb } from './stage.ts';
import type { drawPerson } from './street-life.ts';
import { along, drawLampPost, drawTree, drawWire } from './street-life.ts';
import { DAY, houses, lane, night, people, WHITE, YELLOW } from './street-parts.ts';
import { drawVehicle } from './vehicles.ts';

function avenue(isNight: boolean): Scene {
  const posts: readonly (readonly [number, number, number])[] = [
    [-8.1, 13, 2.6],
    [8.1, 31, -2.6],
    [-8.1, 50, 2.6],
    [8.1, 70, -2.6],
    [-8.1, 92, 2.6],
  ];
  const lamps: Lamp[] = isNight
    ? posts.map(([x, y, arm]): Lamp => ({ at: [x + arm * 1.12, y, 7.9], color: [255, 240, 214], power: 52 }))
    : [];
  const rows = houses(11.3, [3, 150], [31, 41], {
    seed: isNight ? 77 : 41,
    night: isNight,
    litShare: isNight ? 0.13 : 0,
    heights: [6.4, 19],
  });
  const road: Rgb = isNight ? [104, 106, 110] : [98, 101, 105];
  return {
    eye: { at: [2.2, -3, 7.2], yawDeg: -4, pitchDeg: 13.5, hfovDeg: 62 },
    light: isNight ? night(lamps, 0.19) : DAY,
    still(stage) {
      if (isNight) sky(stage, [9, 11, 14], [26, 28, 32], [[15, 17, 20]], 3, null);
      else
        sky(
          stage,
          [136, 162, 188],
          [206, 214, 220],
          [
            [134, 152, 168],
            [112, 130, 142],
          ],
          5,
          [240, 242, 244],
        );
      slab(stage, [-900, 900], [-2, 2400], isNight ? [84, 86, 88] : [120, 118, 112], -0.02);
      slab(stage, [-7.2, 7.2], [-2.5, 700], road);
      slab(stage, [-120, 120], [32, 40], road);
      wear(stage, [-7, 7], [0, 60], road, 9);
      for (const side of [-1, 1])
        for (const [from, to] of [
          [-2.5, 30.5],
          [41.5, 400],
        ] as const)
          pavement(
            stage,
            side < 0 ? [-11.2, -7.2] : [7.2, 11.2],
            [from, to],
            isNight ? [128, 126, 122] : [166, 160, 152],
          );
      for (const [from, to] of [
        [-2, 24],
        [46, 600],
      ] as const) {
        for (const x of [-0.22, 0.22]) bar(stage, [x - 0.07, x + 0.07], [from, to], YELLOW);
        for (const x of [-3.6, 3.6]) dashes(stage, x, [from, to], WHITE);
      }
      zebra(stage, [-6.9, 6.9], [26.5, 30.5], WHITE);
      zebraAcross(stage, [8.4, 11.6], [32.3, 39.8], WHITE);
      zebraAcross(stage, [-11.6, -8.4], [32.3, 39.8], WHITE);
      bar(stage, [0.4, 7], [24.6, 25.1], WHITE);
      drawBuildings(stage, rows);
      for (const [x, y] of posts.slice(0, 3))
        drawWire(stage, [x, y, 6.6], [x, y + 37, 6.6], 0.8, isNight ? [34, 36, 40] : [92, 98, 104]);
    },
    moving(stage, loop) {
      const lights = isNight ? 'on' : 'off';
      const cars = [
        ...lane(1.9, -12, 148, loop, lights, [
          [0.05, 'sedan', 0],
          [0.42, 'van', 4],
          [0.78, 'sedan', 1],
        ]),
        ...lane(5.3, -12, 116, loop, lights, [
          [0.2, 'sedan', 3],
          [0.66, 'truck', 4],
        ]),
        ...lane(-1.9, 150, -14, loop, lights, [
          [0.12, 'sedan', 2],
          [0.5, 'sedan', 5],
          [0.83, 'van', 0],
        ]),
        ...lane(-5.3, 130, -14, loop, lights, [
          [0.3, isNight ? 'sedan' : 'bus', 3],
          [0.75, 'sedan', 1],
        ]),
      ];
      const walk = (
        from: [number, number],
        to: [number, number],
        offset: number,
        look: Omit<Parameters<typeof drawPerson>[1], 'at' | 'steps' | 'alpha'>,
      ): Parameters<typeof drawPerson>[1] => {
        const { at, share, alpha } = along(from, to, loop, offset);
        return { ...look, at, alpha, steps: share * 16 };
      };
      const walkers = [
        walk([9.6, 42], [9.9, 30.4], 0.1, {
          heightM: 1.72,
          coat: [66, 82, 104],
          legs: [44, 46, 52],
          facing: 0,
        }),
        walk([10.6, 29.6], [10.4, 42], 0.45, {
          heightM: 1.64,
          coat: [156, 132, 112],
          legs: [60, 56, 54],
          facing: 0,
          bag: [96, 60, 54],
        }),
        walk([-9.8, 17], [-9.2, 28.6], 0.3, {
          heightM: 1.76,
          coat: [58, 60, 64],
          legs: [40, 42, 46],
          facing: 0,
        }),
        walk([9.3, 22], [9.9, 11], 0.62, {
          heightM: 1.62,
          coat: [168, 166, 160],
          legs: [62, 66, 78],
          facing: 0,
          bag: [58, 60, 66],
        }),
        walk([-10.2, 42], [-9.9, 32], 0.75, {
          heightM: 1.7,
          coat: [108, 70, 66],
          legs: [48, 48, 52],
          facing: 0,
        }),
      ];
      backToFront(stage, [
        ...cars.map((car) => ({ at: car.at, draw: () => drawVehicle(stage, car) })),
        ...people(stage, walkers),
        ...posts.map(([x, y, arm]) => ({
          at: [x, y] as const,
          draw: () => {
            const head = drawLampPost(stage, [x, y], 8, arm);
            if (isNight) {
              stage.glow(head, 3.2, [255, 246, 226], 0.95);
              stage.streak(head, 0.55, 13, [255, 240, 210], 0.3);
            }
          },
        })),
        ...(isNight ? [] : [7, 19, 47, 58, 78, 100]).flatMap((y, i) =>
          [-8.6, 8.6].map((x) => ({
            at: [x, y] as const,
            draw: () =>
              drawTree(
                stage,
                [x, y + (x > 0 ? 3 : 0)],
                4.6 + (i % 3) * 0.5,
                i * 10 + (x > 0 ? 1 : 2),
                [92, 112, 70],
              ),
          })),
        ),
      ]);
      vignette(stage, isNight ? 0.55 : 0.22);
    },
  };
}

export const crossingDay = avenue(false);
export const crossingNight = avenue(true);
