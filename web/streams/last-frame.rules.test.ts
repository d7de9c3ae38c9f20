import { expect, test } from 'vitest';
import { showsLastFrame, type LivePhase } from './live-phase.rules.ts';

const broken = (lastFrameMs: number | null): LivePhase => ({
  ...{ kind: 'reconnecting', attempt: 3, sinceMs: 1_000_000, cause: null },
  lastFrameMs,
});

test('Art. 30(2): the last frame of a picture that broke off stays a minute, then no past picture is on the screen', () => {
  const at = 1_000_000;
  expect(showsLastFrame(broken(at), at + 60_000)).toBe(true);
  expect(showsLastFrame(broken(at), at + 60_001)).toBe(false);
  expect(showsLastFrame({ kind: 'playing' }, at)).toBe(false);
  expect(showsLastFrame({ kind: 'refused', sentence: null }, at)).toBe(false);
});
