import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blanksOf, emptyDraft, formOf, proposedEnd, type RightDraft } from './right-form.rules.ts';

const reach = fc.constantFrom('' as const, 'whole' as const, 'part' as const);
const drafts: fc.Arbitrary<RightDraft> = fc.record({
  area: reach,
  districtIds: fc.uniqueArray(fc.integer({ min: 1, max: 9 })),
  departmentId: fc.constantFrom('', '3'),
  purposeReach: reach,
  purposes: fc.subarray(['security', 'fire']),
  hourReach: reach,
  from: fc.constant('22:00'),
  to: fc.constant('06:00'),
  fromDay: fc.constant(''),
  untilDay: fc.constantFrom(null, '', '2027-01-01'),
});

test('Art. 30(1): a form begins with nothing chosen, and what nobody chose is never given', () => {
  expect(blanksOf(emptyDraft(), false)).toMatchObject({ area: true, purposes: true, hours: true });
  fc.assert(
    fc.property(drafts, fc.boolean(), (draft, outsider) => {
      if (Object.values(blanksOf(draft, outsider)).includes(true)) return;
      const form = formOf(draft, '2027-12-01');
      expect(form.districtIds === null && form.departmentId === null).toBe(draft.area === 'whole');
      expect(form.purposes === null).toBe(draft.purposeReach === 'whole');
      expect(form.hours === null).toBe(draft.hourReach === 'whole');
      if (outsider) expect(form.untilDay).not.toBe(null);
    }),
  );
});

test('Art. 12, 18(5): the proposed end is a year on, and no later than the contract or the limit for outsiders', () => {
  const choices = {
    contractors: [
      { contractorId: 1, name: '가', lastDay: '2027-03-31' },
      { contractorId: 2, name: '나', lastDay: null },
    ],
    outsiderDays: 366,
  };
  const today = '2026-12-01';
  expect(proposedEnd(choices, today, { outsider: false, contractorId: null })).toBe('2027-12-01');
  expect(proposedEnd(choices, today, { outsider: true, contractorId: 1 })).toBe('2027-03-31');
  expect(proposedEnd(choices, today, { outsider: true, contractorId: 2 })).toBe('2027-12-01');
  const short = { ...choices, outsiderDays: 90 };
  expect(proposedEnd(short, today, { outsider: true, contractorId: null })).toBe('2027-03-01');
});
