import { z } from 'zod';
import { QUARANTINE_REASONS, WARNING_REASONS } from './national.rules.ts';

const reasons = z.enum([...new Set([...QUARANTINE_REASONS, ...WARNING_REASONS])] as [string, ...string[]]);
const counts = z.record(z.string(), z.int());

/** What an import says about itself: the same object as `import --json`. */
export const importReportSchema = z.object({
  file: z.string(),
  encoding: z.string(),
  rows: z.int(),
  places: z.int(),
  cameras: z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), removed: z.int() }),
  quarantined: z.object({ total: z.int(), byReason: counts }),
  warnings: counts,
  purposes: counts,
  seconds: z.number(),
});

/** `GET /api/imports/:importId`. A question must be named when accepting. */
export const importStateSchema = z.object({
  importId: z.uuid(),
  fileName: z.string(),
  state: z.enum(['reading', 'ready', 'loading', 'done', 'failed']),
  progress: z.object({ rows: z.int() }),
  report: importReportSchema.optional(),
  question: z.object({ code: z.literal('replace-demo'), cameras: z.int(), message: z.string() }).optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** One row of `GET /api/imports/:importId/rows`; `lon`/`lat` as the file has them, null where it has no place. */
export const importRowSchema = z.object({
  rowNo: z.int(),
  line: z.int(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  outcome: z.enum(['load', 'warn', 'merge', 'quarantine']),
  reasons: z.array(reasons),
  title: z.string(),
  proposal: z.tuple([z.number(), z.number()]).nullable(),
  mergedIntoLine: z.int().nullable(),
});
export const importRowsSchema = z.object({ rows: z.array(importRowSchema), next: z.int().nullable() });

export const importParam = z.object({ importId: z.uuid() });
export const uploadQuery = z.object({ filename: z.string().trim().min(1).max(300) });
export const rowsQuery = z.object({
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export const acceptBody = z.object({ question: z.literal('replace-demo').optional() });
export const exportQuery = z.object({ encoding: z.enum(['cp949', 'utf8']).default('cp949') });

export type ImportState = z.infer<typeof importStateSchema>;
export type ImportRows = z.infer<typeof importRowsSchema>;
