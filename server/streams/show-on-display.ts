import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { invalid, notFound, type ApiError } from '../platform/http-errors.ts';
import { keeperOf } from './keep-scene.ts';
import { mayOpen } from './scenes.rules.ts';
import { lockScene, lockSequence } from './scenes.sql.ts';
import type { ShowBody } from './wall-displays.schema.ts';
import { deleteShown, lockDisplay, upsertShown } from './wall-displays.sql.ts';

/**
 * Puts a scene or a sequence on a display of the control room, in the place of what is there. The display shows it within its own
 * right, never by the right of whoever put it there (Art. 30(1)). Throws 404 for a display that is not, or was ended; 400
 * naming what this person cannot open.
 */
export async function showOnDisplay(
  sql: Sql,
  actor: Actor,
  displayId: number,
  show: ShowBody,
): Promise<void> {
  const keeper = keeperOf(actor);
  const object = { kind: 'display', id: displayId, detail: { ...show } };
  await act(sql, actor, 'wall.show', object, async (tx, note) => {
    const display = await lockDisplay(tx, displayId);
    if (display === undefined) throw notFound();
    const name = await nameOf(tx, actor, show);
    await upsertShown(tx, displayId, show, keeper);
    note({ display: display.name, name });
    await announce(tx, { kind: 'wall', objectId: displayId });
  });
}

async function nameOf(tx: Tx, actor: Actor, show: ShowBody): Promise<string> {
  if ('sceneId' in show) {
    const scene = await lockScene(tx, show.sceneId);
    if (scene === undefined || !mayOpen(actor, scene)) throw notThere('sceneId');
    return scene.name;
  }
  const sequence = await lockSequence(tx, show.sequenceId);
  if (sequence === undefined || !mayOpen(actor, sequence)) throw notThere('sequenceId');
  return sequence.name;
}

const notThere = (field: 'sceneId' | 'sequenceId'): ApiError =>
  invalid(
    field,
    '지워졌거나 열 수 없는 것이라 화면에 띄우지 못했습니다. 목록을 다시 받아 골라 주십시오.',
    'It is gone or not yours to open and was not put on the display. Read the list again and choose.',
  );

/** Takes what stands off a display: the map is left. One that shows the map already stays so. */
export async function clearDisplay(sql: Sql, actor: Actor, displayId: number): Promise<void> {
  await act(sql, actor, 'wall.show', { kind: 'display', id: displayId }, async (tx, note) => {
    const display = await lockDisplay(tx, displayId);
    if (display === undefined) throw notFound();
    const removed = await deleteShown(tx, displayId);
    if (removed === undefined) return note({ repeated: true });
    note({ display: display.name, removed });
    await announce(tx, { kind: 'wall', objectId: displayId });
  });
}
