import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markedAgainst } from './word-difference.rules.ts';

test('the word that differs is marked, the rest of the print stays plain (Art. 10(2))', () => {
  expect(markedAgainst('관리부서 정보산업과', '관리부서 정보통신과')).toEqual([
    { text: '관리부서 ', differs: false },
    { text: '정보산업과', differs: true },
  ]);
  expect(markedAgainst('방범·주차관리 24시간', '방범')).toEqual([
    { text: '방범·', differs: false },
    { text: '주차관리 24시간', differs: true },
  ]);
});

test('nothing of the text is lost, and the same words are never marked', () => {
  const words = fc.array(fc.constantFrom('가', '나', '다', ' ', '·')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(words, words, (text, other) => {
      expect(
        markedAgainst(text, other)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
      expect(markedAgainst(text, text).some(({ differs }) => differs)).toBe(false);
    }),
  );
});
