import { z } from 'zod';
import { isoInstant } from '../platform/day.schema.ts';
import { text } from '../platform/text.schema.ts';

export const windowParam = z.object({
  cameraId: z.coerce.number().int().positive().max(2_147_483_647),
  windowId: z.uuid(),
});

/** Announced works on a camera. `fromAt` null is now. */
export const newWindowBody = z.strictObject({
  windowId: z.uuid(),
  fromAt: isoInstant.nullable(),
  toAt: isoInstant,
  reason: text(200),
});
export type NewWindowBody = z.infer<typeof newWindowBody>;

export interface WindowView {
  readonly windowId: string;
  readonly fromAt: string;
  readonly toAt: string;
  readonly reason: string;
  readonly plannedBy: string;
}
