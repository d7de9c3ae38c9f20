import { css, mix, seeded, times, type Point, type Rgb, type Stage } from './stage.ts';

const UP: Point = [0, 0, 1];

const FAR_EDGES = [-900, -400, -220, -130, -80, -50, -30, 30, 50, 80, 130, 220, 400, 900];

/** A flat rectangle on the ground, cut into strips so that fog and lamps shade it in depth. */
export function slab(
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
  z = 0,
): void {
  const lit = stage.light.lamps.length > 0;
  let from = y[0];
  while (from < y[1]) {
    const farM = Math.max(1, from - stage.eye.at[1]);
    const to = Math.min(
      y[1],
      from + (lit && farM < 130 ? Math.max(0.5, farM * 0.055) : Math.max(1.5, farM * 0.2)),
    );
    const inner = [Math.max(x[0], -18), Math.min(x[1], 18)] as const;
    const columns =
      lit && farM < 130 ? Math.max(1, Math.round((inner[1] - inner[0]) / Math.max(0.5, farM * 0.04))) : 1;
    const edges = [x[0], x[1], ...FAR_EDGES];
    for (let i = 0; i <= columns; i++) edges.push(inner[0] + ((inner[1] - inner[0]) * i) / columns);
    const cuts = edges.filter((edge) => edge >= x[0] && edge <= x[1]).sort((m, n) => m - n);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [x0 = 0, x1 = 0] = [cuts[i], cuts[i + 1]];
      stage.face(
        [
          [x0, from, z],
          [x1, from, z],
          [x1, to, z],
          [x0, to, z],
        ],
        color,
        UP,
      );
    }
    from = to;
  }
}

/** Paint on the road; worn a little, so never pure. */
export function paint(stage: Stage, corners: readonly (readonly [number, number])[], color: Rgb): void {
  stage.face(
    corners.map(([x, y]): Point => [x, y, 0.01]),
    color,
    UP,
  );
}

export const bar = (
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
): void =>
  paint(
    stage,
    [
      [x[0], y[0]],
      [x[1], y[0]],
      [x[1], y[1]],
      [x[0], y[1]],
    ],
    color,
  );

export function dashes(stage: Stage, x: number, y: readonly [number, number], color: Rgb): void {
  for (let at = y[0]; at < y[1]; at += 8)
    bar(stage, [x - 0.07, x + 0.07], [at, Math.min(y[1], at + 3)], color);
}

/** Zebra stripes across a road that runs along y. */
export function zebra(
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
): void {
  for (let at = x[0]; at < x[1] - 0.4; at += 0.95) bar(stage, [at, at + 0.48], y, color);
}

/** Zebra stripes across a road that runs along x. */
export function zebraAcross(
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
): void {
  for (let at = y[0]; at < y[1] - 0.4; at += 0.95) bar(stage, x, [at, at + 0.48], color);
}

/** Patches, joints and manholes that keep asphalt from looking like paper. */
export function wear(
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
  seed: number,
): void {
  const random = seeded(seed);
  for (let i = 0; i < 14; i++) {
    const px = x[0] + random() * (x[1] - x[0]);
    const py = y[0] + random() ** 1.6 * (y[1] - y[0]);
    const [w, l] = [0.5 + random() * 1.6, 1 + random() * 5];
    bar(stage, [px, Math.min(x[1], px + w)], [py, py + l], times(color, 0.9 + random() * 0.16));
  }
  for (let i = 0; i < 4; i++) {
    const px = x[0] + random() * (x[1] - x[0]);
    const py = y[0] + random() ** 1.4 * (y[1] - y[0]) * 0.5;
    const rim: Point[] = [];
    for (let k = 0; k < 16; k++)
      rim.push([px + Math.cos((k / 8) * Math.PI) * 0.38, py + Math.sin((k / 8) * Math.PI) * 0.38, 0.01]);
    stage.face(rim, times(color, 0.72), UP);
  }
}

/** A kerb and pavement along a road, on the outer side of `x`. */
export function pavement(
  stage: Stage,
  x: readonly [number, number],
  y: readonly [number, number],
  color: Rgb,
): void {
  slab(stage, x, y, color, 0.12);
  const edge = Math.abs(x[0]) < Math.abs(x[1]) ? x[0] : x[1];
  stage.face(
    [
      [edge, y[0], 0],
      [edge, y[1], 0],
      [edge, y[1], 0.13],
      [edge, y[0], 0.13],
    ],
    times(color, 1.12),
    [edge < 0 ? 1 : -1, 0, 0],
  );
  const seams = times(color, 0.9);
  for (let at = Math.ceil(y[0]); at < Math.min(y[1], y[0] + 40); at += 2)
    stage.face(
      [
        [x[0], at, 0.13],
        [x[1], at, 0.13],
        [x[1], at + 0.05, 0.13],
        [x[0], at + 0.05, 0.13],
      ],
      seams,
      UP,
    );
}

/** Sky with soft clouds and the mountains behind the town. */
export function sky(
  stage: Stage,
  top: Rgb,
  low: Rgb,
  ridges: readonly Rgb[],
  seed: number,
  cloud: Rgb | null,
): void {
  const { g, width, height } = stage;
  const horizon = Math.max(0, stage.horizon);
  const gradient = g.createLinearGradient(0, 0, 0, horizon + 1);
  gradient.addColorStop(0, css(top));
  gradient.addColorStop(1, css(low));
  g.fillStyle = gradient;
  g.fillRect(0, 0, width, height);
  const random = seeded(seed);
  if (cloud)
    for (let i = 0; i < 7; i++) {
      const [cx, cy] = [random() * width, random() * horizon * 0.85];
      const r = 60 + random() * 190;
      const puff = g.createRadialGradient(cx, cy, 0, cx, cy, r);
      puff.addColorStop(0, css(cloud, 0.5));
      puff.addColorStop(1, css(cloud, 0));
      g.save();
      g.translate(0, cy * 0.72);
      g.scale(1, 0.28);
      g.fillStyle = puff;
      g.fillRect(cx - r, cy - r, r * 2, r * 2);
      g.restore();
    }
  ridges.forEach((color, row) => {
    g.fillStyle = css(mix(color, low, 0.15));
    g.beginPath();
    g.moveTo(0, horizon + 2);
    const phases = [random() * 9, random() * 9, random() * 9];
    for (let x = 0; x <= width; x += 8) {
      const rise = [0.0045, 0.011, 0.027].reduce(
        (sum, f, i) => sum + (Math.sin(x * f + (phases[i] ?? 0)) + 1) / 2 ** (i + 1),
        0,
      );
      g.lineTo(x, horizon - (14 + rise * 26) * (1 - row * 0.35));
    }
    g.lineTo(width, horizon + 2);
    g.closePath();
    g.fill();
  });
}

/** Darker corners, as a lens under a dome gives them. */
export function vignette(stage: Stage, strength: number): void {
  const { g, width, height } = stage;
  const gradient = g.createRadialGradient(
    width / 2,
    height / 2,
    height * 0.45,
    width / 2,
    height / 2,
    width * 0.62,
  );
  gradient.addColorStop(0, 'rgba(0,0,0,0)');
  gradient.addColorStop(1, `rgba(0,0,0,${strength})`);
  g.fillStyle = gradient;
  g.fillRect(0, 0, width, height);
}
