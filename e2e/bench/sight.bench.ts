import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import { areaOf, covers, viewOf, type Pose } from '../../server/coverage/view.rules.ts';
import { buildingOf, Walls } from '../../server/coverage/walls.rules.ts';
import { withDatabase } from './bench-database.ts';
import { median, row, type Row } from './row.ts';

const ROUNDS = 5;
const SIDE = 224;
const LATTICE_M = 25;
const CAMERAS = 2000;
const SECTOR_POINTS = 24;
const RAD = Math.PI / 180;

/** Even numbers from 0 to 1 that are the same in every run. */
function even(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

const spentMs = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

function town(random: () => number): Walls {
  const walls = new Walls();
  for (let i = 0; i < SIDE * SIDE; i++) {
    const x = (i % SIDE) * LATTICE_M + random() * 4;
    const y = Math.floor(i / SIDE) * LATTICE_M + random() * 4;
    const [w, h, turn] = [8 + random() * 8, 8 + random() * 8, random() * 1.5];
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
    const ring = [
      [-w / 2, -h / 2],
      [w / 2, -h / 2],
      [w / 2, h / 2],
      [-w / 2, h / 2],
    ].map(([dx, dy]) => [x + dx! * cos - dy! * sin, y + dx! * sin + dy! * cos] as const);
    walls.add(buildingOf(i + 1, [[ring]])!);
  }
  return walls;
}

const poses = (random: () => number, count: number, rangeM: number): Pose[] =>
  Array.from({ length: count }, () => ({
    ...{ east: 100 + random() * 5400, north: 100 + random() * 5400, azimuthDeg: random() * 360 },
    ...{ hfovDeg: 60, rangeM, heightM: NaN, tiltDeg: NaN, vfovDeg: NaN },
  }));

const cameraOf = (pose: Pose, at: number): SightCamera => ({
  ...{ ...pose, cameraId: at + 1, kind: 'fixed', megapixels: 2, nightRangeM: NaN, turned: null, barred: [] },
});

function bareSector({ east, north, azimuthDeg, hfovDeg, rangeM }: Pose): string {
  const rim = Array.from({ length: SECTOR_POINTS }, (_, i) => {
    const bearing = (azimuthDeg - hfovDeg / 2 + (hfovDeg * i) / (SECTOR_POINTS - 1)) * RAD;
    return `${east + Math.sin(bearing) * rangeM} ${north + Math.cos(bearing) * rangeM}`;
  });
  return `POLYGON((${east} ${north},${rim.join(',')},${east} ${north}))`;
}

/**
 * Every view of 2,000 cameras among 50,176 houses beside PostGIS's union of the same 2,000 bare sectors; one camera
 * beside all of them; and who sees a point beside a search through every view. CPU of this program and, for PostGIS, the
 * time of its one backend.
 */
export async function benchSight(): Promise<Row[]> {
  const random = even(1);
  const walls = town(random);
  const near = poses(random, CAMERAS, 50);
  const far = poses(random, CAMERAS, 150);
  const all = (each: readonly Pose[]): number => {
    const before = process.cpuUsage();
    for (const pose of each) viewOf(pose, walls);
    return spentMs(before);
  };
  all(near);
  const union: number[] = [];
  const [views, wide]: [number[], number[]] = [[], []];
  await withDatabase('bench sight', 1, async ({ owner }) => {
    await owner`create table bare (geom geometry)`;
    await owner`insert into bare select st_geomfromtext(wkt) from unnest(${near.map(bareSector)}::text[]) as wkt`;
    for (let round = 0; round <= ROUNDS; round++) {
      const begun = performance.now();
      await owner`select st_area(st_union(geom)) from bare`;
      if (round > 0) union.push(performance.now() - begun);
      views.push(all(near));
      wide.push(all(far));
    }
  });
  const index = new SightIndex();
  for (const building of walls.within(2800, 2800, 9000).slice()) index.walls.add(building);
  const fleet = poses(random, 5000, 50).map(cameraOf);
  for (const camera of fleet) index.setCamera(camera);
  for (const { cameraId } of fleet) index.sureView(cameraId, 'live');
  const one = oneCameraMs(index, fleet);
  const { asked, searched, recall } = whoSees(index, fleet, random);
  return [
    row(`sight: ${CAMERAS} views of 50 m among ${walls.size} houses`, median(views), median(union), 'ms'),
    row(`sight: ${CAMERAS} views of 150 m`, median(wide), median(union), 'ms'),
    row('sight: one camera turned, beside all 5,000', one.turned, one.all, 'ms'),
    row('sight: who sees a point of 5,000 cameras', asked, searched, 'ms'),
    row('sight: found of those that a search finds', recall, 1, 'part'),
    row('sight: seen of the bare sectors at 50 m', seenPart(near, walls), 1, 'part'),
  ];
}

function oneCameraMs(index: SightIndex, fleet: readonly SightCamera[]): { turned: number; all: number } {
  const before = process.cpuUsage();
  for (const camera of fleet) {
    index.setCamera({ ...camera, azimuthDeg: (camera.azimuthDeg + 1) % 360 });
    index.sureView(camera.cameraId, 'live');
  }
  const all = spentMs(before);
  return { turned: all / fleet.length, all };
}

function whoSees(
  index: SightIndex,
  fleet: readonly SightCamera[],
  random: () => number,
): { asked: number; searched: number; recall: number } {
  const points = Array.from({ length: 2000 }, () => [100 + random() * 5400, 100 + random() * 5400] as const);
  for (const [x, y] of points) index.seeing(x, y);
  let before = process.cpuUsage();
  const found = points.map(([x, y]) => index.seeing(x, y).filter(({ now }) => now).length);
  const asked = spentMs(before) / points.length;
  before = process.cpuUsage();
  const all = points.map(
    ([x, y]) =>
      fleet.filter(({ cameraId }) => {
        const view = index.sureView(cameraId, 'live');
        return view !== null && covers(view, x, y);
      }).length,
  );
  const searched = spentMs(before) / points.length;
  const total = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);
  return { asked, searched, recall: total(found) / total(all) };
}

function seenPart(each: readonly Pose[], walls: Walls): number {
  let [seen, bare] = [0, 0];
  const none = new Walls();
  for (const pose of each) {
    const view = viewOf(pose, walls);
    if (view === null) continue;
    seen += areaOf(view);
    bare += areaOf(viewOf(pose, none)!);
  }
  return seen / bare;
}
