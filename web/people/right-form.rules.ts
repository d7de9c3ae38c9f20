import type { RightChoices, RightForm, RightView } from '../../server/people/accounts.schema.ts';
import { dayAfter } from '../../server/platform/day-after.rules.ts';

/** How far a right reaches in one respect: not said yet, without a limit, or only over what is chosen. */
export type Reach = '' | 'whole' | 'part';

/** A right as it stands in a form. Nothing is chosen beforehand; `untilDay` null is the day that is proposed. */
export interface RightDraft {
  area: Reach;
  districtIds: number[];
  departmentId: string;
  purposeReach: Reach;
  purposes: string[];
  hourReach: Reach;
  from: string;
  to: string;
  fromDay: string;
  untilDay: string | null;
}

export const emptyDraft = (): RightDraft => ({
  area: '',
  districtIds: [],
  departmentId: '',
  purposeReach: '',
  purposes: [],
  hourReach: '',
  from: '22:00',
  to: '06:00',
  fromDay: '',
  untilDay: null,
});

const reachOf = (limited: boolean): Reach => (limited ? 'part' : 'whole');

/** The draft that says what a right says, `untilDay` its last day. */
export const draftOf = (right: RightView, untilDay: string | null): RightDraft => ({
  area: reachOf(right.districtIds !== null || right.departmentId !== null),
  districtIds: [...(right.districtIds ?? [])],
  departmentId: right.departmentId === null ? '' : String(right.departmentId),
  purposeReach: reachOf(right.purposes !== null),
  purposes: [...(right.purposes ?? [])],
  hourReach: reachOf(right.hours !== null),
  from: right.hours?.from ?? '22:00',
  to: right.hours?.to ?? '06:00',
  fromDay: '',
  untilDay: untilDay ?? '',
});

const YEAR_DAYS = 365;

/** The last day that is proposed: a year on, sooner where the contract or the city's limit for outsiders ends before. */
export function proposedEnd(
  { contractors, outsiderDays }: Pick<RightChoices, 'contractors' | 'outsiderDays'>,
  today: string,
  person: { readonly outsider: boolean; readonly contractorId: number | null },
): string {
  const contract = contractors.find(({ contractorId }) => contractorId === person.contractorId)?.lastDay;
  const days = person.outsider ? Math.min(YEAR_DAYS, outsiderDays) : YEAR_DAYS;
  const end = dayAfter(today, days);
  return contract != null && contract < end ? contract : end;
}

export type RightBlank = 'area' | 'districts' | 'purposes' | 'hours' | 'until';

/** Of a form that asks for no right. */
export const NO_BLANKS: Record<RightBlank, boolean> = {
  area: false,
  districts: false,
  purposes: false,
  hours: false,
  until: false,
};

/** What a draft does not say yet; a reach that nobody chose is never taken for the whole. */
export function blanksOf(draft: RightDraft, outsider: boolean): Record<RightBlank, boolean> {
  const { area, districtIds, departmentId, purposeReach, purposes, hourReach, untilDay } = draft;
  return {
    area: area === '',
    districts: area === 'part' && districtIds.length === 0 && departmentId === '',
    purposes: purposeReach === '' || (purposeReach === 'part' && purposes.length === 0),
    hours: hourReach === '',
    until: outsider && untilDay === '',
  };
}

/** What is sent to the server; `proposed` is the day in the place of one that nobody changed. */
export function formOf(draft: RightDraft, proposed: string): RightForm {
  const { area, districtIds, departmentId, purposeReach, purposes, hourReach, from, to, fromDay } = draft;
  const untilDay = draft.untilDay ?? proposed;
  return {
    districtIds: area === 'whole' || districtIds.length === 0 ? null : [...districtIds],
    departmentId: area === 'whole' || departmentId === '' ? null : Number(departmentId),
    purposes: purposeReach === 'whole' ? null : ([...purposes] as RightForm['purposes']),
    hours: hourReach === 'part' ? { from, to } : null,
    fromDay: fromDay === '' ? null : fromDay,
    untilDay: untilDay === '' ? null : untilDay,
  };
}
