/** Cameras of equal bearing on one pole stand this far apart. */
export const FAN_DEG = 25;

const turned = (deg: number) => ((deg % 360) + 360) % 360;

/**
 * In which bearing each camera of one pole is drawn beside it: along its own where that is known and free, fanned out
 * where bearings are equal; cameras without one take the widest gap. Order as given; NaN is an unknown bearing.
 */
export function spreadOnPole(azimuthsDeg: readonly number[]): number[] {
  const count = azimuthsDeg.length;
  const gap = Math.min(FAN_DEG, 360 / Math.max(count, 1));
  const placed: { at: number; deg: number }[] = azimuthsDeg
    .map((deg, at) => ({ at, deg: turned(deg) }))
    .filter(({ deg }) => !Number.isNaN(deg))
    .sort((a, b) => a.deg - b.deg || a.at - b.at);
  azimuthsDeg.forEach((deg, at) => {
    if (Number.isNaN(deg)) placed.push({ at, deg: middleOfWidestGap(placed.map((each) => each.deg)) });
  });
  placed.sort((a, b) => a.deg - b.deg || a.at - b.at);
  relax(placed, gap);
  const result = new Array<number>(count).fill(0);
  for (const { at, deg } of placed) result[at] = turned(deg);
  return result;
}

function middleOfWidestGap(degs: readonly number[]): number {
  if (degs.length === 0) return 0;
  const sorted = [...degs].sort((a, b) => a - b);
  let best = { from: 0, width: -1 };
  sorted.forEach((from, i) => {
    const width = (sorted[i + 1] ?? (sorted[0] ?? 0) + 360) - from;
    if (width > best.width) best = { from, width };
  });
  return turned(best.from + best.width / 2);
}

/** Pushes neighbours apart, half each, until none is closer than `gap` or nothing moves any more. */
function relax(placed: { deg: number }[], gap: number): void {
  if (placed.length < 2) return;
  for (let round = 0; round < 60; round++) {
    let moved = false;
    for (let i = 0; i < placed.length; i++) {
      const here = placed[i];
      const next = placed[(i + 1) % placed.length];
      if (!here || !next) continue;
      const ahead = i + 1 < placed.length ? next.deg - here.deg : next.deg + 360 - here.deg;
      if (ahead >= gap - 0.01) continue;
      const push = (gap - ahead) / 2;
      here.deg -= push;
      next.deg += push;
      moved = true;
    }
    if (!moved) return;
  }
}
