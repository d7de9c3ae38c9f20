import { expect, test } from 'vitest';
import { REORGANISATION_KINDS, stepForm } from '../../server/organisation/organisation.schema.ts';
import { emptyPart, emptyStep, missingOf, stepOf, type StepDraft } from './plan-form.rules.ts';

const filled = (kind: StepDraft['kind']): StepDraft => ({
  ...emptyStep(kind),
  departmentId: '2',
  name: ' 정보통신과 ',
  phone: ' ',
  merged: ['2', '3', '4'],
  headFrom: '3',
  parts: [{ ...emptyPart(), name: '영상정보과', purposes: ['security', 'traffic'] }],
});

test('an untouched change of any kind asks for a field, a filled one is what the server takes', () => {
  for (const kind of REORGANISATION_KINDS) {
    expect(missingOf(emptyStep(kind))).not.toEqual([]);
    expect(missingOf(filled(kind))).toEqual([]);
    expect(stepForm.safeParse(stepOf(filled(kind))).error).toBeUndefined();
  }
});

test('a name is trimmed and an empty telephone is unknown', () => {
  expect(stepOf(filled('rename'))).toEqual({
    kind: 'rename',
    departmentId: 2,
    name: '정보통신과',
    phone: null,
  });
});

test('three into one of them: the one that goes on does not end', () => {
  expect(stepOf({ ...filled('merge'), intoId: '3' })).toEqual({
    kind: 'merge',
    departmentIds: [2, 4],
    into: { departmentId: 3 },
    headFrom: 3,
  });
});

test('one department alone is merged into nothing new', () => {
  expect(missingOf({ ...filled('merge'), merged: ['2'] })).toEqual(['merged']);
  expect(missingOf({ ...filled('merge'), merged: ['2'], intoId: '3' })).toEqual([]);
  expect(missingOf({ ...filled('merge'), merged: ['3'], intoId: '3' })).toEqual(['merged']);
});

test('every part of a split is named', () => {
  const draft = filled('split');
  expect(missingOf({ ...draft, parts: [...draft.parts, emptyPart()] })).toEqual(['part']);
});

test('an untouched change names every field it lacks at once', () => {
  expect(missingOf(emptyStep('rename'))).toEqual(['department', 'name']);
  expect(missingOf(emptyStep('merge'))).toEqual(['merged', 'name']);
  expect(missingOf(emptyStep('split'))).toEqual(['department', 'part']);
  expect(missingOf(emptyStep('abolish'))).toEqual(['department']);
  expect(missingOf(emptyStep('found'))).toEqual(['name']);
});
