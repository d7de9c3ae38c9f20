import type { Land } from './land.rules.ts';
import { namedPlaces } from './places.rules.ts';
import { toLonLat, type Point } from './plane.rules.ts';
import { COURSES, LAKES, landRing } from './waters.rules.ts';

/** A cell of COPY text; null is unknown. */
export type Cell = string | number | boolean | null;
export interface Rows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const DEMO = 'demo';

const pair = (p: Point): string => {
  const [lon, lat] = toLonLat(p);
  return `${lon} ${lat}`;
};
const ring = (points: readonly Point[]): string => `(${[...points, points[0]!].map(pair).join(',')})`;
export const pointText = (p: Point): string => `SRID=4326;POINT(${pair(p)})`;
const multiPolygon = (rings: readonly (readonly Point[])[]): string =>
  `SRID=4326;MULTIPOLYGON(${rings.map((each) => `(${ring(each)})`).join(',')})`;
const multiLine = (line: readonly Point[]): string =>
  `SRID=4326;MULTILINESTRING((${line.map(pair).join(',')}))`;

/** The land's tables as rows of COPY text, in an order that respects references. Districts count from the given number. */
export function landRows(land: Land, firstDistrictId: number): Rows[] {
  return [
    {
      table: 'district',
      columns: ['district_id', 'code', 'name', 'population', 'label_point', 'geom', 'source'],
      rows: land.districts.map((d, i) => [
        firstDistrictId + i,
        d.code,
        d.name,
        d.population,
        pointText(d.label),
        multiPolygon(d.rings),
        DEMO,
      ]),
    },
    { table: 'land', columns: ['geom', 'source'], rows: [[multiPolygon([landRing()]), DEMO]] },
    {
      table: 'water',
      columns: ['kind', 'name', 'geom', 'source'],
      rows: [
        ...COURSES.map((c) => [c.kind, c.name, multiPolygon([c.ring]), DEMO] as const),
        ...COURSES.filter((c) => c.kind === 'stream').map(
          (c) => [c.kind, null, multiLine(c.line), DEMO] as const,
        ),
        ...land.ground.brooks.map((line) => ['stream', null, multiLine(line), DEMO] as const),
        ...LAKES.map((lake) => ['lake', lake.name, multiPolygon([lake.ring]), DEMO] as const),
      ],
    },
    {
      table: 'green',
      columns: ['name', 'geom', 'source'],
      rows: [
        ...land.hills.map((ring) => [null, multiPolygon([ring]), DEMO] as const),
        ...land.greens.map((g) => [g.name, multiPolygon([g.ring]), DEMO] as const),
      ],
    },
    {
      table: 'road',
      columns: ['name', 'class', 'width_m', 'geom', 'source'],
      rows: land.roads.map((r) => [r.name, r.class, r.widthM, multiLine(r.line), DEMO]),
    },
    {
      table: 'building',
      columns: ['height_m', 'geom', 'source'],
      rows: land.buildings.map((b) => [b.heightM, multiPolygon([b.ring]), DEMO]),
    },
    {
      table: 'place',
      columns: ['name', 'kind', 'rank', 'geom', 'source'],
      rows: namedPlaces().map((p) => [p.name, p.kind, p.rank, pointText(p.at), DEMO]),
    },
  ];
}
