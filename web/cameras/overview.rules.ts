import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';
import { sitesOf, rowsOfTrouble, type Metrics } from './work-list.rules.ts';

/** How one department's cameras stand; `department` null: the register names none. */
export interface OverviewLine extends Pick<Metrics, 'fault' | 'caution' | 'violation' | 'stalePlaces'> {
  readonly department: string | null;
  readonly cameras: number;
}

/** Every department that has cameras, those with a breach of law first, then by faults, then by how many cameras. */
export function overviewOf(columns: CameraColumns, states: Uint8Array): OverviewLine[] {
  const rowsBy = Map.groupBy(
    columns.department.keys(),
    (row) => columns.departments[columns.department[row]!] ?? null,
  );
  const stale = new Set(rowsOfTrouble(columns, states, 'stale'));
  const lines = [...rowsBy].map(([department, rows]): OverviewLine => {
    const inState = (state: (typeof EFFECTIVE_STATES)[number]): number => {
      const wanted = EFFECTIVE_STATES.indexOf(state);
      return rows.filter((row) => states[row] === wanted).length;
    };
    const stalePlaces = sitesOf(
      columns,
      rows.filter((row) => stale.has(row)),
    );
    return {
      department,
      cameras: rows.length,
      fault: inState('fault'),
      caution: inState('caution'),
      violation: inState('violation'),
      stalePlaces,
    };
  });
  return lines.sort(
    (a, b) =>
      b.violation - a.violation ||
      b.fault - a.fault ||
      b.cameras - a.cameras ||
      (a.department === null ? 1 : -1),
  );
}
