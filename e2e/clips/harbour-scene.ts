import { drawBuildings, type Building } from './buildings.ts';
import { bar, sky, slab, vignette, wear } from './ground.ts';
import { backToFront, type Scene } from './scene.ts';
import { css, fract, type Lamp, type Light, type Rgb } from './stage.ts';
import { along, drawLampPost, drawPerson } from './street-life.ts';
import { houses, night, YELLOW } from './street-parts.ts';
import { drawVehicle } from './vehicles.ts';
import { drawBoat, shimmer, wave } from './water.ts';

function harbourDusk(): Scene {
  const lamps: Lamp[] = [
    { at: [5.6, 14, 6], color: [255, 226, 180], power: 24 },
    { at: [5.6, 34, 6], color: [255, 226, 180], power: 24 },
    { at: [5.6, 58, 6], color: [255, 226, 180], power: 14 },
  ];
  const light: Light = { ...night(lamps, 0.3), ambient: [0.36, 0.38, 0.46], fog: [74, 78, 92], fogM: 240 };
  const sheds: Building[] = houses(13, [6, 110], null, {
    seed: 91,
    night: true,
    litShare: 0.1,
    heights: [4.8, 9],
  }).filter(({ x }) => x[0] > 0);
  return {
    eye: { at: [3, -2, 6.4], yawDeg: -9, pitchDeg: 9.5, hfovDeg: 66 },
    light,
    still(stage) {
      sky(
        stage,
        [46, 56, 78],
        [176, 140, 124],
        [
          [66, 70, 84],
          [50, 55, 66],
        ],
        12,
        [150, 134, 138],
      );
      slab(stage, [-2500, 2.2], [2, 5000], [62, 78, 92], -0.8);
      slab(stage, [2.2, 400], [-2, 900], [128, 126, 122]);
      wear(stage, [3, 11], [0, 50], [128, 126, 122], 17);
      stage.face(
        [
          [2.2, -2, -0.8],
          [2.2, 160, -0.8],
          [2.2, 160, 0],
          [2.2, -2, 0],
        ],
        [92, 90, 86],
        [-1, 0, 0],
      );
      bar(stage, [2.25, 2.7], [-2, 120], YELLOW);
      for (let y = 4; y < 90; y += 7) slab(stage, [2.9, 3.35], [y, y + 0.45], [66, 62, 60], 0.45);
      slab(stage, [-90, -26], [118, 122], [86, 88, 92], 1.4);
      slab(stage, [-27.6, -26.2], [118, 119.5], [190, 76, 60], 9);
      drawBuildings(stage, sheds);
      for (let i = 0; i < 5; i++) {
        const y = 9 + i * 6;
        stage.face(
          [
            [9.4, y, 0],
            [11.2, y, 0],
            [11.2, y, 1 + (i % 2) * 0.5],
            [9.4, y, 1 + (i % 2) * 0.5],
          ],
          [70 + i * 14, 96, 112 - i * 8],
          [0, -1, 0],
        );
        stage.face(
          [
            [9.4, y, 0],
            [9.4, y + 2, 0],
            [9.4, y + 2, 1 + (i % 2) * 0.5],
            [9.4, y, 1 + (i % 2) * 0.5],
          ],
          [60 + i * 14, 84, 100 - i * 8],
          [-1, 0, 0],
        );
      }
    },
    moving(stage, loop) {
      for (const [x, seed] of [
        [-8, 1],
        [-19, 2],
        [-34, 3],
      ] as const)
        shimmer(stage, x, [9, 64], [255, 226, 176], loop, seed);
      shimmer(stage, -52, [30, 150], [226, 170, 140], loop, 7);
      shimmer(stage, -27, [40, 116], [255, 90, 70], loop, 8);
      stage.glow([-26.9, 118, 9.4], 2.2, [255, 70, 50], 0.35 + 0.35 * Math.max(0, wave(loop, 2, 0)));
      const boats = [
        [-30, 70, 15, [58, 82, 108], true],
        [-9.5, 52, 14, [66, 92, 86], true],
        [-7, 32, 12, [196, 198, 196], false],
        [-5.2, 18, 9, [60, 84, 116], true],
      ] as const;
      boats.forEach(([x, y, length, hull, lit], i) =>
        drawBoat(stage, x, y, length, 0.14 * wave(loop, 1, i * 0.31), hull, lit),
      );
      const gull = (phase: number, height: number): void => {
        const s = fract(phase + loop);
        const p = stage.project([-70 + s * 110, 70 + Math.sin(s * 6) * 8, height + 2 * Math.sin(s * 9)]);
        if (!p) return;
        const flap = 4 * Math.sin((loop * 12 + phase) * Math.PI * 2);
        stage.g.strokeStyle = css([196, 198, 202], 0.9);
        stage.g.lineWidth = 1.6;
        stage.g.beginPath();
        stage.g.moveTo(p.x - 8, p.y - flap);
        stage.g.quadraticCurveTo(p.x - 3, p.y - 2, p.x, p.y);
        stage.g.quadraticCurveTo(p.x + 3, p.y - 2, p.x + 8, p.y - flap);
        stage.g.stroke();
      };
      gull(0.1, 13);
      gull(0.62, 17);
      const worker = along([6.6, 24], [4.2, 36], loop, 0.2);
      const second = along([7.5, 14.5], [6.6, 3], loop, 0.6);
      const truckY = 96 - 118 * fract(loop + 0.15);
      backToFront(stage, [
        ...[
          {
            at: worker.at,
            alpha: worker.alpha,
            steps: worker.share * 14,
            heightM: 1.72,
            coat: [206, 118, 52] as Rgb,
            legs: [52, 60, 70] as Rgb,
            facing: 0 as const,
          },
          {
            at: second.at,
            alpha: second.alpha,
            steps: second.share * 14,
            heightM: 1.7,
            coat: [70, 96, 124] as Rgb,
            legs: [44, 46, 50] as Rgb,
            facing: 0 as const,
          },
          {
            at: [4.4, 17.2] as const,
            steps: null,
            heightM: 1.7,
            coat: [108, 116, 112] as Rgb,
            legs: [50, 52, 56] as Rgb,
            facing: -1 as const,
          },
        ].map((person) => ({ at: person.at, draw: () => drawPerson(stage, person) })),
        {
          at: [7.6, truckY] as const,
          draw: () =>
            drawVehicle(stage, {
              kind: 'truck',
              at: [7.6, truckY],
              headingDeg: 180,
              color: [206, 208, 206],
              lights: 'on',
            }),
        },
        ...[14, 34, 58].map((y) => ({
          at: [5.2, y] as const,
          draw: () => stage.glow(drawLampPost(stage, [4.9, y], 6.2, 0.9), 2.6, [255, 232, 190], 0.8),
        })),
      ]);
      vignette(stage, 0.4);
    },
  };
}

export const harbour = harbourDusk();
