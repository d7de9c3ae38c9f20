import type { CityCoverageAnswer, Pair } from '../../server/coverage/coverage.schema.ts';

export const TABLES = ['districts', 'streets', 'purposes', 'demands'] as const;
export type CoverTable = (typeof TABLES)[number];

/** One line of a table: what of a whole is seen. */
export interface CoverRow {
  readonly key: string;
  /** Null is the line of roads without a name. */
  readonly name: string | null;
  readonly cameras: number | null;
  /** Ground or weight or length as a whole; null where there is no whole to be a part of. */
  readonly whole: number | null;
  readonly seen: Pair;
  readonly synthetic: boolean;
}

export const COLUMNS = ['name', 'cameras', 'whole', 'sure', 'possible'] as const;
export type CoverColumn = (typeof COLUMNS)[number];

/** The columns that a table has. */
export const columnsOf = (table: CoverTable): CoverColumn[] => {
  switch (table) {
    case 'districts':
      return ['name', 'cameras', 'whole', 'sure', 'possible'];
    case 'purposes':
      return ['name', 'cameras', 'sure', 'possible'];
    case 'streets':
    case 'demands':
      return ['name', 'whole', 'sure', 'possible'];
  }
};

export function rowsOf(
  answer: CityCoverageAnswer,
  table: CoverTable,
  titleOf: (purpose: string) => string,
): CoverRow[] {
  switch (table) {
    case 'districts':
      return answer.districts.map(({ districtId, name, cameras, groundM2, seenM2 }) => ({
        ...{ key: String(districtId), name, cameras, whole: groundM2, seen: seenM2, synthetic: false },
      }));
    case 'streets':
      return answer.streets.map(({ name, lengthM, seenM }) => ({
        ...{ key: name ?? '', name, cameras: null, whole: lengthM, seen: seenM, synthetic: false },
      }));
    case 'purposes':
      return answer.purposeCoverage.map(({ purpose, cameras, seenM2 }) => ({
        ...{ key: purpose, name: titleOf(purpose), cameras, whole: null, seen: seenM2, synthetic: false },
      }));
    case 'demands':
      return answer.demands.map(({ demandId, title, unit, total, seen, synthetic }) => ({
        ...{
          key: String(demandId),
          name: `${title} (${unit})`,
          cameras: null,
          whole: total,
          seen,
          synthetic,
        },
      }));
  }
}

/** What of the whole is seen, 0 to 1; the bare figure where there is no whole. */
export const partOf = ({ whole, seen }: CoverRow, bound: 0 | 1): number =>
  whole === null ? seen[bound] : whole === 0 ? 0 : seen[bound] / whole;

export interface CoverOrder {
  readonly by: CoverColumn;
  readonly down: boolean;
}

const valueOf = (row: CoverRow, by: Exclude<CoverColumn, 'name'>): number =>
  by === 'sure' ? partOf(row, 0) : by === 'possible' ? partOf(row, 1) : (row[by] ?? 0);

/** The rows in an order; lines that are alike stay in order of their names, and a line without a name is the last of them. */
export function ordered(rows: readonly CoverRow[], { by, down }: CoverOrder): CoverRow[] {
  const byName = (a: CoverRow, b: CoverRow): number =>
    Number(a.name === null) - Number(b.name === null) || (a.name ?? '').localeCompare(b.name ?? '', 'ko');
  const turn = down ? -1 : 1;
  return rows.toSorted((a, b) =>
    by === 'name' ? turn * byName(a, b) : turn * (valueOf(a, by) - valueOf(b, by)) || byName(a, b),
  );
}

/** Another column is first ordered with the most on top, names from the first letter; the same column turns round. */
export const orderBy = (now: CoverOrder, by: CoverColumn): CoverOrder =>
  now.by === by ? { by, down: !now.down } : { by, down: by !== 'name' };
