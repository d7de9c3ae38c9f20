import { cellRings, eachRun } from '../cells.rules.ts';
import type { CityCoverage } from '../city-coverage.rules.ts';
import type { Demand } from '../demand/demand.rules.ts';
import type { DensityEdition, DensityLevel } from '../density.law.ts';
import { spreadOf } from '../seen-weight.rules.ts';
import { overGroundM, pixelsAcross, pixelsPerM, rangeBands, rangeAtM, type Lens } from '../lens.rules.ts';
import { poseOf, type At, type SightCamera } from '../sight.rules.ts';
import type { HeightGrid } from '../terrain.rules.ts';
import { areaOf, isKnown, viewOf, type View } from '../view.rules.ts';
import { Walls } from '../walls.rules.ts';
import { facingWalls, type FacingWalls } from './facing-walls.rules.ts';
import { nearerThan } from './nearer.rules.ts';
import { seenStreet, type RoadLine, type SeenStreet } from './street-density.rules.ts';

/** From so many pixels for a metre on a face can be told from another: a level of both editions begins there. */
export const RECOGNISABLE = 125;
const NOTHING_STANDS = new Walls();

/** What a proposed camera is weighed against. */
export interface Surroundings {
  readonly walls: Walls;
  /** Null where the ground is taken for level. */
  readonly heights: HeightGrid | null;
  /** What the other cameras see, true around the place at least. */
  readonly coverage: CityCoverage;
  readonly demands: readonly Demand[];
  readonly roads: readonly RoadLine[];
  readonly edition: DensityEdition;
  readonly at: At;
}

/** Ground of one level of picture, within the finer levels' rings left out. */
export interface Band extends DensityLevel {
  /** Over ground, no farther than the view's own rim; 0 where the level is not reached down on the ground. */
  readonly rangeM: number;
  readonly areaM2: number;
  /** The whole view up to there, finer levels too; null where nothing is. */
  readonly view: View | null;
}

/** A weight of one demand: surely seen by no other camera; and of that what another possibly sees. */
export interface Gain {
  readonly demand: Demand;
  readonly weight: number;
  readonly doubtful: number;
}

/** Why a camera would see nothing. */
export type Blind = 'unknown' | 'sky' | 'inside';

/** Cells of a view by how many other cameras surely see them. */
export interface CountedCells {
  readonly all: number;
  readonly none: number;
  readonly one: number;
  readonly more: number;
  /** Of those that none surely sees: what another possibly does. */
  readonly doubtful: number;
}

export interface WhatIf {
  readonly view: View | null;
  readonly blind: Blind | null;
  readonly areaM2: number;
  readonly cells: CountedCells;
  /** The area, shared out by cells. */
  readonly newM2: number;
  readonly overlapM2: number;
  readonly doubtfulM2: number;
  readonly bareM2: number;
  readonly hiddenM2: number;
  readonly gains: readonly Gain[];
  /** Finest first; none where the picture's pixels are not known. */
  readonly bands: readonly Band[];
  /** Ground that is seen more coarsely than the coarsest level; 0 where pixels are not known. */
  readonly coarserM2: number;
  readonly street: SeenStreet & { readonly bestPixels: number | null; readonly worstPixels: number | null };
  readonly walls: FacingWalls;
  /** Those near enough for {@link RECOGNISABLE}; null where the pixels are not known. */
  readonly recognisable: FacingWalls | null;
}

/** What a camera adds to a city that it does not belong to yet. Its own unknowns leave it blind: it adds nothing sure. */
export function whatIf(camera: SightCamera, around: Surroundings): WhatIf {
  const pose = poseOf(camera, 'home', around.at);
  const view = viewOf(pose, around.walls, undefined, around.heights);
  const bare = viewOf(pose, NOTHING_STANDS, undefined, around.heights);
  const bareM2 = bare === null ? 0 : areaOf(bare);
  const areaM2 = view === null ? 0 : areaOf(view);
  const { cells, gains } = counted(view, around);
  const partOf = (some: number): number => (cells.all === 0 ? 0 : (areaM2 * some) / cells.all);
  const lens = lensOf(camera);
  const heightM = Number.isNaN(camera.heightM) ? 0 : camera.heightM;
  const bands = view === null || lens === null ? [] : bandsOf(view, lens, heightM, around.edition);
  return {
    ...{ view, areaM2, cells, gains, bands, bareM2, hiddenM2: Math.max(bareM2 - areaM2, 0) },
    blind: view !== null ? null : !isKnown(pose) ? 'unknown' : bare === null ? 'sky' : 'inside',
    ...{ newM2: partOf(cells.none), overlapM2: partOf(cells.one + cells.more) },
    doubtfulM2: partOf(cells.doubtful),
    coarserM2: bands.length === 0 ? 0 : bands.reduce((rest, band) => rest - band.areaM2, areaM2),
    street: streetOf(view, lens, heightM, around.roads),
    walls: view === null ? NO_WALLS : facingWalls(view, around.walls),
    recognisable:
      lens === null
        ? null
        : view === null
          ? NO_WALLS
          : facingWalls(view, around.walls, groundRangeM(lens, RECOGNISABLE, heightM)),
  };
}

const NO_WALLS: FacingWalls = { buildings: 0, wallM: 0, lines: new Float64Array() };

/** The lens and picture of a camera; null where the pixels are not known. */
export function lensOf({ kind, hfovDeg, megapixels }: SightCamera): Lens | null {
  if (Number.isNaN(hfovDeg + megapixels)) return null;
  const projection = kind === 'fisheye' || hfovDeg >= 180 ? 'fisheye' : 'rectilinear';
  return { projection, hfovDeg, pixelsAcross: pixelsAcross(megapixels) };
}

/** How far over ground a density reaches; 0 where it does not come down to it. */
function groundRangeM(lens: Lens, density: number, heightM: number): number {
  const rangeM = overGroundM(rangeAtM(lens, density), heightM);
  return Number.isNaN(rangeM) ? 0 : rangeM;
}

function bandsOf(view: View, lens: Lens, heightM: number, edition: DensityEdition): Band[] {
  let within = 0;
  return rangeBands(lens, edition)
    .toReversed()
    .map(({ level, pixelsPerM: density, verified, rangeM: away }): Band => {
      const reach = overGroundM(away, heightM);
      const rangeM = Number.isNaN(reach) ? 0 : Math.min(reach, view.rimM);
      const part = nearerThan(view, rangeM);
      const areaM2 = part === null ? 0 : areaOf(part);
      const band = { level, pixelsPerM: density, verified, rangeM, areaM2: areaM2 - within, view: part };
      within = areaM2;
      return band;
    });
}

function streetOf(
  view: View | null,
  lens: Lens | null,
  heightM: number,
  roads: readonly RoadLine[],
): WhatIf['street'] {
  const street =
    view === null ? { seenM: 0, nearestM: NaN, farthestM: NaN, names: [] } : seenStreet(view, roads);
  const pixelsAt = (groundM: number): number | null =>
    lens === null || Number.isNaN(groundM)
      ? null
      : pixelsPerM(lens, Math.max(Math.hypot(groundM, heightM), 0.1));
  return { ...street, bestPixels: pixelsAt(street.nearestM), worstPixels: pixelsAt(street.farthestM) };
}

function counted(
  view: View | null,
  { coverage: { sure, possible }, demands }: Surroundings,
): { readonly cells: CountedCells; readonly gains: readonly Gain[] } {
  const { cellM } = sure;
  const spreads = demands.map((demand) => spreadOf(demand, cellM));
  const weight = new Float64Array(spreads.length);
  const doubtfulWeight = new Float64Array(spreads.length);
  let [all, none, one, doubtful] = [0, 0, 0, 0];
  if (view !== null)
    eachRun(cellRings(view), cellM, (row, from, to) => {
      all += to - from;
      for (let column = from; column < to; column++) {
        const cameras = sure.countOf(column, row);
        if (cameras === 1) one++;
        if (cameras > 0) continue;
        none++;
        const isDoubtful = possible.countOf(column, row) > 0;
        if (isDoubtful) doubtful++;
        for (let i = 0; i < spreads.length; i++) {
          const here = spreads[i]!.weightOf(column, row);
          weight[i]! += here;
          if (isDoubtful) doubtfulWeight[i]! += here;
        }
      }
    });
  return {
    cells: { all, none, one, more: all - none - one, doubtful },
    gains: demands.map((demand, i) => ({ demand, weight: weight[i]!, doubtful: doubtfulWeight[i]! })),
  };
}
