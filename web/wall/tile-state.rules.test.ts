import { expect, test } from 'vitest';
import { wallEn, wallKo } from '../ui/words/wall.words.ts';
import { closedBy, lineIsSlow, type PictureFacts, stillBarOf, TILE_STATES } from './tile-state.rules.ts';

test('a still is of a picture that shows; every other tile says why none is taken', () => {
  const barred = TILE_STATES.filter((state) => stillBarOf(state) !== null);
  expect(TILE_STATES.filter((state) => stillBarOf(state) === null)).toEqual(['live', 'late', 'slow']);
  for (const state of barred) {
    expect(wallKo).toHaveProperty([`still.bar.${state}`]);
    expect(wallEn).toHaveProperty([`still.bar.${state}`]);
  }
});

const picture = (over: Partial<PictureFacts> = {}): PictureFacts => ({
  ...{ phase: 'playing', delayMs: 700, audioOffered: false, starved: false, ended: null, code: null },
  ...over,
});

test('that everything lags at once is the doing of the own line; that one camera lags is its own', () => {
  const [fine, late, starved] = [picture(), picture({ delayMs: 4000 }), picture({ starved: true })];
  const stopped = picture({ phase: 'reconnecting', starved: true });
  expect(lineIsSlow([late, starved, stopped], false)).toBe(true);
  expect(lineIsSlow([late, starved, fine], false)).toBe(false);
  expect(lineIsSlow([late], false)).toBe(false);
  expect(
    lineIsSlow([late, starved, picture({ phase: 'reconnecting' })], false),
    'a camera or the server broke off',
  ).toBe(false);
  expect(
    lineIsSlow([late, starved, picture({ phase: 'refused' }), picture({ phase: 'connecting' })], false),
  ).toBe(true);
  expect(lineIsSlow([late, fine, starved], true), 'it is not said and unsaid with every frame').toBe(true);
  expect(lineIsSlow([late, fine], true)).toBe(false);
});

test('Art. 27, 26: a picture that the law closed is no fault of its camera, and one of a pursuit is told apart', () => {
  expect(closedBy(picture({ phase: 'refused', ended: 'pursuit' }))).toBe('pursuit');
  expect(closedBy(picture({ phase: 'refused', ended: 'delegation' }))).toBe('law');
  expect(closedBy(picture({ phase: 'refused', code: 'no-delegation' }))).toBe('law');
  expect(closedBy(picture({ phase: 'refused', code: 'not-a-purpose' }))).toBe('following');
  expect(closedBy(picture({ phase: 'refused', code: 'no-stream' })), 'that one is mended').toBeNull();
  expect([closedBy(picture()), closedBy(picture({ phase: 'reconnecting' }))]).toEqual([null, null]);
});
