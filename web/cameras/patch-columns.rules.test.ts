import { expect, test } from 'vitest';
import type { CameraCard } from '../../server/cameras/cameras.schema.ts';
import { DEVICE_STATES, emptyColumns, SIGN_STATES } from '../../server/cameras/snapshot.rules.ts';
import { patchedColumns } from './patch-columns.rules.ts';

const card = (cameraId: number): CameraCard =>
  ({
    cameraId,
    lon: 128.9,
    lat: 37.75,
    kind: null,
    azimuthDeg: null,
    hfovDeg: 40,
    rangeM: 60,
    heightM: null,
    tiltDeg: null,
    nightRangeM: 30,
    megapixels: null,
    purposes: [{ purpose: 'dumping' }, { purpose: 'fire' }],
    mainPurpose: 'dumping',
    state: 'fault',
    device: { cause: 'unreachable', since: '1970-01-03T00:01:59Z' },
    signboard: { state: 'stale', buildingSign: false },
    owner: '강릉소방서',
    department: { departmentId: 3, name: '재난안전과', phone: null },
    district: null,
    integration: 'linked',
    watch: 'excluded',
    regime: 'fixed',
    protected: false,
    site: { siteId: 9 },
  }) as unknown as CameraCard;

test('a changed camera is written into copies, so that whoever drew the old columns is not disturbed', () => {
  const columns = emptyColumns(2);
  columns.cameraId.set([7, 8]);
  columns.owners = ['강릉시'];
  columns.watched.fill(1);
  const next = patchedColumns(columns, [card(8)])!;
  expect(DEVICE_STATES[next.state[1]!]).toBe('fault');
  expect(SIGN_STATES[next.signboard[1]!]).toBe('stale');
  expect([next.causes[next.cause[1]!], next.sinceMin[1]]).toEqual(['unreachable', 2881]);
  expect([next.cause[0], next.sinceMin[0]]).toEqual([255, 0]);
  expect(next.azimuthDeg[1]).toBeNaN();
  expect([next.nightRangeM[1], next.megapixels[1]]).toEqual([30, NaN]);
  expect(next.purposes[1]).toBe(0b1000010);
  expect(next.owners).toEqual(['강릉시', '강릉소방서']);
  expect(next.departments[next.department[1]!]).toBe('재난안전과');
  expect(next.district[1]).toBe(255);
  expect(next.watched[1]).toBe(0);
  expect([columns.owners, columns.causes]).toEqual([['강릉시'], []]);
  expect(columns.watched[1]).toBe(1);
  expect(next.state[0]).toBe(columns.state[0]);
});

test('a camera that the rows do not know asks for the whole snapshot', () => {
  expect(patchedColumns(emptyColumns(1), [card(8)])).toBeNull();
});
