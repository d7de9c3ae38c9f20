import type { Sql, Tx } from '../platform/db.ts';
import type { WindowView } from './maintenance.schema.ts';

interface WindowRow extends WindowView {
  readonly cameraId: number;
  readonly endedAt: string | null;
}

const columns = (sql: Sql | Tx) => sql`
  window_id as "windowId", camera_id as "cameraId", to_json(from_at)#>>'{}' as "fromAt", to_json(to_at)#>>'{}' as "toAt",
  reason, planned_by as "plannedBy", to_json(ended_at)#>>'{}' as "endedAt"`;

/** Works on a camera that go on or are to come, the next first. */
export function selectWindows(sql: Sql | Tx, cameraId: number, now: Date): Promise<WindowView[]> {
  return sql<WindowView[]>`
    select window_id as "windowId", to_json(from_at)#>>'{}' as "fromAt", to_json(to_at)#>>'{}' as "toAt", reason,
           planned_by as "plannedBy"
    from maintenance_window where camera_id = ${cameraId} and ended_at is null and to_at > ${now}
    order by from_at, window_id limit 20`;
}

/** Every camera with works going on now. */
export async function selectUnderWorks(sql: Sql, now: Date): Promise<number[]> {
  const rows = await sql<{ cameraId: number }[]>`
    select distinct camera_id as "cameraId" from maintenance_window
    where ended_at is null and to_at > ${now} and from_at <= ${now}`;
  return rows.map(({ cameraId }) => cameraId);
}

export async function findWindow(tx: Tx, windowId: string): Promise<WindowRow | undefined> {
  const [row] = await tx<WindowRow[]>`
    select ${columns(tx)} from maintenance_window where window_id = ${windowId} for update`;
  return row;
}

export async function insertWindow(
  tx: Tx,
  row: { windowId: string; cameraId: number; fromAt: Date; toAt: Date; reason: string; by: string },
): Promise<void> {
  await tx`
    insert into maintenance_window (window_id, camera_id, from_at, to_at, reason, planned_by)
    values (${row.windowId}, ${row.cameraId}, ${row.fromAt}, ${row.toAt}, ${row.reason}, ${row.by})`;
}

export async function endWindow(tx: Tx, windowId: string, now: Date, by: string): Promise<void> {
  await tx`update maintenance_window set ended_at = ${now}, ended_by = ${by} where window_id = ${windowId}`;
}
