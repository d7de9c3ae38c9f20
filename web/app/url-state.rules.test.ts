import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECTIONS } from '../cameras/filter.rules.ts';
import { LISTS, MODES, OFFICES, plainOf, readUrl, writeUrl, type UrlState } from './url-state.rules.ts';

const word = fc.stringMatching(/^[가-힣a-z?·&=+ ()-]{1,12}$/).filter((text) => text.trim() !== '');
const stateArbitrary: fc.Arbitrary<UrlState> = fc.record({
  view: fc.option(
    fc.record({
      center: fc
        .tuple(fc.integer({ min: -1799, max: 1799 }), fc.integer({ min: -849, max: 849 }))
        .map(([lon, lat]) => [lon / 10, lat / 10] as const),
      zoom: fc.integer({ min: 0, max: 240 }).map((tenths) => tenths / 10),
      bearingDeg: fc.integer({ min: -179, max: 180 }),
    }),
  ),
  filter: fc
    .array(fc.tuple(fc.constantFrom(...SECTIONS), fc.array(word, { minLength: 1, maxLength: 4 })))
    .map((entries) => Object.fromEntries(entries.map(([section, words]) => [section, new Set(words)]))),
  cameraId: fc.option(fc.integer({ min: 1, max: 0x7fffffff })),
  list: fc.option(fc.constantFrom(...LISTS)),
  table: fc.boolean(),
  office: fc.option(fc.constantFrom(...OFFICES)),
  theme: fc.option(fc.constantFrom('dark' as const, 'light' as const)),
  lang: fc.option(fc.constantFrom('ko' as const, 'en' as const)),
  mode: fc.constantFrom(...MODES),
  wall: fc.constantFrom(null, { size: 9, cells: [12, null, 34] } as const, { size: 1, cells: [] } as const),
  scene: fc.option(fc.uuid()),
  window: fc.option(fc.integer({ min: 2, max: 99 })),
  plan: fc.option(fc.uuid()),
});

test('a link shows the same screen again', () => {
  fc.assert(
    fc.property(stateArbitrary, (state) => {
      const read = readUrl(writeUrl(state));
      expect({ ...read, filter: Object.entries(read.filter).sort() }).toEqual({
        ...state,
        filter: Object.entries(state.filter)
          .map(([section, words]) => [section, words])
          .sort(),
      });
    }),
  );
});

test('an address that nobody wrote falls back to the plain screen', () => {
  const plain = readUrl('');
  for (const query of [
    '?at=abc',
    '?at=999,1,2',
    '?camera=-4',
    '?camera=1.5',
    '?list=x',
    '?office=x',
    '?mode=x&wall=5:1&scene=x&window=1&plan=7',
    '?theme=red',
    '?lang=jp',
  ])
    expect(readUrl(query)).toEqual(plain);
  expect(writeUrl(plain)).toBe('');
});

test('of an address whose holder has gone, how it looks is left and nothing of what was on it', () => {
  expect(plainOf('?camera=7&mode=wall&wall=4:1,2,3,4&office=audit&window=2')).toBe('');
  expect(plainOf('?camera=7&theme=light&lang=en&mode=wall')).toBe('?theme=light&lang=en');
});
