import { z } from 'zod';

/** The picture for a large tile, or the small one that a camera gives for a wall of them. */
export const liveQuality = z.enum(['main', 'sub']);
export type LiveQuality = z.infer<typeof liveQuality>;

/** `POST /api/cameras/:cameraId/live`: nothing at all asks for the main picture. */
export const liveBody = z.strictObject({
  quality: liveQuality.default('main'),
});
export type LiveAsk = z.infer<typeof liveBody>;
