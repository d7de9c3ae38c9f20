import { act } from '../platform/act.ts';
import { can, type Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, forbidden, invalid, notFound } from '../platform/http-errors.ts';
import { refuseWayOfPerson } from '../pursuits/index.ts';
import { loadCamerasForActs } from './scene-cameras.ts';
import { mayChange, mayOpen } from './scenes.rules.ts';
import { MOST_SCENES, type SceneBody, type SceneChange } from './scenes.schema.ts';
import {
  countKept,
  deleteScene,
  isNameTaken,
  lockKept,
  lockScene,
  updateScene,
  upsertScene,
  type SceneRow,
} from './scenes.sql.ts';

export const nameTaken = (name: string): ApiError =>
  new ApiError(
    409,
    'name-taken',
    {
      ko: `"${name}" 이름을 이미 쓰고 있습니다. 다른 이름을 적어 주십시오.`,
      en: `You already use the name "${name}". Give another.`,
    },
    'name',
  );

const tooMany = (): ApiError =>
  new ApiError(409, 'too-many-scenes', {
    ko: `장면은 한 사람이 ${MOST_SCENES}개까지 둡니다. 쓰지 않는 장면을 지운 뒤 다시 저장해 주십시오.`,
    en: `One person keeps ${MOST_SCENES} scenes at most. Remove one that is not used and save again.`,
  });

/** The account of a person who keeps things; the program itself keeps none. */
export function keeperOf({ accountId, personName }: Actor): { accountId: number; personName: string } {
  if (accountId === null) throw notFound();
  return { accountId, personName };
}

/** Throws 404 where the kept thing does not exist for this person, 403 where it is only to be opened. */
export function refuseChange(actor: Actor, row: Pick<SceneRow, 'accountId' | 'shared'>): void {
  if (!mayOpen(actor, row)) throw notFound();
  if (!mayChange(actor, row)) throw forbidden();
}

/**
 * Keeps a scene of the wall (장면) as it stands on the screen, for oneself or for the room. The same `sceneId` again replaces it. Throws
 * 400 naming a camera that this person may not watch, or that there is not; 409 `name-taken`, `too-many-scenes`.
 */
export async function keepScene(
  sql: Sql,
  actor: Actor,
  sceneId: string,
  body: SceneBody,
  now: () => Date,
): Promise<void> {
  const keeper = keeperOf(actor);
  const cameraIds = body.cameras.map(({ cameraId }) => cameraId);
  const cameras = await loadCamerasForActs(sql, cameraIds);
  const missing = cameraIds.find((cameraId) => {
    const camera = cameras.get(cameraId);
    return camera === undefined || !can(actor, 'camera.watch', camera, now());
  });
  if (missing !== undefined)
    throw invalid(
      'cameras',
      `카메라 ${missing}을(를) 볼 수 없어 장면에 넣지 못했습니다. 그 칸을 비우고 다시 저장해 주십시오.`,
      `Camera ${missing} cannot be watched and was not put into the scene. Clear its tile and save again.`,
    );
  const hidden = [...cameras.values()].some((camera) => camera.protected);
  const { name, tiles, shared } = body;
  const object = {
    kind: 'scene',
    id: sceneId,
    protected: hidden,
    detail: { name, tiles, shared, cameraIds },
  };
  await act(sql, actor, 'scene.keep', object, async (tx, note) => {
    await refuseWayOfPerson(tx, actor, []);
    await lockKept(tx);
    const earlier = await lockScene(tx, sceneId);
    if (earlier === undefined) await refuseOneMore(tx, keeper.accountId);
    else refuseChange(actor, earlier);
    const ownerId = earlier?.accountId ?? keeper.accountId;
    if (await isNameTaken(tx, 'scene', ownerId, { id: sceneId, name })) throw nameTaken(name);
    await upsertScene(tx, sceneId, body, keeper);
    await announce(tx, { kind: 'wall' });
    if (earlier !== undefined) note({ was: earlier.name });
  });
}

async function refuseOneMore(tx: Tx, accountId: number): Promise<void> {
  if ((await countKept(tx, accountId)).scenes >= MOST_SCENES) throw tooMany();
}

/** Renames a scene, or lets the room open it or no longer. Throws 404, 403, 409 `name-taken`. */
export async function changeScene(
  sql: Sql,
  actor: Actor,
  sceneId: string,
  { name, shared }: SceneChange,
): Promise<void> {
  const object = { kind: 'scene', id: sceneId, detail: { name, shared } };
  await act(sql, actor, 'scene.keep', object, async (tx, note) => {
    await lockKept(tx);
    const earlier = await lockScene(tx, sceneId);
    if (earlier === undefined) throw notFound();
    refuseChange(actor, earlier);
    if (await isNameTaken(tx, 'scene', earlier.accountId, { id: sceneId, name })) throw nameTaken(name);
    await updateScene(tx, sceneId, { name, shared });
    await announce(tx, { kind: 'wall' });
    note({ was: earlier.name });
  });
}

/** Removes a scene, and with it the steps of sequences that show it. One that is gone already stays so. */
export async function removeScene(sql: Sql, actor: Actor, sceneId: string): Promise<void> {
  const object = { kind: 'scene', id: sceneId };
  await act(sql, actor, 'scene.keep', object, async (tx, note) => {
    const earlier = await lockScene(tx, sceneId);
    if (earlier === undefined) return note({ repeated: true });
    refuseChange(actor, earlier);
    await deleteScene(tx, sceneId);
    await announce(tx, { kind: 'wall' });
    note({ removed: earlier.name });
  });
}
