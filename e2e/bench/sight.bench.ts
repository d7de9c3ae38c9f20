import { computeViewport, type Segments } from 'visibility-polygon';
import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import { areaOf, covers, ringsOf, viewOf, type Pose } from '../../server/coverage/view.rules.ts';
import { unionM2 } from '../../server/coverage/union.rules.ts';
import { Walls } from '../../server/coverage/walls.rules.ts';
import { withDatabase } from './bench-database.ts';
import { aTown } from './bench-town.ts';
import { median, row, type Row } from './row.ts';
import { aSession, even, spentMs } from './spent.ts';

const ROUNDS = 5;
const CAMERAS = 2000;
const SECTOR_POINTS = 24;
const RAD = Math.PI / 180;
const none = new Walls();

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
 * Every view of 2,000 cameras among 50,176 houses beside PostGIS's union of the same 2,000 bare sectors, and beside
 * the npm visibility-polygon of as much of the town, with its ground; and who sees a point beside a search through every
 * view. CPU of this program and, for PostGIS, of its one backend.
 */
export async function benchSight(): Promise<Row[]> {
  const random = even(1);
  const walls = aTown(random);
  const near = poses(random, CAMERAS, 50);
  const far = poses(random, CAMERAS, 150);
  const all = (each: readonly Pose[]): number => {
    const before = process.cpuUsage();
    for (const pose of each) viewOf(pose, walls);
    return spentMs(before);
  };
  const peers = [near, far].map((each) => each.map((pose) => peerOf(pose, walls)));
  const peer = (each: readonly Peer[]): number => {
    const before = process.cpuUsage();
    for (const one of each) polygonOf(one);
    return spentMs(before);
  };
  all(near);
  const union: number[] = [];
  const [views, wide]: [number[], number[]] = [[], []];
  const [peerViews, peerWide]: [number[], number[]] = [[], []];
  await withDatabase('bench sight', 1, async ({ owner }) => {
    const { session, cpuMs } = await aSession(owner);
    await session`create table bare (geom geometry)`;
    await session`insert into bare select st_geomfromtext(wkt) from unnest(${near.map(bareSector)}::text[]) as wkt`;
    for (let round = 0; round <= ROUNDS; round++) {
      const begun = cpuMs();
      await session`select st_area(st_union(geom)) from bare`;
      const spent = [cpuMs() - begun, all(near), all(far), peer(peers[0]!), peer(peers[1]!)] as const;
      if (round === 0) continue;
      [union, views, wide, peerViews, peerWide].forEach((into, i) => into.push(spent[i]!));
    }
    session.release();
  });
  const index = new SightIndex();
  for (const building of walls.within(2800, 2800, 9000).slice()) index.walls.add(building);
  const fleet = poses(random, 5000, 50).map(cameraOf);
  for (const camera of fleet) index.setCamera(camera);
  for (const { cameraId } of fleet) index.sureView(cameraId, 'live');
  const { asked, searched, recall } = whoSees(index, fleet, random);
  return [
    row(`sight: ${CAMERAS} views of 50 m among ${walls.size} houses`, median(views), median(union), 'ms'),
    row(`sight: ${CAMERAS} views of 150 m`, median(wide), median(union), 'ms'),
    row(`sight: ${CAMERAS} views of 50 m, beside visibility-polygon`, median(views), median(peerViews), 'ms'),
    row(`sight: ${CAMERAS} views of 150 m, beside visibility-polygon`, median(wide), median(peerWide), 'ms'),
    row('sight: how far their ground at 50 m is off its', groundOff(near, peers[0]!, walls), 0.001, 'part'),
    row('sight: how far their ground at 150 m is off its', groundOff(far, peers[1]!, walls), 0.001, 'part'),
    row('sight: who sees a point of 5,000 cameras', asked, searched, 'ms'),
    row('sight: found of those that a search finds', recall, 1, 'part'),
    row('sight: seen of the bare sectors at 50 m', seenPart(near, walls), 1, 'part'),
  ];
}

/** What the other program is given: the place, and every edge of the houses within the camera's range. */
interface Peer {
  readonly at: [number, number];
  readonly rangeM: number;
  readonly edges: Segments;
}

function peerOf({ east, north, rangeM }: Pose, walls: Walls): Peer {
  const edges: Segments = [];
  for (const { edges: each } of walls.within(east, north, rangeM))
    for (let i = 0; i < each.length; i += 4)
      edges.push([
        [each[i]!, each[i + 1]!],
        [each[i + 2]!, each[i + 3]!],
      ]);
  return { at: [east, north], rangeM, edges };
}

const polygonOf = ({ at: [east, north], rangeM, edges }: Peer): [number, number][] =>
  computeViewport([east, north], edges, [east - rangeM, north - rangeM], [east + rangeM, north + rangeM]);

/** The ground of every view together against that of the other's polygons within the same sectors. */
function groundOff(each: readonly Pose[], peers: readonly Peer[], walls: Walls): number {
  let [ours, theirs] = [0, 0];
  each.forEach((pose, i) => {
    // A camera on a wall stands before it here, and inside the house there.
    if (walls.around(pose.east, pose.north).length > 0) return;
    const polygon = Float64Array.from(polygonOf(peers[i]!).flat());
    const sector = Float64Array.from(ringsOf(viewOf(pose, none)!, 1e-3)[0]!.flat());
    ours += areaOf(viewOf(pose, walls)!);
    theirs += unionM2([polygon]) + unionM2([sector]) - unionM2([polygon, sector]);
  });
  return Math.abs(ours / theirs - 1);
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
  for (const pose of each) {
    const view = viewOf(pose, walls);
    if (view === null) continue;
    seen += areaOf(view);
    bare += areaOf(viewOf(pose, none)!);
  }
  return seen / bare;
}
