import { expect, test } from 'vitest';
import {
  ACTIONS,
  ROLES,
  SYSTEM,
  WHOLE_CITY,
  can,
  judge,
  knows,
  scopeOf,
  type AccessGrant,
  type Actor,
  type Role,
} from './access.ts';

const person = (role: Role, departmentId: number | null = null): Actor => ({
  ...SYSTEM,
  accountId: 1,
  account: role,
  role,
  departmentId,
  agency: role === 'liaison' ? 'police' : null,
});

const OPEN_TO_ALL = new Set(['session.start', 'session.end', 'pledge.sign', 'login.change']);

test('Art. 30(1): the whole matrix of roles and actions is as decided, cell by cell', () => {
  const matrix = Object.fromEntries(
    ROLES.map((role) => [role, ACTIONS.filter((action) => can(person(role, 7), action)).join(' ')]),
  );
  const always = 'session.start session.end pledge.sign login.change map.read register.search';
  expect(matrix).toEqual({
    mayor: `${always} plan.read coverage.export organisation.read account.read account.confirm contract.read equipment.read agency.read consultation.read audit.read audit.faults`,
    officer: `${always} camera.watch scene.keep wall.show still.take camera.turn pursuit.open pursuit.end pursuit.extend pursuit.read camera.bar camera.edit camera.connect camera.discover camera.add camera.decide retention.except plan.read coverage.export plan.keep siting.search demand.import demand.remove register.import register.export layer.import organisation.read organisation.change staff.import account.read account.create account.close account.role account.password account.link account.grant account.unlock account.ask account.review display.register setting.change contract.read contract.change equipment.read equipment.edit fault.report agency.read agency.change consultation.read consultation.ask consultation.answer audit.faults`,
    department: `${always} camera.watch camera.turn pursuit.open pursuit.end pursuit.read camera.edit plan.read coverage.export plan.keep siting.search organisation.read equipment.read equipment.edit fault.report consultation.read consultation.ask`,
    operator: `${always} camera.watch scene.keep wall.show still.take camera.turn pursuit.open pursuit.end pursuit.read equipment.read fault.report`,
    maintainer: `${always} camera.edit camera.connect camera.reboot camera.discover contract.read equipment.read equipment.edit fault.report`,
    liaison: `${always} agency.read`,
    auditor: `${always} pursuit.read plan.read coverage.export register.export organisation.read account.read account.confirm contract.read equipment.read agency.read consultation.read audit.read audit.export audit.review audit.verify audit.faults`,
  });
});

test('A5: nobody acts upon the own account, whatever the role', () => {
  for (const role of ROLES)
    for (const action of ACTIONS.filter((each) => !OPEN_TO_ALL.has(each)))
      expect(can(person(role, 7), action, { accountId: 1 }), `${role} ${action}`).toBe(false);
  expect(can(person('officer'), 'account.role', { accountId: 2 })).toBe(true);
});

test('Art. 5(1): a department manager watches only what the own department runs outside the centre', () => {
  const manager = person('department', 7);
  expect(can(manager, 'camera.watch', { departmentId: 7, integration: 'standalone' })).toBe(true);
  expect(can(manager, 'camera.watch', { departmentId: 7, integration: 'integrated' })).toBe(false);
  expect(can(manager, 'camera.watch', { departmentId: 8, integration: 'standalone' })).toBe(false);
  expect(can(manager, 'camera.watch', { departmentId: null, integration: 'standalone' })).toBe(false);
});

test('Art. 11(1), 5(1): the desk and the officer turn cameras, a department what it runs outside the centre; nobody else', () => {
  const able = (facts: object): Role[] =>
    ROLES.filter((role) => can(person(role, 7), 'camera.turn', { departmentId: 7, ...facts }));
  expect(able({ integration: 'standalone' })).toEqual(['officer', 'department', 'operator']);
  expect(able({ integration: 'integrated' })).toEqual(['officer', 'operator']);
  expect(able({ integration: 'standalone', departmentId: 8 })).toEqual(['officer', 'operator']);
});

test('Art. 5(3): a department manager edits the cameras of the own department and no other', () => {
  const manager = person('department', 7);
  expect(can(manager, 'camera.edit', { departmentId: 7 })).toBe(true);
  expect(can(manager, 'camera.edit', { departmentId: 8 })).toBe(false);
  expect(can(manager, 'camera.edit', { departmentId: null })).toBe(false);
});

test('Art. 10(4): a protected site does not exist for those without clearance, whatever they ask', () => {
  const site = { protected: true, departmentId: 8, integration: 'integrated' } as const;
  const knowing = ROLES.filter((role) => knows(scopeOf(person(role, 7)), site));
  expect(knowing).toEqual(['mayor', 'officer', 'operator']);
  for (const role of ROLES.filter((each) => !knowing.includes(each)))
    for (const action of ACTIONS.filter((each) => !/^session|^pledge|^login/.test(each)))
      expect(can(person(role, 7), action, site), `${role} ${action}`).toBe(false);
  expect(knows(scopeOf(person('department', 8)), site)).toBe(true);
});

test('Art. 10(4): scopes that see different things never share a cache key', () => {
  expect(scopeOf(person('department', 7)).key).not.toBe(scopeOf(person('department', 8)).key);
  expect(scopeOf(person('liaison')).key).not.toBe(scopeOf(person('operator')).key);
});

const limited = (over: Partial<AccessGrant>): readonly AccessGrant[] => [{ ...WHOLE_CITY[0]!, ...over }];
const operator = (over: Partial<AccessGrant>): Actor => ({ ...person('operator'), grants: limited(over) });
const camera = {
  departmentId: 7,
  districtId: 3,
  purposes: ['security', 'parking'],
  integration: 'integrated',
} as const;

test('Art. 30(1): a right over districts, a department or purposes holds there and nowhere else', () => {
  expect(can(operator({ districtIds: [3, 4] }), 'camera.watch', camera)).toBe(true);
  expect(judge(operator({ districtIds: [4] }), 'camera.watch', camera)).toBe('unknown');
  expect(can(operator({ districtIds: [3] }), 'camera.watch', { ...camera, districtId: null })).toBe(false);
  expect(can(operator({ departmentId: 7 }), 'camera.watch', camera)).toBe(true);
  expect(can(operator({ departmentId: 8 }), 'camera.watch', camera)).toBe(false);
  expect(can(operator({ purposes: ['parking'] }), 'camera.watch', camera)).toBe(true);
  expect(can(operator({ purposes: ['traffic'] }), 'camera.watch', camera)).toBe(false);
  const two = {
    ...operator({}),
    grants: [...limited({ districtIds: [4] }), ...limited({ purposes: ['security'] })],
  };
  expect(can(two, 'camera.watch', camera)).toBe(true);
});

test('Art. 30(1): a right begins and ends with its time, to the millisecond, and keeps its hours of the city', () => {
  const until = operator({ validFrom: '2026-11-01T00:00:00Z', validTo: '2026-11-25T00:00:00Z' });
  expect(can(until, 'camera.watch', camera, new Date('2026-10-31T23:59:59.999Z'))).toBe(false);
  expect(can(until, 'camera.watch', camera, new Date('2026-11-24T23:59:59.999Z'))).toBe(true);
  expect(can(until, 'camera.watch', camera, new Date('2026-11-25T00:00:00Z'))).toBe(false);
  const night = operator({ hours: { from: '22:00', to: '06:00' } });
  const inSeoul = (time: string) => new Date(`2026-11-25T${time}+09:00`);
  expect(
    ['21:59', '22:00', '05:59', '06:00'].map((time) => can(night, 'map.read', {}, inSeoul(`${time}:00`))),
  ).toEqual([false, true, true, false]);
});

test('Art. 10(4): a right over districts or purposes clears nobody for protected sites', () => {
  const site = { ...camera, protected: true };
  expect(can(operator({}), 'camera.watch', site)).toBe(true);
  expect(judge(operator({ districtIds: [3] }), 'camera.watch', site)).toBe('unknown');
  expect(judge(operator({ departmentId: 7 }), 'camera.watch', site)).toBe('allowed');
  expect(judge(operator({ departmentId: 8 }), 'camera.watch', site)).toBe('unknown');
});

test('Art. 32: before the pledge a person may only pledge and go; without a right in force likewise', () => {
  const unpledged = { ...person('officer'), pledged: false };
  const without = { ...person('officer'), grants: [] };
  for (const actor of [unpledged, without])
    expect(ACTIONS.filter((action) => can(actor, action))).toEqual([
      'session.start',
      'session.end',
      'pledge.sign',
      'login.change',
    ]);
});

test('a display shows the map and live video and does nothing else', () => {
  const wall = { ...person('operator'), display: true };
  expect(ACTIONS.filter((action) => can(wall, action))).toEqual(['session.end', 'map.read', 'camera.watch']);
});

test('Art. 12: a contractor works on the cameras of its contract; those of another do not exist for it', () => {
  const contractor = { ...person('maintainer'), contractorId: 5 };
  expect(judge(contractor, 'camera.connect', { ...camera, contractorId: 5 })).toBe('allowed');
  expect(judge(contractor, 'camera.connect', { ...camera, contractorId: 6 })).toBe('unknown');
  expect(judge(contractor, 'camera.connect', { ...camera, contractorId: null })).toBe('unknown');
  expect(judge(person('maintainer'), 'camera.connect', { ...camera, contractorId: null })).toBe('allowed');
});

test('Art. 30(1): while somebody else knows the password, nothing goes but setting another and leaving', () => {
  for (const role of ROLES) {
    const due = { ...person(role), passwordDue: true };
    expect(ACTIONS.filter((action) => can(due, action))).toEqual([
      'session.start',
      'session.end',
      'login.change',
    ]);
  }
});
