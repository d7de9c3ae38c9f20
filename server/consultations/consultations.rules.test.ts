import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreesTo, isOwnQuestion, spentFields, type ChainedChange } from './consultations.rules.ts';
import { ANSWERS, CONSULTATION_KINDS, CONSULTATION_STATES } from './consultations.schema.ts';

const FIELDS = ['heightM', 'azimuthDeg', 'name'] as const;
const values = fc.integer({ min: 1, max: 4 });
const edits = fc.array(
  fc.record({ cameraId: fc.integer({ min: 1, max: 2 }), field: fc.constantFrom(...FIELDS), to: values }),
  { maxLength: 20 },
);
const keyOf = ({ cameraId, field }: { cameraId: number; field: string }): string => `${cameraId} ${field}`;

test('Art. 5(3): under one agreement no field of a camera is changed twice, and each can be changed once', () => {
  fc.assert(
    fc.property(edits, (tried) => {
      const made: ChainedChange[] = [];
      const register = new Map<string, number>();
      for (const edit of tried) {
        const from = register.get(keyOf(edit)) ?? 0;
        const change = { field: edit.field, from };
        if (spentFields('agreed', edit.cameraId, [change], made).length > 0) continue;
        register.set(keyOf(edit), edit.to);
        made.push({ consultationId: 'agreed', ...edit });
      }
      expect(made.map(keyOf)).toEqual([...new Set(tried.map(keyOf))]);
    }),
  );
});

test('Art. 5(3): asked anew, it is spent by the change before it for as long as that stands', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELDS), values, values, (field, to, now) => {
      const before: ChainedChange = { consultationId: 'returned', cameraId: 1, field, to };
      const spent = spentFields('agreed', 1, [{ field, from: now }], [before]);
      expect(spent).toEqual(now === to ? [field] : []);
      expect(spentFields('agreed', 2, [{ field, from: now }], [before])).toEqual([]);
    }),
  );
});

test('Art. 5(3): what is agreed to is a change, in words, of a camera that it names', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CONSULTATION_KINDS),
      fc.constantFrom(...CONSULTATION_STATES),
      fc.constantFrom(null, '높이 조정'),
      fc.subarray([1, 2, 3]),
      (kind, state, subject, ids) => {
        const cameras = ids.map((cameraId) => ({ cameraId, managementNo: null, name: '가', own: true }));
        const isAgreed = ANSWERS.some((each) => each === state) && state !== 'returned';
        expect(agreesTo({ kind, state, subject, cameras }, 1)).toBe(
          kind === 'change' && isAgreed && subject !== null && ids.includes(1),
        );
      },
    ),
  );
});

test('Art. 4(2), 5(3): a question is one’s own by its account; of an unknown one it is nobody’s', () => {
  expect(isOwnQuestion({ accountId: 7 }, { askedByAccount: 7 })).toBe(true);
  expect(isOwnQuestion({ accountId: 7 }, { askedByAccount: 8 })).toBe(false);
  expect(isOwnQuestion({ accountId: null }, { askedByAccount: null })).toBe(false);
});
