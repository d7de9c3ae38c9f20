import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cites, saysSomething } from './citation.rules.ts';

test('Art. 27: dots, dashes and blanks name nothing, however many', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'.-·/ ()_*#…') }), (text) => {
      expect(saysSomething(text)).toBe(false);
      expect(cites('report-112', text)).toBe(false);
      expect(saysSomething(`${text}제8조${text}`)).toBe(true);
    }),
  );
});

test('Art. 11(1), 27: another statute is named, with its article, in Korean or English', () => {
  for (const citation of [
    '형사소송법 제106조, 영장 2026-11',
    '경찰관 직무집행법 제 7 조',
    'Police Act, Article 7',
    'Police Act Art. 7(1)',
  ])
    expect(cites('other', citation)).toBe(true);
  for (const citation of [
    '영장',
    '112-2026',
    'party 7',
    '제조',
    '제1조',
    '제1조 제2항',
    'Article 7',
    'Art. 7(1)',
    '§ 7',
  ])
    expect(cites('other', citation)).toBe(false);
  expect(cites('report-112', '112-2026')).toBe(true);
});
