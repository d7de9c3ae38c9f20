import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Silence } from './silence.rules.ts';

/** Looks every 200 ms from a moment to another; whether any found the silence lasting. */
const looks = (silence: Silence, fromMs: number, toMs: number): boolean => {
  let found = false;
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 200) found ||= silence.isLasting(nowMs);
  return found;
};

it('a connection that says nothing for some seconds is silent, and one that never spoke too', () => {
  const silence = new Silence(0);
  expect(looks(silence, 200, 4_000)).toBe(false);
  expect(looks(silence, 4_200, 5_000)).toBe(true);
});

it('one that speaks twice a second never is, however late its words come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 20 }), (lateMs) => {
      const silence = new Silence(0);
      let nowMs = 0;
      for (const late of lateMs) {
        const heardAtMs = nowMs + 500 + late;
        expect(looks(silence, nowMs + 200, heardAtMs)).toBe(false);
        silence.hear(heardAtMs);
        nowMs = heardAtMs;
      }
    }),
  );
});

it('a page that stood still for a minute hears first what waits for it', () => {
  const silence = new Silence(0);
  expect(silence.isLasting(60_000)).toBe(false);
  silence.hear(60_010);
  expect(looks(silence, 60_200, 64_000)).toBe(false);
});
