import type { LonLat } from '../../../geodata/lon-lat.ts';
import type { CityCoverage } from '../../../server/coverage/city-coverage.rules.ts';
import type { Demand } from '../../../server/coverage/demand/demand.rules.ts';
import { needLattice } from '../../../server/coverage/gaps.rules.ts';
import { placeOf } from '../../../server/coverage/plane.rules.ts';
import type { SightCamera } from '../../../server/coverage/sight.rules.ts';
import { covers, rimOf, ringsOf, type View } from '../../../server/coverage/view.rules.ts';
import type { HalftoneLattice } from '../../map/halftone-layer.ts';
import type { HatchMesh } from '../../map/hatch-layer.ts';

const RAD = Math.PI / 180;
const TURN = 2 * Math.PI;
/** Cells around the hatch that stay empty, so that its edge is the view's and not the picture's. */
const MARGIN = 2;

type Position = [number, number];
const position = (east: number, north: number): Position => {
  const [lon, lat] = placeOf(east, north);
  return [lon, lat];
};

/** The view's outline as rings of degrees. */
export const outlineOf = (view: View): Position[][] =>
  ringsOf(view).map((ring) => ring.map(([east, north]) => position(east, north)));

/** Where a view ends at nothing but its range: arcs as lines of degrees. */
export function arcsOf(view: View): Position[][] {
  const step = 2 * Math.acos(1 - Math.min(1, 0.05 / view.rimM));
  const arcs: Position[][] = [];
  for (let piece = 0; piece < view.mx.length; piece++) {
    if (view.mx[piece] !== 0 || view.my[piece] !== 0) continue;
    const [from, to] = [view.from[piece]!, view.from[piece + 1]!];
    const steps = Math.max(1, Math.ceil((to - from) / step));
    arcs.push(
      Array.from({ length: steps + 1 }, (_, i) => {
        const bearing = view.startRad + from + ((to - from) * i) / steps;
        return position(
          view.east + Math.sin(bearing) * view.rimM,
          view.north + Math.cos(bearing) * view.rimM,
        );
      }),
    );
  }
  return arcs;
}

/** The sector that would be seen if nothing stood there, as dashes of degrees of so many metres. */
export function nominalDashes(
  { east, north, azimuthDeg, hfovDeg, rangeM, kind }: SightCamera,
  dashM: number,
) {
  const width = (kind === 'fisheye' ? 360 : hfovDeg) * RAD;
  if (!(width > 0 && rangeM > 0)) return [];
  const steps = Math.max(2, Math.ceil(width / (4 * RAD)));
  const start = kind === 'fisheye' ? 0 : azimuthDeg * RAD - width / 2;
  const rim = Array.from({ length: steps + 1 }, (_, i): Position => {
    const bearing = start + (width * i) / steps;
    return [east + Math.sin(bearing) * rangeM, north + Math.cos(bearing) * rangeM];
  });
  const line: Position[] = kind === 'fisheye' ? rim : [[east, north], ...rim, [east, north]];
  return dashesOf(line, dashM, dashM * 0.9);
}

function dashesOf(line: readonly Position[], dashM: number, gapM: number): Position[][] {
  const dashes: Position[][] = [];
  let dash: Position[] = [];
  let left = dashM;
  let isInk = true;
  const end = (): void => {
    if (dash.length > 1) dashes.push(dash);
    dash = [];
  };
  for (let i = 0; i + 1 < line.length; i++) {
    const [[x1, y1], [x2, y2]] = [line[i]!, line[i + 1]!];
    const lengthM = Math.hypot(x2 - x1, y2 - y1);
    let at = 0;
    while (at < lengthM) {
      const to = Math.min(lengthM, at + left);
      const point = (along: number): Position =>
        position(x1 + ((x2 - x1) * along) / lengthM, y1 + ((y2 - y1) * along) / lengthM);
      if (isInk) dash.push(...(dash.length === 0 ? [point(at)] : []), point(to));
      left -= to - at;
      at = to;
      if (left > 1e-9) continue;
      if (isInk) end();
      isInk = !isInk;
      left = isInk ? dashM : gapM;
    }
  }
  end();
  return dashes;
}

/** What of a view other cameras surely see already, hatched to its own exact edge. */
export function overlapMesh(view: View, { sure }: CityCoverage): HatchMesh {
  const { cellM } = sure;
  const rim = rimOf(view);
  const points = rim.map(({ bearingRad, distanceM, nearM }) => {
    const [sin, cos] = [Math.sin(bearingRad), Math.cos(bearingRad)];
    return [sin * nearM, cos * nearM, sin * distanceM, cos * distanceM] as const;
  });
  const box = boxOf(view);
  const [west, south] = [Math.floor(box.west / cellM) - MARGIN, Math.floor(box.south / cellM) - MARGIN];
  const width = Math.ceil(box.east / cellM) + MARGIN - west;
  const height = Math.ceil(box.north / cellM) + MARGIN - south;
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (sure.countOf(west + column, south + row) > 0) data[(row * width + column) * 4] = 255;
  const uv: number[] = [];
  const places: LonLat[] = [];
  const put = (east: number, north: number): void => {
    places.push(placeOf(east, north));
    uv.push((east / cellM - west) / width, (north / cellM - south) / height);
  };
  for (const [nearX, nearY, x, y] of points) {
    put(view.east + nearX, view.north + nearY);
    put(view.east + x, view.north + y);
  }
  const last = view.widthRad >= TURN ? points.length : points.length - 1;
  const index = Array.from({ length: Math.max(last, 0) }, (_, i) => {
    const [a, b] = [2 * i, 2 * ((i + 1) % points.length)];
    return [a, a + 1, b + 1, a, b + 1, b];
  }).flat();
  return {
    ...{ places, uv: Float32Array.from(uv), index: Uint32Array.from(index) },
    image: { width, height, data },
  };
}

/** Dots of the gap's lattice that the view would fill, as open rings. */
export function filledRings(
  view: View,
  demand: Demand | null,
  coverage: CityCoverage,
  stepM: number,
): HalftoneLattice | null {
  const { east, north, columns, rows, need, spacingM } = needLattice(demand, coverage, boxOf(view), stepM);
  if (columns === 0 || rows === 0) return null;
  const texels = new Uint8Array(columns * rows * 4);
  for (let i = 0; i < need.length; i++) {
    const [x, y] = [east + (i % columns) * spacingM, north + Math.floor(i / columns) * spacingM];
    if (!(need[i]! > 0) || !covers(view, x, y)) continue;
    texels.set([Math.round(255 * Math.sqrt(Math.min(need[i]!, 1))), 0, 255, 0], i * 4);
  }
  const [west, south] = [east - spacingM / 2, north - spacingM / 2];
  const [far, high] = [west + columns * spacingM, south + rows * spacingM];
  return {
    corners: [placeOf(west, south), placeOf(far, south), placeOf(west, high), placeOf(far, high)],
    ...{ columns, rows, texels },
  };
}

const boxOf = ({ east, north, rimM }: View) => ({
  ...{ west: east - rimM, south: north - rimM, east: east + rimM, north: north + rimM },
});

/** A flat list of lines, x1, y1, x2, y2 in metres of the plane, as paths of degrees. */
export function pathsOf(lines: Float64Array): Position[][] {
  const paths: Position[][] = [];
  for (let i = 0; i < lines.length; i += 4)
    paths.push([position(lines[i]!, lines[i + 1]!), position(lines[i + 2]!, lines[i + 3]!)]);
  return paths;
}
