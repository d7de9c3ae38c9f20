import type { Integration } from '../cameras/snapshot.rules.ts';
import type { Sql, Tx } from '../platform/db.ts';

/**
 * To which instant cameras are read back (null: as they are now), on which day takeovers count, and as known when (null:
 * now).
 */
export interface HeldAt {
  readonly instant: string | null;
  readonly known: string | null;
  readonly day: string;
}

/**
 * Cameras with the department and the integration they had at an instant: what changed later is taken back from each
 * camera's history. A takeover counts from the day of its order, whenever that was recorded and done.
 */
const held = (sql: Sql | Tx, { instant, known, day }: HeldAt) => sql`
  select camera.camera_id, camera.site_id, management_no, name, protected,
         case when pending.department_id is not null then pending.department_id
              when past_department.changed then past_department.id else camera.department_id end as department_id,
         case when past_integration.changed then past_integration.value else integration end as integration
  from camera
  left join lateral (
    select true as changed, (from_value #>> '{}')::integer as id from camera_change
    where camera_change.camera_id = camera.camera_id and field = 'departmentId'
      and changed_at > ${instant}::text::timestamptz order by changed_at limit 1
  ) past_department on ${instant}::text::timestamptz is not null
  left join lateral (
    select true as changed, from_value #>> '{}' as value from camera_change
    where camera_change.camera_id = camera.camera_id and field = 'integration'
      and changed_at > ${instant}::text::timestamptz order by changed_at limit 1
  ) past_integration on ${instant}::text::timestamptz is not null
  left join lateral (
    select order_camera.department_id from order_camera join organisation_order using (order_id)
    where order_camera.camera_id = camera.camera_id and effective_on <= ${day}::date
      and (applied_at is null or applied_at > ${instant}::text::timestamptz)
      and (${known}::text is null or first_recorded_at <= ${known}::text::timestamptz)
    order by effective_on desc limit 1
  ) pending on true`;

export interface HeldGroup {
  readonly departmentId: number | null;
  readonly integration: Integration | null;
  readonly protected: boolean;
  readonly count: number;
}
/** How many cameras are held alike. */
export const countHeld = (sql: Sql, at: HeldAt): Promise<HeldGroup[]> =>
  sql<HeldGroup[]>`
    select department_id as "departmentId", integration, protected, count(*)::int as count
    from (${held(sql, at)}) as held group by 1, 2, 3`;

export interface HeldCamera extends Omit<HeldGroup, 'count'> {
  readonly cameraId: number;
  readonly managementNo: string | null;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}
/** One camera as it was held, or undefined. */
export async function selectHeld(sql: Sql, cameraId: number, at: HeldAt): Promise<HeldCamera | undefined> {
  const [row] = await sql<HeldCamera[]>`
    select camera_id as "cameraId", management_no as "managementNo", held.name, held.protected,
           department_id as "departmentId", integration, st_x(site.geom) as lon, st_y(site.geom) as lat
    from (${held(sql, at)}) as held join site using (site_id) where camera_id = ${cameraId}`;
  return row;
}

/** Cameras held in one of these ways, by number, after one of them. */
export const listHeld = (
  sql: Sql,
  at: HeldAt,
  ways: readonly Omit<HeldGroup, 'count'>[],
  after: number,
  limit: number,
): Promise<HeldCamera[]> =>
  sql<HeldCamera[]>`
    select camera_id as "cameraId", management_no as "managementNo", held.name, held.protected,
           held.department_id as "departmentId", held.integration, st_x(site.geom) as lon, st_y(site.geom) as lat
    from (${held(sql, at)}) as held join site using (site_id)
    join jsonb_to_recordset(${sql.json(ways as never)})
      as way("departmentId" integer, integration text, protected boolean)
      on way."departmentId" is not distinct from held.department_id
        and way.integration is not distinct from held.integration and way.protected = held.protected
    where camera_id > ${after} order by camera_id limit ${limit}`;
