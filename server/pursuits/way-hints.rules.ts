import { betweenDeg } from './pursuit.rules.ts';

/** One card picture that somebody opened outside a pursuit. */
export interface OpenedPicture {
  readonly accountId: number;
  readonly personName: string;
  readonly cameraId: number;
  readonly atMs: number;
  readonly lon: number;
  readonly lat: number;
}

/** So many cameras one after another, so soon and so close, each on along the way of the one before. */
export const WAY = { cameras: 4, withinMs: 10 * 60_000, stepM: 500, turnDeg: 60 } as const;

/** Pictures that one person opened one after another along one way: a hint to look, and no proof of anything. */
export interface WayHint {
  readonly accountId: number;
  readonly personName: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly cameraIds: readonly number[];
}

const METRES_PER_DEGREE = 111_320;

function stepBetween(a: OpenedPicture, b: OpenedPicture): { readonly m: number; readonly deg: number } {
  const east = (b.lon - a.lon) * METRES_PER_DEGREE * Math.cos((a.lat * Math.PI) / 180);
  const north = (b.lat - a.lat) * METRES_PER_DEGREE;
  return { m: Math.hypot(east, north), deg: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360 };
}

/**
 * Where one person opened {@link WAY.cameras} or more cameras along one way without a pursuit: each a step further, none far, none
 * turning back, all within minutes. The product cannot know whether a person was followed: it is a hint to look (Art. 27).
 * `opened` of any order.
 */
export function waysWithoutPursuit(opened: readonly OpenedPicture[]): WayHint[] {
  const byPerson = Map.groupBy(opened, ({ accountId }) => accountId);
  return [...byPerson.values()]
    .flatMap((own) => waysOf(own.toSorted((a, b) => a.atMs - b.atMs)))
    .toSorted((a, b) => b.fromMs - a.fromMs);
}

function waysOf(own: readonly OpenedPicture[]): WayHint[] {
  const ways: WayHint[] = [];
  let way: OpenedPicture[] = [];
  let headingDeg: number | null = null;
  const finish = (): void => {
    const [first, last] = [way[0], way.at(-1)];
    if (first !== undefined && last !== undefined && way.length >= WAY.cameras)
      ways.push({
        ...{ accountId: first.accountId, personName: first.personName },
        ...{ fromMs: first.atMs, toMs: last.atMs, cameraIds: way.map(({ cameraId }) => cameraId) },
      });
  };
  for (const picture of own) {
    const last = way.at(-1);
    if (last?.cameraId === picture.cameraId) continue;
    const step = last === undefined ? null : stepBetween(last, picture);
    // Two on one pole are one place.
    if (step !== null && step.m < 1) continue;
    const goesOn =
      step !== null &&
      step.m <= WAY.stepM &&
      picture.atMs - way[0]!.atMs <= WAY.withinMs &&
      (headingDeg === null || betweenDeg(step.deg, headingDeg) <= WAY.turnDeg);
    if (goesOn) {
      headingDeg = step.deg;
      way.push(picture);
      continue;
    }
    finish();
    // The last camera may be the first of another way.
    const turns = step !== null && last !== undefined && step.m <= WAY.stepM;
    headingDeg = turns ? step.deg : null;
    way = turns ? [last, picture] : [picture];
  }
  finish();
  return ways;
}
