import type { StreetStyle } from './blocks.rules.ts';
import type { HouseStyle } from './footprints.rules.ts';
import { at, type Point } from './plane.rules.ts';
import { noiseAt } from './random.rules.ts';

export type QuarterKind = 'core' | 'town' | 'flats' | 'houses' | 'harbour' | 'village';

export const STREET_STYLES: Record<QuarterKind, StreetStyle> = {
  core: { blockM2: 4300, streetM2: 20_000, streetWidthM: 9.5, laneWidthM: 6.5, leanDeg: 2.5 },
  town: { blockM2: 5600, streetM2: 24_000, streetWidthM: 9, laneWidthM: 6, leanDeg: 2.5 },
  flats: { blockM2: 15_000, streetM2: 40_000, streetWidthM: 12, laneWidthM: 8, leanDeg: 1.5 },
  houses: { blockM2: 6500, streetM2: 24_000, streetWidthM: 8, laneWidthM: 5, leanDeg: 5 },
  harbour: { blockM2: 3600, streetM2: 18_000, streetWidthM: 8, laneWidthM: 5, leanDeg: 4 },
  village: { blockM2: 8000, streetM2: 30_000, streetWidthM: 7, laneWidthM: 4.5, leanDeg: 9 },
};

export const HOUSE_STYLES: Record<QuarterKind, HouseStyle> = {
  core: { lotM2: 480, vacant: 0.05, frontM: [1.2, 2.8], gapM: [0.6, 1.6], heightM: [5, 19] },
  town: { lotM2: 700, vacant: 0.09, frontM: [1.5, 3.4], gapM: [0.8, 2.2], heightM: [4, 14] },
  flats: { lotM2: 2300, vacant: 0.1, frontM: [6, 10], gapM: [5, 9], heightM: [30, 62], slabs: true },
  houses: { lotM2: 950, vacant: 0.16, frontM: [2, 4.5], gapM: [2, 4.5], heightM: [3.5, 8] },
  harbour: { lotM2: 400, vacant: 0.08, frontM: [1, 2.2], gapM: [0.6, 1.6], heightM: [4, 11] },
  village: { lotM2: 1300, vacant: 0.3, frontM: [3, 7], gapM: [4, 9], heightM: [3, 6] },
};

export interface LatticeRoad {
  readonly class: 'trunk' | 'main' | 'street';
  readonly widthM: number;
  readonly name: string | null;
}

/** A quarter's grid of superblocks: `nodes[column][row]`, with the road along each column and row line. */
export interface Lattice {
  readonly kind: QuarterKind;
  readonly nodes: readonly (readonly Point[])[];
  readonly columns: readonly LatticeRoad[];
  readonly rows: readonly LatticeRoad[];
  readonly ragged: boolean;
}

export interface Quarter {
  readonly kind: QuarterKind;
  readonly centre: Point;
  /** Of the rows, degrees counter-clockwise from east. */
  readonly turnDeg: number;
  readonly columns: number;
  readonly rows: number;
  readonly columnM: number;
  readonly rowM: number;
  readonly names: readonly string[];
  /** All streets, and thinning out towards its edge. */
  readonly ragged?: boolean;
}

const quarter = (
  kind: QuarterKind,
  [lon, lat]: readonly [number, number],
  turnDeg: number,
  [columns, rows]: readonly [number, number],
  [columnM, rowM]: readonly [number, number],
  ...names: readonly string[]
): Quarter => ({ kind, centre: at(lon, lat), turnDeg, columns, rows, columnM, rowM, names });

/** Smaller blocks, all streets, that grow into whatever the others left open. */
const infill = (
  kind: QuarterKind,
  centre: readonly [number, number],
  turnDeg: number,
  size: readonly [number, number],
): Quarter => ({ ...quarter(kind, centre, turnDeg, size, [156, 144]), ragged: true });

/** Quarters of the town, harbours and villages, those that yield to no other first. Main roads take the names in turn. */
export const QUARTERS: readonly Quarter[] = [
  quarter('town', [128.879, 37.7675], 17, [4, 4], [330, 290], '교동광장로', '하슬라로', '가작로', '솔올로'),
  quarter('flats', [128.8665, 37.7755], 24, [3, 3], [330, 300], '선수촌로', '유천로'),
  quarter('town', [128.9105, 37.7655], 27, [4, 3], [310, 280], '포남로', '하평길', '남구길'),
  quarter('town', [128.9065, 37.7762], 27, [4, 3], [320, 290], '원대로', '화부산로', '강변북길'),
  quarter('flats', [128.929, 37.7745], 36, [4, 3], [330, 300], '송정길', '창해로', '공항길'),
  quarter('houses', [128.9165, 37.7885], 40, [4, 3], [290, 250], '초당순두부길', '난설헌로'),
  quarter('town', [128.9145, 37.7495], 25, [4, 3], [310, 280], '성덕로', '입암로', '성덕포남로'),
  quarter('flats', [128.929, 37.7555], 27, [4, 2], [330, 300], '금평로', '월대로'),
  quarter('town', [128.878, 37.7385], 12, [4, 3], [310, 280], '내곡길', '범일로'),
  quarter('flats', [128.9005, 37.7335], 9, [3, 2], [320, 290], '강변남길', '모산로'),
  quarter('houses', [128.8735, 37.7548], 14, [3, 3], [280, 260], '홍제로', '사임당로'),
  quarter('houses', [128.8985, 37.8055], -42, [2, 3], [270, 250], '경포로', '해안로'),
  quarter('houses', [128.9435, 37.7735], -42, [2, 2], [250, 240], '창해로14번길', '안목길'),
  quarter('houses', [128.9195, 37.7942], -43, [2, 2], [230, 220], '강문길'),
  quarter('houses', [128.951, 37.7612], 35, [3, 2], [270, 240], '공항길', '남항진길'),
  quarter('houses', [128.864, 37.7895], 20, [3, 2], [330, 290], '과학단지로', '사임당로'),
  quarter('harbour', [128.8225, 37.8925], -38, [5, 4], [270, 240], '주문로', '연주로', '시장길', '신리천로'),
  quarter('houses', [128.8155, 37.902], -42, [3, 2], [290, 250], '해안로'),
  quarter('village', [128.842, 37.8665], -40, [2, 2], [250, 220], '영진길'),
  quarter('houses', [128.829, 37.8595], 8, [4, 2], [270, 240], '연곡길', '진고개로'),
  quarter('houses', [128.8595, 37.8295], 30, [3, 2], [270, 240], '중앙동로', '방동길'),
  quarter('harbour', [128.8725, 37.8372], -48, [2, 2], [200, 180], '진리항구길'),
  quarter('village', [128.889, 37.8165], -45, [3, 1], [230, 220], '해안로'),
  quarter('village', [128.8215, 37.7355], 5, [3, 2], [260, 220], '구산길', '성연로'),
  quarter('village', [128.788, 37.742], 30, [2, 1], [250, 200], '어흘길'),
  quarter('village', [128.878, 37.7135], -12, [3, 2], [270, 240], '구정중앙로', '칠성로'),
  quarter('village', [128.8925, 37.7025], 22, [2, 2], [260, 220], '학산길'),
  quarter('village', [128.846, 37.709], -20, [2, 1], [250, 220], '어단길'),
  quarter('houses', [128.963, 37.7215], 32, [3, 2], [260, 230], '임곡로', '안인길'),
  quarter('village', [128.951, 37.735], 28, [3, 2], [270, 230], '시동길'),
  quarter('harbour', [128.9865, 37.7325], -35, [2, 2], [210, 190], '안인진길'),
  quarter('village', [128.969, 37.7405], -44, [2, 1], [230, 200], '하시동길'),
  quarter('houses', [129.0285, 37.691], -52, [3, 2], [220, 190], '정동역길', '헌화로'),
  quarter('village', [129.043, 37.677], -50, [1, 2], [190, 180], '심곡길'),
  quarter('village', [129.041, 37.6475], -60, [2, 2], [220, 190], '금진길'),
  quarter('houses', [129.031, 37.6195], 8, [4, 3], [260, 230], '현내시장길', '옥계로', '낙풍길'),
  quarter('village', [129.054, 37.607], -62, [2, 1], [240, 210], '주수길'),
  quarter('village', [128.968, 37.6], 20, [2, 1], [240, 200], '산계길'),
  quarter('village', [128.777, 37.663], 62, [2, 1], [230, 190], '도마길'),
  quarter('village', [128.748, 37.606], 40, [2, 1], [240, 200], '대기길'),
  quarter('village', [128.815, 37.58], 60, [2, 1], [230, 190], '송현길'),
  quarter('village', [128.776, 37.8485], 12, [2, 1], [250, 200], '신왕길'),
  quarter('village', [128.718, 37.837], 14, [2, 1], [240, 190], '삼산길'),
  quarter('village', [128.802, 37.8115], 18, [2, 1], [250, 200], '사기막길'),
  quarter('village', [128.831, 37.8215], 22, [2, 1], [250, 210], '노동길'),
  quarter('village', [128.786, 37.888], -10, [2, 1], [260, 210], '삼교길'),
  quarter('village', [128.837, 37.7665], 28, [2, 1], [260, 210], '위촌길'),
  quarter('village', [128.875, 37.8035], 24, [2, 2], [260, 220], '안현로'),
  quarter('village', [128.921, 37.726], 24, [3, 1], [260, 220], '장현길'),
  quarter('village', [128.938, 37.743], 30, [2, 2], [260, 230], '병산길'),
  quarter('village', [128.918, 37.7375], 18, [2, 1], [260, 230], '담산길'),
  infill('town', [128.894, 37.768], 14, [14, 12]),
  infill('town', [128.916, 37.7685], 28, [13, 12]),
  infill('houses', [128.8745, 37.761], 14, [12, 11]),
  infill('town', [128.9125, 37.7445], 18, [12, 9]),
  infill('houses', [128.922, 37.7835], 38, [12, 9]),
  infill('houses', [128.8845, 37.7345], 10, [13, 7]),
  infill('houses', [128.8675, 37.747], 8, [9, 5]),
  infill('houses', [128.884, 37.7785], 20, [13, 9]),
  infill('houses', [128.9345, 37.7545], 29, [13, 8]),
  infill('houses', [128.904, 37.7845], 30, [8, 6]),
  infill('houses', [128.826, 37.8945], -38, [12, 9]),
];

/** A turned, slightly warped grid of superblocks; every second line is a main road, the others streets. */
export function latticeOf(q: Quarter, seed: number): Lattice {
  const cos = Math.cos((q.turnDeg * Math.PI) / 180);
  const sin = Math.sin((q.turnDeg * Math.PI) / 180);
  const small = q.kind === 'village' || q.kind === 'harbour';
  const nodes = Array.from({ length: q.columns + 1 }, (_, i) =>
    Array.from({ length: q.rows + 1 }, (_, j) => {
      const warpM = 0.13 * q.rowM;
      const u = (i - q.columns / 2) * q.columnM;
      const v = (j - q.rows / 2) * q.rowM;
      const x = q.centre.x + u * cos - v * sin;
      const y = q.centre.y + u * sin + v * cos;
      return {
        x: x + noiseAt(seed + 11, x / 420, y / 420) * warpM,
        y: y + noiseAt(seed + 12, x / 420, y / 420) * warpM,
      };
    }),
  );
  let next = 0;
  const roads = (lines: number): LatticeRoad[] =>
    Array.from({ length: lines }, (_, k) => {
      if (q.ragged) return { class: 'street', widthM: k % 3 === 1 ? 10 : 7.5, name: null };
      const main = lines > 2 ? k % 2 === 1 : k === 0 && !small;
      const name = main || small ? (q.names[next++] ?? null) : null;
      return main
        ? { class: 'main', widthM: small ? 11 : 16, name }
        : { class: 'street', widthM: small ? 7.5 : 10, name };
    });
  const rows = roads(q.rows + 1);
  const ragged = q.ragged === true || q.kind === 'houses' || q.kind === 'village';
  return { kind: q.kind, nodes, rows, columns: roads(q.columns + 1), ragged };
}

export const quarterLattices = (seed: number): Lattice[] => QUARTERS.map((q) => latticeOf(q, seed));
