import { z } from 'zod';

export const PASSWORD_LETTERS = { least: 12, most: 200 } as const;

/** A password as somebody sets it; whether it is easily guessed, `passwordFault` says. */
export const newPassword = z.string().min(1).max(PASSWORD_LETTERS.most);

export type PasswordFault = 'short' | 'repeats' | 'name' | 'row' | 'common';

/** So much must be left of a password once everything that is guessed first is taken away. */
const LEFT_LETTERS = 8;
const LEFT_KINDS = 5;
/** Of a row of the keyboard or the alphabet in a row, so many letters are one step and no more. */
const ROW_LETTERS = 3;
/** A name of two letters stands in many words by chance. */
const NAME_LETTERS = 3;

const ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '12345678901',
  'abcdefghijklmnopqrstuvwxyz',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!@#$%^&*()',
  'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ',
  'ㅁㄴㅇㄹㅎㅗㅓㅏㅣ',
  'ㅋㅌㅊㅍㅠㅜㅡ',
  'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ',
  '가나다라마바사아자차카타파하',
].flatMap((row) => [row, [...row].reverse().join('')]);

/** The city, the centre and what is tried first everywhere, also as Korean is typed on an English keyboard. */
const COMMON = [
  ...['gangneung', 'gangnung', 'gangwon', '강릉시', '강릉', '강원', 'rkdfmd', 'rkddnjs'],
  ...['gwanje', '관제지도', '관제센터', '관제', 'rhkswp', 'cctv', 'center', 'centre', 'camera'],
  ...[
    'password',
    'passw0rd',
    'passwd',
    'admin',
    'administrator',
    'welcome',
    'letmein',
    'iloveyou',
    'master',
    'login',
  ],
  ...['비밀번호', '관리자', '감사', '시장', '담당자', 'officer', 'auditor', 'mayor', 'operator'],
].sort((a, b) => b.length - a.length);
const YEAR = /(?:19|20)\d\d(?:[01]?\d[0-3]?\d)?/g;

const without = (text: string, parts: readonly string[]): string =>
  parts.reduce((left, part) => left.replaceAll(part, ''), text);

/** Every run along a row shrinks to its first letter. */
function withoutRows(text: string): string {
  let left = '';
  for (let at = 0; at < text.length;) {
    let run = 1;
    for (const row of ROWS)
      while (at + run < text.length && row.includes(text.slice(at, at + run + 1))) run++;
    left += text[at]!;
    at += run >= ROW_LETTERS ? run : 1;
  }
  return left;
}

/** The shortest piece that the whole is a repetition of. */
function withoutRepetition(text: string): string {
  for (let length = 1; length <= text.length / 2; length++)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return text.slice(0, length);
  return text;
}

/** Each letter once where it stands many times in a row. */
const withoutRuns = (text: string): string => text.replace(/(.)\1+/gsu, '$1');

const isEnough = (text: string): boolean =>
  [...text].length >= LEFT_LETTERS && new Set(text).size >= LEFT_KINDS;

/**
 * Why a password is not taken, or null: too short, or nothing is left of it once what everybody tries first is taken
 * away: repetitions, the own account and name, rows of the keyboard, the city and the usual words, years.
 */
export function passwordFault(
  password: string,
  { account, personName }: { readonly account: string; readonly personName: string },
): PasswordFault | null {
  if ([...password].length < PASSWORD_LETTERS.least) return 'short';
  const names = [account, ...account.split(/[._-]/), personName]
    .map((name) => name.normalize('NFC').toLowerCase().replace(/\s/g, ''))
    .filter((name) => name.length >= NAME_LETTERS)
    .sort((a, b) => b.length - a.length);
  let left = password.normalize('NFC').toLowerCase().replace(/\s/g, '');
  const steps: readonly (readonly [PasswordFault, (text: string) => string])[] = [
    ['repeats', withoutRepetition],
    ['name', (text) => without(text, names)],
    ['common', (text) => without(text, COMMON).replace(YEAR, '')],
    ['row', withoutRows],
    ['repeats', withoutRuns],
  ];
  for (const [fault, step] of steps) {
    left = step(left);
    if (!isEnough(left)) return fault;
  }
  return null;
}
