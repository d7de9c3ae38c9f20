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

/** A password of 16 letters and digits that are not taken for one another. */
export function madePassword(random: (bytes: Uint8Array) => Uint8Array): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let made = '';
  while (made.length < 16)
    for (const byte of random(new Uint8Array(32)))
      // Bytes beyond the last whole turn would favour the first letters.
      if (byte < 248 && made.length < 16) made += letters[byte % letters.length]!;
  return made.replace(/(.{4})(?=.)/g, '$1-');
}
