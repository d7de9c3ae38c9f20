import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madePassword } from './made-password.rules.ts';
import { passwordFault } from './new-password.schema.ts';

const WHO = { account: 'kim.cheolsu', personName: '김철수' };
const fault = (password: string) => passwordFault(password, WHO);

test('what everybody tries first is refused, and why is said', () => {
  for (const [password, why] of [
    ['elevenchars', 'short'],
    ['aaaaaaaaaaaa', 'repeats'],
    ['가가가가가가가가가가가가', 'repeats'],
    ['abc1abc1abc1abc1', 'repeats'],
    ['kim.cheolsu!', 'name'],
    ['Kim.Cheolsu2026', 'name'],
    ['김철수김철수김철수김철수', 'repeats'],
    ['cheolsu-cheolsu', 'name'],
    ['qwertyuiop12', 'row'],
    ['1qaz2wsx3edc', 'row'],
    ['123456789012', 'row'],
    ['abcdefghijkl', 'row'],
    ['ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴ', 'row'],
    ['gangneung2026', 'common'],
    ['Gangneung2026!', 'common'],
    ['강릉시관제센터2026!!', 'common'],
    ['password1234', 'common'],
    ['rkdfmd2026!!', 'common'],
  ] as const)
    expect(fault(password), password).toBe(why);
});

test('sentences and made passwords are taken', () => {
  for (const password of [
    'correct horse battery',
    'twelve letters long',
    'another long password',
    '파도 소리 들리는 창가',
    'Xk3!vPq9zR2m',
    '경포 호수에 달이 다섯',
  ])
    expect(fault(password), password).toBe(null);
  const made = fc
    .uint8Array({ minLength: 512, maxLength: 512 })
    .map((bytes) => {
      let at = 0;
      return madePassword((into) => {
        for (let i = 0; i < into.length; i++) into[i] = bytes[at++ % bytes.length]!;
        return into;
      });
    })
    // Random bytes of a property test come all alike now and then; the machine's do not.
    .filter((password) => new Set(password).size > 10);
  fc.assert(fc.property(made, (password) => fault(password) === null));
});

test('capitals, spaces and a few letters more make nothing of what is guessed first', () => {
  const base = fc.constantFrom(
    'gangneung',
    'kim.cheolsu',
    'qwertyuiop',
    'password',
    'aaaaaaaaaa',
    '1234567890',
  );
  const tail = fc.string({ unit: fc.constantFrom('!', '1', ' ', '?'), minLength: 3, maxLength: 5 });
  fc.assert(
    fc.property(base, tail, fc.boolean(), (word, more, capitals) => {
      const password = `${capitals ? word.toUpperCase() : word}${more}`;
      expect(fault(password)).not.toBe(null);
    }),
  );
});
