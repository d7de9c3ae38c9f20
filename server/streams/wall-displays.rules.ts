import { can, knows, scopeOf, type Actor } from '../platform/access.ts';
import type { KeptTile } from './scenes.rules.ts';
import type { WallSize } from './scenes.schema.ts';
import type { DisplayTile } from './wall-displays.schema.ts';

/**
 * The tiles of a scene on a display, by the right of whoever answers for it. A camera that it may know of and not watch keeps its
 * tile, which says so (Art. 30(1)); one that it may not know of is absent, and the others close up (Art. 10(4)).
 */
export function tilesOnDisplay(
  display: Actor,
  tiles: WallSize,
  kept: readonly KeptTile[],
  at: Date,
): DisplayTile[] {
  const scope = scopeOf(display, at);
  const known = kept.filter(({ camera, hidden }) => knows(scope, camera ?? { protected: hidden }));
  const closedUp = known.length < kept.length;
  return known
    .toSorted((a, b) => a.tile - b.tile)
    .map(({ tile, cameraId, called, camera }, index) => {
      const barred = camera !== undefined && !can(display, 'camera.watch', camera, at);
      return { tile: closedUp ? index + 1 : tile, cameraId: barred ? null : cameraId, called, barred };
    })
    .filter(({ tile }) => tile <= tiles);
}
