import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lonLat } from '../../../geodata/lon-lat.ts';
import { newPlanBody } from '../../../server/coverage/siting/plan.schema.ts';
import {
  alternativeAt,
  dialled,
  DIALS,
  drawnTo,
  EQUIPMENT,
  freeLetter,
  handlesOf,
  HANDLES,
  movedBy,
  placeFrom,
  proposalOf,
  turned,
} from './alternative.rules.ts';

const first = alternativeAt('A', lonLat(128.8761, 37.7519), null);
const place = fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 }));
const isTaken = (alternative: typeof first): boolean =>
  newPlanBody.safeParse({
    planId: '0a8f0d5e-4bd2-4b43-9f0e-0d6c42b6a111',
    ...{ title: 'x', departmentId: null, alternatives: [alternative] },
  }).success;

it('whatever is turned, typed or drawn, the server takes it', () => {
  const change = fc.oneof(
    fc.tuple(fc.constantFrom(...DIALS), fc.integer({ min: -2000, max: 2000 })),
    fc.tuple(fc.constantFrom(...HANDLES), place),
    fc.constantFrom(...EQUIPMENT),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      let now = first;
      for (const each of changes)
        if (!Array.isArray(each)) now = { ...now, ...each };
        else if (typeof each[1] === 'number') {
          now = turned(now, each[0] as (typeof DIALS)[number], each[1] / 10);
        } else {
          const [eastM, northM] = each[1] as [number, number];
          const { lon, lat } = movedBy(now, eastM, northM);
          now = drawnTo(now, each[0] as (typeof HANDLES)[number], lonLat(lon, lat));
        }
      expect(isTaken(now)).toBe(true);
    }),
  );
});

it('a bearing goes round and never is 360', () => {
  expect(turned({ ...first, azimuthDeg: 359 }, 'azimuthDeg', 1).azimuthDeg).toBe(0);
  expect(turned({ ...first, azimuthDeg: 0 }, 'azimuthDeg', -1).azimuthDeg).toBe(359);
  expect(dialled(first, 'azimuthDeg', 359.98).azimuthDeg).toBe(0);
});

it('what a handle is drawn to is where that handle then stands', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 359 }),
      fc.integer({ min: 5, max: 400 }),
      fc.integer({ min: 1, max: 84 }),
      (bearingDeg, metres, halfDeg) => {
        const at = lonLat(first.lon, first.lat);
        const aimed = drawnTo(first, 'aim', placeFrom(at, bearingDeg, metres));
        expect(aimed).toMatchObject({ azimuthDeg: bearingDeg, rangeM: metres, hfovDeg: first.hfovDeg });
        for (const side of ['left', 'right'] as const) {
          const by = side === 'left' ? -halfDeg : halfDeg;
          const wide = drawnTo(aimed, side, placeFrom(at, bearingDeg + by, 77));
          expect(wide).toMatchObject({ hfovDeg: 2 * halfDeg, azimuthDeg: bearingDeg, rangeM: metres });
        }
      },
    ),
  );
});

it('a fisheye has nothing to turn: its rim alone is drawn out', () => {
  const round = { ...first, kind: 'fisheye' as const, hfovDeg: 360 };
  expect(handlesOf(round).map(({ name }) => name)).toEqual(['site', 'aim']);
  const wider = drawnTo(round, 'aim', placeFrom(lonLat(round.lon, round.lat), 77, 60));
  expect(wider).toMatchObject({ rangeM: 60, azimuthDeg: first.azimuthDeg, hfovDeg: 360 });
});

it('a second alternative is like the first under the next letter, until the letters are used up', () => {
  const second = alternativeAt(freeLetter([first])!, lonLat(128.9, 37.76), {
    ...first,
    heightM: 9,
    name: '가',
  });
  expect(second).toMatchObject({ letter: 'B', heightM: 9, name: '', lon: 128.9 });
  const all = Array.from({ length: 26 }, (_, i) => ({ ...first, letter: String.fromCharCode(65 + i) }));
  expect(freeLetter(all)).toBeNull();
  expect(freeLetter(all.filter(({ letter }) => letter !== 'D'))).toBe('D');
});

it('what is not decided is unknown to the sight', () => {
  const { tiltDeg, nightRangeM, megapixels } = proposalOf({ ...first, tiltDeg: null, megapixels: null });
  expect([tiltDeg, nightRangeM, megapixels]).toEqual([NaN, NaN, NaN]);
});
