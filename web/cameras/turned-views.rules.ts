import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import type { TurnedView } from '../../server/streams/ptz.schema.ts';

/**
 * The columns as the cameras look now: those that are turned away have the bearing and width that their device reports,
 * and where it reports none an unknown one. The given columns stay as they are, and come back where none is turned.
 */
export function turnedColumns(columns: CameraColumns, views: readonly TurnedView[]): CameraColumns {
  if (views.length === 0) return columns;
  const azimuthDeg = columns.azimuthDeg.slice();
  const hfovDeg = columns.hfovDeg.slice();
  for (const view of views) {
    const row = columns.cameraId.indexOf(view.cameraId);
    if (row < 0) continue;
    azimuthDeg[row] = view.azimuthDeg ?? NaN;
    if (view.hfovDeg !== null) hfovDeg[row] = view.hfovDeg;
  }
  return { ...columns, azimuthDeg, hfovDeg };
}

/** Rows whose home view, `homeDeg`, is not where they look now. */
export function turnedRows({ azimuthDeg }: CameraColumns, homeDeg: Float32Array): number[] {
  const rows: number[] = [];
  if (azimuthDeg === homeDeg) return rows;
  azimuthDeg.forEach((each, row) => {
    if (!Object.is(each, homeDeg[row])) rows.push(row);
  });
  return rows;
}
