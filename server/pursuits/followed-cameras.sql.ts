import type { Sql } from '../platform/db.ts';

/** Which of these cameras are part of a pursuit that is open now: where they stand is where the person followed is (Art. 27). */
export async function selectFollowed(sql: Sql, cameraIds: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await sql<{ cameraId: number }[]>`
    select camera_id as "cameraId" from unnest(${[...cameraIds]}::int[]) as asked(camera_id)
    where exists (
      select from pursuit_now pursuit
      where is_open and (
        began_camera_id = asked.camera_id
        or exists (
          select from pursuit_camera opened
          where opened.pursuit_id = pursuit.pursuit_id and opened.camera_id = asked.camera_id)
        or exists (
          select from audit
          where object_kind = 'camera' and object_id = asked.camera_id::text and at >= pursuit.began_at
            and action = 'camera.watch' and outcome = 'done' and detail ->> 'pursuit' = pursuit_no::text)))`;
  return new Set(rows.map(({ cameraId }) => cameraId));
}
