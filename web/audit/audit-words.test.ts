import { expect, test } from 'vitest';
import { AUDIT_ACTIONS, AUDIT_GROUPS } from '../../server/audit/audit-groups.rules.ts';
import type { AuditRow } from '../../server/audit/audit.schema.ts';
import { auditEn, auditKo } from '../ui/words/audit.words.ts';
import { factsOf, happenedAt, instantOf, objectWords } from './audit-words.ts';

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

test('Art. 30(3): a refused function is told in words, never as the path of it', () => {
  for (const objectId of ['GET /api/accounts', 'POST /api/cameras/:cameraId/live']) {
    const row = { objectKind: 'route', objectId, hidden: false } as AuditRow;
    expect(objectWords(row)).toBe(auditKo['audit.kind.route']);
  }
});

test('Art. 18(1): a row that was joined later tells when it happened', () => {
  const at = '2026-11-30T04:12:31.120Z';
  const detail = { spooled: { at, spool: 'a', no: 3 } };
  expect(happenedAt({ detail })).toBe(at);
  for (const other of [{}, { spooled: null }, { spooled: { at: 'then' } }, { spooled: [at] }])
    expect(happenedAt({ detail: other })).toBeNull();
  const [fact] = factsOf({ action: 'camera.watch', detail });
  expect(fact!.words).toContain(instantOf(at));
  expect(fact!.words).not.toContain(at);
});
