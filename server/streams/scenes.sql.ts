import type { Sql, Tx } from '../platform/db.ts';
import type { SceneBody, SceneTile, SequenceBody, SequenceStep, WallSize } from './scenes.schema.ts';

export interface SceneRow {
  readonly sceneId: string;
  readonly accountId: number;
  readonly name: string;
  readonly tiles: WallSize;
  readonly shared: boolean;
  readonly keptBy: string;
  readonly keptAt: string;
  readonly cameras: readonly (SceneTile & { readonly hidden: boolean })[];
}

const sceneColumns = (sql: Sql | Tx) => sql`
  scene_id as "sceneId", account_id as "accountId", name, tiles, shared, kept_by as "keptBy",
  to_json(kept_at)#>>'{}' as "keptAt",
  (select coalesce(jsonb_agg(jsonb_build_object('tile', tile, 'cameraId', camera_id, 'called', called, 'hidden', hidden)
                             order by tile), '[]')
   from wall_scene_camera where wall_scene_camera.scene_id = wall_scene.scene_id) as cameras`;

/** The scenes that an account keeps and those the room shares, by name. */
export function selectScenes(sql: Sql | Tx, accountId: number): Promise<SceneRow[]> {
  return sql<SceneRow[]>`
    select ${sceneColumns(sql)} from wall_scene where account_id = ${accountId} or shared order by name, scene_id`;
}

/** One scene, locked until the transaction ends; undefined where there is none. */
export async function lockScene(tx: Tx, sceneId: string): Promise<SceneRow | undefined> {
  await tx`select 1 from wall_scene where scene_id = ${sceneId} for update`;
  const [row] = await tx<SceneRow[]>`select ${sceneColumns(tx)} from wall_scene where scene_id = ${sceneId}`;
  return row;
}

export interface SequenceRow {
  readonly sequenceId: string;
  readonly accountId: number;
  readonly name: string;
  readonly dwellS: number;
  readonly shared: boolean;
  readonly keptBy: string;
  readonly keptAt: string;
  readonly steps: readonly SequenceStep[];
}

const sequenceColumns = (sql: Sql | Tx) => sql`
  sequence_id as "sequenceId", account_id as "accountId", name, dwell_s as "dwellS", shared, kept_by as "keptBy",
  to_json(kept_at)#>>'{}' as "keptAt",
  (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sceneId', scene_id, 'cameraId', camera_id))
                             order by step), '[]')
   from wall_sequence_step where wall_sequence_step.sequence_id = wall_sequence.sequence_id) as steps`;

/** The sequences that an account keeps and those the room shares, by name. */
export function selectSequences(sql: Sql | Tx, accountId: number): Promise<SequenceRow[]> {
  return sql<SequenceRow[]>`
    select ${sequenceColumns(sql)} from wall_sequence where account_id = ${accountId} or shared
    order by name, sequence_id`;
}

/** One sequence, locked until the transaction ends; undefined where there is none. */
export async function lockSequence(tx: Tx, sequenceId: string): Promise<SequenceRow | undefined> {
  await tx`select 1 from wall_sequence where sequence_id = ${sequenceId} for update`;
  const [row] = await tx<SequenceRow[]>`
    select ${sequenceColumns(tx)} from wall_sequence where sequence_id = ${sequenceId}`;
  return row;
}

/** One writer of scenes and sequences at a time: names and numbers are counted before they are written. */
export async function lockKept(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('wall-scenes'))`;
}

/** How many scenes and sequences an account keeps. */
export async function countKept(
  tx: Tx,
  accountId: number,
): Promise<{ readonly scenes: number; readonly sequences: number }> {
  const [row] = await tx<{ scenes: number; sequences: number }[]>`
    select (select count(*)::int from wall_scene where account_id = ${accountId}) as scenes,
           (select count(*)::int from wall_sequence where account_id = ${accountId}) as sequences`;
  return row!;
}

/** Whether the account already calls another scene, or another sequence, by this name. */
export async function isNameTaken(
  tx: Tx,
  kind: 'scene' | 'sequence',
  accountId: number,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<boolean> {
  const rows =
    kind === 'scene'
      ? await tx`select 1 from wall_scene where account_id = ${accountId} and name = ${name} and scene_id <> ${id}`
      : await tx`
          select 1 from wall_sequence where account_id = ${accountId} and name = ${name} and sequence_id <> ${id}`;
  return rows.length > 0;
}

interface Keeper {
  readonly accountId: number;
  readonly personName: string;
}

/** Keeps a scene with what its cameras are called today; the owner stays who first kept it. */
export async function upsertScene(
  tx: Tx,
  sceneId: string,
  { name, tiles, shared, cameras }: SceneBody,
  { accountId, personName }: Keeper,
): Promise<void> {
  await tx`
    insert into wall_scene (scene_id, account_id, name, tiles, shared, kept_by)
    values (${sceneId}, ${accountId}, ${name}, ${tiles}, ${shared}, ${personName})
    on conflict (scene_id) do update set
      name = excluded.name, tiles = excluded.tiles, shared = excluded.shared, kept_by = excluded.kept_by, kept_at = now()`;
  await tx`delete from wall_scene_camera where scene_id = ${sceneId}`;
  await tx`
    insert into wall_scene_camera (scene_id, tile, camera_id, called, hidden)
    select ${sceneId}, given.tile, camera_id, coalesce(nullif(concat_ws(' ', management_no, name), ''), '—'), protected
    from unnest(${cameras.map(({ tile }) => tile)}::int[], ${cameras.map(({ cameraId }) => cameraId)}::int[])
           as given (tile, camera_id)
    join camera using (camera_id)`;
}

export async function updateScene(
  tx: Tx,
  sceneId: string,
  { name, shared }: { readonly name: string; readonly shared: boolean },
): Promise<void> {
  await tx`update wall_scene set name = ${name}, shared = ${shared} where scene_id = ${sceneId}`;
}

export async function deleteScene(tx: Tx, sceneId: string): Promise<void> {
  await tx`delete from wall_scene where scene_id = ${sceneId}`;
}

/** Keeps a sequence with its steps in order; the owner stays who first kept it. */
export async function upsertSequence(
  tx: Tx,
  sequenceId: string,
  { name, dwellS, shared, steps }: SequenceBody,
  { accountId, personName }: Keeper,
): Promise<void> {
  await tx`
    insert into wall_sequence (sequence_id, account_id, name, dwell_s, shared, kept_by)
    values (${sequenceId}, ${accountId}, ${name}, ${dwellS}, ${shared}, ${personName})
    on conflict (sequence_id) do update set
      name = excluded.name, dwell_s = excluded.dwell_s, shared = excluded.shared, kept_by = excluded.kept_by,
      kept_at = now()`;
  await tx`delete from wall_sequence_step where sequence_id = ${sequenceId}`;
  const rows = steps.map((each, index) => ({
    sequence_id: sequenceId,
    step: index + 1,
    scene_id: 'sceneId' in each ? each.sceneId : null,
    camera_id: 'cameraId' in each ? each.cameraId : null,
  }));
  await tx`insert into wall_sequence_step ${tx(rows, 'sequence_id', 'step', 'scene_id', 'camera_id')}`;
}

export async function deleteSequence(tx: Tx, sequenceId: string): Promise<void> {
  await tx`delete from wall_sequence where sequence_id = ${sequenceId}`;
}
