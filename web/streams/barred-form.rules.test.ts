import { expect, test } from 'vitest';
import { emptySector, sectorOf } from './barred-form.rules.ts';

const draft = (over: object) => ({
  ...emptySector('2026-11-30'),
  fromDeg: '350',
  toDeg: '20',
  reason: '창문',
  ...over,
});

test('bearings may run over north; what is empty does not narrow the sector', () => {
  expect(sectorOf(draft({}))).toEqual({
    sector: {
      ...{ fromDeg: 350, toDeg: 20, tiltFromDeg: null, tiltToDeg: null, zoomFrom: null, reason: '창문' },
      ...{ fromDay: '2026-11-30', lastDay: null },
    },
  });
  expect(
    sectorOf(draft({ toDeg: '360', tiltFromDeg: '-5', tiltToDeg: '12.5°', lastDay: '2027-01-01' })),
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
  expect(sectorOf(draft(over))).toEqual({ wrong });
});
