import { beforeEach, describe, expect, test, vi } from 'vitest';
import { VideoWall } from './video-wall.svelte.ts';

describe('Art. 11(1): a camera in hand', () => {
  let wall: VideoWall;
  let answers: boolean;
  const asked = vi.fn(() => answers);
  beforeEach(() => {
    asked.mockClear();
    answers = false;
    wall = new VideoWall({ size: 4, cells: [11, 12, 13] });
    wall.inHand = () => true;
    wall.lets = asked;
  });

  test.each([
    ['another tile', () => wall.choose(1)],
    ['the next tile', () => wall.step(1)],
    ['another wall', () => wall.show({ size: 4, cells: [12, 11], sceneId: null, name: null })],
    ['its tile cleared', () => wall.clear()],
    ['another camera in its place', () => void wall.putOn(0, 14)],
  ])('stays chosen before %s until its person says so', (_what, press) => {
    press();
    expect([wall.chosenId, asked.mock.calls.length]).toEqual([11, 1]);
    expect(wall.cells).toEqual([11, 12, 13]);
    answers = true;
    press();
    expect(wall.chosenId).not.toBe(11);
  });

  test('is not asked about by what leaves it where it is', () => {
    wall.choose(0);
    wall.clear(1);
    expect(wall.place(15)).toBe(2);
    wall.swap(0, 2);
    wall.swap(1, 3);
    wall.resize(1);
    expect([wall.chosenId, asked.mock.calls.length]).toEqual([11, 0]);
    expect(wall.cells).toEqual([13, null, 11, 15]);
  });
});

test('Art. 27: a camera is asked for by hand from when a hand puts it on the wall until its picture comes, and not from an address', () => {
  const wall = new VideoWall({ size: 4, cells: [11] });
  wall.place(12);
  expect([wall.isByHand(11), wall.isByHand(12)]).toEqual([false, true]);
  const facts = { delayMs: null, audioOffered: null, starved: false, ended: null, code: null };
  wall.hear('12 sub', { ...facts, phase: 'connecting' });
  expect(wall.isByHand(12)).toBe(true);
  wall.hear('12 sub', { ...facts, phase: 'playing' });
  expect(wall.isByHand(12)).toBe(false);
});
