import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMNS, orderBy, ordered, partOf, type CoverRow } from './cover-table.rules.ts';

const aRow = fc.record({
  key: fc.uuid(),
  name: fc.option(fc.constantFrom('교동', '교1동', '강남동', '왕산면')),
  cameras: fc.option(fc.nat(50)),
  whole: fc.option(fc.nat(1000)),
  seen: fc.tuple(fc.nat(100), fc.nat(100)).map(([sure, more]) => [sure, sure + more] as const),
  synthetic: fc.boolean(),
});
const rows = fc.array(aRow, { maxLength: 30 });
const keys = (given: readonly CoverRow[]) => given.map(({ key }) => key);

test('an order loses no line and adds none, and the same order again changes nothing', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(...COLUMNS), fc.boolean(), (given, by, down) => {
      const once = ordered(given, { by, down });
      expect(keys(once).sort()).toEqual(keys(given).sort());
      expect(keys(ordered(once, { by, down }))).toEqual(keys(once));
    }),
  );
});

test('the least seen part comes first upwards and last downwards', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const parts = ordered(given, { by: 'sure', down: false }).map((row) => partOf(row, 0));
      expect(parts).toEqual([...parts].sort((a, b) => a - b));
    }),
  );
});

test('roads without a name are the last of the names', () => {
  const line = (name: string | null): CoverRow => ({
    ...{ key: name ?? '', name, cameras: null, whole: 1, seen: [0, 0], synthetic: false },
  });
  const given = [line(null), line('하슬라로'), line('경강로')];
  expect(ordered(given, { by: 'name', down: false }).map(({ name }) => name)).toEqual([
    '경강로',
    '하슬라로',
    null,
  ]);
});

test('a whole of nothing is seen to no part', () => {
  const row: CoverRow = { key: 'a', name: '강', cameras: 0, whole: 0, seen: [0, 0], synthetic: false };
  expect(partOf(row, 0)).toBe(0);
});

test('the same column turns round, another begins with the most, names with the first letter', () => {
  expect(orderBy({ by: 'sure', down: true }, 'sure')).toEqual({ by: 'sure', down: false });
  expect(orderBy({ by: 'sure', down: false }, 'whole')).toEqual({ by: 'whole', down: true });
  expect(orderBy({ by: 'sure', down: false }, 'name')).toEqual({ by: 'name', down: false });
});
