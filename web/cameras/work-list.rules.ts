import { SIGN_STATES, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';

export const TROUBLES = ['violation', 'fault', 'caution', 'stale'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** One thing to deal with: cameras of one trouble that belong together, worst trouble first. */
export interface Work {
  readonly key: string;
  readonly trouble: Trouble;
  /** District that all of them lie in; null where they lie apart or where it is unknown. */
  readonly district: string | null;
  readonly rows: readonly number[];
}

/**
 * What waits to be dealt with (처리할 일). Violations stand alone, since each is a breach of its own; faults, cautions
 * and signs that no longer tell the truth (Art. 10(2)) are gathered by district, where one line or one round takes several.
 * `own`: by row 1 where the camera is the asker's; nothing else is theirs to deal with.
 */
export function workOf(columns: CameraColumns, states: Uint8Array, own: Uint8Array | null = null): Work[] {
  const work: Work[] = [];
  for (const trouble of TROUBLES) {
    const rows = rowsOfTrouble(columns, states, trouble, own);
    if (trouble === 'violation')
      for (const row of rows)
        work.push({
          key: `violation-${columns.cameraId[row]}`,
          trouble,
          district: districtOf(columns, row),
          rows: [row],
        });
    else
      for (const [district, members] of Map.groupBy(rows, (row) => districtOf(columns, row)))
        work.push({ key: `${trouble}-${district ?? '?'}`, trouble, district, rows: members });
  }
  return work;
}

const districtOf = (columns: CameraColumns, row: number): string | null =>
  columns.districts[columns.district[row]!] ?? null;

const isOwn = (own: Uint8Array | null, row: number): boolean => own === null || own[row] === 1;

/** Rows in the given trouble, strongest state only: a violating camera is not counted again among the faults. */
export function rowsOfTrouble(
  columns: CameraColumns,
  states: Uint8Array,
  trouble: Trouble,
  own: Uint8Array | null = null,
): number[] {
  const rows: number[] = [];
  const stale = SIGN_STATES.indexOf('stale');
  const wanted = trouble === 'stale' ? -1 : EFFECTIVE_STATES.indexOf(trouble);
  for (let row = 0; row < columns.count; row++)
    if ((trouble === 'stale' ? columns.signboard[row] === stale : states[row] === wanted) && isOwn(own, row))
      rows.push(row);
  return rows;
}

/** Poles, walls and buildings among these rows: a sign stands at a place, not at a camera. */
export const sitesOf = (columns: CameraColumns, rows: readonly number[]): number =>
  new Set(rows.map((row) => columns.siteId[row])).size;

export interface Metrics {
  readonly all: number;
  /** Cameras that answer: neither in fault nor of unknown state. */
  readonly up: number;
  readonly fault: number;
  readonly caution: number;
  readonly violation: number;
  /** Places whose sign no longer tells the truth. */
  readonly stalePlaces: number;
}

/**
 * The numbers of the top bar, over every camera this person may know of, filtered or not; `own`: over those alone whose row
 * is 1, for whoever works with these.
 */
export function metricsOf(
  columns: CameraColumns,
  states: Uint8Array,
  own: Uint8Array | null = null,
): Metrics {
  const byState = new Uint32Array(EFFECTIVE_STATES.length);
  let all = 0;
  for (const [row, state] of states.entries())
    if (isOwn(own, row)) {
      byState[state]!++;
      all++;
    }
  const of = (state: (typeof EFFECTIVE_STATES)[number]): number => byState[EFFECTIVE_STATES.indexOf(state)]!;
  return {
    all,
    up: all - of('fault') - of('unknown'),
    fault: of('fault'),
    caution: of('caution'),
    violation: of('violation'),
    stalePlaces: sitesOf(columns, rowsOfTrouble(columns, states, 'stale', own)),
  };
}
