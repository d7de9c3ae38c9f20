import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyColumns, type CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';
import {
  effectiveStates,
  EVERYTHING,
  hiddenBy,
  isFiltered,
  legendCounts,
  listOrder,
  onlyThis,
  rowsOf,
  SECTIONS,
  toggled,
  UNKNOWN_VALUE,
  valuesOf,
  visibleOf,
  type CameraFilter,
} from './filter.rules.ts';

/** Rows as [device state, kind, purpose bits, signboard, owner index, lon]. */
function fleetOf(
  rows: readonly (readonly [number, number, number, number, number, number])[],
): CameraColumns {
  const columns = emptyColumns(rows.length);
  columns.owners = ['강릉시', '강릉경찰서'];
  columns.departments = ['정보통신과'];
  columns.districts = ['중앙동'];
  rows.forEach(([state, kind, purposes, signboard, owner, lon], row) => {
    columns.cameraId[row] = 100 + row;
    columns.state[row] = state;
    columns.kind[row] = kind;
    columns.purposes[row] = purposes;
    columns.signboard[row] = signboard;
    columns.owner[row] = owner;
    columns.lon[row] = lon;
    columns.lat[row] = 37.75;
  });
  return columns;
}

const rowArbitrary = fc.tuple(
  fc.integer({ min: 0, max: 4 }),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 511 }),
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom(0, 1, 255),
  fc.integer({ min: 0, max: 10 }),
);
const fleetArbitrary = fc.array(rowArbitrary, { maxLength: 40 }).map(fleetOf);

const filterArbitrary = (columns: CameraColumns) =>
  fc.array(fc.tuple(fc.constantFrom(...SECTIONS), fc.nat(20)), { maxLength: 6 }).map((steps) =>
    steps.reduce<CameraFilter>((filter, [section, index]) => {
      const values = valuesOf(section, columns);
      return toggled(filter, section, values[index % values.length]!);
    }, EVERYTHING),
  );
const sceneArbitrary = fleetArbitrary.chain((columns) =>
  fc.tuple(fc.constant(columns), filterArbitrary(columns)),
);

describe('the legend as filter', () => {
  test('with nothing switched off everything is drawn', () => {
    fc.assert(
      fc.property(fleetArbitrary, (columns) => {
        const states = effectiveStates(columns, new Set());
        expect(visibleOf(hiddenBy(columns, states, EVERYTHING)).every((each) => each === 1)).toBe(true);
      }),
    );
  });

  test('a count is exactly what is drawn when its row alone is on in its section', () => {
    fc.assert(
      fc.property(
        sceneArbitrary,
        fc.constantFrom(...SECTIONS),
        fc.nat(20),
        ([columns, filter], section, at) => {
          const states = effectiveStates(columns, new Set());
          const values = valuesOf(section, columns);
          const index = at % values.length;
          const counted = legendCounts(columns, states, hiddenBy(columns, states, filter), null).bySection[
            section
          ];
          const { [section]: _, ...others } = filter;
          const alone = onlyThis(others, section, values[index]!, values);
          const drawn = visibleOf(hiddenBy(columns, states, alone)).reduce((a, b) => a + b, 0);
          expect(counted[index]).toBe(drawn);
        },
      ),
    );
  });

  test('the total is the number of drawn cameras inside the window', () => {
    fc.assert(
      fc.property(sceneArbitrary, ([columns, filter]) => {
        const states = effectiveStates(columns, new Set());
        const hidden = hiddenBy(columns, states, filter);
        const bounds = [3, 37, 7, 38] as const;
        const drawn = [...visibleOf(hidden)].filter(
          (each, row) => each === 1 && columns.lon[row]! >= 3 && columns.lon[row]! <= 7,
        );
        expect(legendCounts(columns, states, hidden, bounds).total).toBe(drawn.length);
        expect(listOrder(columns, states, visibleOf(hidden), bounds)).toHaveLength(drawn.length);
      }),
    );
  });

  test('a camera of two purposes stays while one of them is on', () => {
    const columns = fleetOf([[0, 0, 0b11, 0, 0, 0]]);
    const states = effectiveStates(columns, new Set());
    const withoutSecurity = toggled(EVERYTHING, 'purpose', 'security');
    expect([...visibleOf(hiddenBy(columns, states, withoutSecurity))]).toEqual([1]);
    const withoutBoth = toggled(withoutSecurity, 'purpose', 'dumping');
    expect([...visibleOf(hiddenBy(columns, states, withoutBoth))]).toEqual([0]);
  });

  test('a camera without a recorded purpose answers to the row for unknown alone', () => {
    const columns = fleetOf([[0, 0, 0, 0, 255, 0]]);
    const states = effectiveStates(columns, new Set());
    for (const section of ['purpose', 'owner', 'district', 'department'] as const)
      expect([...rowsOf(columns, states, section, UNKNOWN_VALUE)]).toEqual([1]);
    expect([...visibleOf(hiddenBy(columns, states, toggled(EVERYTHING, 'purpose', UNKNOWN_VALUE)))]).toEqual([
      0,
    ]);
  });

  test('a camera on a screen counts as live unless something is wrong with it', () => {
    const columns = fleetOf([
      [0, 0, 1, 0, 0, 0],
      [3, 0, 1, 0, 0, 0],
    ]);
    const states = effectiveStates(columns, new Set([100, 101]));
    expect([...states].map((state) => EFFECTIVE_STATES[state])).toEqual(['live', 'fault']);
  });

  test('toggling twice and asking twice for only this both come back to everything', () => {
    const values = valuesOf('kind', fleetOf([]));
    expect(isFiltered(toggled(toggled(EVERYTHING, 'kind', 'ptz'), 'kind', 'ptz'))).toBe(false);
    const only = onlyThis(EVERYTHING, 'kind', 'ptz', values);
    expect([...only.kind!].sort()).toEqual(['fisheye', 'fixed', 'unknown']);
    expect(isFiltered(onlyThis(only, 'kind', 'ptz', values))).toBe(false);
  });

  test('lists begin with the strongest state', () => {
    const columns = fleetOf([
      [0, 0, 1, 0, 0, 0],
      [4, 0, 1, 0, 0, 0],
      [3, 0, 1, 0, 0, 0],
    ]);
    const states = effectiveStates(columns, new Set());
    expect([...listOrder(columns, states, new Uint8Array(3).fill(1), null)]).toEqual([1, 2, 0]);
  });
});
