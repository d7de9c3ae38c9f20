import { expect, it } from 'vitest';
import { emptyColumns, KINDS, SIGN_STATES, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { lonLat } from '../../geodata/lon-lat.ts';
import { fansOf, meshesOf } from './camera-meshes.ts';

function fleet(): CameraColumns {
  const columns = emptyColumns(4);
  columns.siteId.set([1, 1, 2, 3]);
  columns.lon.fill(128.9);
  columns.lat.fill(37.75);
  columns.kind.fill(KINDS.indexOf('fixed'));
  columns.azimuthDeg.set([90, 90, NaN, 10]);
  columns.hfovDeg.fill(60);
  columns.rangeM.fill(80);
  columns.mobile[3] = 1;
  columns.signboard.fill(SIGN_STATES.indexOf('as-printed'));
  return columns;
}
const copy = (columns: CameraColumns): CameraColumns =>
  Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? (value as Uint8Array).slice() : value,
    ]),
  ) as unknown as CameraColumns;

it('draws no sector for an unknown bearing or a mobile camera', () => {
  const columns = fleet();
  const fans = fansOf(columns, 'bare');
  const { bearingUnknown } = meshesOf(columns);
  const rows = new Set(
    Array.from(new Uint32Array(fans.vertices))
      .filter((_, i) => i % 3 === 2)
      .map((tag) => tag & 0x3ffff),
  );
  expect([...rows]).toEqual([0, 1]);
  expect([...bearingUnknown]).toEqual([0, 0, 1, 0]);
});

it('stands cameras of one pole beside it and a lone camera on it', () => {
  const { pushDeg } = meshesOf(fleet());
  expect(pushDeg[0]).not.toBeCloseTo(pushDeg[1] ?? 0, 0);
  expect(pushDeg[2]).toBeNaN();
});

it('keeps the meshes when only a state or a sign changes, and marks one camera a pole', () => {
  const before = fleet();
  const first = meshesOf(before);
  const after = copy(before);
  after.state[0] = 3;
  after.signboard.set([SIGN_STATES.indexOf('stale'), SIGN_STATES.indexOf('stale')]);
  const second = meshesOf(after);
  expect(fansOf(after, 'bare')).toBe(fansOf(before, 'bare'));
  expect([...first.signMark]).toEqual([0, 0, 0, 0]);
  expect([...second.signMark]).toEqual([1, 0, 0, 0]);
});

it('builds again when a camera is turned', () => {
  const before = fleet();
  const after = copy(before);
  after.azimuthDeg[0] = 91;
  expect(fansOf(after, 'bare')).not.toBe(fansOf(before, 'bare'));
});

it('draws what is seen among the buildings, and before they are read nothing', () => {
  const columns = fleet();
  columns.cameraId.set([11, 12, 13, 14]);
  const wall = { apex: lonLat(128.9, 37.75), rim: Float32Array.of(-5, 10, 0, 10, 5, 10), closed: false };
  const fields = new Map([
    [11, wall],
    [12, null],
    [14, wall],
  ]);
  expect(fansOf(columns, fields).vertices.byteLength).toBe(4 * 12);
  expect(fansOf(columns, null).vertices.byteLength).toBe(0);
});
