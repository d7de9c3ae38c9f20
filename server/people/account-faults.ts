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

export const secondPersonFirst = (): ApiError =>
  new ApiError(409, 'second-person', {
    ko: '감사와 시장의 계정은 혼자 바꿀 수 없습니다. 요청을 내면 다른 감사나 시장이 확인할 때 바뀝니다(제30조제3항).',
    en: 'The account of an auditor or the mayor is not changed by one person alone. Ask for it: it is done when another auditor or the mayor confirms (Art. 30(3)).',
  });

export const oneIsEnough = (): ApiError =>
  new ApiError(409, 'one-is-enough', {
    ko: '감사나 시장의 계정이 아니라서 확인 없이 바로 할 수 있는 일입니다.',
    en: 'This is no account of an auditor or the mayor: it can be done at once, without a second person.',
  });

export const overseerIsClosedByTwo = (account: string): ApiError =>
  new ApiError(409, 'second-person', {
    ko: `이 사람의 ${account} 계정은 감사나 시장의 계정이라 두 사람이 먼저 닫습니다. 사람과 권한에서 계정 닫기를 요청해 주십시오(제30조제3항).`,
    en: `The account ${account} of this person is an auditor’s or the mayor’s: two people close it first. Ask for that under people and rights (Art. 30(3)).`,
  });

export const nobodyConfirms = (): ApiError =>
  new ApiError(409, 'nobody-confirms', {
    ko: '확인할 다른 감사나 시장이 없습니다. 서버의 터미널에서 npm run admin으로 하십시오. 감사 기록에 남습니다.',
    en: 'There is no other auditor or mayor to confirm it. Do it at the server’s own terminal with npm run admin; it goes into the audit.',
  });

const linkIt =
  '다른 담당자가 조직의 사람 목록에서 잇거나, 서버의 터미널에서 npm run admin -- link-account로 이으십시오';
const linkItEn =
  'Another officer ties it in the list of people, or do it at the server’s own terminal with npm run admin -- link-account';

/** `whose`: the account that no person of the register is tied to. */
export const personUnknown = (whose: 'asker' | 'decider' | 'overseers'): ApiError => {
  const [ko, en] = {
    asker: ['요청하는 계정이', 'The account that asks'],
    decider: ['확인하는 계정이', 'The account that decides'],
    overseers: ['확인할 감사나 시장의 계정이', 'The account of whoever could confirm it'],
  }[whose] as [string, string];
  return new ApiError(409, 'person-unknown', {
    ko: `${ko} 직원 명부의 사람과 이어져 있지 않아, 두 사람인지 알 수 없습니다(제30조제3항). ${linkIt}.`,
    en: `${en} is tied to no person of the register, so it is not known that these are two people (Art. 30(3)). ${linkItEn}.`,
  });
};

export const alreadyAsked = (): ApiError =>
  new ApiError(409, 'already-asked', {
    ko: '같은 요청이 이미 확인을 기다립니다. 바꾸려면 그 요청을 먼저 거두십시오.',
    en: 'The same was asked already and waits. Withdraw that request to ask for something else.',
  });

export const notTheSecond = (): ApiError =>
  new ApiError(403, 'not-the-second', {
    ko: '요청한 사람이나 그 계정의 주인은 정할 수 없습니다. 다른 감사나 시장이 정합니다(제30조제3항).',
    en: 'Neither who asked nor whose account it is decides. Another auditor or the mayor does (Art. 30(3)).',
  });

export const requestOver = (): ApiError =>
  new ApiError(409, 'request-over', {
    ko: '이미 정해졌거나 기한이 지난 요청입니다. 목록을 새로 읽어 주십시오.',
    en: 'This request is decided already or has run out. Read the list anew.',
  });

export const accountChanged = (): ApiError =>
  new ApiError(409, 'account-changed', {
    ko: '요청한 뒤에 계정이 바뀌어 그대로 할 수 없습니다. 거절하고, 담당자가 다시 요청하게 해 주십시오.',
    en: 'The account has changed since it was asked. Refuse it and let the officer ask anew.',
  });
