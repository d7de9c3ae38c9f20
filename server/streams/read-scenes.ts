import { can, type Actor } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { keeperOf } from './keep-scene.ts';
import { loadCamerasForActs } from './scene-cameras.ts';
import { mayChange, tilesFor } from './scenes.rules.ts';
import type { WallView } from './scenes.schema.ts';
import { selectScenes, selectSequences } from './scenes.sql.ts';

/** 장면 2 stands before 장면 10. */
const byName = new Intl.Collator('ko', { numeric: true }).compare;

/**
 * The scenes and sequences that a person keeps or the room shares, each with the cameras that exist for this person today
 * (Art. 10(4), 30(1)). A step whose scene or camera the person cannot open is absent.
 */
export async function readScenes(sql: Sql, actor: Actor, now: Date): Promise<WallView> {
  const { accountId } = keeperOf(actor);
  const [scenes, sequences] = await Promise.all([
    selectScenes(sql, accountId).then((rows) => rows.toSorted((a, b) => byName(a.name, b.name))),
    selectSequences(sql, accountId).then((rows) => rows.toSorted((a, b) => byName(a.name, b.name))),
  ]);
  const cameras = await loadCamerasForActs(sql, [
    ...scenes.flatMap((scene) => scene.cameras.flatMap(({ cameraId }) => cameraId ?? [])),
    ...sequences.flatMap(({ steps }) => steps.flatMap((step) => ('cameraId' in step ? step.cameraId : []))),
  ]);
  const known = new Set(scenes.map(({ sceneId }) => sceneId));
  const ofView = (row: { accountId: number; shared: boolean }) => ({
    own: row.accountId === accountId,
    mayChange: mayChange(actor, row),
  });
  return {
    scenes: scenes.map(({ accountId: _, cameras: kept, ...scene }) => {
      const view = ofView({ accountId: _, shared: scene.shared });
      const tiles = kept.map((tile) => ({
        ...tile,
        camera: tile.cameraId === null ? undefined : cameras.get(tile.cameraId),
      }));
      return { ...scene, ...view, cameras: tilesFor(actor, { ...view, tiles: scene.tiles }, tiles, now) };
    }),
    sequences: sequences.map(({ accountId: _, steps, ...sequence }) => ({
      ...sequence,
      ...ofView({ accountId: _, shared: sequence.shared }),
      steps: steps.filter((step) =>
        'sceneId' in step
          ? known.has(step.sceneId)
          : can(actor, 'camera.watch', cameras.get(step.cameraId) ?? { protected: true }, now),
      ),
    })),
  };
}
