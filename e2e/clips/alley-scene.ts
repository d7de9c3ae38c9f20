import { drawBuildings } from './buildings.ts';
import { bar, sky, slab, vignette, wear } from './ground.ts';
import { backToFront, type Scene } from './scene.ts';
import { type Lamp, type Point } from './stage.ts';
import { along, drawLampPost, drawPerson, drawWire } from './street-life.ts';
import { houses, night, people, YELLOW } from './street-parts.ts';
import { drawVehicle } from './vehicles.ts';

function alley(): Scene {
  const post: Point = [-1.75, 15.5, 5.2];
  const lamps: Lamp[] = [
    { at: post, color: [255, 238, 206], power: 24 },
    { at: [1.8, 34, 5], color: [255, 232, 196], power: 17 },
    { at: [-1.8, 54, 5], color: [255, 232, 196], power: 15 },
    { at: [2.6, 8.6, 2.5], color: [255, 206, 140], power: 3.2 },
  ];
  const rows = houses(2.9, [2, 80], [24, 26.5], {
    seed: 23,
    night: true,
    litShare: 0.11,
    heights: [5.2, 11],
  });
  return {
    eye: { at: [0.4, -1.5, 4.4], yawDeg: 2.5, pitchDeg: 11.5, hfovDeg: 66 },
    light: night(lamps, 0.17),
    still(stage) {
      sky(stage, [8, 9, 12], [22, 23, 26], [[13, 15, 18]], 8, null);
      slab(stage, [-40, 40], [-1.2, 900], [70, 70, 70], -0.02);
      slab(stage, [-2.95, 2.95], [-1.2, 90], [120, 118, 114]);
      wear(stage, [-2.6, 2.6], [1, 34], [120, 118, 114], 31);
      for (const x of [-2.4, 2.4]) bar(stage, [x - 0.06, x + 0.06], [-1, 80], YELLOW);
      drawBuildings(stage, rows);
      for (const y of [6, 15.5, 34]) {
        drawWire(stage, [-2.6, y, 5.6], [2.9, y + 7, 5.9], 0.25, [20, 22, 24]);
        drawWire(stage, [-2.5, y, 5.4], [-2.5, y + 18, 5.4], 0.4, [20, 22, 24]);
      }
      drawVehicle(stage, {
        kind: 'sedan',
        at: [1.75, 20.5],
        headingDeg: 0,
        color: [150, 152, 154],
        lights: 'off',
      });
      drawVehicle(stage, {
        kind: 'truck',
        at: [-1.75, 40],
        headingDeg: 180,
        color: [120, 136, 150],
        lights: 'off',
      });
    },
    moving(stage, loop) {
      const first = along([1.9, 25.2], [-0.2, 11.6], loop, 0.08);
      const second = along([-0.9, 33], [-1.8, 24.8], loop, 0.55);
      const scooter = along([0.1, 74], [0.4, -4], loop, 0.35);
      backToFront(stage, [
        ...people(stage, [
          {
            at: first.at,
            alpha: first.alpha,
            steps: first.share * 18,
            heightM: 1.74,
            coat: [92, 98, 110],
            legs: [58, 60, 66],
            facing: 0,
          },
          {
            at: second.at,
            alpha: second.alpha,
            steps: second.share * 12,
            heightM: 1.62,
            coat: [140, 128, 118],
            legs: [60, 58, 58],
            facing: 0,
            bag: [80, 64, 58],
          },
          { at: [2.25, 9.4], steps: null, heightM: 1.72, coat: [74, 78, 84], legs: [50, 52, 56], facing: -1 },
        ]),
        {
          at: scooter.at,
          draw: () => {
            const [x, y] = scooter.at;
            drawPerson(stage, {
              at: [x, y],
              heightM: 1.45,
              coat: [70, 74, 80],
              legs: [40, 42, 46],
              steps: null,
              facing: 0,
              bag: [160, 64, 50],
              alpha: scooter.alpha,
            });
            stage.glow([x, y - 0.4, 0.85], 1.8, [255, 248, 230], scooter.alpha);
            for (let i = 1; i <= 3; i++)
              stage.pool(x, y - 0.6 - i * 1.4, 0.8 + i * 0.25, [255, 244, 214], (0.16 * scooter.alpha) / i);
          },
        },
        {
          at: [post[0], post[1]],
          draw: () => stage.glow(drawLampPost(stage, [-2.75, post[1]], 5.3, 0.95), 2.4, [255, 242, 214], 1),
        },
        {
          at: [2.6, 34],
          draw: () => stage.glow(drawLampPost(stage, [2.75, 34], 5.1, -0.95), 2.2, [255, 242, 214], 0.9),
        },
        {
          at: [-2.6, 54],
          draw: () => stage.glow(drawLampPost(stage, [-2.75, 54], 5.1, 0.95), 2, [255, 242, 214], 0.8),
        },
      ]);
      stage.glow([2.75, 8.6, 2.5], 1.1, [255, 206, 140], 0.55);
      vignette(stage, 0.6);
    },
  };
}

export const alleyNight = alley();
