import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WHOLE_CITY } from '../platform/access.ts';
import { anActor } from '../testing/factories.ts';
import { mayChange, mayOpen, tilesFor, type KeptTile } from './scenes.rules.ts';
import { sceneBody, sequenceBody } from './scenes.schema.ts';

const AT = new Date('2026-11-22T04:12:31+09:00');
const operator = anActor({ accountId: 1 });
const limited = anActor({ accountId: 2, grants: [{ ...WHOLE_CITY[0]!, districtIds: [3] }] });
const inDistrict = (districtId: number, over: { protected?: boolean } = {}) => ({
  protected: false,
  departmentId: null,
  districtId,
  purposes: ['security'],
  integration: 'integrated' as const,
  ...over,
});
const tile = (at: number, camera: KeptTile['camera'], hidden = false): KeptTile => ({
  tile: at,
  cameraId: camera === undefined ? null : at * 10,
  called: `카메라 ${at}`,
  hidden,
  camera,
});

describe('tiles of a scene for one person', () => {
  test('stand where they were kept while the person may watch them all', () => {
    const kept = [tile(2, inDistrict(3)), tile(4, inDistrict(4))];
    expect(tilesFor(operator, { own: true, tiles: 4 }, kept, AT).map((each) => each.tile)).toEqual([2, 4]);
  });

  test('Art. 30(1): what the person may not watch is absent, and no hole tells of it', () => {
    const kept = [
      tile(1, inDistrict(4)),
      tile(2, inDistrict(3)),
      tile(3, inDistrict(4)),
      tile(4, inDistrict(3)),
    ];
    expect(tilesFor(limited, { own: false, tiles: 4 }, kept, AT)).toEqual([
      { tile: 1, cameraId: 20, called: '카메라 2' },
      { tile: 2, cameraId: 40, called: '카메라 4' },
    ]);
  });

  test('Art. 10(4): of a protected site that has left the register nothing is told without clearance', () => {
    const kept = [tile(1, undefined, true), tile(2, undefined)];
    expect(tilesFor(limited, { own: true, tiles: 4 }, kept, AT).map(({ called }) => called)).toEqual([
      '카메라 2',
    ]);
    expect(tilesFor(limited, { own: false, tiles: 4 }, kept, AT)).toEqual([]);
    expect(tilesFor(operator, { own: false, tiles: 4 }, kept, AT)).toHaveLength(2);
  });

  test('Art. 10(4): whatever is kept, a person without clearance cannot tell a hidden tile from none', () => {
    const tiles = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 1, max: 16 }),
        seen: fc.boolean(),
      }),
      { selector: ({ at }) => at, maxLength: 16 },
    );
    fc.assert(
      fc.property(tiles, (given) => {
        const kept = given.map(({ at, seen }) => tile(at, inDistrict(3, { protected: !seen })));
        const shown = tilesFor(limited, { own: false, tiles: 16 }, kept, AT);
        expect(shown).toHaveLength(given.filter(({ seen }) => seen).length);
        if (given.some(({ seen }) => !seen))
          expect(shown.map((each) => each.tile)).toEqual(shown.map((_, index) => index + 1));
      }),
    );
  });
});

describe('whose a scene is', () => {
  const officer = anActor({ accountId: 9, role: 'officer' });
  test('the own is opened and changed; the room opens what is shared and an officer tidies it', () => {
    const own = { accountId: 1, shared: false };
    const shared = { accountId: 1, shared: true };
    expect([mayOpen(operator, own), mayOpen(limited, own), mayOpen(limited, shared)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([mayChange(operator, own), mayChange(limited, shared), mayChange(officer, shared)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(mayChange(officer, own)).toBe(false);
  });
});

describe('what is taken', () => {
  const scene = { name: '야간', tiles: 4, shared: false };
  test('no tile holds two cameras, no camera stands twice, none outside the wall', () => {
    const takes = (cameras: { tile: number; cameraId: number }[]) =>
      sceneBody.safeParse({ ...scene, cameras }).success;
    expect(takes([{ tile: 1, cameraId: 5 }])).toBe(true);
    expect(takes([{ tile: 5, cameraId: 5 }])).toBe(false);
    expect(
      takes([
        { tile: 1, cameraId: 5 },
        { tile: 1, cameraId: 6 },
      ]),
    ).toBe(false);
    expect(
      takes([
        { tile: 1, cameraId: 5 },
        { tile: 2, cameraId: 5 },
      ]),
    ).toBe(false);
    expect(takes([])).toBe(false);
  });

  test('a step of a sequence stays 5 to 120 seconds', () => {
    const takes = (dwellS: number) =>
      sequenceBody.safeParse({ name: '순회', dwellS, shared: false, steps: [{ cameraId: 1 }] }).success;
    expect([4, 5, 120, 121].map(takes)).toEqual([false, true, true, false]);
  });
});
