import { drawBuildings, type Building } from './buildings.ts';
import { bar, sky, slab, vignette, wear } from './ground.ts';
import { backToFront, type Scene } from './scene.ts';
import { css, fract, mix, seeded, times, type Lamp, type Rgb } from './stage.ts';
import { along, drawLampPost, drawPerson } from './street-life.ts';
import { houses, night, YELLOW } from './street-parts.ts';
import { drawVehicle } from './vehicles.ts';
import { drawBoat, shimmer, wave } from './water.ts';

function fire(): Scene {
  const lamps: Lamp[] = [
    { at: [-6, 16, 6.5], color: [255, 240, 214], power: 22 },
    { at: [-6, 44, 6.5], color: [255, 240, 214], power: 22 },
    { at: [9, 26, 8], color: [255, 140, 60], power: 70 },
  ];
  const hall: Building = {
    x: [7.5, 24],
    y: [19, 44],
    heightM: 6.4,
    color: [128, 124, 120],
    seed: 12,
    litShare: 0.15,
    night: true,
    sign: '어시장 제2동',
    signColor: [66, 88, 110],
  };
  const rest = houses(14, [50, 120], null, { seed: 37, night: true, litShare: 0.08, heights: [5, 10] });
  return {
    eye: { at: [-1, -3, 6.8], yawDeg: 6, pitchDeg: 9, hfovDeg: 64 },
    light: { ...night(lamps, 0.17), fog: [26, 22, 20], fogM: 170 },
    still(stage) {
      sky(stage, [10, 10, 13], [44, 32, 26], [[18, 17, 19]], 31, null);
      slab(stage, [-2500, -9], [2, 4000], [40, 48, 56], -0.8);
      slab(stage, [-9, 400], [-2, 900], [122, 118, 114]);
      wear(stage, [-8, 7], [0, 50], [122, 118, 114], 51);
      bar(stage, [-8.9, -8.5], [-2, 130], YELLOW);
      for (let y = 6; y < 80; y += 8) slab(stage, [-8.2, -7.8], [y, y + 0.4], [60, 58, 58], 0.45);
      drawBuildings(stage, [...rest.filter(({ x }) => x[0] > 0), hall]);
      for (let i = 0; i < 6; i++) {
        const y = 20 + i * 3.6;
        stage.face(
          [
            [5.6, y, 0],
            [7, y, 0],
            [7, y, 0.8],
            [5.6, y, 0.8],
          ],
          [90 + i * 8, 104, 112],
          [0, -1, 0],
        );
      }
      drawVehicle(stage, {
        kind: 'truck',
        at: [4.6, 37],
        headingDeg: 0,
        color: [170, 174, 176],
        lights: 'off',
      });
    },
    moving(stage, loop) {
      const flicker = 1 + 0.12 * wave(loop, 9, 0) + 0.08 * wave(loop, 17, 0.3);
      for (let i = 0; i < 26; i++) {
        const random = seeded(900 + i);
        const life = fract(random() + loop);
        const [x, y] = [13 + random() * 5 + life * 16, 27 + random() * 5];
        const p = stage.project([x, y, 7.5 + life * 22]);
        if (!p) continue;
        const radius = (2.6 + life * 9) * p.scale;
        const puff = stage.g.createRadialGradient(p.x, p.y, 0, p.x, p.y, radius);
        const tone = mix([92, 58, 40], [40, 38, 38], Math.min(1, life * 2.6));
        puff.addColorStop(0, css(tone, 0.42 * Math.sin(life * Math.PI)));
        puff.addColorStop(1, css(tone, 0));
        stage.g.fillStyle = puff;
        stage.g.fillRect(p.x - radius, p.y - radius, radius * 2, radius * 2);
      }
      stage.g.save();
      stage.g.globalCompositeOperation = 'lighter';
      for (let i = 0; i < 54; i++) {
        const random = seeded(300 + i);
        const life = fract(random() + loop * (5 + Math.floor(random() * 3)));
        const [x, y] = [9.6 + random() * 6.6, 24 + random() * 6];
        const p = stage.project([x + life * 1.4, y, 5.6 + life * (3.6 + random() * 6)]);
        if (!p) continue;
        const radius = (1.9 - life * 1.5) * p.scale * (0.7 + random() * 0.5);
        const color = mix(
          mix([255, 226, 150], [255, 140, 44], Math.min(1, life * 1.8)),
          [150, 34, 14],
          Math.max(0, life * 2 - 1),
        );
        const blob = stage.g.createRadialGradient(p.x, p.y, 0, p.x, p.y, radius);
        blob.addColorStop(0, css(color, 0.27 * (1 - life)));
        blob.addColorStop(1, css(color, 0));
        stage.g.fillStyle = blob;
        stage.g.fillRect(p.x - radius, p.y - radius, radius * 2, radius * 2);
      }
      stage.g.restore();
      stage.glow([12, 27, 8], 21, [255, 132, 50], 0.5 * flicker);
      stage.pool(3.5, 25, 10, [255, 128, 50], 0.26 * flicker);
      for (const [x, seed] of [
        [-14, 21],
        [-22, 22],
      ] as const)
        shimmer(stage, x, [14, 70], times([255, 140, 66], flicker), loop, seed);
      [
        [-15, 34, 13],
        [-13, 58, 12],
      ].forEach(([x = 0, y = 0, length = 0], i) =>
        drawBoat(stage, x, y, length, 0.12 * wave(loop, 1, i * 0.4), [70, 80, 92], i === 1),
      );
      type Runner = Parameters<typeof drawPerson>[1];
      const runner = (from: [number, number], to: [number, number], offset: number, coat: Rgb): Runner => {
        const { at, share, alpha } = along(from, to, loop, offset);
        return { at, alpha, steps: share * 26, heightM: 1.7, coat, legs: [50, 50, 54], facing: 0 };
      };
      const people: Runner[] = [
        runner([6.4, 30], [-4.6, 12], 0.15, [120, 124, 130]),
        runner([6.6, 24], [-2.4, 4.6], 0.55, [150, 120, 100]),
        runner([5.2, 41], [-5.2, 26], 0.8, [90, 104, 120]),
        { at: [-3.9, 18.6], steps: null, heightM: 1.72, coat: [104, 98, 96], legs: [54, 54, 58], facing: 1 },
        {
          at: [-4.8, 19.4],
          steps: null,
          heightM: 1.64,
          coat: [126, 112, 104],
          legs: [52, 52, 58],
          facing: 1,
        },
        { at: [-2.6, 29], steps: null, heightM: 1.7, coat: [86, 90, 98], legs: [48, 48, 52], facing: 1 },
      ];
      backToFront(stage, [
        ...people.map((person) => ({ at: person.at, draw: () => drawPerson(stage, person) })),
        ...[16, 44].map((y) => ({
          at: [-6.8, y] as const,
          draw: () => stage.glow(drawLampPost(stage, [-7, y], 6.6, 0.9), 2.4, [255, 244, 222], 0.75),
        })),
      ]);
      vignette(stage, 0.5);
    },
  };
}

export const harbourFire = fire();
