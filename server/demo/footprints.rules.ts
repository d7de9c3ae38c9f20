import { areaOf, type Point } from './plane.rules.ts';
import { clipLeft, crossCut, frameOf, inset, type Block, type Corner } from './blocks.rules.ts';
import { between, type Random } from './random.rules.ts';

export interface HouseStyle {
  readonly lotM2: number;
  /** Share of lots that stay empty: yards, car parks. */
  readonly vacant: number;
  /** Gap to the street and to the neighbour. */
  readonly frontM: readonly [number, number];
  readonly gapM: readonly [number, number];
  readonly heightM: readonly [number, number];
  /** Long narrow slabs instead of houses. */
  readonly slabs?: boolean;
}

export interface Footprint {
  readonly ring: readonly Point[];
  readonly heightM: number;
}

const PARTY = -1;

/** Houses packed in a block: lots by halving, one slightly irregular footprint a lot. */
export function footprintsIn(block: Block, style: HouseStyle, random: Random): Footprint[] {
  const found: Footprint[] = [];
  cutLots(block, style, random, found);
  return found;
}

function cutLots(lot: Block, style: HouseStyle, random: Random, found: Footprint[]): void {
  const area = areaOf(lot);
  if (lot.length < 3 || area < 30) return;
  if (area > style.lotM2 * between(random, 0.65, 1.6)) {
    const cut = crossCut(lot, random, 2, 0.13);
    cutLots(clipLeft(lot, cut.p, cut.dx, cut.dy, PARTY), style, random, found);
    cutLots(clipLeft(lot, cut.p, -cut.dx, -cut.dy, PARTY), style, random, found);
    return;
  }
  const landlocked = lot.every((corner) => corner.halfM === PARTY);
  if (random() < (landlocked ? style.vacant + 0.3 : style.vacant)) return;
  const body = inset(lot, (corner) =>
    corner.halfM === PARTY ? between(random, ...style.gapM) : between(random, ...style.frontM),
  );
  const frame = body.length > 2 ? frameOf(body) : null;
  if (!frame || Math.min(frame.alongM, frame.acrossM) < 5 || areaOf(body) < 28) return;
  const heightM = Math.round(between(random, ...style.heightM) * 10) / 10;
  found.push({ ring: style.slabs ? slabIn(body) : shaped(body, random), heightM });
}

/** A bar of flats as deep as flats are, in the middle of its lot. */
function slabIn(body: readonly Corner[]): Point[] {
  const frame = frameOf(body);
  const along = frame.alongM >= frame.acrossM;
  const depth = Math.min(14, (along ? frame.acrossM : frame.alongM) * 0.62);
  const middle = along ? frame.lowAcross + frame.acrossM / 2 : frame.lowAlong + frame.alongM / 2;
  const towards = (offset: number, sign: number): { p: Point; dx: number; dy: number } => {
    const w = middle + offset;
    const p = along
      ? { x: -w * frame.dy + frame.lowAlong * frame.dx, y: w * frame.dx + frame.lowAlong * frame.dy }
      : { x: w * frame.dx - frame.lowAcross * frame.dy, y: w * frame.dy + frame.lowAcross * frame.dx };
    return along
      ? { p, dx: frame.dx * sign, dy: frame.dy * sign }
      : { p, dx: frame.dy * sign, dy: -frame.dx * sign };
  };
  const low = towards(-depth / 2, 1);
  const high = towards(depth / 2, -1);
  const bar = clipLeft(clipLeft(body, low.p, low.dx, low.dy, PARTY), high.p, high.dx, high.dy, PARTY);
  return bar.length > 2 ? bar : [...body];
}

/** A rectangle, an L or a notched house: a four-sided body with a part cut out along its own sides. */
function shaped(body: readonly Corner[], random: Random): Point[] {
  const form = random();
  const turn = Math.floor(random() * 4);
  const [a, b, c, d] = [...body.slice(turn), ...body.slice(0, turn)];
  if (body.length !== 4 || !a || !b || !c || !d || areaOf(body) < 90 || form < 0.5)
    return body.map(({ x, y }) => ({ x, y }));
  const on = (u: number, v: number): Point => ({
    x: a.x * (1 - u) * (1 - v) + b.x * u * (1 - v) + c.x * u * v + d.x * (1 - u) * v,
    y: a.y * (1 - u) * (1 - v) + b.y * u * (1 - v) + c.y * u * v + d.y * (1 - u) * v,
  });
  const u = between(random, 0.3, 0.62);
  const v = between(random, 0.3, 0.62);
  return form < 0.86
    ? [on(0, 0), on(1, 0), on(1, v), on(u, v), on(u, 1), on(0, 1)]
    : [on(0, 0), on(1, 0), on(1, 1), on(0.7, 1), on(0.7, v + 0.25), on(0.3, v + 0.25), on(0.3, 1), on(0, 1)];
}
