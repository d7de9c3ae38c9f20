import { CELL_M, CellGrid, type Ring } from '../../server/coverage/cells.rules.ts';
import { PURPOSES } from '../../server/cameras/purposes.rules.ts';
import { CityFigures } from '../../server/coverage/city-figures.rules.ts';
import type { Demand } from '../../server/coverage/demand/demand.rules.ts';
import { DistrictCells } from '../../server/coverage/districts.rules.ts';
import { SightIndex, type SightCamera } from '../../server/coverage/sight.rules.ts';
import { unionM2 } from '../../server/coverage/union.rules.ts';
import { aSession, even, spentMs } from './spent.ts';
import { withDatabase } from './bench-database.ts';
import { aTown } from './bench-town.ts';
import { median, row, type Row } from './row.ts';

const ROUNDS = 5;
const SECTOR_POINTS = 24;
const RAD = Math.PI / 180;
const FLEET = 5000;

/** A sector of 60 degrees and 50 m as a polygon of 24 corners on its rim and one at its apex. */
function aSector(random: () => number, sideM: number): Ring {
  const [east, north, azimuth] = [random() * sideM, random() * sideM, random() * 360];
  const rim = Array.from({ length: SECTOR_POINTS }, (_, i) => {
    const bearing = (azimuth - 30 + (60 * i) / (SECTOR_POINTS - 1)) * RAD;
    return [east + Math.sin(bearing) * 50, north + Math.cos(bearing) * 50];
  });
  return Float64Array.from([east, north, ...rim.flat()]);
}

const textOf = (ring: Ring): string => {
  const corners = Array.from({ length: ring.length / 2 + 1 }, (_, i) => {
    const at = (2 * i) % ring.length;
    return `${ring[at]} ${ring[at + 1]}`;
  });
  return `POLYGON((${corners.join(',')}))`;
};

function timed<T>(work: () => T): { ms: number; found: T } {
  const before = process.cpuUsage();
  const found = work();
  return { ms: spentMs(before), found };
}

const cellsOf = (rings: readonly Ring[]): number => {
  const grid = new CellGrid(CELL_M);
  for (const ring of rings) grid.put([ring], 1);
  return grid.seenM2;
};

/**
 * The ground of many given sectors beside PostGIS's union of them: counted in cells of 5 m and exactly; then one camera
 * of 5,000 changed, with its cells and all figures, beside the same done for all of them. CPU of this program and,
 * for PostGIS, of its one backend.
 */
export async function benchCoverage(): Promise<Row[]> {
  const rows = await withDatabase('bench coverage', 1, async ({ owner }) => {
    const each: Row[] = [];
    const { session, cpuMs } = await aSession(owner);
    for (const [count, sideM] of [
      [2000, 4000],
      [20_000, 12_000],
    ] as const) {
      const random = even(count);
      const rings = Array.from({ length: count }, () => aSector(random, sideM));
      await session`drop table if exists sector`;
      await session`create table sector as select st_geomfromtext(wkt) as geom from unnest(${rings.map(textOf)}::text[]) as wkt`;
      await session`analyze sector`;
      const spent: Record<'union' | 'cells' | 'exact' | 'clusters', number[]> = {
        ...{ union: [], cells: [], exact: [], clusters: [] },
      };
      let [area, inCells, exact, inClusters] = [0, 0, 0, 0];
      for (let round = 0; round <= ROUNDS; round++) {
        const begun = cpuMs();
        const [whole] = await session<{ area: number }[]>`select st_area(st_union(geom)) as area from sector`;
        const between = cpuMs();
        const [clusters] = await session<{ area: number }[]>`
          select sum(area) as area
          from (select st_area(st_union(geom)) as area
                from (select geom, st_clusterdbscan(geom, eps => 0, minpoints => 1) over () as cluster from sector) c
                group by cluster) u`;
        const ended = cpuMs();
        const cells = timed(() => cellsOf(rings));
        const own = timed(() => unionM2(rings));
        [area, inCells, exact, inClusters] = [whole!.area, cells.found, own.found, clusters!.area];
        if (round === 0) continue;
        spent.union.push(between - begun);
        spent.clusters.push(ended - between);
        spent.cells.push(cells.ms);
        spent.exact.push(own.ms);
      }
      const union = median(spent.union);
      each.push(
        row(`coverage: ${count} sectors in cells of 5 m, beside ST_Union`, median(spent.cells), union, 'ms'),
        row(`coverage: ${count}, how far its total is off`, Math.abs(inCells / area - 1), 0.001, 'part'),
        row(`coverage: ${count} exactly, beside ST_Union`, median(spent.exact), union, 'ms'),
        row(
          `coverage: ${count} exactly, beside ST_Union of clusters`,
          median(spent.exact),
          median(spent.clusters),
          'ms',
        ),
        row(`coverage: ${count} exactly, how far it is off`, Math.abs(exact / area - 1), 1e-9, 'part'),
        row(
          `coverage: ${count} in clusters, how far it is off`,
          Math.abs(inClusters / area - 1),
          1e-9,
          'part',
        ),
      );
    }
    session.release();
    return each;
  });
  return [...rows, ...oneChange()];
}

function people(random: () => number): Demand {
  const side = 56;
  const at = (i: number): number => (i + 0.5) * 100;
  return {
    ...{ demandId: 1, title: '인구', unit: '명', kind: 'grid', cellM: 100, synthetic: true },
    east: Float64Array.from({ length: side * side }, (_, i) => at(i % side)),
    north: Float64Array.from({ length: side * side }, (_, i) => at(Math.floor(i / side))),
    weight: Float64Array.from({ length: side * side }, () => random() * 500),
  };
}

/** 64 districts side by side. */
const squares = (): DistrictCells =>
  new DistrictCells(
    Array.from({ length: 64 }, (_, i) => {
      const [west, south] = [(i % 8) * 700, Math.floor(i / 8) * 700];
      const ring = Float64Array.from([
        ...[west, south, west + 700, south],
        ...[west + 700, south + 700, west, south + 700],
      ]);
      return { districtId: i + 1, name: `${i + 1}`, groundM2: 490_000, rings: [ring] };
    }),
    CELL_M,
  );

/**
 * One camera turned among 50,176 houses: its views, its cells, and the figures of districts, purposes and people, beside
 * the same of the whole city.
 */
function oneChange(): Row[] {
  const random = even(3);
  const index = new SightIndex();
  for (const building of aTown(random).within(2800, 2800, 9000).slice()) index.walls.add(building);
  const fleet = Array.from({ length: FLEET }, (_, i): SightCamera => ({
    ...{ cameraId: i + 1, kind: 'fixed', east: random() * 5600, north: random() * 5600 },
    ...{ azimuthDeg: random() * 360, hfovDeg: 60, rangeM: 50, heightM: 4, tiltDeg: NaN },
    ...{ megapixels: 2, nightRangeM: NaN, turned: null, barred: [] },
  }));
  const demand = people(random);
  const districts = squares();
  const set = (city: CityFigures, camera: SightCamera): void => {
    index.setCamera(camera);
    city.setCamera(camera.cameraId, {
      ...{ east: camera.east, north: camera.north },
      purposes: [PURPOSES[camera.cameraId % PURPOSES.length]!],
      sure: index.sureView(camera.cameraId, 'home'),
      possible: index.possibleView(camera.cameraId, 'home'),
    });
  };
  const whole = () => {
    const city = new CityFigures(districts);
    for (const camera of fleet) set(city, camera);
    city.weightsOf([demand]);
    return city;
  };
  let fresh = whole();
  const kept = fresh;
  const [one, all]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const turned = timed(() => {
      for (let at = 0; at < FLEET; at++) {
        fleet[at] = { ...fleet[at]!, azimuthDeg: (fleet[at]!.azimuthDeg + 7) % 360 };
        set(kept, fleet[at]!);
      }
    });
    const anew = timed(whole);
    fresh = anew.found;
    if (round === 0) continue;
    one.push(turned.ms / FLEET);
    all.push(anew.ms);
  }
  const differing = (['sure', 'possible'] as const).reduce(
    (count, bound) => count + differences(kept.coverage[bound], fresh.coverage[bound]),
    figuresOf(kept, demand).filter((figure, i) => figure !== figuresOf(fresh, demand)[i]).length,
  );
  return [
    row('coverage: one of 5,000 cameras turned, beside all of them', median(one), median(all), 'ms'),
    row('coverage: cells and figures that differ from a fresh start', differing, 1, 'cells'),
  ];
}

const figuresOf = (city: CityFigures, demand: Demand): number[] => [
  ...[...city.sureCells, ...city.possibleCells, ...city.standing, city.circles.seenM2],
  ...city.weightsOf([demand]).flatMap(({ sure, possible }) => [sure, possible]),
  ...PURPOSES.flatMap((purpose) => {
    const { sure, possible } = city.purposes.get(purpose)!.coverage;
    return [sure.seenM2, possible.seenM2];
  }),
];

function differences(kept: CellGrid, fresh: CellGrid): number {
  const unlike = (one: CellGrid, other: CellGrid): number => {
    let count = 0;
    for (const { column, row: south, counts } of one.blocks())
      counts.forEach((views, i) => {
        if (other.countOf(column + (i % 64), south + Math.floor(i / 64)) !== views) count++;
      });
    return count;
  };
  return unlike(kept, fresh) + unlike(fresh, kept);
}
