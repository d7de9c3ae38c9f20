import { z } from 'zod';
import type { Sentence } from '../../platform/sentence.ts';
import { text } from '../../platform/text.schema.ts';
import type { DemandFault } from './demand-file.rules.ts';
import type { DemandFacts } from './demand.rules.ts';

/** How many of the rows that were left out a report shows one by one; the counts tell of all. */
export const FAULTS_SHOWN = 200;

export const demandParam = z.object({
  demandId: z
    .string()
    .regex(/^[1-9]\d{0,9}$/u)
    .transform(Number)
    .pipe(z.int().max(0x7fffffff)),
});

/**
 * `POST /api/coverage/demand/preview?filename=&title=...` (demand.import), the file as the body (CSV of CP949 or UTF-8, XLSX,
 * JSON, GeoJSON, SHP in a ZIP) -> DemandReport; changes nothing. `unit` is 명 where a column holds the weight, 곳 where none
 * does; `weight` is the name of that column, `cell` the side of a grid in metres, `epsg` the coordinate system.
 */
export const demandFileQuery = z.strictObject({
  filename: text(200),
  title: text(60),
  unit: text(10).optional(),
  weight: text(100).optional(),
  cell: z.coerce.number().min(1).max(10_000).optional(),
  epsg: z.coerce.number().int().optional(),
  origin: text(200).optional(),
  asOf: text(40).optional(),
});
export type DemandFileQuery = z.infer<typeof demandFileQuery>;
/** `POST /api/coverage/demand?...&fingerprint=`, the same file -> 201 DemandReport. 409 `preview-stale` where it is not what was shown. */
export const demandAcceptQuery = demandFileQuery.extend({ fingerprint: text(64) });

/** One line of `GET /api/coverage/demand` -> `{demands}`, by title. */
export interface DemandLine extends DemandFacts {
  /** Where it is from, and of which day or year, as whoever loaded it said; null is unknown. */
  readonly origin: string | null;
  readonly asOf: string | null;
  readonly fileName: string;
  readonly points: number;
  readonly sum: number;
  readonly loadedBy: string;
  readonly loadedAt: string;
}

export interface DemandReport {
  readonly fingerprint: string;
  readonly file: string;
  readonly title: string;
  readonly unit: string;
  readonly kind: DemandFacts['kind'];
  readonly cellM: number | null;
  /** Null for shapes. */
  readonly encoding: string | null;
  readonly epsg: number;
  /** The column that holds the weight; null: every place weighs one. */
  readonly weightColumn: string | null;
  readonly rows: number;
  readonly loaded: number;
  readonly sum: number;
  readonly quarantined: {
    readonly total: number;
    readonly byReason: Readonly<Partial<Record<DemandFault, number>>>;
    /** The first of them. `line` counts the heading as 1; of shapes it is the number of the shape. */
    readonly rows: readonly {
      readonly line: number;
      readonly field: string | null;
      readonly value: string | null;
      readonly reason: DemandFault;
      readonly message: Sentence;
    }[];
  };
  /** What stands under the same title and leaves; null where nothing does. */
  readonly replaced: { readonly points: number; readonly synthetic: boolean } | null;
  /** Whether exactly this stands already: then nothing is to be done. */
  readonly unchanged: boolean;
  readonly done: boolean;
  readonly seconds: number;
}
