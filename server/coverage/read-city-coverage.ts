import type { Purpose } from '../cameras/purposes.rules.ts';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { CellGrid, cellRings } from './cells.rules.ts';
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
import { seenByDistrict } from './districts.rules.ts';
import { gapsOf, weightSeen } from './gaps.rules.ts';
import { boxOf, placeOf } from './plane.rules.ts';
import { restEvery, worked, type Rest } from './rest.ts';
import { ASSUMED_RANGE_M } from './sight.rules.ts';
import { STANDARD_CELL_M, standardCells, standardModel } from './standard-model.rules.ts';

const SLICE_MS = 8;
/** The figures of an image stay while it and the demands do. */
const figures = new WeakMap<
  CityImage,
  { version: number; demands: readonly Demand[]; answer: CityCoverageAnswer }
>();

/** What the cameras in question together see of the city, its districts, its streets and its demands. */
export async function readCityCoverage(
  asked: AskedImage,
  question: CoverageQuestion,
  demands: readonly Demand[],
  now: Date,
): Promise<CityCoverageAnswer> {
  const { image } = asked;
  const kept = figures.get(image);
  if (kept?.version === image.version && kept.demands === demands)
    return { ...kept.answer, countedAt: now.toISOString() };
  const answer = await count(asked, question, demands, now);
  figures.set(image, { version: image.version, demands, answer });
  return answer;
}

async function count(
  { image, land, sight, cameraIds }: AskedImage,
  { which, at, purposes }: CoverageQuestion,
  demands: readonly Demand[],
  now: Date,
): Promise<CityCoverageAnswer> {
  const rest = restEvery(SLICE_MS);
  const { sure, possible } = image.coverage;
  const surely = await worked(seenByDistrict(sure, land.cells), rest);
  const possibly = await worked(seenByDistrict(possible, land.cells), rest);
  const standing = new Uint32Array(land.cells.districts.length + 1);
  const places = cameraIds.flatMap((cameraId) => sight.index.camera(cameraId) ?? []);
  for (const { east, north } of places) {
    standing[land.cells.at(east, north)]!++;
    await rest();
  }
  const districts = land.cells.districts.map(({ districtId, name, groundM2 }, i) => ({
    ...{ districtId, name, groundM2: Math.round(groundM2), cameras: standing[i + 1]! },
    seenM2: [surely[i + 1]!, possibly[i + 1]!] as const,
  }));
  const demandsSeen = [];
  for (const demand of demands) {
    const { demandId, title, unit, synthetic } = demand;
    const seen = weightSeen(demand, image.coverage);
    demandsSeen.push({
      ...{ demandId, title, unit, synthetic, total: seen.total },
      seen: [seen.sure, seen.possible] as const,
    });
    await rest();
  }
  return {
    ...{ which, at, purposes, countedAt: now.toISOString() },
    cameras: { all: cameraIds.length, unsure: cameraIds.length - image.sureCameras },
    groundM2: districts.length === 0 ? null : districts.reduce((sum, { groundM2 }) => sum + groundM2, 0),
    seenM2: [atLeast(image, 1), atLeast(image, 2), atLeast(image, 3), atLeast(image, 4)],
    outsideM2: [surely[0]!, possibly[0]!],
    districts,
    streets: streetsOf(image),
    purposeCoverage: await byPurpose(image, (cameraId) => sight.known.get(cameraId)?.purposes ?? [], rest),
    demands: demandsSeen,
    standardM2: standardModel(places.map(({ east, north }) => [east, north] as const)).seenM2,
    assumedRangeM: ASSUMED_RANGE_M,
  };
}

function atLeast({ coverage: { sure, possible } }: CityImage, views: number): Pair {
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

/** Each purpose for itself: a camera of two counts for both. */
async function byPurpose(
  image: CityImage,
  purposesOf: (cameraId: number) => readonly Purpose[],
  rest: Rest,
): Promise<CityCoverageAnswer['purposeCoverage']> {
  const grids = new Map(
    PURPOSES.map((purpose) => [purpose, { cameras: 0, sure: new CellGrid(), possible: new CellGrid() }]),
  );
  for (const [cameraId, { sure, possible }] of image.views())
    for (const purpose of purposesOf(cameraId)) {
      const grid = grids.get(purpose)!;
      grid.cameras++;
      if (sure !== null) grid.sure.put(cellRings(sure), 1);
      if (possible !== null) grid.possible.put(cellRings(possible), 1);
      await rest();
    }
  return [...grids]
    .filter(([, { cameras }]) => cameras > 0)
    .map(([purpose, { cameras, sure, possible }]) => ({
      ...{ purpose, cameras },
      seenM2: [sure.seenM2, possible.seenM2] as const,
    }));
}

/** The heaviest gaps of a demand. */
export function readGaps({ image, land }: AskedImage, demand: Demand, most: number): GapAnswer[] {
  return gapsOf(demand, image.coverage, most).map(({ east, north, ...gap }) => {
    const [lon, lat] = placeOf(east, north);
    return { ...{ lon, lat }, district: land.cells.nameAt(east, north), ...gap };
  });
}

/** 표준분석모델 beside the truth, over a box. */
export function readStandard({ image, sight, cameraIds }: AskedImage, box: LandBox): StandardAnswer {
  const places = cameraIds.flatMap((cameraId) => sight.index.camera(cameraId) ?? []);
  const circles = standardModel(places.map(({ east, north }) => [east, north] as const));
  const { model, sure, possible, ...cells } = standardCells(circles, image.coverage, boxOf(box));
  const list = (parts: Float32Array): number[] => Array.from(parts, (part) => Math.round(part * 1e4) / 1e4);
  return {
    ...cells,
    cellM: STANDARD_CELL_M,
    ...{ model: list(model), sure: list(sure), possible: list(possible) },
  };
}
