import type { RightForm, RightView } from '../../server/people/accounts.schema.ts';

/** A right as it stands in a form: texts and choices, nothing chosen meaning no limit. */
export interface RightDraft {
  districtIds: number[];
  departmentId: string;
  purposes: string[];
  byHours: boolean;
  from: string;
  to: string;
  fromDay: string;
  untilDay: string;
}

export const emptyDraft = (): RightDraft => ({
  districtIds: [],
  departmentId: '',
  purposes: [],
  byHours: false,
  from: '22:00',
  to: '06:00',
  fromDay: '',
  untilDay: '',
});

/** The draft that says what a right says, `untilDay` its last day. */
export const draftOf = (right: RightView, untilDay: string | null): RightDraft => ({
  districtIds: [...(right.districtIds ?? [])],
  departmentId: right.departmentId === null ? '' : String(right.departmentId),
  purposes: [...(right.purposes ?? [])],
  byHours: right.hours !== null,
  from: right.hours?.from ?? '22:00',
  to: right.hours?.to ?? '06:00',
  fromDay: '',
  untilDay: untilDay ?? '',
});

/** What is sent to the server. */
export const formOf = (draft: RightDraft): RightForm => ({
  districtIds: draft.districtIds.length === 0 ? null : [...draft.districtIds],
  departmentId: draft.departmentId === '' ? null : Number(draft.departmentId),
  purposes: draft.purposes.length === 0 ? null : ([...draft.purposes] as RightForm['purposes']),
  hours: draft.byHours ? { from: draft.from, to: draft.to } : null,
  fromDay: draft.fromDay === '' ? null : draft.fromDay,
  untilDay: draft.untilDay === '' ? null : draft.untilDay,
});
