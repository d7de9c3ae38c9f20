import { PURPOSE_NAMES, type Purpose } from '../cameras/purposes.rules.ts';
import { ApiError } from '../platform/http-errors.ts';
import type { NoBasis } from './pursuit.rules.ts';

const refused = (code: string, ko: string, en: string, field?: string): ApiError =>
  new ApiError(409, code, { ko, en }, field);

const BASIS: Readonly<Record<NoBasis, readonly [field: string, ko: string, en: string]>> = {
  'no-record': [
    'basis.record',
    '동의서의 문서 번호를 적어 주십시오(제27조).',
    'Give the number of the record of the consent (Art. 27).',
  ],
  'consent-to-come': [
    'basis.on',
    '동의한 날이 오늘보다 뒤입니다. 이미 받은 동의의 날을 적어 주십시오(제27조).',
    'The day of the consent is still to come. Give the day of a consent that was given (Art. 27).',
  ],
  'consent-too-old': [
    'basis.on',
    '동의한 지 한 해가 넘었습니다. 동의를 다시 받아 그 날을 적어 주십시오(제27조).',
    'The consent is more than a year old. Obtain it anew and give its day (Art. 27).',
  ],
  'consent-withdrawn': [
    'basis.record',
    '이 동의는 철회되었습니다. 다시 동의를 받았다면 그 날과 문서 번호를 적어 주십시오(제27조).',
    'This consent was withdrawn. If it was given anew, give its day and the number of its record (Art. 27).',
  ],
  'no-citation': [
    'basis.citation',
    '법령의 조문과 문서 번호를 적어 주십시오(제27조).',
    'Give the article of the statute and the number of the document (Art. 27).',
  ],
  'no-article': [
    'basis.citation',
    '그 밖의 법령이면 법령 이름과 조문(제○조)을 적어 주십시오(제27조).',
    'Of a statute that is not listed give its name and article (Article N) (Art. 27).',
  ],
  'statute-not-in-force': [
    'basis.statute',
    '이 법령은 오늘 효력이 없습니다. 다른 근거를 고르십시오(제27조).',
    'This statute is not in force today. Choose another basis (Art. 27).',
  ],
  'no-purpose': [
    'purpose',
    '카메라의 어느 설치 목적에 쓰는지 고르십시오(제26조제3항).',
    'Choose which purpose of the cameras it serves (Art. 26(3)).',
  ],
};

export const noConsent = (): ApiError =>
  new ApiError(
    400,
    'no-consent',
    {
      ko: '동의로 연 추적이 아니어서 철회할 동의가 없습니다. 추적을 끝내려면 ‘추적 끝내기’를 누르십시오(제27조).',
      en: 'This pursuit rests on no consent that could be withdrawn. End the pursuit itself (Art. 27).',
    },
    'withdrawn',
  );

/** What is declared holds no basis: an incident is none (Art. 27). */
export function noBasis(why: NoBasis): ApiError {
  const [field, ko, en] = BASIS[why];
  return new ApiError(400, why, { ko, en }, field);
}

export function notItsPurpose(purposesToday: readonly string[]): ApiError {
  const own = purposesToday.map((purpose) => PURPOSE_NAMES[purpose as Purpose]).join('·');
  return refused(
    'not-a-purpose',
    own === ''
      ? '이 카메라에는 오늘 효력이 있는 설치 목적이 적혀 있지 않아 추적에 쓸 수 없습니다(제26조제3항).'
      : `이 카메라의 설치 목적은 ${own}입니다. 이 추적의 목적과 달라 쓸 수 없습니다(제26조제3항).`,
    own === ''
      ? 'No purpose of this camera is on record today, so it serves no pursuit (Art. 26(3)).'
      : `This camera serves ${purposesToday.join(', ')} and not what this pursuit is for (Art. 26(3)).`,
    'purpose',
  );
}

export const tooLong = (mostMinutes: number): ApiError =>
  new ApiError(
    400,
    'too-long',
    {
      ko: `한 번에 ${mostMinutes}분까지입니다. 더 필요하면 운영책임자가 따로 늘립니다(제27조).`,
      en: `${mostMinutes} minutes at most. For a longer time the officer declares an extension (Art. 27).`,
    },
    'minutes',
  );

export const noIncident = (): ApiError =>
  new ApiError(
    400,
    'no-incident',
    {
      ko: '사건 번호를 글자나 숫자로 적어 주십시오(제27조).',
      en: 'Give the number of the incident in letters or digits (Art. 27).',
    },
    'incident',
  );

export const alreadyOpen = (pursuitNo: number): ApiError =>
  refused(
    'pursuit-open',
    `추적 ${pursuitNo}번이 열려 있습니다. 그것을 먼저 끝내십시오(제27조).`,
    `Pursuit ${pursuitNo} is open. End it first (Art. 27).`,
  );

export const pursuitOver = (): ApiError =>
  refused(
    'pursuit-over',
    '이 추적은 끝났습니다. 이어서 하려면 근거를 다시 밝혀 여십시오(제27조).',
    'This pursuit is over. To go on, declare a basis anew (Art. 27).',
  );

export const notLonger = (): ApiError =>
  refused(
    'not-longer',
    '이미 정한 끝 시각보다 늦어야 합니다. 시간을 더 길게 적어 주십시오(제27조).',
    'It must end later than it does already. Give a longer time (Art. 27).',
    'minutes',
  );

/** Sequences and scenes are of places, not of persons (Art. 27). */
export const placesOnly = (): ApiError =>
  refused(
    'pursuit-open',
    '추적하는 동안에는 장면과 순회를 저장하지 않습니다. 장면과 순회는 장소를 보는 것입니다. 추적을 끝낸 뒤 저장하십시오(제27조).',
    'No scene or sequence is kept during a pursuit: they are of places. End the pursuit, then save (Art. 27).',
  );

export const wayOfPerson = (): ApiError =>
  refused(
    'way-of-person',
    '이 순회는 사람을 추적한 길과 같습니다. 순회는 장소를 보는 것이라 저장하지 않았습니다. 카메라의 순서를 장소에 맞게 다시 고르십시오(제27조).',
    'This sequence is the way on which a person was followed, and was not kept. Choose its cameras by place (Art. 27).',
    'steps',
  );
