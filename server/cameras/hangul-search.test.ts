import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeness, searchable, searchField, searchPattern } from './hangul-search.rules.ts';

const found = (typed: string, text: string) => searchPattern(typed)?.test(searchable(text)) ?? false;

describe('searching in Korean', () => {
  test.each([
    ['ㅈㅇㅅㅈ', '중앙시장 앞 사거리'],
    ['중앙ㅅㅈ', '중앙시장'],
    ['ㅈ앙시장', '중앙시장'],
    ['중아', '중앙시장'],
    ['중앙시', '중앙 시장'],
    ['중앙싲', '중앙시장'],
    ['갑', '가방'],
    ['닭', '달구지'],
    ['ㄲ', '꽃집'],
    ['gn0412', 'GN-0412-1'],
    ['GN-0412-1', 'gn 0412 1'],
    ['교1', '교1동'],
    ['(구)', '구 터미널'],
  ])('%s finds %s', (typed, text) => expect(found(typed, text)).toBe(true));

  test.each([
    ['ㅈㅇㅅㅈ', '중앙로'],
    ['중앙싲', '중앙시가'],
    ['주', '중앙시장'.slice(1)],
    ['ㄱ', '꽃집'],
    ['중앙.*', '중앙시장'],
    ['장시', '시장'],
  ])('%s does not find %s', (typed, text) => expect(found(typed, text)).toBe(false));

  test('nothing typed looks for nothing', () => {
    for (const typed of ['', '  ', '-']) expect(searchPattern(typed)).toBeNull();
  });

  test('whatever was typed of a name, to any keystroke, finds the name', () => {
    const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 1, maxLength: 6 }), fc.nat(), (name, cut) => {
        const text = name.join('');
        const kept = name.slice(0, cut % name.length);
        const last = text.charCodeAt(kept.length) - 0xac00;
        const initial = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'[Math.floor(last / 588)]!;
        const open = String.fromCharCode(0xac00 + last - (last % 28));
        for (const typed of [initial, open, text[kept.length]!])
          expect(found([...kept, typed].join(''), text)).toBe(true);
        expect(found(text.normalize('NFD'), text)).toBe(true);
      }),
    );
  });

  test('no text typed can break the pattern', () => {
    const anything = fc
      .array(fc.nat(0xffff), { maxLength: 12 })
      .map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(fc.string(), anything), (typed) => void searchPattern(typed)?.test('중앙시장')),
    );
  });
});

describe('closeness', () => {
  const close = (typed: string, text: string) => closeness(searchPattern(typed)!, searchField(text));

  test('the whole is closest, then the beginning, then a word, then anywhere', () => {
    expect(close('중앙시장', '중앙시장')).toBe(0);
    expect(close('중앙', '중앙시장 앞')).toBe(1);
    expect(close('시장', '중앙 시장')).toBe(2);
    expect(close('시장', '중앙시장')).toBe(3);
    expect(close('강릉', '중앙시장')).toBeNull();
  });
});
