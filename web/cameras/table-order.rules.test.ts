import { expect, test } from 'vitest';
import { emptyColumns } from '../../server/cameras/snapshot.rules.ts';
import { sortedRows } from './table-order.rules.ts';

const columns = emptyColumns(4);
columns.districts = ['홍제동', '강남동'];
columns.district.set([0, 255, 1, 0]);
columns.kind.set([1, 0, 3, 0]);
const order = Uint32Array.of(3, 2, 1, 0);

test('districts sort by their names in Korean order, the unknown last either way', () => {
  expect([...sortedRows(columns, order, 'district', false)]).toEqual([2, 3, 0, 1]);
  expect([...sortedRows(columns, order, 'district', true)]).toEqual([3, 0, 2, 1]);
});

test('an unknown kind is last, and equal rows keep the order of the list', () => {
  expect([...sortedRows(columns, order, 'kind', false)]).toEqual([3, 1, 0, 2]);
  expect([...sortedRows(columns, order, 'list', true)]).toEqual([0, 1, 2, 3]);
});
