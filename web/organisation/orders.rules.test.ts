import { expect, test } from 'vitest';
import type { TimelineView } from '../../server/organisation/organisation.schema.ts';
import { orderDays } from './orders.rules.ts';

const designation = (designationId: number, departmentId: number, validFrom: string) => ({
  designationId,
  departmentId,
  departmentName: `과${departmentId}`,
  orderNo: `지시-${designationId}`,
  validFrom,
  validTo: null,
});
const timeline: TimelineView = {
  today: '2026-11-25',
  departments: [],
  designations: [designation(2, 2, '2026-01-02'), designation(1, 1, '2012-01-01')],
  reorganisations: [
    {
      reorganisationId: 'a',
      orderNo: '총무과-1',
      effectiveOn: '2026-01-02',
      recordedAt: '2025-12-20T00:00:00Z',
      recordedBy: '이주무',
      steps: [
        {
          kind: 'rename',
          from: [{ departmentId: 1, name: '정보산업과' }],
          to: [{ departmentId: 2, name: '정보통신과' }],
        },
      ],
      corrections: [],
    },
  ],
};

test('each day with an order is one mark, oldest first', () => {
  expect(orderDays(timeline).map(({ day }) => day)).toEqual(['2012-01-01', '2026-01-02']);
});

test('a designation that came with a reorganisation is corrected with it and not alone', () => {
  const own = orderDays(timeline).flatMap(({ designations }) =>
    designations.map((each) => [each.designation.departmentId, each.own]),
  );
  expect(own).toEqual([
    [1, true],
    [2, false],
  ]);
});
