import { expect, test } from 'vitest';
import { asksNoMore, stillMeansCamera } from './in-hand.rules.ts';

test('whoever holds a camera is asked before it is let go, and again once the question has gone', () => {
  expect(asksNoMore(-Infinity, 0)).toBe(false);
  expect(asksNoMore(1000, 3000)).toBe(true);
  expect(asksNoMore(1000, 8000)).toBe(false);
  expect(asksNoMore(1000, 1300), 'a double click has read nothing').toBe(false);
});

test('an arrow pressed just as the camera is taken away moves no map', () => {
  expect(stillMeansCamera(null, 5000, false)).toBe(false);
  expect(stillMeansCamera(5000, 6500, false)).toBe(true);
  expect(stillMeansCamera(5000, 7500, false)).toBe(false);
  expect(stillMeansCamera(5000, 60_000, true)).toBe(true);
});
