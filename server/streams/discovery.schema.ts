import { z } from 'zod';
import { exportReason } from '../platform/export-reason.schema.ts';
import { USUAL_PORTS } from './discover-limits.rules.ts';

export const discoveryBody = z.strictObject({
  runId: z.uuid(),
  /** `10.20.1.0/24` or one address. */
  range: z.string().trim().min(2).max(50),
  /** Beside the usual ones, or null for those alone. */
  ports: z
    .array(z.int().min(1).max(65_535))
    .min(1)
    .max(8)
    .default([...USUAL_PORTS]),
  reason: exportReason,
});
export type DiscoveryBody = z.infer<typeof discoveryBody>;

export interface FoundDevice {
  readonly host: string;
  readonly port: number;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly asksLogin: boolean;
  /** Cameras in the register whose device answers there; the first few. */
  readonly cameras: readonly {
    readonly cameraId: number;
    readonly managementNo: string | null;
    readonly name: string;
  }[];
  readonly cameraCount: number;
}

export interface DiscoveryRun {
  readonly runId: string;
  readonly by: string;
  readonly range: string;
  readonly ports: readonly number[];
  readonly startedAt: string;
  /** Null while it goes on. */
  readonly endedAt: string | null;
  readonly asked: number;
  readonly total: number;
  readonly found: readonly FoundDevice[];
}

export interface DiscoveryView {
  /** The camera networks as configured: nothing else is ever asked. */
  readonly networks: readonly string[];
  /** The run that goes on, or the last one since the start; null where there was none. */
  readonly run: DiscoveryRun | null;
}
