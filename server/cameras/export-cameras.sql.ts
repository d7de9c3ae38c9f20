import type { Sql, Tx } from '../platform/db.ts';
import type { Purpose } from './purposes.rules.ts';

/** Cameras of one place that the national file writes as one row. */
export interface ExportedGroup {
  readonly managementNo: string | null;
  /** Key of the file's row that the cameras came from, null where none. */
  readonly rowKey: string | null;
  readonly agency: string;
  readonly roadAddress: string | null;
  readonly lotAddress: string | null;
  readonly fileWord: string | null;
  readonly purposes: readonly Purpose[];
  readonly cameras: number;
  readonly megapixels: number | null;
  readonly direction: string | null;
  readonly retentionDays: number | null;
  readonly month: string | null;
  readonly phone: string | null;
  readonly lat: string;
  readonly lon: string;
  readonly changedAt: string;
}

/**
 * The register as the national file has it: a row a place and purpose, in the order of camera ids. Protected sites are
 * never among them (Art. 10(4)), nor mobile devices, which are another regime. 보관일수 is the measured one where it was
 * measured. Yields some thousand rows at a time.
 */
export async function* selectExportedGroups(sql: Sql | Tx): AsyncGenerator<ExportedGroup[]> {
  const groups = sql<ExportedGroup[]>`
    with purpose as (
      select camera_id, array_agg(purpose order by main desc, added_on nulls first, purpose) as purposes
      from camera_purpose where ended_on is null or ended_on > current_date group by camera_id
    )
    select min(management_no) as "managementNo", split_part(camera.import_key, '.', 1) as "rowKey", owner_agency as agency, road_address as "roadAddress",
           lot_address as "lotAddress", file_purpose as "fileWord", coalesce(purposes, '{}') as purposes,
           count(*)::int as cameras, megapixels, direction_text as direction,
           coalesce(retention_measured_days, retention_days) as "retentionDays",
           coalesce(to_char(installed_month, 'YYYYMM'), installed_year::text) as month, phone,
           to_char(st_y(geom), 'FM990.000000') as lat, to_char(st_x(geom), 'FM990.000000') as lon,
           to_char(max(changed_at) at time zone 'Asia/Seoul', 'YYYY-MM-DD HH24:MI:SS') as "changedAt"
    from camera join site using (site_id) left join purpose using (camera_id)
    where not protected and regime = 'fixed'
    group by site_id, split_part(camera.import_key, '.', 1), owner_agency, road_address, lot_address, file_purpose, purposes,
             megapixels, direction_text, coalesce(retention_measured_days, retention_days), installed_month, installed_year,
             phone, geom
    order by min(camera_id)`;
  for await (const some of groups.cursor(2000)) yield some;
}
