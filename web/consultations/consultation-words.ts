import type { ConsultationView } from '../../server/consultations/consultations.schema.ts';
import type { Left } from './consultations.svelte.ts';
import { isWordKey, number, t } from '../ui/words/index.svelte.ts';

type Change = ConsultationView['changes'][number];

const fieldWords = (field: string): string => {
  const key = `field.${field}`;
  return isWordKey(key) ? t(key) : field;
};

function valueWords({ field }: Change, value: Change['from']): string {
  if (value === null) return t('unknown');
  if (typeof value === 'number') return number(value);
  const key = `${field}.${String(value)}`;
  return isWordKey(key) ? t(key) : String(value);
}

/** What it is about: the asker's own words, or the fields that an edit changed. */
export function subjectOf({ subject, changes }: ConsultationView): string {
  if (subject !== null) return subject;
  const fields = [...new Set(changes.map(({ field }) => fieldWords(field)))];
  return t('consultations.changed', { field: fields.join(', ') });
}

/** The fields of a camera that were changed under it: one agreement covers one change of each. */
export function spentWords({ changes }: ConsultationView, cameraId: number): string {
  const fields = changes.filter((each) => each.cameraId === cameraId).map(({ field }) => fieldWords(field));
  return fields.length === 0 ? '' : t('consultations.edit.spent', { field: [...new Set(fields)].join(', ') });
}

export const changeWords = (change: Change): string =>
  t('consultations.change.row', {
    field: fieldWords(change.field),
    from: valueWords(change, change.from),
    to: valueWords(change, change.to),
  });

/** What has left the list of those that wait, and where it is now. */
export function leftWords({ first, count, how }: Left): string {
  const subject = subjectOf(first);
  if (how !== null) return t('consultations.left.done', { subject, state: t(`consultations.state.${how}`) });
  return count === 1
    ? t('consultations.left.gone', { subject })
    : t('consultations.left.several', { n: number(count) });
}

export const daysWords = (days: number): string =>
  days === 0 ? t('consultations.days.today') : t('consultations.days', { n: days });
