import type { SceneView, SequenceView, WallSize } from '../../server/streams/scenes.schema.ts';
import type { DisplaySet } from '../../server/streams/wall-displays.schema.ts';
import type { Cell, Cells } from './wall-layout.rules.ts';

/** What the wall shows at once. */
export interface WallSet {
  readonly name: string | null;
  readonly sceneId: string | null;
  readonly size: WallSize;
  readonly cells: Cells;
}

/** A scene as it goes onto the wall. */
export function setOfScene({ sceneId, name, tiles, cameras }: SceneView): WallSet {
  const cells: Cell[] = [];
  for (const { tile, cameraId, called } of cameras) {
    while (cells.length < tile) cells.push(null);
    cells[tile - 1] = cameraId ?? { gone: called };
  }
  return { name, sceneId, size: tiles, cells };
}

/** A set as the server gives it to a display; a camera outside the display's right keeps its tile, which says so (Art. 30(1)). */
export function setOnDisplay({ name, sceneId, tiles, cameras }: DisplaySet): WallSet {
  const cells: Cell[] = [];
  for (const { tile, cameraId, called, barred } of cameras) {
    while (cells.length < tile) cells.push(null);
    cells[tile - 1] = cameraId ?? (barred ? { barred: called } : { gone: called });
  }
  return { name, sceneId, size: tiles, cells };
}

/** Whether the wall shows something else than the scene that was opened: other tiles, or other cameras on them. */
export function differsFrom(scene: SceneView, size: WallSize, cells: Cells): boolean {
  const set = setOfScene(scene);
  const camera = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);
  const most = Math.max(cells.length, set.cells.length);
  return (
    set.size !== size ||
    Array.from({ length: most }, (_, at) => at).some((at) => camera(cells[at]) !== camera(set.cells[at]))
  );
}

/** The steps of a sequence that show anything to this person, in order. */
export function setsOf(sequence: SequenceView, scenes: readonly SceneView[]): WallSet[] {
  return sequence.steps.flatMap((step): WallSet[] => {
    if ('cameraId' in step) return [{ name: null, sceneId: null, size: 1, cells: [step.cameraId] }];
    const scene = scenes.find(({ sceneId }) => sceneId === step.sceneId);
    const set = scene === undefined ? null : setOfScene(scene);
    return !set?.cells.some((cell) => typeof cell === 'number') ? [] : [set];
  });
}

/** The next set is opened so long before it is shown, so that no black gap lies between. It is watched from then on. */
export const AHEAD_MS = 2000;

/** Where a sequence stands. Instants are milliseconds of one clock. */
export interface TourPlace {
  readonly step: number;
  /** When the step began, moved on by every pause. */
  readonly sinceMs: number;
  /** When it was paused; null while it goes on. */
  readonly pausedMs: number | null;
}

export const beginTour = (nowMs: number): TourPlace => ({ step: 0, sinceMs: nowMs, pausedMs: null });

const stepBy = (step: number, by: number, steps: number): number => (((step + by) % steps) + steps) % steps;

/** How long the step still stays. */
export function leftMs({ sinceMs, pausedMs }: TourPlace, dwellS: number, nowMs: number): number {
  return Math.max(0, sinceMs + dwellS * 1000 - (pausedMs ?? nowMs));
}

/** The place at this moment: a step whose time is over gives way to the next. After a long sleep it goes on by one, not by many. */
export function tourAt(place: TourPlace, steps: number, dwellS: number, nowMs: number): TourPlace {
  if (place.pausedMs !== null || leftMs(place, dwellS, nowMs) > 0) return place;
  return { step: stepBy(place.step, 1, steps), sinceMs: nowMs, pausedMs: null };
}

/** Goes on or back by hand; a paused sequence stays paused. */
export function tourStepped(place: TourPlace, steps: number, by: 1 | -1, nowMs: number): TourPlace {
  const paused = place.pausedMs !== null;
  return { step: stepBy(place.step, by, steps), sinceMs: nowMs, pausedMs: paused ? nowMs : null };
}

export function tourPaused(place: TourPlace, nowMs: number): TourPlace {
  return place.pausedMs === null ? { ...place, pausedMs: nowMs } : place;
}

export function tourResumed(place: TourPlace, nowMs: number): TourPlace {
  if (place.pausedMs === null) return place;
  return { step: place.step, sinceMs: place.sinceMs + (nowMs - place.pausedMs), pausedMs: null };
}

/** The step that is to be opened already, while another is still shown; null before its time. */
export function aheadOf(place: TourPlace, steps: number, dwellS: number, nowMs: number): number | null {
  if (place.pausedMs !== null || steps < 2 || leftMs(place, dwellS, nowMs) > AHEAD_MS) return null;
  return stepBy(place.step, 1, steps);
}

/** Which step a set is, whatever has become of its tiles: its scene, or its one camera. */
const keyOf = ({ sceneId, cells }: WallSet): string => sceneId ?? `camera ${JSON.stringify(cells[0])}`;

/** Scenes that were steps before and are none now, each once. */
export function leftBehind(before: readonly WallSet[], after: readonly WallSet[]): WallSet[] {
  const keys = new Set(after.map(keyOf));
  return before.filter(
    (set, at) => !keys.has(keyOf(set)) && before.findIndex((each) => keyOf(each) === keyOf(set)) === at,
  );
}

/**
 * The place in a sequence that was changed while it runs: the same step goes on with the time it has left; where it is gone, the
 * one after it begins now. `after` holds one step at least.
 */
export function tourFollowed(
  place: TourPlace,
  before: readonly WallSet[],
  after: readonly WallSet[],
  nowMs: number,
): TourPlace {
  const keys = after.map(keyOf);
  const current = before[place.step];
  const passed = before.slice(0, place.step).filter((set) => keys.includes(keyOf(set))).length;
  if (current !== undefined && keys.includes(keyOf(current))) {
    const step = keys[passed] === keyOf(current) ? passed : keys.indexOf(keyOf(current));
    return { ...place, step };
  }
  return {
    step: passed % after.length,
    sinceMs: nowMs,
    pausedMs: place.pausedMs === null ? null : nowMs,
  };
}
