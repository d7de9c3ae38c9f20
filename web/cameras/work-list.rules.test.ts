import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEVICE_STATES, emptyColumns, SIGN_STATES } from '../../server/cameras/snapshot.rules.ts';
import { effectiveStates } from './filter.rules.ts';
import { metricsOf, workOf } from './work-list.rules.ts';

function fleet() {
  const columns = emptyColumns(6);
  columns.districts = ['중앙동', '주문진읍'];
  columns.cameraId.set([1, 2, 3, 4, 5, 6]);
  columns.siteId.set([1, 1, 2, 3, 3, 4]);
  columns.state.set(
    (['violation', 'fault', 'fault', 'normal', 'normal', 'unknown'] as const).map((each) =>
      DEVICE_STATES.indexOf(each),
    ),
  );
  columns.signboard.set(
    (['stale', 'as-printed', 'as-printed', 'stale', 'stale', 'missing'] as const).map((each) =>
      SIGN_STATES.indexOf(each),
    ),
  );
  columns.district.set([0, 0, 1, 1, 1, 255]);
  return { columns, states: effectiveStates(columns, new Set([4])) };
}

test('work is listed worst first, faults and stale signs gathered by district', () => {
  const { columns, states } = fleet();
  expect(workOf(columns, states).map(({ trouble, district, rows }) => [trouble, district, rows])).toEqual([
    ['violation', '중앙동', [0]],
    ['fault', '중앙동', [1]],
    ['fault', '주문진읍', [2]],
    ['stale', '중앙동', [0]],
    ['stale', '주문진읍', [3, 4]],
  ]);
});

test('the bar counts signs by place (Art. 10(2)) and calls a camera up only when it answers', () => {
  const { columns, states } = fleet();
  expect(metricsOf(columns, states)).toEqual({
    all: 6,
    up: 3,
    fault: 2,
    caution: 0,
    violation: 1,
    stalePlaces: 2,
  });
});

test('for whoever works with some cameras the bar counts these alone, as the list does', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (mine) => {
      const { columns, states } = fleet();
      const own = Uint8Array.from(mine, Number);
      const { all, fault, violation } = metricsOf(columns, states, own);
      const listed = (trouble: string) =>
        workOf(columns, states, own)
          .filter((work) => work.trouble === trouble)
          .reduce((sum, { rows }) => sum + rows.length, 0);
      expect([all, fault, violation]).toEqual([
        mine.filter(Boolean).length,
        listed('fault'),
        listed('violation'),
      ]);
    }),
  );
});
