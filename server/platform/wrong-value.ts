import type { z } from 'zod';
import type { Sentence } from './sentence.ts';

type Issue = z.core.$ZodIssue;

const says = (ko: string, en: string): Sentence => ({ ko, en });
const FORMATS: Readonly<Record<string, Sentence>> = {
  date: says('2026-01-02처럼 적어 주십시오.', 'Write it like 2026-01-02.'),
  datetime: says('2026-01-02T09:00:00+09:00처럼 적어 주십시오.', 'Write it like 2026-01-02T09:00:00+09:00.'),
};
/** The refinements that schemas share, by the message they carry. */
const CUSTOM: Readonly<Record<string, Sentence>> = {
  'holds a letter that nobody sees': says(
    '보이지 않는 문자가 있습니다. 지우고 다시 적어 주십시오.',
    'It holds a letter that nobody sees. Remove it.',
  ),
  'letters differ': says(
    '같은 글자의 대안이 둘 있습니다. 서로 다른 글자로 적어 주십시오.',
    'Two alternatives have the same letter. Give each its own.',
  ),
  'is too wide for a straight picture': says(
    '고정형은 150 이하여야 합니다. 더 넓은 것은 어안으로 고르십시오.',
    'A fixed camera has 150 at most. Choose a fisheye for more.',
  ),
  'is one area': says(
    '지도 범위나 읍면동 가운데 하나만 고르십시오.',
    'Choose a part of the map or a district, one of them.',
  ),
  'runs from south-west to north-east': says(
    '서쪽·남쪽이 동쪽·북쪽보다 작아야 합니다.',
    'West and south come before east and north.',
  ),
  'has a number or a budget': says('몇 대인지나 예산을 적어 주십시오.', 'Give a number or a budget.'),
  'says nothing': says(
    '글자나 숫자 두 자 이상으로 적어 주십시오. 점과 줄표만으로는 무엇인지 알 수 없습니다.',
    'Write two letters or digits at least: dots and dashes name nothing.',
  ),
  'is no network': says(
    '10.1.50.0/24처럼 주소와 길이를 적어 주십시오.',
    'Write an address and a length, like 10.1.50.0/24.',
  ),
  'is too wide a network': says(
    '너무 넓습니다. IPv4는 /8, IPv6은 /32 이상으로 좁혀 주십시오.',
    'It is too wide. Narrow it to /8 or longer (IPv4), /32 or longer (IPv6).',
  ),
  'lies outside 1900 to 2199': says('1900년부터 2199년까지 적어 주십시오.', 'Give a day from 1900 to 2199.'),
};
const MOST_CHOICES = 8;
const PLAIN_KEY = /^[A-Za-z]\w{0,30}$/;

function tooSmall({ origin, minimum }: Extract<Issue, { code: 'too_small' }>): Sentence {
  if (origin === 'string')
    return minimum === 1
      ? says('비어 있습니다. 적어 주십시오.', 'It is empty. Fill it in.')
      : says(`${minimum}자 이상 적어 주십시오.`, `Write ${minimum} letters or more.`);
  return origin === 'array'
    ? says(`${minimum}개 이상 고르십시오.`, `Choose ${minimum} or more.`)
    : says(`${minimum} 이상이어야 합니다.`, `It is ${minimum} or more.`);
}

function tooBig({ origin, maximum }: Extract<Issue, { code: 'too_big' }>): Sentence {
  if (origin === 'string')
    return says(`${maximum}자까지 적을 수 있습니다.`, `It holds ${maximum} letters at most.`);
  return origin === 'array'
    ? says(`${maximum}개까지 고를 수 있습니다.`, `Choose ${maximum} at most.`)
    : says(`${maximum} 이하여야 합니다.`, `It is ${maximum} or less.`);
}

/** What to do about a value that a schema refuses; null where the schema leaves nothing to say. */
export function wayOut(issue: Issue, given: unknown): Sentence | null {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? null;
    case 'custom':
      return CUSTOM[issue.message] ?? null;
    case 'unrecognized_keys': {
      const keys = issue.keys.filter((key) => PLAIN_KEY.test(key)).join(', ');
      return says(
        `받지 않는 항목이 있습니다${keys === '' ? '' : `: ${keys}`}.`,
        `It holds what is not taken${keys === '' ? '' : `: ${keys}`}.`,
      );
    }
    case 'invalid_value':
      if (given === undefined) return says('빠졌습니다.', 'It is missing.');
      return issue.values.length > MOST_CHOICES
        ? null
        : says(`다음 가운데 하나입니다: ${issue.values.join(', ')}.`, `One of: ${issue.values.join(', ')}.`);
    case 'invalid_type':
      return given === undefined ? says('빠졌습니다.', 'It is missing.') : null;
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return null;
  }
}
