import { convergenceDeg, placeOf } from '../plane.rules.ts';
import { areaOf, ringsOf, viewOf, type Pose } from '../view.rules.ts';
import type { SightIndex } from '../sight.rules.ts';
import { Walls } from '../walls.rules.ts';
import type { Cover, Limits } from './best-sites-cover.rules.ts';
import type { Place } from './best-sites-places.rules.ts';
import { Selection } from './best-sites-search.rules.ts';
import type { BestSite, CameraModel } from './best-sites.schema.ts';

const NO_WALLS = new Walls();
/** Chords of a drawn rim lie within so many metres of it. */
const DRAWN_M = 0.3;

/** What a choice stands for. */
export interface Chosen {
  readonly place: Place;
  readonly model: number;
  readonly pose: Pose;
  readonly index: SightIndex;
}

/**
 * A set as it is told to people: the one that sees most first, then always the one that adds most to those before it.
 * Beside what each adds stands what would be lost without it and how much of that the best other site would bring back.
 */
export function explained(
  cover: Cover,
  limits: Limits,
  set: readonly number[],
  chosenOf: (choice: number) => Chosen,
  models: readonly CameraModel[],
): BestSite[] {
  const whole = new Selection(cover, limits);
  whole.become(set);
  const without = new Map(set.map((choice) => [choice, withoutIt(whole, choice)]));
  const growing = new Selection(cover, limits);
  const left = new Set(set);
  return set.map((_, at): BestSite => {
    const next = [...left].reduce((a, b) => (growing.gain[b]! > growing.gain[a]! ? b : a));
    const adds = growing.gain[next]! * cover.grain;
    left.delete(next);
    growing.add(next);
    const { lost, nextBest } = without.get(next)!;
    return {
      ...{ rank: at + 1, adds, lostWithout: lost * cover.grain, nextBest: nextBest * cover.grain },
      ...describe(chosenOf(next), models),
    };
  });
}

/** What is lost without a choice, and the most that one choice at another site would add then. */
function withoutIt(whole: Selection, choice: number): { lost: number; nextBest: number } {
  whole.drop(choice);
  const lost = whole.gain[choice]!;
  const { site } = whole.cover;
  const other = whole.bestOnes(100).find((each) => site[each] !== site[choice]);
  const nextBest = other === undefined ? 0 : whole.gain[other]!;
  whole.add(choice);
  return { lost, nextBest };
}

function describe(
  { place, model, pose, index }: Chosen,
  models: readonly CameraModel[],
): Omit<BestSite, 'rank' | 'adds' | 'lostWithout' | 'nextBest'> {
  const at = placeOf(place.east, place.north);
  const view = viewOf(pose, index.walls, undefined, index.heights)!;
  const seesM2 = areaOf(view);
  const bareM2 = areaOf(viewOf(pose, NO_WALLS, undefined, index.heights)!);
  const isRound = models[model]!.kind === 'fisheye';
  return {
    ...{ lon: at[0], lat: at[1], street: place.street, model },
    azimuthDeg: isRound ? null : tenth((pose.azimuthDeg + convergenceDeg(at) + 360) % 360),
    tiltDeg: isRound ? null : tenth(pose.tiltDeg),
    ...{ seesM2: Math.round(seesM2), hiddenPart: Math.max(0, 1 - seesM2 / bareM2) },
    view: ringsOf(view, DRAWN_M).map((ring) => ring.map(([x, y]) => placeOf(x, y))),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
