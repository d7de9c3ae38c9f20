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

/** Makes every other who announces works on the camera wait until this transaction ends. */
export async function lockWorks(tx: Tx, cameraId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('works'), ${cameraId})`;
}

/** The first works of the camera that share time with the span and were not ended; what merely meets it shares none. */
export async function findStandingWindow(
  tx: Tx,
  { cameraId, from, to }: { readonly cameraId: number; readonly from: Date; readonly to: Date },
): Promise<WindowRow | undefined> {
  const [row] = await tx<WindowRow[]>`
    select ${columns(tx)} from maintenance_window
    where camera_id = ${cameraId} and ended_at is null and from_at < ${to} and to_at > ${from}
    order by from_at, window_id limit 1`;
  return row;
}

/** Works of another number that go on and whose reason begins so, the one that ends last. */
export async function findLikeWindow(
  tx: Tx,
  { windowId, cameraId, begins, at }: { windowId: string; cameraId: number; begins: string; at: Date },
): Promise<WindowRow | undefined> {
  const [row] = await tx<WindowRow[]>`
    select ${columns(tx)} from maintenance_window
    where camera_id = ${cameraId} and window_id <> ${windowId} and ended_at is null and from_at <= ${at} and to_at > ${at}
      and starts_with(reason, ${begins})
    order by to_at desc limit 1`;
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
