import { expect, test } from 'vitest';
import { emptyColumns } from '../../server/cameras/snapshot.rules.ts';
import { sortedRows } from './table-order.rules.ts';

const columns = emptyColumns(4);
columns.districts = ['홍제동', '강남동'];
columns.district.set([0, 255, 1, 0]);
columns.kind.set([1, 0, 3, 0]);
const order = Uint32Array.of(3, 2, 1, 0);

test('districts sort by their names in Korean order, the unknown last either way', () => {
  expect([...sortedRows(columns, order, 'district', false, String)]).toEqual([2, 3, 0, 1]);
  expect([...sortedRows(columns, order, 'district', true, String)]).toEqual([3, 0, 2, 1]);
});

test('an unknown kind is last, and equal rows keep the order of the list', () => {
  expect([...sortedRows(columns, order, 'kind', false, String)]).toEqual([3, 1, 0, 2]);
  expect([...sortedRows(columns, order, 'list', true, String)]).toEqual([0, 1, 2, 3]);
});

test('causes stand in the order of their words, times from the earliest, what nothing ails last either way', () => {
  const ailing = emptyColumns(4);
  ailing.causes = ['slow', 'unreachable'];
  ailing.cause.set([0, 255, 1, 0]);
  ailing.sinceMin.set([900, 0, 1200, 0]);
  const words = (cause: string) => (cause === 'slow' ? '영상 지연' : '통신 끊김');
  expect([...sortedRows(ailing, order, 'cause', false, words)]).toEqual([3, 0, 2, 1]);
  expect([...sortedRows(ailing, order, 'cause', true, words)]).toEqual([2, 3, 0, 1]);
  expect([...sortedRows(ailing, order, 'since', false, words)]).toEqual([0, 2, 3, 1]);
  expect([...sortedRows(ailing, order, 'since', true, words)]).toEqual([2, 0, 3, 1]);
});
