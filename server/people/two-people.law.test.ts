import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLES } from '../platform/access.ts';
import { isOverseer, mayDecide, needsSecondPerson, requestState, TWO_PEOPLE } from './two-people.law.ts';

const role = fc.constantFrom(...ROLES);
const maybeRole = fc.option(role, { nil: null });
const somebody = fc.record({
  accountId: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
  personId: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
});

test('Art. 30(3), 32: an act waits for a second person exactly where an auditor or a mayor is or would be', () => {
  fc.assert(
    fc.property(maybeRole, maybeRole, (is, becomes) => {
      const overseen = ['auditor', 'mayor'];
      const wanted = overseen.includes(is ?? '') || overseen.includes(becomes ?? '');
      expect(needsSecondPerson({ is, becomes })).toBe(wanted);
    }),
  );
});

test('Art. 30(3): who decides is an overseer, never the asker and never the one acted upon', () => {
  fc.assert(
    fc.property(somebody, role, somebody, somebody, (who, of, asker, about) => {
      if (!mayDecide({ ...who, role: of }, asker, about)) return;
      expect(isOverseer(of)).toBe(true);
      expect(who.accountId).not.toBe(null);
      for (const other of [asker, about]) {
        expect(who.accountId).not.toBe(other.accountId);
        expect(who.personId).not.toBe(other.personId);
      }
      expect([who.personId, asker.personId]).not.toContain(null);
    }),
  );
  const nobody = { accountId: null, personId: null };
  const asker = { accountId: 1, personId: 1 };
  expect(mayDecide({ accountId: 2, personId: 2, role: 'mayor' }, asker, nobody)).toBe(true);
  // Two accounts that nobody has tied to a person may be one human's.
  expect(mayDecide({ accountId: 2, personId: null, role: 'mayor' }, asker, nobody)).toBe(false);
  expect(mayDecide({ accountId: 2, personId: 2, role: 'mayor' }, { ...asker, personId: null }, nobody)).toBe(
    false,
  );
  // The officer of yesterday who is the auditor of today is the same person.
  expect(mayDecide({ accountId: 2, personId: 1, role: 'auditor' }, asker, nobody)).toBe(false);
  expect(mayDecide({ accountId: null, personId: null, role: 'system' }, asker, nobody)).toBe(false);
});

test('a request that nobody decided within its days is over; one that was decided stays so', () => {
  const day = 86_400_000;
  const decided = fc.constantFrom('confirmed' as const, 'refused' as const, 'withdrawn' as const, null);
  fc.assert(
    fc.property(decided, fc.integer({ min: -20 * day, max: 20 * day }), (how, ms) => {
      const now = new Date('2026-12-01T00:00:00Z');
      const state = requestState({ decided: how, expiresAt: new Date(now.getTime() + ms) }, now);
      expect(state).toBe(how ?? (ms > 0 ? 'asked' : 'expired'));
    }),
  );
  expect(TWO_PEOPLE.daysToConfirm).toBe(7);
});
