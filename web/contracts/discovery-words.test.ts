import { expect, test } from 'vitest';
import { placeTrouble, searchTrouble } from './discovery-words.ts';

const well = { range: '10.20.1.0/24', ports: '80, 8000', reason: '새로 단 장비' };

test('only an empty field is asked to be filled in; of a filled one it is said what it does not take', () => {
  expect(searchTrouble(well)).toBeNull();
  expect(searchTrouble({ range: null, ports: null, reason: well.reason })).toBeNull();
  const all = searchTrouble({ range: ' ', ports: ' , ', reason: '' })!;
  for (const field of ['주소·대역', '포트', '까닭', '채워']) expect(all).toContain(field);
  const wrong = [
    [{ ports: '0' }, '‘0’'],
    [{ ports: '80,443,abc' }, '‘abc’'],
    [{ ports: '1 2 3 4 5 6 7 8 9' }, '지금 9개'],
    [{ reason: '가' }, '지금 1자'],
  ] as const;
  for (const [given, said] of wrong) {
    const sentence = searchTrouble({ ...well, ...given });
    expect(sentence).toContain(said);
    expect(sentence).not.toContain('채워');
  }
});

test('a place that is typed and is none is told how it is written', () => {
  for (const typed of ['', '37.7519, 128.8761']) expect(placeTrouble(typed)).toBeNull();
  expect(placeTrouble('강릉시청 앞')).toContain('37.751900, 128.876100');
});
