import { act } from '../platform/act.ts';
import { can, type Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid } from '../platform/http-errors.ts';
import { refuseWayOfPerson } from '../pursuits/index.ts';
import { keeperOf, nameTaken, refuseChange } from './keep-scene.ts';
import { loadCamerasForActs } from './scene-cameras.ts';
import { MOST_SEQUENCES, type SequenceBody } from './scenes.schema.ts';
import {
  countKept,
  deleteSequence,
  isNameTaken,
  lockKept,
  lockSequence,
  selectScenes,
  upsertSequence,
} from './scenes.sql.ts';

const tooMany = (): ApiError =>
  new ApiError(409, 'too-many-sequences', {
    ko: `순회는 한 사람이 ${MOST_SEQUENCES}개까지 둡니다. 쓰지 않는 순회를 지운 뒤 다시 저장해 주십시오.`,
    en: `One person keeps ${MOST_SEQUENCES} sequences at most. Remove one that is not used and save again.`,
  });

/**
 * Keeps a sequence (순회): scenes and cameras in order, each for as long as it stays on the screen. The same `sequenceId` again
 * replaces it. Throws 400 naming `steps` for a scene or camera that this person cannot open, and for a scene of one's own in a
 * sequence of the room; 409 `name-taken`, `too-many-sequences`.
 */
export async function keepSequence(
  sql: Sql,
  actor: Actor,
  sequenceId: string,
  body: SequenceBody,
  now: () => Date,
): Promise<void> {
  const keeper = keeperOf(actor);
  const { name, dwellS, shared } = body;
  const cameraIds = body.steps.flatMap((step) => ('cameraId' in step ? [step.cameraId] : []));
  const cameras = await loadCamerasForActs(sql, cameraIds);
  const sees = (cameraId: number): boolean => {
    const camera = cameras.get(cameraId);
    return camera !== undefined && can(actor, 'camera.watch', camera, now());
  };
  const hidden = [...cameras.values()].some((camera) => camera.protected);
  const detail = { name, dwellS, shared, stepCount: body.steps.length, cameraIds };
  const object = { kind: 'sequence', id: sequenceId, protected: hidden && cameraIds.every(sees), detail };
  await act(sql, actor, 'scene.keep', object, async (tx, note) => {
    if (!cameraIds.every(sees)) throw notOpen();
    await refuseWayOfPerson(tx, actor, cameraIds);
    await lockKept(tx);
    const earlier = await lockSequence(tx, sequenceId);
    if (earlier !== undefined) refuseChange(actor, earlier);
    else if ((await countKept(tx, keeper.accountId)).sequences >= MOST_SEQUENCES) throw tooMany();
    const ownerId = earlier?.accountId ?? keeper.accountId;
    if (await isNameTaken(tx, 'sequence', ownerId, { id: sequenceId, name })) throw nameTaken(name);
    await refuseScenes(tx, keeper.accountId, body);
    await upsertSequence(tx, sequenceId, body, keeper);
    await announce(tx, { kind: 'wall' });
    if (earlier !== undefined) note({ was: earlier.name });
  });
}

const notOpen = (): ApiError =>
  invalid(
    'steps',
    '열 수 없는 장면이나 카메라가 들어 있습니다. 목록을 다시 받아 빼고 저장해 주십시오.',
    'It holds a scene or a camera that you cannot open. Read the list again, take it out and save.',
  );

async function refuseScenes(tx: Tx, accountId: number, { steps, shared }: SequenceBody): Promise<void> {
  const wanted = steps.flatMap((step) => ('sceneId' in step ? [step.sceneId] : []));
  if (wanted.length === 0) return;
  const known = new Map((await selectScenes(tx, accountId)).map((scene) => [scene.sceneId, scene]));
  if (wanted.some((sceneId) => !known.has(sceneId))) throw notOpen();
  const own = wanted.map((sceneId) => known.get(sceneId)!).find((scene) => !scene.shared);
  if (shared && own !== undefined)
    throw invalid(
      'steps',
      `장면 "${own.name}"은(는) 혼자 쓰는 장면이라 함께 쓰는 순회에 넣을 수 없습니다. 먼저 그 장면을 함께 쓰도록 바꿔 주십시오.`,
      `The scene "${own.name}" is your own and cannot be in a sequence of the room. Share that scene first.`,
    );
}

/** Removes a sequence. One that is gone already stays so. */
export async function removeSequence(sql: Sql, actor: Actor, sequenceId: string): Promise<void> {
  const object = { kind: 'sequence', id: sequenceId };
  await act(sql, actor, 'scene.keep', object, async (tx, note) => {
    const earlier = await lockSequence(tx, sequenceId);
    if (earlier === undefined) return note({ repeated: true });
    refuseChange(actor, earlier);
    await deleteSequence(tx, sequenceId);
    await announce(tx, { kind: 'wall' });
    note({ removed: earlier.name });
  });
}
