import { z } from 'zod';
import { exportReason } from '../platform/export-reason.schema.ts';
import { text } from '../platform/text.schema.ts';

/** How many tiles the wall has. */
export const WALL_SIZES = [1, 4, 9, 16] as const;
export type WallSize = (typeof WALL_SIZES)[number];

/** How long one step of a sequence stays, in seconds. */
export const DWELL_S = { least: 5, most: 120, usual: 15 } as const;
/** How many of each one person keeps, and the steps of one sequence. */
export const MOST_SCENES = 100;
export const MOST_SEQUENCES = 50;
export const MOST_STEPS = 50;

const name = text(40);
const cameraId = z.int().min(1).max(0x7fffffff);

export const sceneParam = z.object({ sceneId: z.uuid() });
export const sequenceParam = z.object({ sequenceId: z.uuid() });

/** A scene as it is kept: no two cameras on one tile, no camera on two. */
export const sceneBody = z
  .strictObject({
    name,
    tiles: z.literal(WALL_SIZES),
    shared: z.boolean(),
    cameras: z
      .array(z.strictObject({ tile: z.int().min(1).max(16), cameraId }))
      .min(1)
      .max(16),
  })
  .refine(({ tiles, cameras }) => cameras.every(({ tile }) => tile <= tiles), { path: ['cameras'] })
  .refine(({ cameras }) => new Set(cameras.map(({ tile }) => tile)).size === cameras.length, {
    path: ['cameras'],
  })
  .refine(({ cameras }) => new Set(cameras.map((each) => each.cameraId)).size === cameras.length, {
    path: ['cameras'],
  });
export type SceneBody = z.infer<typeof sceneBody>;

/** Another name, or whether the room may open it: the cameras stay. */
export const sceneChange = z.strictObject({ name, shared: z.boolean() });
export type SceneChange = z.infer<typeof sceneChange>;

export const sequenceBody = z.strictObject({
  name,
  dwellS: z.int().min(DWELL_S.least).max(DWELL_S.most),
  shared: z.boolean(),
  steps: z
    .array(z.union([z.strictObject({ sceneId: z.uuid() }), z.strictObject({ cameraId })]))
    .min(1)
    .max(MOST_STEPS),
});
export type SequenceBody = z.infer<typeof sequenceBody>;

/** A still of what is on the screen now: the client's own number for it, and why it is kept. */
export const stillBody = z.strictObject({ stillId: z.uuid(), reason: exportReason });
export type StillBody = z.infer<typeof stillBody>;

/** A tile of a scene. `cameraId` null: the camera has left the register, `called` says which one it was. */
export interface SceneTile {
  readonly tile: number;
  readonly cameraId: number | null;
  readonly called: string;
}

export interface SceneView {
  readonly sceneId: string;
  readonly name: string;
  readonly tiles: WallSize;
  readonly shared: boolean;
  readonly own: boolean;
  /** Whether this person may rename or remove it. */
  readonly mayChange: boolean;
  readonly keptBy: string;
  readonly keptAt: string;
  readonly cameras: readonly SceneTile[];
}

export type SequenceStep = { readonly sceneId: string } | { readonly cameraId: number };

export interface SequenceView {
  readonly sequenceId: string;
  readonly name: string;
  readonly dwellS: number;
  readonly shared: boolean;
  readonly own: boolean;
  readonly mayChange: boolean;
  readonly keptBy: string;
  readonly keptAt: string;
  readonly steps: readonly SequenceStep[];
}

export interface WallView {
  readonly scenes: readonly SceneView[];
  readonly sequences: readonly SequenceView[];
}
