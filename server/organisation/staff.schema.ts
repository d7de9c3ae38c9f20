import { z } from 'zod';
import type { HoldingKind } from './organisation.schema.ts';
import { text } from './values.schema.ts';

/**
 * POST /organisation/staff/preview?filename= (staff.import), the file as the body (CP949 or UTF-8) -> StaffReport;
 * changes nothing. POST /organisation/staff?filename=&fingerprint=&faulty= (staff.import), the same file -> 201 StaffReport.
 * 409 `preview-stale` where the register has changed since, 409 `faulty-rows` where rows are faulty and `faulty` is not
 * `leave-out`. All in one transaction.
 */
export const staffPreviewQuery = z.strictObject({ filename: text(200) });
export const staffAcceptQuery = staffPreviewQuery.extend({
  fingerprint: text(64),
  faulty: z.enum(['refuse', 'leave-out']).default('refuse'),
});
export const STAFF_FIELDS = ['personNo', 'name', 'department', 'title', 'phone', 'from'] as const;
export type StaffField = (typeof STAFF_FIELDS)[number];
export const STAFF_FAULTS = [
  'missing-column',
  'missing-value',
  'unknown-department',
  'department-ended',
  'bad-day',
  'too-long',
  'number-twice',
  'person-left',
  'post-held-twice',
  'post-not-there',
  'holder-later',
  'unreadable-row',
] as const;
export type StaffFault = (typeof STAFF_FAULTS)[number];
/** How many new and changed people a report shows one by one; the counts tell of all. */
export const CHANGES_SHOWN = 200;
export interface StaffReport {
  readonly fingerprint: string;
  readonly fileName: string;
  readonly encoding: string;
  readonly rows: number;
  /** Full duplicates: counted and taken once. */
  readonly duplicates: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faulty: number;
  /** `line` counts the heading as 1; `column` is the heading in the file; `way` says what to do. */
  readonly faults: readonly {
    readonly line: number;
    readonly field: StaffField | null;
    readonly column: string | null;
    readonly value: string | null;
    readonly fault: StaffFault;
    readonly message: { readonly ko: string; readonly en: string };
  }[];
  /** The first who would be new or changed, by line, and what changes of each. */
  readonly changes: readonly {
    readonly line: number;
    readonly personNo: string;
    readonly name: string;
    readonly isNew: boolean;
    readonly facts: readonly {
      readonly field: 'name' | 'department' | 'title' | 'phone';
      readonly from: string | null;
      readonly to: string | null;
    }[];
  }[];
  /** Who holds which post by the file, from which day; what stands already is not among them. */
  readonly appointments: readonly {
    readonly line: number;
    readonly personName: string;
    readonly post: string;
    readonly kind: HoldingKind;
    readonly fromDay: string;
    readonly instead: string | null;
    /** The acting one with no end who goes because the holder comes. */
    readonly actingEnded: string | null;
  }[];
  /** People of the register who are not in the file. They are only told; nobody leaves by it. */
  readonly notInFile: readonly {
    readonly personId: number;
    readonly personNo: string;
    readonly name: string;
    readonly department: string | null;
    readonly account: string | null;
  }[];
  readonly done: boolean;
}
