import { expect, test } from 'vitest';
import { emptyColumns } from '../../server/cameras/snapshot.rules.ts';
import { turnedColumns, turnedRows } from './turned-views.rules.ts';

const register = () => {
  const columns = emptyColumns(3);
  columns.cameraId.set([5, 6, 7]);
  columns.azimuthDeg.set([10, 20, 30]);
  columns.hfovDeg.set([60, 60, 60]);
  return columns;
};

test('Art. 11(1): a turned camera is drawn as it looks, not as its home cone; the register stays as it was', () => {
  const columns = register();
  const now = turnedColumns(columns, [
    { cameraId: 6, azimuthDeg: 200, hfovDeg: 5, tiltDeg: null },
    { cameraId: 7, azimuthDeg: null, hfovDeg: null, tiltDeg: null },
    { cameraId: 99, azimuthDeg: 1, hfovDeg: 1, tiltDeg: 1 },
  ]);
  expect([...now.azimuthDeg]).toEqual([10, 200, NaN]);
  expect([...now.hfovDeg]).toEqual([60, 5, 60]);
  expect([...columns.azimuthDeg]).toEqual([10, 20, 30]);
  expect(turnedRows(now, columns.azimuthDeg)).toEqual([1, 2]);
});

test('while none is turned the columns are the same object, so that nothing is built anew', () => {
  const columns = register();
  expect(turnedColumns(columns, [])).toBe(columns);
  expect(turnedRows(columns, columns.azimuthDeg)).toEqual([]);
});
