import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { telling } from '../platform/text.schema.ts';

/** Art. 31(1) 1-3: another statute, material for an investigation or a trial, another just reason. */
export const KEEPING_GROUNDS = ['statute', 'evidence', 'reason'] as const;
export type KeepingGround = (typeof KEEPING_GROUNDS)[number];

/** `POST /api/cameras/:cameraId/longer-keeping`: it always ends; `lastDay` is the last day of it. */
export const longerKeepingBody = z.strictObject({
  keepingId: z.uuid(),
  ground: z.enum(KEEPING_GROUNDS),
  /** The statute with its article, or the number of the document. */
  citation: telling(200),
  reason: telling(500),
  lastDay: isoDay,
});
export type LongerKeepingBody = z.infer<typeof longerKeepingBody>;

export const endKeepingBody = z.strictObject({ reason: telling(500) });
export const keepingParam = z.object({ keepingId: z.uuid() });
