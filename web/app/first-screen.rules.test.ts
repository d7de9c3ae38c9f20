import { expect, test } from 'vitest';
import type { Role } from '../../server/platform/access.ts';
import { firstScreenOf } from './first-screen.rules.ts';
import { isPlain, OFFICES, readUrl } from './url-state.rules.ts';

const ROLES: readonly Role[] = [
  'mayor',
  'officer',
  'department',
  'operator',
  'maintainer',
  'liaison',
  'auditor',
];

test('an auditor begins with the audit, whoever sends the room out with its work, a mayor with the whole', () => {
  const first = (role: string) => firstScreenOf(role, OFFICES);
  expect(first('auditor')).toEqual({ office: 'audit', opens: true, right: 'overview' });
  expect(first('mayor')).toMatchObject({ opens: false, right: 'overview' });
  for (const role of ['officer', 'operator', 'maintainer']) expect(first(role).right, role).toBe('work');
  for (const role of ['department', 'liaison'])
    expect(first(role)).toEqual({ office: 'agencies', opens: false, right: 'work' });
});

test('nobody begins with a register that is not theirs', () => {
  for (const role of ROLES) expect(firstScreenOf(role, [])).toMatchObject({ office: null, opens: false });
});

test('an address that names a place, a camera, a list, a filter or a register is no plain one', () => {
  expect(isPlain(readUrl(''))).toBe(true);
  expect(isPlain(readUrl('?theme=light&lang=en'))).toBe(true);
  for (const query of [
    'at=128.9,37.75,14',
    'camera=7',
    'list=fault',
    'table=1',
    'office=audit',
    '-state=normal',
  ])
    expect(isPlain(readUrl(`?${query}`)), query).toBe(false);
});
