import type { Scope } from '../platform/access.ts';
import type { ConsultationRow } from './consultations.schema.ts';

/** Whether somebody may know of a consultation: nobody learns by it of a protected camera that is another's by now (Art. 10(4)). */
export const mayKnow = (
  scope: Scope,
  { protectedElsewhere }: Pick<ConsultationRow, 'protectedElsewhere'>,
): boolean => !protectedElsewhere || scope.protectedOf === 'all';

/** Whole days of the city since it was asked. */
export function daysWaitingOn(askedDay: string, today: string): number {
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(askedDay)) / 86_400_000));
}

/** A returned change stays in sight until the register no longer holds it or it is asked anew (Art. 5(3)). */
export function isUnsettled({
  state,
  reasked,
  changes,
}: Pick<ConsultationRow, 'state' | 'reasked' | 'changes'>): boolean {
  return state === 'returned' && !reasked && changes.some(({ stands }) => stands);
}

/** Whether an edit of this camera may stand on the consultation: one on changes, agreed, that names the camera. */
export function covers(
  { kind, state, cameras }: Pick<ConsultationRow, 'kind' | 'state' | 'cameras'>,
  cameraId: number,
): boolean {
  return (
    kind === 'change' &&
    (state === 'agreed' || state === 'agreed-with-conditions') &&
    cameras.some((each) => each.cameraId === cameraId)
  );
}
