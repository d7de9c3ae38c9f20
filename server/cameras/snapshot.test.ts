import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, mortonKey, mortonSorted, type ColumnRow } from './fleet-columns.rules.ts';
import { PURPOSES } from './purposes.rules.ts';
import {
  decodeSnapshot,
  DEVICE_STATES,
  encodeSnapshot,
  INTEGRATION_CODES,
  INTEGRATIONS,
  KINDS,
  SIGN_STATES,
  type DeviceState,
} from './snapshot.rules.ts';

type Row = ColumnRow & {
  readonly state: DeviceState;
  readonly cause: string | null;
  readonly sinceMin: number;
};
const columns = (rows: readonly Row[]) => {
  const standings = new Map(rows.map((row) => [row.cameraId, row]));
  return columnsOf(rows, (cameraId) => standings.get(cameraId));
};
const decoded = (rows: readonly Row[]) => decodeSnapshot(encodeSnapshot(columns(rows)).slice().buffer);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const tenth = (min: number, max: number) =>
  fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10);

const aRow: fc.Arbitrary<Row> = fc.record({
  cameraId: fc.integer({ min: 1, max: 0x7fffffff }),
  siteId: fc.integer({ min: 1, max: 0x7fffffff }),
  lon: fc.double({ min: 128.4, max: 129.2, noNaN: true }),
  lat: fc.double({ min: 37.4, max: 38, noNaN: true }),
  kind: fc.constantFrom(...KINDS),
  azimuthDeg: maybe(tenth(0, 359)),
  hfovDeg: maybe(tenth(1, 360)),
  rangeM: maybe(tenth(1, 2000)),
  heightM: maybe(tenth(1, 200)),
  tiltDeg: maybe(tenth(-90, 90)),
  nightRangeM: maybe(tenth(1, 2000)),
  megapixels: maybe(fc.integer({ min: 1, max: 100_000 }).map((value) => value / 100)),
  purposes: fc.subarray([...PURPOSES]),
  mainPurpose: maybe(fc.constantFrom(...PURPOSES)),
  state: fc.constantFrom(...DEVICE_STATES),
  cause: maybe(fc.constantFrom('unreachable', 'slow', 'audio-track', '그 밖의 까닭')),
  sinceMin: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 0xfffffffe })),
  signboard: fc.constantFrom(...SIGN_STATES),
  buildingSign: fc.boolean(),
  owner: fc.constantFrom('강릉시', '강릉경찰서', '강릉교육지원청'),
  department: maybe(fc.string()),
  district: maybe(fc.constantFrom('중앙동', '교1동', '주문진읍')),
  integration: maybe(fc.constantFrom(...INTEGRATIONS)),
  watched: fc.boolean(),
  mobile: fc.boolean(),
  protected: fc.boolean(),
});
const someRows = fc.uniqueArray(aRow, { selector: ({ cameraId }) => cameraId, maxLength: 60 }).chain((rows) =>
  // Poles with several cameras: some rows stand where the row before them stands.
  fc.array(fc.boolean(), { minLength: rows.length, maxLength: rows.length }).map((joins) => {
    const placed: Row[] = [];
    rows.forEach((row, at) => {
      const before = placed[at - 1];
      placed.push(
        joins[at] && before ? { ...row, siteId: before.siteId, lon: before.lon, lat: before.lat } : row,
      );
    });
    return placed;
  }),
);

describe('the snapshot', () => {
  test('gives back every field of every camera, in order, and unknown stays unknown', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const fleet = decoded(rows);
        expect(fleet.count).toBe(rows.length);
        rows.forEach((row, at) => {
          expect(fleet.cameraId[at]).toBe(row.cameraId);
          expect(fleet.siteId[at]).toBe(row.siteId);
          expect(KINDS[fleet.kind[at]!]).toBe(row.kind ?? 'unknown');
          for (const [stored, given] of [
            [fleet.azimuthDeg[at]!, row.azimuthDeg],
            [fleet.hfovDeg[at]!, row.hfovDeg],
            [fleet.rangeM[at]!, row.rangeM],
            [fleet.heightM[at]!, row.heightM],
            [fleet.tiltDeg[at]!, row.tiltDeg],
            [fleet.nightRangeM[at]!, row.nightRangeM],
          ] as const)
            if (given === null) expect(stored).toBeNaN();
            else expect(stored).toBeCloseTo(given, 4);
          if (row.megapixels === null) expect(fleet.megapixels[at]).toBeNaN();
          else expect(fleet.megapixels[at]).toBeCloseTo(row.megapixels, 3);
          expect(fleet.causes[fleet.cause[at]!] ?? null).toBe(row.cause);
          expect(fleet.sinceMin[at]).toBe(row.cause === null ? 0 : row.sinceMin);
          expect(PURPOSES.filter((_, bit) => fleet.purposes[at]! & (1 << bit))).toEqual(
            PURPOSES.filter((purpose) => row.purposes.includes(purpose)),
          );
          expect(PURPOSES[fleet.mainPurpose[at]!] ?? null).toBe(row.mainPurpose);
          expect(DEVICE_STATES[fleet.state[at]!]).toBe(row.state);
          expect(SIGN_STATES[fleet.signboard[at]!]).toBe(row.signboard);
          expect(fleet.owners[fleet.owner[at]!]).toBe(row.owner);
          expect(fleet.departments[fleet.department[at]!] ?? null).toBe(row.department);
          expect(fleet.districts[fleet.district[at]!] ?? null).toBe(row.district);
          expect(INTEGRATION_CODES[fleet.integration[at]!]).toBe(row.integration ?? 'unknown');
          expect([fleet.buildingSign[at], fleet.watched[at], fleet.mobile[at], fleet.protected[at]]).toEqual(
            [row.buildingSign, row.watched, row.mobile, row.protected].map(Number),
          );
        });
      }),
    );
  });

  test('keeps positions to 0.1 m', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const fleet = decoded(rows);
        rows.forEach((row, at) => {
          expect(Math.abs(fleet.lat[at]! - row.lat) * 111_320).toBeLessThan(0.0501);
          const eastM = Math.abs(fleet.lon[at]! - row.lon) * 111_320 * Math.cos((row.lat * Math.PI) / 180);
          expect(eastM).toBeLessThan(0.0515);
        });
      }),
    );
  });

  test('rounds a bearing just under north to north', () => {
    const [row] = fc.sample(aRow, 1);
    expect(decoded([{ ...row!, azimuthDeg: 359.97 }]).azimuthDeg[0]).toBe(0);
  });

  test('refuses bytes of another layout and bytes that are cut off', () => {
    const bytes = encodeSnapshot(columns(fc.sample(aRow, 40)));
    expect(() => decodeSnapshot(new TextEncoder().encode('{"features":[]}').slice().buffer)).toThrow(
      RangeError,
    );
    expect(() => decodeSnapshot(bytes.slice(0, bytes.length - 7).buffer)).toThrow(RangeError);
  });

  test('a word beyond the room of its dictionary is unknown, never another word', () => {
    const [row] = fc.sample(aRow, 1);
    const rows = Array.from({ length: 300 }, (_, at) => ({ ...row!, owner: `기관 ${at}` }));
    const fleet = decoded(rows);
    expect(fleet.owners).toHaveLength(255);
    expect(fleet.owners[fleet.owner[254]!]).toBe('기관 254');
    expect(fleet.owner[299]).toBe(255);
  });

  test('is smaller along the curve than in the order of the register', () => {
    const rows = fc.sample(aRow, { numRuns: 2000, seed: 7 });
    const bytes = (some: readonly Row[]) => brotliCompressSync(encodeSnapshot(columns(some))).length;
    expect(bytes(mortonSorted(rows))).toBeLessThan(bytes(rows));
  });
});

describe('the curve', () => {
  test('interleaves bits: x in the even, y in the odd places', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), fc.nat(0xffffff), (x, y) => {
        let expected = 0n;
        for (let bit = 0n; bit < 24n; bit++) {
          expected |= ((BigInt(x) >> bit) & 1n) << (2n * bit);
          expected |= ((BigInt(y) >> bit) & 1n) << (2n * bit + 1n);
        }
        expect(BigInt(mortonKey(x, y))).toBe(expected);
      }),
    );
  });

  test('loses and doubles no camera and keeps a site together', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const sorted = mortonSorted(rows);
        expect(new Set(sorted)).toEqual(new Set(rows));
        expect(sorted).toHaveLength(rows.length);
      }),
    );
  });
});
