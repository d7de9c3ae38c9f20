import { expect, test } from 'vitest';
import { auditFilter } from '../../server/audit/audit.schema.ts';
import { AUDIT_ACTIONS, AUDIT_GROUPS, actionsOfGroup } from '../../server/audit/audit-groups.rules.ts';
import { askNothing, asksNothing, daysBackwards, daysOfMonth, queryOf } from './audit-filter.rules.ts';

test('an empty filter asks nothing, and every filter is one that the server takes', () => {
  expect(asksNothing(askNothing())).toBe(true);
  for (const group of AUDIT_GROUPS) {
    const query = queryOf({ ...askNothing(), action: `group:${group}`, person: 'system', off: true });
    expect(auditFilter.parse(query)).toEqual({
      action: actionsOfGroup(group),
      person: 'system',
      hours: 'off',
    });
  }
  const days = { from: '2026-02-01', to: '2026-02-28', address: ' 10.0.0.1 ', outcome: 'refused' };
  expect(
    auditFilter.parse(queryOf({ ...askNothing(), ...days, action: 'camera.watch', camera: ' ' })),
  ).toEqual({
    ...days,
    address: '10.0.0.1',
    action: ['camera.watch'],
  });
  expect(queryOf(askNothing())).toEqual({ probes: 'without' });
  expect(queryOf({ ...askNothing(), probes: true })).toEqual({});
});

test('a month runs from its first day to its last', () => {
  expect(daysOfMonth('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(daysOfMonth('2028-02').to).toBe('2028-02-29');
  expect(daysOfMonth('2026-12').to).toBe('2026-12-31');
});

test('every action stands in exactly one group', () => {
  expect(AUDIT_GROUPS.flatMap(actionsOfGroup).sort()).toEqual([...AUDIT_ACTIONS].sort());
});

test('days run backwards only where both are given and the first is after the last', () => {
  const of = (from: string, to: string): boolean => daysBackwards({ from, to });
  expect(of('2026-11-30', '2026-11-01')).toBe(true);
  for (const [from, to] of [
    ['2026-11-01', '2026-11-30'],
    ['2026-11-01', '2026-11-01'],
    ['2026-11-30', ''],
    ['', '2026-11-01'],
    ['', ''],
  ] as const)
    expect(of(from, to), `${from} ${to}`).toBe(false);
});
