import type { Actor, Scope } from '../platform/access.ts';
import type { ConsultationRow } from './consultations.schema.ts';

/** Whether somebody may know of a consultation: nobody learns by it of a protected camera that is another's by now (Art. 10(4)). */
export const mayKnow = (
  scope: Scope,
  { protectedElsewhere }: Pick<ConsultationRow, 'protectedElsewhere'>,
): boolean => !protectedElsewhere || scope.protectedOf === 'all';

/** Whether the very same account asked it: nobody advises himself (Art. 4(2), 5(3)). */
export const isOwnQuestion = (
  { accountId }: Pick<Actor, 'accountId'>,
  { askedByAccount }: Pick<ConsultationRow, 'askedByAccount'>,
): boolean => askedByAccount !== null && askedByAccount === accountId;

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

/** A change under a consultation, or under one that it asks anew. */
export interface ChainedChange {
  readonly consultationId: string;
  readonly cameraId: number;
  readonly field: string;
  readonly to: string | number | boolean | null;
}

/** The change of one field of one camera that is about to be made. */
export interface NewChange {
  readonly field: string;
  readonly from: string | number | boolean | null;
}

/** Whether it agrees to changes of this camera that are still to be made: agreed in words, and about the camera. */
export function agreesTo(
  { kind, state, subject, cameras }: Pick<ConsultationRow, 'kind' | 'state' | 'subject' | 'cameras'>,
  cameraId: number,
): boolean {
  return (
    kind === 'change' &&
    subject !== null &&
    (state === 'agreed' || state === 'agreed-with-conditions') &&
    cameras.some((each) => each.cameraId === cameraId)
  );
}

/**
 * The fields for which one agreement was spent on this camera: it covers one change of each field of each camera it names
 * (Art. 5(3)). Spent by a change that was made under it, undone or not, and, where it asks a returned one anew, by the
 * change that was made before and still stands: that is what was agreed to. One that an edit itself opened agrees to that
 * edit and to nothing after it (`agreesTo`).
 */
export function spentFields(
  consultationId: string,
  cameraId: number,
  edit: readonly NewChange[],
  chain: readonly ChainedChange[],
): string[] {
  const ofCamera = chain.filter((each) => each.cameraId === cameraId);
  return edit
    .filter(({ field, from }) =>
      ofCamera.some(
        (each) => each.field === field && (each.consultationId === consultationId || each.to === from),
      ),
    )
    .map(({ field }) => field);
}
