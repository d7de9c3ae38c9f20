import type { CityCoverage } from '../../server/coverage/city-coverage.rules.ts';
import type { Demand } from '../../server/coverage/demand/demand.rules.ts';
import { DENSITY_EDITIONS } from '../../server/coverage/density.law.ts';
import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import { NearCoverage } from '../../server/coverage/siting/near-coverage.rules.ts';
import type { RoadLine } from '../../server/coverage/siting/street-density.rules.ts';
import { whatIf } from '../../server/coverage/siting/what-if.rules.ts';
import { LATTICE_M, SIDE, townHouses } from './bench-town.ts';
import { median, quantile, row, type Row } from './row.ts';

const CAMERAS = 5000;
const MOVES = 2000;
/** Moves of one drag: after them the camera is taken elsewhere. */
const DRAG = 100;
const WARM = 200;
const LIMIT_MS = 8;

/** Even numbers from 0 to 1 that are the same in every run. */
function even(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function aCity(random: () => number): SightIndex {
  const index = new SightIndex();
  for (const house of townHouses(random, () => 3 + random() * 20)) index.setBuilding(house);
  for (let cameraId = 1; cameraId <= CAMERAS; cameraId++) index.setCamera(aCamera(random, cameraId, 80));
  return index;
}

const aCamera = (random: () => number, cameraId: number, rangeM: number): SightCamera => ({
  ...{ cameraId, kind: 'fixed', east: 100 + random() * 5400, north: 100 + random() * 5400 },
  ...{ azimuthDeg: random() < 0.1 ? NaN : random() * 360, hfovDeg: 60 + random() * 40, rangeM },
  ...{ heightM: 5, tiltDeg: NaN, nightRangeM: NaN, megapixels: 8, turned: null, barred: [] },
});

const streets = (): RoadLine[] =>
  Array.from({ length: 2 * SIDE }, (_, i) => {
    const at = Math.floor(i / 2) * LATTICE_M - 5;
    const end = SIDE * LATTICE_M;
    return {
      name: `${i}`,
      points: i % 2 === 0 ? Float64Array.of(at, 0, at, end) : Float64Array.of(0, at, end, at),
    };
  });

function people(random: () => number): Demand {
  const squares = 56 * 56;
  const middles = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: squares }, (_, i) => of(i) * 100 + 50);
  return {
    ...{ demandId: 1, title: '', unit: '', kind: 'grid', cellM: 100, synthetic: true },
    ...{ east: middles((i) => i % 56), north: middles((i) => Math.floor(i / 56)) },
    weight: Float64Array.from({ length: squares }, () => Math.floor(random() * 300)),
  };
}

/**
 * One camera drawn about with the pointer among 5,000 cameras and 50,176 houses: CPU of everything that the planner's
 * panel and its map are given anew at each move, nothing drawn. Put down elsewhere it also meets cameras whose possible view
 * nobody asked for yet.
 */
export async function benchWhatIf(): Promise<Row[]> {
  const random = even(7);
  const index = aCity(random);
  // The console has the sure views of all cameras already: the map draws them.
  for (let cameraId = 1; cameraId <= CAMERAS; cameraId++) index.sureView(cameraId, 'home');
  const near = new NearCoverage(index, 'home', 'day');
  const [roads, demands] = [streets(), [people(random)]];
  const moveOf = (camera: SightCamera): CityCoverage => {
    const coverage = near.around(camera.east, camera.north, camera.rangeM);
    const at = { at: 'day', heights: null, edition: DENSITY_EDITIONS[1]! } as const;
    whatIf(camera, { walls: index.walls, coverage, demands, roads, ...at });
    return coverage;
  };
  const drag = (moves: number, rangeM: number): { each: number[]; jumps: number[] } => {
    let camera = aCamera(random, 0, rangeM);
    const [each, jumps]: [number[], number[]] = [[], []];
    for (let move = 0; move < moves; move++) {
      const isJump = move % DRAG === 0;
      if (isJump) camera = aCamera(random, 0, rangeM);
      camera = { ...camera, east: camera.east + 0.5, azimuthDeg: (move * 7) % 360 };
      const before = process.cpuUsage();
      moveOf(camera);
      const { user, system } = process.cpuUsage(before);
      (isJump ? jumps : each).push((user + system) / 1000);
    }
    return { each, jumps };
  };
  drag(WARM, 100);
  const [usual, far] = [drag(MOVES, 100), drag(MOVES, 150)];
  const rowsOf = (name: string, { each, jumps }: typeof usual): Row[] => [
    row(`${name}, middle move`, median(each), LIMIT_MS, 'ms'),
    row(`${name}, 99 of 100 moves`, quantile(each, 0.99), LIMIT_MS, 'ms'),
    row(`${name}, put down elsewhere`, median(jumps), LIMIT_MS, 'ms'),
  ];
  return Promise.resolve([
    ...rowsOf('what if: a camera of 100 m', usual),
    ...rowsOf('what if: a camera of 150 m', far),
  ]);
}
