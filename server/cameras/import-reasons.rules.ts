import {
  QUARANTINE_REASONS,
  WARNING_REASONS,
  type QuarantineReason,
  type WarningReason,
} from './national.rules.ts';

const WARNINGS_FROM = QUARANTINE_REASONS.length;

/** A row's reasons as bits of one number: quarantine reasons lowest, warnings above them. */
export const quarantineBit = (reason: QuarantineReason): number => 1 << QUARANTINE_REASONS.indexOf(reason);
export const warningBit = (reason: WarningReason): number =>
  1 << (WARNINGS_FROM + WARNING_REASONS.indexOf(reason));

export const QUARANTINED = (1 << WARNINGS_FROM) - 1;
export const DUPLICATE = warningBit('duplicate-row');

export const isQuarantined = (reasons: number): boolean => (reasons & QUARANTINED) !== 0;
export const isDuplicate = (reasons: number): boolean => (reasons & DUPLICATE) !== 0;

/** The quarantine reasons of a row, in the order of the list. */
export const quarantineReasons = (reasons: number): QuarantineReason[] =>
  QUARANTINE_REASONS.filter((reason) => (reasons & quarantineBit(reason)) !== 0);

/** The warnings of a row, in the order of the list. */
export const warningReasons = (reasons: number): WarningReason[] =>
  WARNING_REASONS.filter((reason) => (reasons & warningBit(reason)) !== 0);

export type Outcome = 'load' | 'warn' | 'merge' | 'quarantine';

/** What becomes of a row: a full duplicate merges into the place of the first one and adds no camera. */
export function outcomeOf(reasons: number): Outcome {
  if (isQuarantined(reasons)) return 'quarantine';
  if (isDuplicate(reasons)) return 'merge';
  return reasons === 0 ? 'load' : 'warn';
}
