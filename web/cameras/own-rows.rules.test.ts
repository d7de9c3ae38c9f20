import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEVICE_STATES, emptyColumns, SIGN_STATES } from '../../server/cameras/snapshot.rules.ts';
import { effectiveStates } from './filter.rules.ts';
import { overviewOf } from './overview.rules.ts';
import { ownRows } from './own-rows.rules.ts';
import { metricsOf, workOf } from './work-list.rules.ts';

function fleet() {
  const columns = emptyColumns(5);
  columns.departments = ['교통과', '산림과'];
  columns.owners = ['강릉시', ' 강릉경찰서'];
  columns.districts = ['중앙동'];
  columns.cameraId.set([1, 2, 3, 4, 5]);
  columns.siteId.set([1, 1, 2, 3, 4]);
  columns.department.set([0, 0, 1, 65535, 1]);
  columns.owner.set([0, 1, 0, 1, 255]);
  columns.state.set(
    (['fault', 'normal', 'violation', 'fault', 'normal'] as const).map((each) => DEVICE_STATES.indexOf(each)),
  );
  columns.signboard.set(
    (['stale', 'stale', 'as-printed', 'stale', 'missing'] as const).map((each) => SIGN_STATES.indexOf(each)),
  );
  return { columns, states: effectiveStates(columns, new Set()) };
}

test('a department’s own are those of its name, a body’s those of its owners’ names without blanks, a contractor’s those of its numbers', () => {
  const { columns } = fleet();
  expect([...ownRows(columns, { departments: ['교통과'] })]).toEqual([1, 1, 0, 0, 0]);
  expect([...ownRows(columns, { owners: ['강릉경찰서'] })]).toEqual([0, 1, 0, 1, 0]);
  expect([...ownRows(columns, { cameraIds: [2, 5, 9] })]).toEqual([0, 1, 0, 0, 1]);
  expect([...ownRows(columns, { owners: [] })]).toEqual([0, 0, 0, 0, 0]);
});

test('whoever has cameras of their own is given no other’s work', () => {
  const { columns, states } = fleet();
  const own = ownRows(columns, { departments: ['교통과'] });
  expect(workOf(columns, states, own).map(({ trouble, rows }) => [trouble, rows])).toEqual([
    ['fault', [0]],
    ['stale', [0, 1]],
  ]);
});

test('the overview names each department, breaches of law first, signs by place, and loses no camera', () => {
  const { columns, states } = fleet();
  expect(overviewOf(columns, states)).toEqual([
    { department: '산림과', cameras: 2, fault: 0, caution: 0, violation: 1, stalePlaces: 0 },
    { department: '교통과', cameras: 2, fault: 1, caution: 0, violation: 0, stalePlaces: 1 },
    { department: null, cameras: 1, fault: 1, caution: 0, violation: 0, stalePlaces: 1 },
  ]);
});

test('whatever the register: the overview adds up to the numbers of the bar', () => {
  const row = fc.record({
    department: fc.constantFrom(0, 1, 65535),
    state: fc.nat(DEVICE_STATES.length - 1),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const columns = emptyColumns(rows.length);
      columns.departments = ['교통과', '산림과'];
      columns.department.set(rows.map((each) => each.department));
      columns.state.set(rows.map((each) => each.state));
      const states = effectiveStates(columns, new Set());
      const lines = overviewOf(columns, states);
      const sum = (key: 'cameras' | 'fault' | 'caution' | 'violation'): number =>
        lines.reduce((all, line) => all + line[key], 0);
      const { all, fault, caution, violation } = metricsOf(columns, states);
      expect([sum('cameras'), sum('fault'), sum('caution'), sum('violation')]).toEqual([
        all,
        fault,
        caution,
        violation,
      ]);
    }),
  );
});
