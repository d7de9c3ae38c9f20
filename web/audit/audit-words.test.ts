import { expect, test } from 'vitest';
import { AUDIT_ACTIONS, AUDIT_GROUPS } from '../../server/audit/audit-groups.rules.ts';
import { auditEn, auditKo } from '../ui/words/audit.words.ts';

test('every action and every recorded fact has its words in both languages', () => {
  const wanted = [
    ...AUDIT_ACTIONS.map((action) => `audit.action.${action}`),
    ...AUDIT_GROUPS.map((group) => `audit.group.${group}`),
  ];
  for (const words of [auditKo, auditEn] as Readonly<Record<string, string>>[]) {
    expect(wanted.filter((key) => !Object.hasOwn(words, key))).toEqual([]);
    // Two acts under one name could not be told apart.
    const names = AUDIT_ACTIONS.map((action) => words[`audit.action.${action}`]);
    expect(new Set(names).size).toBe(names.length);
  }
  for (const action of AUDIT_ACTIONS)
    expect((auditKo as Readonly<Record<string, string>>)[`audit.action.${action}`]).toMatch(/[가-힣]/);
});
