import type { Sql, Tx } from '../platform/db.ts';
import type { WallSize } from './scenes.schema.ts';
import type { Shown, ShowBody, WallDisplay } from './wall-displays.schema.ts';

const MOST_DISPLAYS = 200;

/** The displays that were not ended, by name, with what stands on them. */
export function selectWallDisplays(sql: Sql): Promise<WallDisplay[]> {
  return sql<WallDisplay[]>`
    select display_id as "displayId", display.name, account.person_name as "personName",
           exists (select from session where session.display_id = display.display_id and expires_at > now())
             as connected,
           case when wall_display.display_id is not null then jsonb_build_object(
             'kind', case when wall_display.scene_id is null then 'sequence' else 'scene' end,
             'name', coalesce(wall_scene.name, wall_sequence.name),
             'shownBy', shown_by, 'shownAt', shown_at) end as shown
    from display
    join account using (account_id)
    left join wall_display using (display_id)
    left join wall_scene using (scene_id)
    left join wall_sequence using (sequence_id)
    where ended_at is null
    order by display.name, display_id limit ${MOST_DISPLAYS}`;
}

/** A display that was not ended, locked until the transaction ends; undefined where there is none. */
export async function lockDisplay(tx: Tx, displayId: number): Promise<{ name: string } | undefined> {
  const [row] = await tx<{ name: string }[]>`
    select name from display where display_id = ${displayId} and ended_at is null for update`;
  return row;
}

/** Puts a scene or a sequence on a display, in the place of what was there. */
export async function upsertShown(
  tx: Tx,
  displayId: number,
  show: ShowBody,
  { personName }: { readonly personName: string },
): Promise<void> {
  const sceneId = 'sceneId' in show ? show.sceneId : null;
  const sequenceId = 'sequenceId' in show ? show.sequenceId : null;
  await tx`
    insert into wall_display (display_id, scene_id, sequence_id, shown_by)
    values (${displayId}, ${sceneId}, ${sequenceId}, ${personName})
    on conflict (display_id) do update set
      scene_id = excluded.scene_id, sequence_id = excluded.sequence_id, shown_by = excluded.shown_by, shown_at = now()`;
}

/** What stood on the display by name; undefined where it showed the map already. */
export async function deleteShown(tx: Tx, displayId: number): Promise<string | undefined> {
  const [row] = await tx<{ name: string }[]>`
    with taken as (delete from wall_display where display_id = ${displayId} returning scene_id, sequence_id)
    select coalesce(wall_scene.name, wall_sequence.name) as name
    from taken left join wall_scene using (scene_id) left join wall_sequence using (sequence_id)`;
  return row?.name;
}

export interface ShownRow extends Shown {
  readonly dwellS: number | null;
  readonly steps: readonly {
    readonly sceneId: string | null;
    readonly cameraId?: number | null;
    /** What the camera is called today. */
    readonly called?: string;
  }[];
}

/** What stands on the display of a session; undefined for the map alone, and for a session that is no display's. */
export async function selectShownOf(sql: Sql, sessionId: string): Promise<ShownRow | undefined> {
  const [row] = await sql<ShownRow[]>`
    select case when wall_display.scene_id is null then 'sequence' else 'scene' end as kind,
           coalesce(wall_scene.name, wall_sequence.name) as name, shown_by as "shownBy",
           to_json(shown_at)#>>'{}' as "shownAt", dwell_s as "dwellS",
           coalesce(
             (select jsonb_agg(jsonb_build_object('sceneId', scene_id, 'cameraId', camera_id,
                                                  'called', concat_ws(' ', management_no, camera.name)) order by step)
              from wall_sequence_step left join camera using (camera_id)
              where wall_sequence_step.sequence_id = wall_display.sequence_id),
             case when wall_display.scene_id is null then '[]'
                  else jsonb_build_array(jsonb_build_object('sceneId', wall_display.scene_id)) end) as steps
    from session
    join wall_display using (display_id)
    left join wall_scene using (scene_id)
    left join wall_sequence using (sequence_id)
    where session_id = ${sessionId}`;
  return row;
}

export interface DisplayScene {
  readonly sceneId: string;
  readonly name: string;
  readonly tiles: WallSize;
  readonly cameras: readonly {
    readonly tile: number;
    readonly cameraId: number | null;
    readonly called: string;
    readonly hidden: boolean;
  }[];
}

/** These scenes, whosever they are: whoever put one on a display could open it. */
export function selectScenesForDisplay(sql: Sql, sceneIds: readonly string[]): Promise<DisplayScene[]> {
  return sql<DisplayScene[]>`
    select scene_id as "sceneId", name, tiles,
           (select coalesce(jsonb_agg(jsonb_build_object('tile', tile, 'cameraId', camera_id, 'called', called,
                                                         'hidden', hidden) order by tile), '[]')
            from wall_scene_camera where wall_scene_camera.scene_id = wall_scene.scene_id) as cameras
    from wall_scene where scene_id = any(${[...sceneIds]}::uuid[])`;
}
