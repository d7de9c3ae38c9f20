import { css, seeded, type Point, type Rgb, type Stage } from './stage.ts';

/** A swing of `rounds` whole rounds per loop. */
export const wave = (loop: number, rounds: number, phase: number): number =>
  Math.sin((loop * rounds + phase) * Math.PI * 2);

/** Small lights dancing on water below a lamp; whole rounds per loop, so that it closes. */
export function shimmer(
  stage: Stage,
  x: number,
  y: readonly [number, number],
  color: Rgb,
  loop: number,
  seed: number,
): void {
  const random = seeded(seed);
  stage.g.save();
  stage.g.globalCompositeOperation = 'lighter';
  for (let at = y[1]; at > y[0]; at -= Math.max(0.5, at * 0.045)) {
    const alpha = 0.2 + 0.16 * wave(loop, 1 + Math.floor(random() * 2), random());
    const half = (0.25 + random() * 0.5) * (0.6 + at / 60);
    const shift = wave(loop, 1, random()) * 0.3;
    stage.fill(
      [
        [x - half + shift, at, -0.8],
        [x + half + shift, at, -0.8],
        [x + half * 0.8 + shift, at + 0.2, -0.8],
        [x - half * 0.8 + shift, at + 0.2, -0.8],
      ],
      css(color, alpha),
    );
  }
  stage.g.restore();
}

/** A squid boat: hull, wheelhouse, mast and a row of lamps over the deck. */
export function drawBoat(
  stage: Stage,
  x: number,
  y: number,
  lengthM: number,
  lift: number,
  hull: Rgb,
  lit: boolean,
): void {
  const half = lengthM / 2;
  const z = lift - 0.5;
  const side: Point[] = [
    [x - half, y, z + 1.1],
    [x - half * 0.9, y, z - 0.2],
    [x + half * 0.82, y, z - 0.2],
    [x + half * 1.08, y, z + 1.6],
    [x + half * 0.6, y, z + 1.15],
  ];
  stage.face(side, hull, [0, -1, 0]);
  stage.face(
    [
      [x - half, y, z + 1.1],
      [x + half * 0.6, y, z + 1.15],
      [x + half * 1.08, y, z + 1.6],
      [x + half * 1.08, y, z + 1.75],
      [x - half, y, z + 1.28],
    ],
    [196, 198, 198],
    [0, -1, 0],
  );
  stage.face(
    [
      [x - half * 0.88, y, z + 0.25],
      [x + half * 0.86, y, z + 0.25],
      [x + half * 0.89, y, z + 0.42],
      [x - half * 0.9, y, z + 0.42],
    ],
    [168, 92, 62],
    [0, -1, 0],
  );
  const cabin = (x0: number, x1: number, z0: number, z1: number, color: Rgb): void =>
    stage.face(
      [
        [x0, y, z0],
        [x1, y, z0],
        [x1 - 0.15, y, z1],
        [x0 + 0.1, y, z1],
      ],
      color,
      [0, -1, 0],
    );
  cabin(x - half * 0.55, x + half * 0.05, z + 1.2, z + 3, [208, 210, 208]);
  cabin(x - half * 0.48, x - half * 0.02, z + 2.1, z + 2.7, lit ? [236, 200, 132] : [58, 66, 72]);
  const mast = (mx: number, top: number): void =>
    cabin(mx - 0.06, mx + 0.08, z + 1.2, z + top, [120, 122, 122]);
  mast(x - half * 0.7, 5.4);
  mast(x + half * 0.5, 5);
  for (let i = 0; i <= 8; i++) {
    const lamp: Point = [
      x - half * 0.7 + (half * 1.2 * i) / 8,
      y - 0.1,
      z + 4.3 - 0.35 * Math.sin((i / 8) * Math.PI),
    ];
    const p = stage.project(lamp);
    if (!p) continue;
    stage.g.fillStyle = css(lit ? [255, 250, 232] : [170, 174, 174]);
    stage.g.beginPath();
    stage.g.arc(p.x, p.y, Math.max(1, 0.13 * p.scale), 0, Math.PI * 2);
    stage.g.fill();
    if (lit && i % 2 === 0) stage.glow(lamp, 1.7, [255, 246, 220], 0.5);
  }
}
