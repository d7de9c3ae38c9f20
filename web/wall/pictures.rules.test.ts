import { describe, expect, test } from 'vitest';
import { openPictures, picturesOf } from './pictures.rules.ts';
import { badgeOf, countTiles, tileStateOf } from './tile-state.rules.ts';
import { rectsOf } from './wall-layout.rules.ts';

const keys = (pictures: readonly { key: string }[]): string[] => pictures.map(({ key }) => key);

describe('open pictures', () => {
  test('a small tile asks for the small picture, a large one for the main', () => {
    expect(keys(picturesOf([3, 2, null, 1], rectsOf(4, null), 1200))).toEqual(['1 sub', '2 sub', '3 sub']);
    expect(keys(picturesOf([3, 2, null, 1], rectsOf(4, 0), 1200))).toEqual(['1 sub', '2 sub', '3 main']);
  });

  test('a camera that changes its tile keeps its place in the list, so that its player goes on', () => {
    const rects = rectsOf(4, null);
    expect(keys(picturesOf([3, 2, 1], rects, 900))).toEqual(keys(picturesOf([1, 3, 2], rects, 900)));
  });

  test('enlarging keeps the small picture under the main one until that plays', () => {
    const before = picturesOf([3, 2], rectsOf(4, null), 1200);
    const wanted = picturesOf([3, 2], rectsOf(4, 0), 1200);
    const waiting = openPictures(before, wanted, [], (key) => key.endsWith('sub'));
    expect(keys(waiting)).toEqual(['2 sub', '3 main', '3 sub']);
    expect(waiting[2]!.rect).toEqual(waiting[1]!.rect);
    expect(keys(openPictures(waiting, wanted, [], () => true))).toEqual(['2 sub', '3 main']);
  });

  test('what is made ready for the next set is open and not shown; what stands already is not opened twice', () => {
    const rects = rectsOf(4, null);
    const open = openPictures(
      [],
      picturesOf([1, 2], rects, 900),
      picturesOf([2, 5], rects, 900, true),
      () => true,
    );
    expect(open.map(({ key, ahead }) => [key, ahead])).toEqual([
      ['1 sub', false],
      ['2 sub', false],
      ['5 sub', true],
    ]);
  });
});

describe('what a tile says', () => {
  const facts = { delayMs: 600, audioOffered: false, starved: false, ended: null, code: null } as const;
  test('follows the player, and is no longer live when it comes late', () => {
    expect(tileStateOf({ ...facts, phase: 'playing' })).toBe('live');
    expect(tileStateOf({ ...facts, phase: 'playing', delayMs: 4200 })).toBe('late');
    expect(tileStateOf({ ...facts, phase: 'codec-unsupported' })).toBe('codec');
    expect(tileStateOf({ ...facts, phase: 'refused' })).toBe('refused');
  });
  test('Art. 11(2): a camera that offers sound wears the badge of a violation whatever else it does', () => {
    expect(badgeOf('live', true)).toBe('violation');
    expect(badgeOf('late', true)).toBe('violation');
    expect(badgeOf('late', false)).toBe('caution');
    expect(badgeOf('live', null)).toBeNull();
  });
  test('the counts are those of what is drawn', () => {
    const tiles = (['live', 'late', 'reconnecting', 'codec', 'empty'] as const).map((state) => ({
      state,
      audioOffered: state === 'live',
    }));
    expect(countTiles(tiles)).toEqual({ seen: 2, caution: 2, violation: 1, unseen: 2 });
  });
});
