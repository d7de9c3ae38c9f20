import { invalid } from '../../platform/http-errors.ts';
import { passwordFault, PASSWORD_LETTERS, type PasswordFault } from './new-password.schema.ts';

const SENTENCES: Readonly<Record<PasswordFault, { readonly ko: string; readonly en: string }>> = {
  short: {
    ko: `비밀번호는 ${PASSWORD_LETTERS.least}자 이상 적어 주십시오.`,
    en: `A password has ${PASSWORD_LETTERS.least} characters or more.`,
  },
  repeats: {
    ko: '같은 글자나 토막을 되풀이한 비밀번호입니다. 관계없는 낱말 서너 개를 이어 적으십시오.',
    en: 'The password repeats the same letters. Join three or four words that have nothing to do with each other.',
  },
  name: {
    ko: '계정이나 이름으로 만든 비밀번호입니다. 관계없는 낱말 서너 개를 이어 적으십시오.',
    en: 'The password is made of the account or the name. Join three or four words that have nothing to do with each other.',
  },
  row: {
    ko: '자판이나 숫자의 차례를 따른 비밀번호입니다. 관계없는 낱말 서너 개를 이어 적으십시오.',
    en: 'The password follows a row of keys or numbers. Join three or four words that have nothing to do with each other.',
  },
  common: {
    ko: '도시 이름, 연도, 흔한 말로 만든 비밀번호입니다. 관계없는 낱말 서너 개를 이어 적으십시오.',
    en: 'The password is made of the city, a year or a usual word. Join three or four words that have nothing to do with each other.',
  },
};

/** Throws the 400 of a password that is too short or easily guessed, with the sentence why; the value is never shown. */
export function refuseWeak(
  password: string,
  who: { readonly account: string; readonly personName: string },
  field: 'password' | 'next',
): void {
  const fault = passwordFault(password, who);
  if (fault !== null) throw invalid(field, SENTENCES[fault].ko, SENTENCES[fault].en);
}
