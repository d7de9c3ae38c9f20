import { expect, test } from 'vitest';
import { departmentRows, type DepartmentSpan } from './department-rows.rules.ts';

const span = (departmentId: number, name: string, more: Partial<DepartmentSpan> = {}): DepartmentSpan => ({
  departmentId,
  name,
  validFrom: '2012-01-01',
  validTo: null,
  succeededBy: null,
  succeeds: null,
  ...more,
});
const CENTRE = [
  span(1, '정보산업과', { validTo: '2026-01-02', succeededBy: 2 }),
  span(2, '정보통신과', { validFrom: '2026-01-02', succeeds: 1 }),
  span(3, '교통과'),
];
const shown = (rows: ReturnType<typeof departmentRows>) =>
  rows.map(({ span: { name }, depth, standing }) => [name, depth, standing]);

test('정보산업과 stands beneath 정보통신과 which took over its work, before and after the day of the order', () => {
  expect(shown(departmentRows(CENTRE, '2026-11-25', 2))).toEqual([
    ['정보통신과', 0, 'in-force'],
    ['정보산업과', 1, 'ended'],
    ['교통과', 0, 'in-force'],
  ]);
  expect(shown(departmentRows(CENTRE, '2026-01-01', 1))).toEqual([
    ['정보통신과', 0, 'coming'],
    ['정보산업과', 1, 'in-force'],
    ['교통과', 0, 'in-force'],
  ]);
});

test('three merged into one, and the successor of a successor, stand beneath the last', () => {
  const rows = departmentRows(
    [
      span(1, '가', { validTo: '2020-01-01', succeededBy: 2 }),
      span(2, '나', { validFrom: '2020-01-01', validTo: '2024-01-01', succeededBy: 5 }),
      span(3, '다', { validTo: '2024-01-01', succeededBy: 5 }),
      span(4, '라', { validTo: '2024-01-01', succeededBy: 5 }),
      span(5, '마', { validFrom: '2024-01-01', succeeds: 2 }),
    ],
    '2026-01-01',
    null,
  );
  expect(rows.map(({ span: { name }, depth }) => `${name}${depth}`)).toEqual([
    '마0',
    '나1',
    '가2',
    '다1',
    '라1',
  ]);
});

test('one abolished without an heir comes last, and a part split off stands for itself', () => {
  const rows = departmentRows(
    [
      span(1, '가', { validTo: '2024-01-01' }),
      span(2, '나'),
      span(3, '다', { validFrom: '2025-01-01', succeeds: 2 }),
    ],
    '2026-01-01',
    null,
  );
  expect(shown(rows)).toEqual([
    ['나', 0, 'in-force'],
    ['다', 0, 'in-force'],
    ['가', 0, 'ended'],
  ]);
});

test('no department is a row twice, whatever follows whom', () => {
  for (const heirs of [
    [null, null, null],
    [2, 3, null],
    [2, 1, 3],
    [9, 1, 1],
  ]) {
    const spans = heirs.map((succeededBy, i) =>
      span(i + 1, `과${i}`, { succeededBy, validTo: '2024-01-01' }),
    );
    const rows = departmentRows(spans, '2026-01-01', null);
    const ids = rows.map((row) => row.span.departmentId).sort();
    // A circle of successions has no top: the database refuses it, and the table does not hang on it.
    expect(new Set(ids).size).toBe(ids.length);
  }
});
