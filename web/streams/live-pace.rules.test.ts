import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAND_S, paceOf } from './live-pace.rules.ts';

const LOOK_S = 0.2;
const JUMP_PAUSE_S = 2;

/** How far behind a player is, look by look, while the camera sends steadily; each look may find that nothing came for a moment. */
function played(startS: number, looks: number, lateS: readonly number[] = []): number[] {
  let [behindS, rate, jumpedAt] = [startS, 1, Number.NEGATIVE_INFINITY];
  return Array.from({ length: looks }, (_, at) => {
    behindS += lateS[at] ?? 0;
    const pace = paceOf(behindS, rate, (at - jumpedAt) * LOOK_S >= JUMP_PAUSE_S);
    if ('rate' in pace) rate = pace.rate;
    else [behindS, rate, jumpedAt] = [pace.jumpToBehindS, 1, at];
    behindS = Math.max(0, behindS - (rate - 1) * LOOK_S);
    return behindS;
  });
}

describe('the pace of the live picture', () => {
  it('leaves a picture in its band alone', () => {
    fc.assert(
      fc.property(fc.double({ min: BAND_S.from, max: BAND_S.to, noNaN: true }), (behindS) => {
        expect(paceOf(behindS, 1, true)).toEqual({ rate: 1 });
      }),
    );
  });

  it('brings it into the band from anywhere and keeps it there', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (startS) => {
        const settled = played(startS, 60).slice(40);
        expect(Math.min(...settled)).toBeGreaterThanOrEqual(BAND_S.from);
        expect(Math.max(...settled)).toBeLessThanOrEqual(BAND_S.to);
      }),
    );
  });

  it('comes back after every hiccup, and never plays backwards or at a pace that the eye takes for another thing', () => {
    const hiccups = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 6, noNaN: true })), {
      maxLength: 50,
    });
    fc.assert(
      fc.property(hiccups, (lateS) => {
        const looks = played(0.5, lateS.length + 100, lateS);
        expect(looks.at(-1)).toBeGreaterThanOrEqual(BAND_S.from);
        expect(looks.at(-1)).toBeLessThanOrEqual(BAND_S.to);
      }),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        fc.constantFrom(0.9, 1, 1.15, 1.5),
        (behindS, rate) => {
          const pace = paceOf(behindS, rate, true);
          if ('rate' in pace) expect(Math.abs(pace.rate - 1.2)).toBeLessThan(0.301);
          else expect(pace.jumpToBehindS).toBeLessThan(behindS);
        },
      ),
    );
  });

  it('does not jump again so soon, but hurries', () => {
    expect(paceOf(3, 1, false)).toEqual({ rate: 1.5 });
  });
});
