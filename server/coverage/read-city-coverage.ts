import { PURPOSES } from '../cameras/purposes.rules.ts';
import { CELL_M, cellRings, type CellGrid, type Ring } from './cells.rules.ts';
import type { CityImage } from './city-image.ts';
import type { AskedImage, CoverageQuestion } from './city-images.ts';
import type { LandBox } from '../land/land.schema.ts';
import type {
  CityCoverageAnswer,
  GapAnswer,
  Pair,
  StandardAnswer,
  StreetCoverage,
} from './coverage.schema.ts';
import type { Demand } from './demand/demand.rules.ts';
import { gapsOf } from './gaps.rules.ts';
import { boxOf, placeOf } from './plane.rules.ts';
import { ASSUMED_RANGE_M } from './sight.rules.ts';
import { STANDARD_CELL_M, standardCells } from './standard-model.rules.ts';
import { restEvery, worked } from './rest.ts';
import { unionInSteps } from './union.rules.ts';

const SLICE_MS = 8;
const EXACT_SAGITTA_M = 0.001;

/** What the cameras in question together see of the city, its districts, its streets and its demands. */
export function readCityCoverage(
  { image, land, cameraIds }: AskedImage,
  { which, at, purposes }: CoverageQuestion,
  demands: readonly Demand[],
  now: Date,
): CityCoverageAnswer {
  const { figures } = image;
  const weights = figures.weightsOf(demands);
  const groundOf = (cells: Uint32Array, part: number): number => cells[part]! * CELL_M ** 2;
  const seenOf = (part: number): Pair => [
    groundOf(figures.sureCells, part),
    groundOf(figures.possibleCells, part),
  ];
  const districts = land.cells.districts.map(({ districtId, name, groundM2 }, i) => ({
    ...{ districtId, name, groundM2: Math.round(groundM2), cameras: figures.standing[i + 1]! },
    seenM2: seenOf(i + 1),
  }));
  return {
    ...{ which, at, purposes, countedAt: now.toISOString() },
    cameras: { all: cameraIds.length, unsure: cameraIds.length - figures.sureCameras },
    groundM2: districts.length === 0 ? null : districts.reduce((sum, { groundM2 }) => sum + groundM2, 0),
    seenM2: [atLeast(image, 1), atLeast(image, 2), atLeast(image, 3), atLeast(image, 4)],
    outsideM2: seenOf(0),
    districts,
    streets: streetsOf(image),
    purposeCoverage: purposesOf(image),
    demands: demands.map(({ demandId, title, unit, synthetic }, i) => {
      const { total, sure, possible } = weights[i]!;
      return { ...{ demandId, title, unit, synthetic, total }, seen: [sure, possible] };
    }),
    standardM2: figures.circles.seenM2,
    assumedRangeM: ASSUMED_RANGE_M,
  };
}

function atLeast(
  {
    figures: {
      coverage: { sure, possible },
    },
  }: CityImage,
  views: number,
): Pair {
  const cells = (grid: CellGrid): number => {
    let fewer = 0;
    for (let each = 1; each < views; each++) fewer += grid.cellsSeenBy(each);
    return (grid.seenCells - fewer) * grid.cellM ** 2;
  };
  return [cells(sure), cells(possible)];
}

const streetsOf = ({ streets, sureStreets, possibleStreets }: CityImage): StreetCoverage[] =>
  streets.names.map((name, street) => ({
    name,
    lengthM: streets.lengthMm[street]! / 1000,
    seenM: [sureStreets.seenM(street), possibleStreets.seenM(street)],
  }));

/** The ground that is seen without any cells, for what is handed out on paper: only their rims are drawn with chords, a millimetre within. */
export async function readExactM2({ image }: AskedImage): Promise<Pair> {
  const [sure, possible]: [Ring[], Ring[]] = [[], []];
  const rest = restEvery(SLICE_MS);
  for (const view of image.views()) {
    if (view.sure !== null) sure.push(...cellRings(view.sure, EXACT_SAGITTA_M));
    if (view.possible !== null) possible.push(...cellRings(view.possible, EXACT_SAGITTA_M));
    await rest();
  }
  return [await worked(unionInSteps(sure), rest), await worked(unionInSteps(possible), rest)];
}

/** Each purpose for itself: a camera of two counts for both. */
const purposesOf = ({ figures }: CityImage): CityCoverageAnswer['purposeCoverage'] =>
  PURPOSES.flatMap((purpose) => {
    const { cameras, coverage } = figures.purposes.get(purpose) ?? { cameras: 0, coverage: null };
    if (cameras === 0 || coverage === null) return [];
    return [{ purpose, cameras, seenM2: [coverage.sure.seenM2, coverage.possible.seenM2] as const }];
  });

/** The heaviest gaps of a demand. */
export function readGaps({ image, land }: AskedImage, demand: Demand, most: number): GapAnswer[] {
  return gapsOf(demand, image.figures.coverage, most).map(({ east, north, ...gap }) => {
    const [lon, lat] = placeOf(east, north);
    return { ...{ lon, lat }, district: land.cells.nameAt(east, north), ...gap };
  });
}

/** 표준분석모델 beside the truth, over a box. */
export function readStandard({ image: { figures } }: AskedImage, box: LandBox): StandardAnswer {
  const { model, sure, possible, ...cells } = standardCells(figures.circles, figures.coverage, boxOf(box));
  const list = (parts: Float32Array): number[] => Array.from(parts, (part) => Math.round(part * 1e4) / 1e4);
  return {
    ...cells,
    cellM: STANDARD_CELL_M,
    ...{ model: list(model), sure: list(sure), possible: list(possible) },
  };
}
