import { z } from 'zod';
import type { SceneTile, WallSize } from './scenes.schema.ts';

export const wallDisplayParam = z.object({
  displayId: z.coerce.number().int().positive().max(2_147_483_647),
});

/** What is put on a display: a scene or a sequence. */
export const showBody = z.union([
  z.strictObject({ sceneId: z.uuid() }),
  z.strictObject({ sequenceId: z.uuid() }),
]);
export type ShowBody = z.infer<typeof showBody>;

export interface Shown {
  readonly kind: 'scene' | 'sequence';
  readonly name: string;
  readonly shownBy: string;
  readonly shownAt: string;
}

/** A display as whoever puts something on it sees it. */
export interface WallDisplay {
  readonly displayId: number;
  readonly name: string;
  /** Who answers for it: it shows what this person may watch (Art. 30(1)). */
  readonly personName: string;
  readonly connected: boolean;
  /** Null: the map alone. */
  readonly shown: Shown | null;
}

export interface WallDisplaysView {
  readonly displays: readonly WallDisplay[];
}

/** A tile of a display. `cameraId` null and `barred`: its right does not cover the camera; else it has left the register. */
export interface DisplayTile extends SceneTile {
  readonly barred: boolean;
}

/** One screen of tiles; `name` null: a step of one camera alone. */
export interface DisplaySet {
  readonly name: string | null;
  readonly sceneId: string | null;
  readonly tiles: WallSize;
  readonly cameras: readonly DisplayTile[];
}

/** What the display that asks is to show. `dwellS` null: one scene, without an end. */
export interface OwnWall {
  readonly shown: (Shown & { readonly dwellS: number | null; readonly sets: readonly DisplaySet[] }) | null;
}
