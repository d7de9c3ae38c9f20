import { expect, test } from 'vitest';
import { OwnLag } from './own-lag.ts';

test('a tick that comes late is remembered from when it came, and forgotten after a minute', () => {
  let atMs = 0;
  const lag = new OwnLag(() => atMs);
  for (atMs of [100, 200, 1700, 1800]) lag.tick();
  expect(lag.worstSinceMs(0)).toBe(1400);
  expect(lag.worstSinceMs(1750)).toBe(0);
  for (let next = 1900; next <= 62_000; next += 100) {
    atMs = next;
    lag.tick();
  }
  expect(lag.worstSinceMs(0)).toBe(0);
});

test('what holds the program up at this moment counts before its next tick', () => {
  let atMs = 0;
  const lag = new OwnLag(() => atMs);
  lag.start();
  atMs = 900;
  expect(lag.worstSinceMs(500)).toBe(800);
  lag.stop();
});

test('looks that were not believed are told for a minute, with how late it was', () => {
  let atMs = 0;
  const lag = new OwnLag(() => atMs);
  expect(lag.heldBack()).toBeNull();
  atMs = 600;
  lag.tick();
  lag.noteHeldBack();
  lag.noteHeldBack();
  expect(lag.heldBack()).toEqual({ looks: 2, worstMs: 500 });
  atMs = 61_000;
  lag.tick();
  expect(lag.heldBack()).toBeNull();
});
