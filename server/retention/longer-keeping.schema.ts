import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';

/** Art. 31(1) 1-3: another statute, material for an investigation or a trial, another just reason. */
export const KEEPING_GROUNDS = ['statute', 'evidence', 'reason'] as const;
export type KeepingGround = (typeof KEEPING_GROUNDS)[number];

const words = (least: number, most: number) => z.string().trim().min(least).max(most);

/** `POST /api/cameras/:cameraId/longer-keeping`: it always ends; `lastDay` is the last day of it. */
export const longerKeepingBody = z.strictObject({
  keepingId: z.uuid(),
  ground: z.enum(KEEPING_GROUNDS),
  /** The statute with its article, or the number of the document. */
  citation: words(2, 200),
  reason: words(2, 500),
  lastDay: isoDay,
});
export type LongerKeepingBody = z.infer<typeof longerKeepingBody>;

export const endKeepingBody = z.strictObject({ reason: words(2, 500) });
export const keepingParam = z.object({ keepingId: z.uuid() });
