import { describe, expect, it } from 'vitest';
import { LiveClock } from './live-clock.rules.ts';

describe('delay of the live picture', () => {
  it('is unknown until the gateway has spoken', () => {
    expect(new LiveClock().delayMs(0, 100)).toBeNull();
  });

  it('counts from when the frame came from the camera', () => {
    const clock = new LiveClock();
    clock.hear(5_000, 20, 100_000);
    expect(clock.delayMs(4_600, 100_050)).toBe(470);
    expect(clock.delayMs(9_000, 100_050)).toBe(0);
  });

  it('is not flattered by words that waited in a queue, and forgets them after a break', () => {
    const clock = new LiveClock();
    clock.hear(1_000, 0, 10_000);
    clock.hear(2_000, 0, 11_800);
    expect(clock.delayMs(2_000, 11_800)).toBe(800);
    clock.forget();
    clock.hear(2_040, 0, 20_000);
    expect(clock.delayMs(2_040, 20_000)).toBe(0);
  });

  it('follows a camera whose clock drifts', () => {
    const clock = new LiveClock();
    for (let second = 0; second <= 60; second++) clock.hear(second * 990, 0, second * 1000);
    expect(clock.delayMs(60 * 990, 60_000)).toBeLessThan(120);
  });
});
