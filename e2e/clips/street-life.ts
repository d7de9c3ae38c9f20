import { css, fract, seeded, times, type Point, type Rgb, type Stage } from './stage.ts';

export interface Person {
  readonly at: readonly [x: number, y: number];
  readonly heightM: number;
  readonly coat: Rgb;
  readonly legs: Rgb;
  /** Steps done so far; null stands still. */
  readonly steps: number | null;
  /** 1 walks to the right on screen, -1 to the left, 0 along the view. */
  readonly facing: -1 | 0 | 1;
  readonly bag?: Rgb;
  readonly alpha?: number;
}

const SKIN: Rgb = [206, 170, 146];

/** A figure drawn upright towards the camera: legs that walk, coat, arms, head, and a soft shadow. */
export function drawPerson(stage: Stage, person: Person): void {
  const [x, y] = person.at;
  const foot = stage.project([x, y, 0]);
  if (!foot) return;
  const g = stage.g;
  const unit = (foot.scale * person.heightM) / 1.75;
  const tone = (color: Rgb): string => css(stage.shade(color, [x, y, 1], [0, -0.8, 0.5], 0.05));
  g.save();
  g.globalAlpha = person.alpha ?? 1;
  g.fillStyle = css([6, 8, 10], stage.light.sun[0] === 0 ? 0.4 : 0.28);
  g.beginPath();
  g.ellipse(foot.x + unit * 0.12, foot.y, unit * 0.42, unit * 0.1, 0, 0, Math.PI * 2);
  g.fill();
  g.translate(foot.x, foot.y);
  g.scale(unit, unit);
  g.lineCap = 'round';
  const swing = person.steps === null ? 0.12 : Math.sin(person.steps * Math.PI);
  const bob = person.steps === null ? 0 : Math.abs(Math.cos(person.steps * Math.PI)) * 0.02;
  const wide = person.facing === 0 ? 0.09 : 0;
  const limb = (color: Rgb, width: number, path: readonly (readonly [number, number])[]): void => {
    g.strokeStyle = tone(color);
    g.lineWidth = width;
    g.beginPath();
    for (const [px, py] of path) g.lineTo(px, -py);
    g.stroke();
  };
  const reach = person.facing === 0 ? 0.05 : 0.26;
  const side = person.facing === 0 ? 1 : person.facing;
  const lift = (s: number): number => (person.facing === 0 ? Math.max(0, s) * 0.1 : 0.02);
  limb(times(person.legs, 0.8), 0.15, [
    [-wide * 0.8, 0.86 - bob],
    [-wide - (swing * reach * side) / 2, 0.45],
    [-wide - swing * reach * side, 0.06 + lift(swing)],
  ]);
  limb(person.legs, 0.16, [
    [wide * 0.8, 0.86 - bob],
    [wide + swing * reach * side * 0.6, 0.46],
    [wide + swing * reach * side, 0.06 + lift(-swing)],
  ]);
  limb(times(person.coat, 0.78), 0.11, [
    [-0.19 * (1 - Math.abs(person.facing) * 0.7), 1.38],
    [-0.23 * (1 - Math.abs(person.facing)) + swing * 0.14 * side, 1.1],
    [-0.22 * (1 - Math.abs(person.facing)) + swing * 0.26 * side, 0.88],
  ]);
  g.fillStyle = tone(person.coat);
  g.beginPath();
  const half = person.facing === 0 ? 0.23 : 0.17;
  g.roundRect(-half, -1.47 + bob, half * 2, 0.7, [0.13, 0.13, 0.06, 0.06]);
  g.fill();
  if (person.bag) {
    g.fillStyle = tone(person.bag);
    g.beginPath();
    const bagX = person.facing === 0 ? -0.16 : -side * 0.27 - 0.11;
    g.roundRect(bagX, -1.4, person.facing === 0 ? 0.32 : 0.22, 0.44, 0.08);
    g.fill();
  }
  limb(times(person.coat, 0.92), 0.11, [
    [0.19 * (1 - Math.abs(person.facing) * 0.7), 1.38],
    [0.23 * (1 - Math.abs(person.facing)) - swing * 0.14 * side, 1.1],
    [0.22 * (1 - Math.abs(person.facing)) - swing * 0.26 * side, 0.88],
  ]);
  g.fillStyle = tone(SKIN);
  g.beginPath();
  g.ellipse(0.02 * side, -1.61 + bob, 0.105, 0.13, 0, 0, Math.PI * 2);
  g.fill();
  g.fillStyle = tone([40, 36, 34]);
  g.beginPath();
  g.ellipse(-0.02 * side, -1.655 + bob, 0.12, 0.11, 0, Math.PI * 0.95, Math.PI * 2.1);
  g.fill();
  g.restore();
}

/** A street tree; `at` is its foot. */
export function drawTree(
  stage: Stage,
  at: readonly [number, number],
  heightM: number,
  seed: number,
  leaf: Rgb,
): void {
  const [x, y] = at;
  const random = seeded(seed);
  const foot = stage.project([x, y, 0]);
  if (!foot) return;
  const g = stage.g;
  g.strokeStyle = css(stage.shade([82, 70, 60], [x, y, 1], [0, -1, 0]));
  g.lineWidth = Math.max(1, 0.22 * foot.scale);
  const fork = stage.project([x, y, heightM * 0.55]);
  if (!fork) return;
  g.beginPath();
  g.moveTo(foot.x, foot.y);
  g.lineTo(fork.x, fork.y);
  g.stroke();
  for (let layer = 0; layer < 3; layer++)
    for (let i = 0; i < 46; i++) {
      const angle = random() * Math.PI * 2;
      const out = Math.sqrt(random()) * heightM * 0.33;
      const round = Math.sqrt(1 - (out / (heightM * 0.34)) ** 2);
      const z = heightM * (0.68 + (random() - 0.5) * 0.62 * round) + layer * heightM * 0.03;
      const p = stage.project([x + Math.cos(angle) * out, y + Math.sin(angle) * out * 0.5, z]);
      if (!p) continue;
      const tone = 0.72 + layer * 0.15 + random() * 0.16;
      g.fillStyle = css(stage.shade(times(leaf, tone), [x, y, z], [-0.3, -0.5, 0.8]));
      g.beginPath();
      g.ellipse(p.x, p.y, heightM * 0.062 * p.scale, heightM * 0.048 * p.scale, angle, 0, Math.PI * 2);
      g.fill();
    }
}

/** A lamp post whose arm reaches over the road; returns where its light is. */
export function drawLampPost(
  stage: Stage,
  at: readonly [number, number],
  heightM: number,
  armM: number,
): Point {
  const [x, y] = at;
  const bar = (from: Point, to: Point, widthM: number): void => {
    const p = stage.project(from);
    const q = stage.project(to);
    if (!p || !q) return;
    stage.g.strokeStyle = css(stage.shade([112, 118, 122], from, [0, -1, 0]));
    stage.g.lineWidth = Math.max(1, widthM * q.scale);
    stage.g.beginPath();
    stage.g.moveTo(p.x, p.y);
    stage.g.lineTo(q.x, q.y);
    stage.g.stroke();
  };
  const head: Point = [x + armM, y, heightM];
  bar([x, y, 0], [x, y, heightM - 0.4], 0.16);
  bar([x, y, heightM - 0.4], head, 0.11);
  bar(head, [x + armM * 1.25, y, heightM], 0.22);
  return [x + armM * 1.12, y, heightM - 0.1];
}

/** Wires sagging between poles. */
export function drawWire(stage: Stage, from: Point, to: Point, sagM: number, color: Rgb): void {
  const g = stage.g;
  g.strokeStyle = css(color, 0.85);
  g.lineWidth = 1.1;
  g.beginPath();
  for (let i = 0; i <= 16; i++) {
    const s = i / 16;
    const p = stage.project([
      from[0] + (to[0] - from[0]) * s,
      from[1] + (to[1] - from[1]) * s,
      from[2] + (to[2] - from[2]) * s - sagM * 4 * s * (1 - s),
    ]);
    if (p) g.lineTo(p.x, p.y);
  }
  g.stroke();
}

/** Place on a way that starts anew each loop, with an alpha that hides the start and the end. */
export function along(
  from: readonly [number, number],
  to: readonly [number, number],
  loop: number,
  offset: number,
  rounds = 1,
): { at: [number, number]; share: number; alpha: number } {
  const share = fract(offset + loop * rounds);
  const alpha = Math.min(1, share * 14, (1 - share) * 14);
  return { at: [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share], share, alpha };
}
