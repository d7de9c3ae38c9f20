import { z } from 'zod';

/** The picture for a large tile, or the small one that a camera gives for a wall of them. */
export const liveQuality = z.enum(['main', 'sub']);
export type LiveQuality = z.infer<typeof liveQuality>;

/**
 * `POST /api/cameras/:cameraId/live`: nothing at all asks for the main picture. `byHand` false: the screen opens it by itself, anew or as
 * part of a sequence; within a pursuit it is on record like any other and no step of the trail (Art. 27).
 */
export const liveBody = z.strictObject({
  quality: liveQuality.default('main'),
  byHand: z.boolean().default(true),
});
export type LiveAsk = z.infer<typeof liveBody>;
