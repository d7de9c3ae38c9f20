import { expect, test } from 'vitest';
import { directionOf, heldNudge } from './ptz-nudge.rules.ts';

test('right and down turn together, opposites cancel, Shift is faster', () => {
  expect(heldNudge(new Set(['right', 'down']), false)).toEqual({ pan: 0.2, tilt: 0.2, zoom: 0 });
  expect(heldNudge(new Set(['right', 'left']), false).pan).toBe(0);
  expect(heldNudge(new Set(['wider']), true)).toEqual({ pan: 0, tilt: 0, zoom: -0.7 });
});

test('a key is its place on the keyboard, whatever input method is on', () => {
  expect(directionOf('ArrowLeft')).toBe('left');
  expect(directionOf('NumpadAdd')).toBe('closer');
  expect(directionOf('KeyP')).toBeNull();
});
