import { can, scopeOf, type Actor, type Protection } from '../platform/access.ts';
import type { SceneTile, WallSize } from './scenes.schema.ts';

/** A kept thing's owner and whether the room shares it. */
export interface Kept {
  readonly accountId: number;
  readonly shared: boolean;
}

/** A person opens what is the own, and what the room shares. */
export const mayOpen = (actor: Actor, { accountId, shared }: Kept): boolean =>
  shared || accountId === actor.accountId;

/** A person changes what is the own; an officer also tidies what the room shares. */
export const mayChange = (actor: Actor, kept: Kept): boolean =>
  kept.accountId === actor.accountId || (kept.shared && actor.role === 'officer');

/** A tile as it was kept, with what `can` asks about its camera today; `camera` undefined: it has left the register. */
export interface KeptTile extends SceneTile {
  readonly hidden: boolean;
  readonly camera: Protection | undefined;
}

/**
 * The tiles of a scene that exist for this person. One whose camera the person may not watch is absent, and the others close up:
 * a hole would tell that something stands there (Art. 10(4), 30(1)). One that has left the register is said to whoever kept
 * it, unless it was of a protected site, and to whoever is cleared for all of the city.
 */
export function tilesFor(
  actor: Actor,
  { own, tiles }: { readonly own: boolean; readonly tiles: WallSize },
  kept: readonly KeptTile[],
  at: Date,
): SceneTile[] {
  const cleared = scopeOf(actor, at).protectedOf === 'all';
  const seen = kept.filter(({ camera, hidden }) =>
    camera === undefined ? cleared || (own && !hidden) : can(actor, 'camera.watch', camera, at),
  );
  const closedUp = seen.length < kept.length;
  return seen
    .toSorted((a, b) => a.tile - b.tile)
    .map(({ tile, cameraId, called }, index) => ({ tile: closedUp ? index + 1 : tile, cameraId, called }))
    .filter(({ tile }) => tile <= tiles);
}
