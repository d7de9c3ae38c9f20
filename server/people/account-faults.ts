import { ApiError, invalid } from '../platform/http-errors.ts';
import type { RightFault } from './rights.rules.ts';

export const ownAccount = (): ApiError =>
  new ApiError(403, 'own-account', {
    ko: '자기 계정과 권한은 스스로 바꿀 수 없습니다. 다른 담당자에게 맡겨 주십시오(제30조제1항).',
    en: 'Nobody changes the own account or rights. Ask another officer (Art. 30(1)).',
  });

export const nameTaken = (account: string): ApiError =>
  new ApiError(
    409,
    'name-taken',
    {
      ko: `${account} 계정은 이미 있습니다. 닫힌 계정의 이름도 다시 쓸 수 없습니다.`,
      en: `The account ${account} exists already. The name of a closed account is not used again.`,
    },
    'account',
  );

export const personHasAccount = (): ApiError =>
  new ApiError(
    409,
    'person-has-account',
    {
      ko: '이 사람에게는 열린 계정이 이미 있습니다. 한 사람은 한 계정만 씁니다(제30조제1항).',
      en: 'This person has an open account already. One person has one account (Art. 30(1)).',
    },
    'personId',
  );

export const accountHasPerson = (): ApiError =>
  new ApiError(
    409,
    'account-has-person',
    {
      ko: '이 계정은 다른 사람의 것입니다. 그 사람에게서 먼저 떼어 주십시오.',
      en: 'This account is another person’s. Part it from that person first.',
    },
    'account',
  );

export const lastOfficer = (): ApiError =>
  new ApiError(409, 'last-officer', {
    ko: '마지막 담당자 계정입니다. 다른 담당자를 먼저 만들어 주십시오.',
    en: 'This is the last officer. Make another officer first.',
  });

export const accountClosed = (): ApiError =>
  new ApiError(409, 'account-closed', {
    ko: '닫힌 계정입니다. 바꿀 수 있는 것이 없습니다.',
    en: 'The account is closed. Nothing about it can be changed.',
  });

export const requestReused = (): ApiError =>
  new ApiError(
    409,
    'request-reused',
    {
      ko: '이미 처리한 요청입니다. 새로 고친 뒤 다시 해 주십시오.',
      en: 'This request was handled already. Read anew and try again.',
    },
    'requestId',
  );

export const rightOver = (): ApiError =>
  new ApiError(409, 'right-over', {
    ko: '이미 끝난 권한입니다. 목록을 새로 읽어 주십시오.',
    en: 'This right is over already. Read the list anew.',
  });

export const noSuch = (field: string): ApiError =>
  invalid(field, '고른 것이 지금 대장에 없습니다. 다시 골라 주십시오.', 'What was chosen is not on record.');

/** The sentence of each fault in the days of a right. */
export function badDays(fault: RightFault, mostDays: number): ApiError {
  switch (fault) {
    case 'past':
      return invalid(
        'fromDay',
        '지난 날로는 권한을 줄 수 없습니다.',
        'A right cannot be given for the past.',
      );
    case 'order':
      return invalid('untilDay', '끝나는 날이 시작보다 앞섭니다.', 'The end is before the beginning.');
    case 'end-missing':
      return invalid(
        'untilDay',
        '유관기관과 수탁자의 권한에는 끝나는 날이 있어야 합니다(제18조제5항, 제30조제1항).',
        'The right of a liaison or of a contractor has an end (Art. 18(5), 30(1)).',
      );
    case 'end-late':
      return invalid(
        'untilDay',
        `유관기관과 수탁자의 권한은 ${mostDays}일 안에, 계약이 있으면 그 안에 끝나야 합니다.`,
        `The right of a liaison or of a contractor ends within ${mostDays} days and within the contract.`,
      );
  }
}
