import { expect, test } from 'vitest';
import { wallEn, wallKo } from '../ui/words/wall.words.ts';
import { stillBarOf, TILE_STATES } from './tile-state.rules.ts';

test('a still is of a picture that shows; every other tile says why none is taken', () => {
  const barred = TILE_STATES.filter((state) => stillBarOf(state) !== null);
  expect(TILE_STATES.filter((state) => stillBarOf(state) === null)).toEqual(['live', 'late']);
  for (const state of barred) {
    expect(wallKo).toHaveProperty([`still.bar.${state}`]);
    expect(wallEn).toHaveProperty([`still.bar.${state}`]);
  }
});
