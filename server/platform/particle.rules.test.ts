import { expect, test } from 'vitest';
import { called } from './particle.rules.ts';

test('a name is called by the letter in which it ends, read aloud', () => {
  expect(
    ['도로과', '기획실', '재난대응단', '시설 2', '시설 3', 'CCTV', 'TM', '안전과 ', '과(구)', ''].map(called),
  ).toEqual([
    "'도로과'라는",
    "'기획실'이라는",
    "'재난대응단'이라는",
    "'시설 2'라는",
    "'시설 3'이라는",
    "'CCTV'라는",
    "'TM'이라는",
    "'안전과 '라는",
    "'과(구)'라는",
    "''라는",
  ]);
});
