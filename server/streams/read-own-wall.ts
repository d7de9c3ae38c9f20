import type { Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { loadCamerasForActs } from './scene-cameras.ts';
import { tilesOnDisplay } from './wall-displays.rules.ts';
import type { DisplaySet, OwnWall } from './wall-displays.schema.ts';
import { selectScenesForDisplay, selectShownOf } from './wall-displays.sql.ts';

/** What the display that asks is to show, with the cameras that its own right covers now (Art. 30(1)); nothing for a person. */
export async function readOwnWall(sql: Sql, actor: Actor, now: Date): Promise<OwnWall> {
  const row = actor.sessionId === null ? undefined : await selectShownOf(sql, actor.sessionId);
  if (row === undefined) return { shown: null };
  const { steps, ...shown } = row;
  const scenes = await selectScenesForDisplay(
    sql,
    steps.flatMap(({ sceneId }) => sceneId ?? []),
  );
  const cameras = await loadCamerasForActs(sql, [
    ...scenes.flatMap((scene) => scene.cameras.flatMap(({ cameraId }) => cameraId ?? [])),
    ...steps.flatMap(({ cameraId }) => cameraId ?? []),
  ]);
  const sets = steps.flatMap(({ sceneId, cameraId = null, called = '' }): DisplaySet[] => {
    const scene = scenes.find((each) => each.sceneId === sceneId);
    const alone = { name: null, tiles: 1 as const, cameras: [{ tile: 1, cameraId, called, hidden: true }] };
    const { name, tiles, cameras: kept } = scene ?? alone;
    const withFacts = kept.map((tile) => ({ ...tile, camera: cameras.get(tile.cameraId ?? 0) }));
    const shownTiles = tilesOnDisplay(actor, tiles, withFacts, now);
    return shownTiles.length === 0 ? [] : [{ name, sceneId, tiles, cameras: shownTiles }];
  });
  return { shown: { ...shown, sets } };
}
