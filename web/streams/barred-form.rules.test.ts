import { expect, test } from 'vitest';
import { emptySector, sectorOf, timesOf } from './barred-form.rules.ts';

const draft = (over: object) => ({
  ...emptySector('2026-11-30'),
  fromDeg: '350',
  toDeg: '20',
  reason: '창문',
  ...over,
});

test('bearings may run over north; what is empty does not narrow the sector', () => {
  expect(sectorOf(draft({}), null)).toEqual({
    sector: {
      ...{ fromDeg: 350, toDeg: 20, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null, reason: '창문' },
      ...{ fromDay: '2026-11-30', lastDay: null },
    },
  });
  expect(
    sectorOf(draft({ toDeg: '360', tiltFromDeg: '-5', tiltToDeg: '12.5°', lastDay: '2027-01-01' }), null),
  ).toMatchObject({
    sector: { toDeg: 0, tiltFromDeg: -5, tiltToDeg: 12.5, lastDay: '2027-01-01' },
  });
});

test.each([
  ['fromDeg', { fromDeg: '북' }],
  ['fromDeg', { fromDeg: '' }],
  ['toDeg', { toDeg: '350' }],
  ['toDeg', { toDeg: '361' }],
  ['tiltFromDeg', { tiltFromDeg: '91' }],
  ['tiltToDeg', { tiltFromDeg: '20', tiltToDeg: '10' }],
  ['fromDay', { fromDay: '' }],
  ['lastDay', { lastDay: '2026-11-29' }],
  ['reason', { reason: ' ' }],
])('the first field that does not read is named: %s', (wrong, over) => {
  expect(sectorOf(draft(over), null)).toEqual({ wrong });
});

test('how close is typed in times and sent as a share of the zoom; at once it does not narrow', () => {
  const zoomOf = (zoomFromTimes: string, zoomTimes: number | null) => {
    const read = sectorOf(draft({ zoomFromTimes }), zoomTimes);
    return 'wrong' in read ? read.wrong : read.sector.zoomFrom;
  };
  expect(zoomOf('10.5', 20)).toBe(0.5);
  expect(zoomOf('20', 20)).toBe(1);
  expect(zoomOf('1', 20)).toBeNull();
  expect(zoomOf('', 20)).toBeNull();
  expect(zoomOf('21', 20)).toBe('zoomFromTimes');
  expect(zoomOf('2', null)).toBe('zoomFromTimes');
  expect(timesOf(0.5, 20)).toBe(10.5);
});
