import { expect, test } from 'vitest';
import { axisAround, barOf, dayShifted, placeOf, yearsOn } from './time-axis.rules.ts';

const TODAY = '2026-11-25';
const former = { from: '2012-01-01', to: '2026-01-02' };
const present = { from: '2026-01-02', to: null };

test('a department begins where the one it follows ends', () => {
  for (const years of [3, null]) {
    const axis = axisAround(TODAY, [former, present], years);
    expect(barOf(axis, present)!.start).toBe(barOf(axis, former)!.end);
  }
});

test('the whole axis reaches back to the first department, three years only three', () => {
  expect(barOf(axisAround(TODAY, [former, present], null), former)).toMatchObject({
    start: 0,
    runsOnBefore: false,
  });
  expect(barOf(axisAround(TODAY, [former, present], 3), former)).toMatchObject({
    start: 0,
    runsOnBefore: true,
  });
  expect(barOf(axisAround(TODAY, [], 3), { from: '2010-01-01', to: '2012-01-01' })).toBeNull();
});

test('today and an order that comes into force later stand inside the axis', () => {
  const axis = axisAround(TODAY, [former, present, { from: '2027-03-01', to: null }], 3);
  expect(placeOf(axis, TODAY)).toBeGreaterThan(0);
  expect(placeOf(axis, '2027-03-01')).toBeLessThan(1);
});

test('Art. 5(1): an order of 2099 takes the axis no further than it takes today to be readable', () => {
  const far = { from: '2099-01-01', to: null };
  for (const years of [3, null]) {
    const axis = axisAround(TODAY, [former, present, far], years);
    expect(axis).toEqual(axisAround(TODAY, [former, present], years));
    expect(placeOf(axis, '2099-01-01')).toBeGreaterThan(1);
    expect(barOf(axis, { from: '2026-01-02', to: '2099-01-01' })).toMatchObject({
      end: 1,
      runsOnAfter: true,
    });
    expect(barOf(axis, far)).toBeNull();
  }
});

test('an order of the next months still stands inside the axis beside one of 2099', () => {
  const axis = axisAround(
    TODAY,
    [present, { from: '2027-07-01', to: null }, { from: '2099-01-01', to: null }],
    3,
  );
  expect(placeOf(axis, '2027-07-01')).toBeLessThan(1);
});

test('a period that has no end runs on', () => {
  expect(barOf(axisAround(TODAY, [present], 3), present)).toMatchObject({ end: 1, runsOnAfter: true });
});

test('the years written never exceed what was asked and end with the latest', () => {
  for (const since of ['1995-05-01', '2012-01-01', '2025-06-01']) {
    const axis = axisAround(TODAY, [{ from: since, to: null }], null);
    const years = yearsOn(axis, 5);
    expect(years.length).toBeLessThanOrEqual(5);
    expect(years.at(-1)!.place).toBeLessThanOrEqual(1);
    expect(years[0]!.place).toBeGreaterThanOrEqual(0);
  }
});

test('a day is moved by whole days over the end of a year', () => {
  expect(dayShifted('2026-01-01', -1)).toBe('2025-12-31');
  expect(dayShifted('2024-02-28', 1)).toBe('2024-02-29');
});
