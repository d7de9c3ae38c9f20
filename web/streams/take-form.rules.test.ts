import { expect, test } from 'vitest';
import { takeLacks } from './take-form.rules.ts';

test('Art. 11(1): a camera that another holds is taken with a reason, by an equal with an incident too', () => {
  const lacks = (needsIncident: boolean, reason: string, incident: string) =>
    takeLacks({ taking: true, needsIncident, reason, incident });
  expect(lacks(false, ' 가', '')).toBe('reason');
  expect(lacks(false, '폭행 신고', '')).toBeNull();
  expect(lacks(true, '', ' ')).toBe('both');
  expect(lacks(true, '폭행 신고', ' ')).toBe('incident');
  expect(lacks(true, '', 'I-7')).toBe('reason');
  expect(lacks(true, '폭행 신고', 'I-7')).toBeNull();
});

test('one that nobody holds asks for neither', () => {
  expect(takeLacks({ taking: false, needsIncident: false, reason: '', incident: '' })).toBeNull();
});
