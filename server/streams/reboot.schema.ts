import { z } from 'zod';
import { exportReason } from '../platform/export-reason.schema.ts';

export const rebootBody = z.strictObject({
  /** Of the works that its silence is announced by. */
  rebootId: z.uuid(),
  reason: exportReason,
  /** Also where somebody has its picture on a screen. */
  evenIfWatched: z.boolean().default(false),
});
export type RebootBody = z.infer<typeof rebootBody>;
