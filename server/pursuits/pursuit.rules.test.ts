import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { PURSUIT_STATUTES } from './pursuit.law.ts';
import {
  betweenDeg,
  camerasAhead,
  lacksBasis,
  NEXT,
  repeatsTrail,
  servesPursuit,
  TRAIL_OF_PERSON,
  type Around,
} from './pursuit.rules.ts';

const TODAY = '2026-11-30';
const consent = { kind: 'consent', by: 'subject', record: '동의-2026-14', on: '2026-11-30' } as const;
const statute = {
  kind: 'statute',
  statute: 'report-112',
  citation: '112신고처리법 제8조, 112-2026-001',
} as const;

describe('Art. 27: what is a basis', () => {
  test('the explicit consent of the person or the legal representative, with its record and for a purpose', () => {
    expect(lacksBasis(consent, 'security', TODAY)).toBeNull();
    expect(lacksBasis({ ...consent, by: 'representative' }, 'security', TODAY)).toBeNull();
    expect(lacksBasis({ ...consent, record: ' ' }, 'security', TODAY)).toBe('no-record');
    expect(lacksBasis({ ...consent, on: '2026-12-01' }, 'security', TODAY)).toBe('consent-to-come');
    expect(lacksBasis(consent, null, TODAY)).toBe('no-purpose');
  });

  test('a consent of the last year, with a record that says something', () => {
    expect(lacksBasis({ ...consent, on: '2025-11-30' }, 'security', TODAY)).toBeNull();
    expect(lacksBasis({ ...consent, on: '2025-11-29' }, 'security', TODAY)).toBe('consent-too-old');
    expect(lacksBasis({ ...consent, on: '1950-01-01' }, 'security', TODAY)).toBe('consent-too-old');
    expect(lacksBasis({ ...consent, on: '2027-02-28' }, 'security', '2028-02-29')).toBe('consent-too-old');
    expect(lacksBasis({ ...consent, record: '--' }, 'security', TODAY)).toBe('no-record');
  });

  test('a citation that says something, and of another statute its article', () => {
    expect(lacksBasis({ ...statute, citation: '..' }, 'security', TODAY)).toBe('no-citation');
    const other = { ...statute, statute: 'other' } as const;
    expect(lacksBasis({ ...other, citation: '영장 2026-11' }, 'security', TODAY)).toBe('no-article');
    expect(lacksBasis({ ...other, citation: '형사소송법 제106조' }, 'security', TODAY)).toBeNull();
  });

  test('a statute that is in force, with its article; without one that reaches beyond, for a purpose', () => {
    expect(lacksBasis(statute, 'security', TODAY)).toBeNull();
    expect(lacksBasis({ ...statute, citation: ' ' }, 'security', TODAY)).toBe('no-citation');
    expect(lacksBasis(statute, 'security', '2024-07-02')).toBe('statute-not-in-force');
    expect(lacksBasis(statute, 'security', '2024-07-03')).toBeNull();
    for (const { code, beyondPurpose } of PURSUIT_STATUTES)
      expect(lacksBasis({ ...statute, statute: code }, null, TODAY)).toBe(
        beyondPurpose ? null : 'no-purpose',
      );
  });

  test('Art. 26(3): a camera serves a pursuit by a purpose of its own of today, or the statute asks for none', () => {
    fc.assert(
      fc.property(fc.subarray([...PURPOSES]), fc.constantFrom(...PURPOSES), (own, purpose) => {
        expect(servesPursuit(purpose, own)).toBe(own.includes(purpose));
        expect(servesPursuit(null, own)).toBe(true);
      }),
    );
  });
});

const around = fc.uniqueArray(
  fc.record({
    cameraId: fc.integer({ min: 1, max: 500 }),
    distanceM: fc.double({ min: 0, max: 2000, noNaN: true }),
    state: fc.constantFrom('normal', 'unknown', 'fault'),
    bearingDeg: fc.option(fc.double({ min: 0, max: 359.9, noNaN: true })),
  }),
  { selector: ({ cameraId }) => cameraId, maxLength: 40 },
);
const heading = fc.option(fc.double({ min: 0, max: 359.9, noNaN: true }));

describe('the cameras ahead of the walk', () => {
  test('are at most nine of those given, near enough and none behind', () => {
    fc.assert(
      fc.property(around, heading, (cameras, headingDeg) => {
        const ahead = camerasAhead(cameras, headingDeg);
        expect(ahead.length).toBeLessThanOrEqual(NEXT.most);
        expect(new Set(ahead).size).toBe(ahead.length);
        for (const each of ahead) {
          expect(cameras).toContain(each);
          expect(each.distanceM).toBeLessThanOrEqual(NEXT.withinM);
          if (headingDeg !== null && each.bearingDeg !== null)
            expect(betweenDeg(each.bearingDeg, headingDeg)).toBeLessThanOrEqual(NEXT.aheadDeg);
        }
      }),
    );
  });

  test('of two in the same bearing the nearer comes first, of two as far the one straight on', () => {
    const at = (cameraId: number, distanceM: number, bearingDeg: number): Around => ({
      ...{ cameraId, distanceM, bearingDeg, state: 'normal' },
    });
    const ids = (cameras: Around[], headingDeg: number | null): number[] =>
      camerasAhead(cameras, headingDeg).map(({ cameraId }) => cameraId);
    expect(ids([at(1, 200, 90), at(2, 100, 90)], 90)).toEqual([2, 1]);
    expect(ids([at(1, 100, 150), at(2, 100, 95)], 90)).toEqual([2, 1]);
    expect(ids([at(1, 100, 271), at(2, 100, 95)], 90)).toEqual([2]);
    expect(ids([at(1, 100, 355)], 5)).toEqual([1]);
    expect(ids([at(1, 300, 10), at(2, 100, 190)], null)).toEqual([2, 1]);
  });

  test('those that give no picture come last, however near, and give up their place to a living one', () => {
    const each = (cameraId: number, distanceM: number, state: string) => ({
      ...{ cameraId, distanceM, state, bearingDeg: 0 },
    });
    expect(
      camerasAhead([each(1, 10, 'fault'), each(2, 300, 'normal'), each(3, 200, 'unknown')], 0).map(
        ({ cameraId }) => cameraId,
      ),
    ).toEqual([3, 2, 1]);
    const dead = Array.from({ length: NEXT.most }, (_, at) => each(at + 1, at, 'fault'));
    expect(camerasAhead([...dead, each(100, 700, 'normal')], 0)[0]).toMatchObject({ cameraId: 100 });
  });

  test('the angle between bearings is the small one, whichever way round', () => {
    const deg = fc.integer({ min: -720, max: 720 });
    fc.assert(
      fc.property(deg, deg, (a, b) => {
        const apart = betweenDeg(a, b);
        expect(apart).toBe(betweenDeg(b, a));
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(180);
      }),
    );
  });
});

describe('Art. 27: a sequence is of places', () => {
  const ids = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 });

  test('one that holds the way on which somebody was followed is known, also backwards and with stops', () => {
    expect(repeatsTrail([4, 1, 2, 3], [[1, 2, 3]])).toBe(true);
    expect(repeatsTrail([3, 2, 1], [[1, 2, 3]])).toBe(true);
    expect(repeatsTrail([1, 1, 2, 3], [[1, 2, 2, 3]])).toBe(true);
    expect(repeatsTrail([1, 2], [[1, 2]])).toBe(false);
    expect(repeatsTrail([1, 3, 2], [[1, 2, 3]])).toBe(false);
    expect(repeatsTrail([1, 2, 3], [])).toBe(false);
  });

  test('whatever is put before and after it, and nothing where no three follow one another', () => {
    fc.assert(
      fc.property(ids, ids, fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 3 }), (a, b, way) => {
        expect(repeatsTrail([...a, 100, ...way, 100, ...b], [way])).toBe(true);
        const parted = way.flatMap((each) => [each, 200 + each]);
        expect(repeatsTrail(parted, [way])).toBe(false);
      }),
    );
    expect(TRAIL_OF_PERSON).toBe(3);
  });
});
