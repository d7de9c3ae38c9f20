import { ApiError, invalid, type Sentence } from '../platform/http-errors.ts';
import { wordOf } from '../platform/field-words.ts';
import { cityMinute } from './city-day.rules.ts';
import type { CameraChange, CameraPatch, EditableFields, ReadValues } from './cameras.schema.ts';

/** As the screens call them. */
const CHOICES: Readonly<Record<string, Sentence>> = {
  'kind.fixed': { ko: '고정형', en: 'Fixed' },
  'kind.ptz': { ko: '회전형 (PTZ)', en: 'PTZ' },
  'kind.fisheye': { ko: '전방위 (어안)', en: 'Fisheye' },
  'regime.fixed': { ko: '고정형 영상정보처리기기', en: 'Fixed device' },
  'regime.mobile': { ko: '이동형 영상정보처리기기', en: 'Mobile device' },
  'integration.integrated': { ko: '통합', en: 'Integrated' },
  'integration.linked': { ko: '연계', en: 'Linked' },
  'integration.standalone': { ko: '단독 운영', en: 'Standalone' },
  'watch.watched': { ko: '관제 대상', en: 'Watched' },
  'watch.excluded': { ko: '관제 제외', en: 'Excluded' },
};
const UNKNOWN: Sentence = { ko: '모름', en: 'unknown' };
const MOST_LETTERS = 60;
type Value = string | number | null | undefined;

function valueWords(field: string, value: Value): Sentence {
  if (value === null || value === undefined) return UNKNOWN;
  const bare = String(value).slice(0, MOST_LETTERS);
  return CHOICES[`${field}.${bare}`] ?? { ko: bare, en: bare };
}

/** Throws 400 with the first field of an edit that does not say as what it was read: it could write over what another wrote. */
export function refuseUnread(patch: CameraPatch, read: ReadValues): void {
  const unread = (Object.keys(patch) as (keyof CameraPatch)[]).find((field) => read[field] === undefined);
  if (unread === undefined) return;
  const word = wordOf([unread]);
  throw invalid(
    unread,
    `‘${word.ko}’ 칸을 어떤 값으로 읽었는지(read.${unread})가 없어 저장하지 않았습니다. 카메라를 다시 읽고, 읽은 값을 함께 보내 주십시오.`,
    `Nothing was saved: as what ‘${word.en}’ was read (read.${unread}) is missing. Read the camera again and send what was read with it.`,
  );
}

/** The first field that the edit writes and that is no longer as the editor read it, nor already as it is to be. */
export function changedMeanwhile(
  now: EditableFields,
  patch: CameraPatch,
  read: ReadValues,
): keyof EditableFields | null {
  const fields = Object.keys(now) as (keyof EditableFields)[];
  return (
    fields.find(
      (field) =>
        patch[field] !== undefined &&
        read[field] !== undefined &&
        now[field] !== read[field] &&
        now[field] !== patch[field],
    ) ?? null
  );
}

/** 409 that names the field, who changed it, when and how; `change` undefined: nobody wrote down who. */
export function askFirst(
  field: keyof EditableFields,
  { from, to }: { readonly from: Value; readonly to: Value },
  change: Pick<CameraChange, 'actor' | 'changedAt'> | undefined,
): ApiError {
  const [word, was, is] = [wordOf([field]), valueWords(field, from), valueWords(field, to)];
  const at = change === undefined ? null : cityMinute(new Date(change.changedAt));
  const who =
    change === undefined
      ? { ko: '그사이 다른 사람이', en: 'somebody else meanwhile' }
      : { ko: `그사이 ${change.actor} 님이 ${at}에`, en: `${change.actor} at ${at}` };
  return new ApiError(
    409,
    'changed-meanwhile',
    {
      ko: `‘${word.ko}’ 값을 ${who.ko} 바꾸었습니다(${was.ko} → ${is.ko}). 저장한 것은 없습니다. 그래도 적은 대로 바꾸려면 다시 저장해 주십시오.`,
      en: `‘${word.en}’ was changed by ${who.en} (${was.en} → ${is.en}). Nothing was saved. To write yours all the same, save again.`,
    },
    field,
  );
}
