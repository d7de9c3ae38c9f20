import type { Role } from '../platform/access.ts';
import type { RightForm, RightView } from './accounts.schema.ts';
import { dayAfter } from '../platform/day-after.rules.ts';

/** The role's rights over the whole city at every hour, from now on. */
export const WHOLE_CITY_FORM: RightForm = {
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  fromDay: null,
  untilDay: null,
};

/** A liaison's or a contractor's right must have an end (Art. 12, 18(5), 30(1)). */
export const isOutsider = (person: { readonly role: Role; readonly contractorId: number | null }): boolean =>
  person.role === 'liaison' || person.contractorId !== null;

export type RightState = 'in-force' | 'coming' | 'over' | 'revoked';

/** Where a right stands at this moment, whatever the hour of the day. */
export function rightState(
  right: Pick<RightView, 'validFrom' | 'validTo' | 'revokedAt'>,
  now: Date,
): RightState {
  if (right.revokedAt !== null) return 'revoked';
  if (right.validTo !== null && Date.parse(right.validTo) <= now.getTime()) return 'over';
  return Date.parse(right.validFrom) > now.getTime() ? 'coming' : 'in-force';
}

export type RightFault = 'past' | 'order' | 'end-missing' | 'end-late';

/**
 * What is wrong with the days of a right to be given today, or null. `mostDays` is the city's limit for people from
 * outside; `lastDay` the last day of the contractor's contract, or null.
 */
export function rightFault(
  form: Pick<RightForm, 'fromDay' | 'untilDay'>,
  given: {
    readonly today: string;
    readonly outsider: boolean;
    readonly mostDays: number;
    readonly lastDay: string | null;
  },
): RightFault | null {
  const from = form.fromDay ?? given.today;
  if (from < given.today || (form.untilDay !== null && form.untilDay < given.today)) return 'past';
  if (form.untilDay !== null && form.untilDay < from) return 'order';
  if (!given.outsider) return null;
  if (form.untilDay === null) return 'end-missing';
  if (form.untilDay > dayAfter(from, given.mostDays)) return 'end-late';
  return given.lastDay !== null && form.untilDay > given.lastDay ? 'end-late' : null;
}
