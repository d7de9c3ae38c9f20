import type { Sql, Tx } from '../platform/db.ts';
import type { OpenedPicture } from './way-hints.rules.ts';

export type OpenedRow = OpenedPicture & {
  readonly called: string;
  readonly protected: boolean;
  readonly departmentId: number | null;
};

/**
 * The large pictures that were really opened, one by one and outside a pursuit, in the last days, newest first: what a wall of
 * small ones or a sequence opens is of places.
 */
export function selectOpened(sql: Sql | Tx, days: number, most: number): Promise<OpenedRow[]> {
  return sql<OpenedRow[]>`
    select account_id as "accountId", actor as "personName", camera_id as "cameraId",
           (extract(epoch from at) * 1000)::float8 as "atMs", st_x(geom) as lon, st_y(geom) as lat,
           concat_ws(' ', management_no, camera.name) as called, protected,
           department_today(department_id) as "departmentId"
    from audit join camera on object_id = camera_id::text join site using (site_id)
    where action = 'camera.watch' and outcome = 'done' and object_kind = 'camera' and account_id is not null
      and at > now() - make_interval(days => ${days}) and detail ->> 'quality' = 'main' and not detail ? 'pursuit'
      and not exists (
        select from audit ended
        where ended.action = 'camera.watch.end' and ended.detail ->> 'viewing' = audit.detail ->> 'viewing'
          and ended.detail ->> 'why' = 'not-opened')
    order by at desc limit ${most}`;
}
