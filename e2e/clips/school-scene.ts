import { drawBuildings, type Building } from './buildings.ts';
import { bar, paint, pavement, sky, slab, vignette, wear, zebra } from './ground.ts';
import { backToFront, type Scene } from './scene.ts';
import { css, type Rgb } from './stage.ts';
import { along, drawPerson, drawTree } from './street-life.ts';
import { DAY, houses, WHITE, YELLOW } from './street-parts.ts';
import { drawVehicle } from './vehicles.ts';
import { wave } from './water.ts';

function school(): Scene {
  const building: Building[] = [
    { x: [12, 62], y: [52, 66], heightM: 12.8, color: [206, 186, 158], seed: 4, litShare: 0, night: false },
    ...houses(17, [8, 44], null, { seed: 63, night: false, litShare: 0, heights: [6, 10] }).filter(
      ({ x }) => x[1] < 0,
    ),
    ...houses(19, [46, 120], null, { seed: 65, night: false, litShare: 0, heights: [6, 16] }).filter(
      ({ x }) => x[1] < 0,
    ),
  ];
  const road: Rgb = [100, 102, 105];
  return {
    eye: { at: [-6.5, -4, 6.6], yawDeg: 12, pitchDeg: 12.5, hfovDeg: 64 },
    light: DAY,
    still(stage) {
      sky(
        stage,
        [126, 158, 190],
        [204, 214, 220],
        [
          [126, 146, 162],
          [104, 128, 128],
        ],
        21,
        [244, 245, 246],
      );
      slab(stage, [-900, 900], [-3, 2400], [152, 146, 132], -0.02);
      slab(stage, [-9.5, 5], [-3, 700], road);
      slab(stage, [-9.3, 4.8], [9, 26], [142, 82, 70]);
      wear(stage, [-9, 4.6], [-2, 9], road, 4);
      pavement(stage, [5, 10], [-3, 44], [178, 170, 160]);
      pavement(stage, [-17, -9.5], [-3, 400], [170, 164, 156]);
      for (const x of [-2.4, -2]) bar(stage, [x - 0.07, x + 0.07], [-2, 14.4], YELLOW);
      for (const x of [-2.4, -2]) bar(stage, [x - 0.07, x + 0.07], [20.2, 500], YELLOW);
      zebra(stage, [-9.2, 4.7], [15.2, 19.4], WHITE);
      bar(stage, [-1.8, 4.6], [12.6, 13.1], WHITE);
      bar(stage, [-9.2, -2.6], [21.2, 21.7], WHITE);
      for (const x of [-9.1, 4.6]) {
        for (let y = 0; y < 60; y += 2)
          paint(
            stage,
            [
              [x - 0.12, y],
              [x + 0.12, y + 0.9],
              [x + 0.12, y + 1.1],
              [x - 0.12, y + 0.2],
            ],
            YELLOW,
          );
      }
      slab(stage, [16, 70], [20, 51], [186, 168, 132], 0.02);
      drawBuildings(stage, building);
      const wall = (from: number, to: number): void => {
        stage.face(
          [
            [10.4, from, 0],
            [10.4, to, 0],
            [10.4, to, 1.5],
            [10.4, from, 1.5],
          ],
          [176, 118, 92],
          [-1, 0, 0],
        );
        stage.face(
          [
            [10.2, from, 1.5],
            [10.2, to, 1.5],
            [10.8, to, 1.6],
            [10.8, from, 1.6],
          ],
          [206, 200, 188],
          [0, 0, 1],
        );
      };
      wall(24.4, 50);
      wall(-2, 12.6);
      for (const y of [12.8, 24.2]) {
        stage.face(
          [
            [10, y - 0.5, 0],
            [10, y + 0.5, 0],
            [10, y + 0.5, 3],
            [10, y - 0.5, 3],
          ],
          [190, 184, 172],
          [-1, 0, 0],
        );
        stage.face(
          [
            [10, y - 0.5, 0],
            [11, y - 0.5, 0],
            [11, y - 0.5, 3],
            [10, y - 0.5, 3],
          ],
          [170, 164, 152],
          [0, -1, 0],
        );
      }
      stage.face(
        [
          [9.9, 23.7, 3],
          [9.9, 13.3, 3],
          [9.9, 13.3, 3.9],
          [9.9, 23.7, 3.9],
        ],
        [62, 96, 84],
        [-1, 0, 0],
      );
      stage.text('강릉한빛초등학교', [9.8, 22.6, 3.14], [0, -8.2, 0], 0.64, css([240, 240, 230]));
      [28, 33, 38, 43].forEach((y, i) => drawTree(stage, [12.8, y], 5.4 + (i % 2), 40 + i, [196, 150, 64]));
    },
    moving(stage, loop) {
      type Child = Parameters<typeof drawPerson>[1];
      const child = (
        from: [number, number],
        to: [number, number],
        offset: number,
        heightM: number,
        coat: Rgb,
        bag: Rgb,
      ): Child => {
        const { at, share, alpha } = along(from, to, loop, offset);
        return {
          at,
          alpha,
          steps: share * 20,
          heightM,
          coat,
          legs: [62, 70, 92],
          facing: to[0] > from[0] ? 1 : -1,
          bag,
        };
      };
      const walkers: Child[] = [
        child([-12.4, 16.4], [10.8, 17.2], 0.02, 1.28, [206, 92, 76], [70, 96, 150]),
        child([-12.6, 17.8], [10.8, 18.2], 0.07, 1.34, [88, 134, 170], [226, 196, 92]),
        child([-12.6, 16.9], [10.8, 18.6], 0.14, 1.22, [232, 190, 88], [190, 84, 96]),
        child([-12.5, 18.6], [10.8, 17.6], 0.46, 1.4, [120, 156, 110], [74, 74, 84]),
        child([-12.5, 17.2], [10.8, 17], 0.52, 1.3, [176, 128, 170], [92, 128, 150]),
        { at: [-8.7, 20], steps: null, heightM: 1.7, coat: [224, 206, 60], legs: [58, 60, 66], facing: 1 },
        { at: [4.2, 14.6], steps: null, heightM: 1.66, coat: [224, 206, 60], legs: [64, 64, 70], facing: -1 },
        { at: [8.2, 11], steps: null, heightM: 1.64, coat: [146, 120, 128], legs: [60, 60, 70], facing: 1 },
      ];
      const sway = wave(loop, 2, 0) * 0.06;
      const flag = (x: number, y: number): void => {
        stage.face(
          [
            [x, y, 0.9],
            [x + 0.05, y, 0.9],
            [x + 0.05, y, 2.5],
            [x, y, 2.5],
          ],
          [120, 110, 96],
          [0, -1, 0],
        );
        stage.face(
          [
            [x + 0.05, y, 1.9],
            [x + 0.9, y, 1.82 + sway],
            [x + 0.9, y, 2.36 + sway],
            [x + 0.05, y, 2.48],
          ],
          [232, 196, 52],
          [0, -1, 0],
          0.2,
        );
      };
      const bus = along([-21, 90], [14, 90], loop, 0.3);
      backToFront(stage, [
        {
          at: bus.at,
          draw: () => {
            stage.g.globalAlpha = bus.alpha;
            drawVehicle(stage, {
              kind: 'bus',
              at: bus.at,
              headingDeg: 90,
              color: [84, 128, 96],
              lights: 'off',
            });
            stage.g.globalAlpha = 1;
          },
        },
        {
          at: [2.2, 8.6] as const,
          draw: () =>
            drawVehicle(stage, {
              kind: 'sedan',
              at: [2.2, 8.6],
              headingDeg: 0,
              color: [214, 216, 216],
              lights: 'brake',
            }),
        },
        {
          at: [-5.6, 26] as const,
          draw: () =>
            drawVehicle(stage, {
              kind: 'van',
              at: [-5.6, 25.6],
              headingDeg: 180,
              color: [226, 190, 64],
              lights: 'off',
            }),
        },
        {
          at: [-5.6, 34] as const,
          draw: () =>
            drawVehicle(stage, {
              kind: 'sedan',
              at: [-5.6, 33],
              headingDeg: 180,
              color: [62, 72, 92],
              lights: 'off',
            }),
        },
        ...walkers.map((person) => ({ at: person.at, draw: () => drawPerson(stage, person) })),
        { at: [-8.4, 20] as const, draw: () => flag(-8.4, 20) },
        { at: [3.9, 14.55] as const, draw: () => flag(3.5, 14.55) },
      ]);
      vignette(stage, 0.2);
    },
  };
}

export const schoolGate = school();
