import { expect, test } from 'vitest';
import { emptyPursuit, readDraft, type PursuitDraft } from './pursuit-form.rules.ts';

const draft = (over: Partial<PursuitDraft> = {}): PursuitDraft => ({
  ...emptyPursuit(['security'], '2026-11-30'),
  ...{ basis: 'report-112', citation: '제8조', incident: '112-1' },
  ...over,
});
const wrong = (over: Partial<PursuitDraft>): unknown =>
  (readDraft(draft(over), 240) as { wrong?: string }).wrong;

test('Art. 27: a declaration names basis, purpose, incident and end, and what is missing is named in its order', () => {
  expect(readDraft(draft(), 240)).toEqual({
    basis: { kind: 'statute', statute: 'report-112', citation: '제8조' },
    ...{ purpose: 'security', incident: '112-1', minutes: 60 },
  });
  expect(readDraft(draft({ basis: 'representative', record: '동의-1' }), 240)).toMatchObject({
    basis: { kind: 'consent', by: 'representative', record: '동의-1', on: '2026-11-30' },
  });
  expect(wrong({ basis: '' })).toBe('basis');
  expect(wrong({ citation: ' ' })).toBe('citation');
  expect(wrong({ basis: 'subject' })).toBe('record');
  expect(wrong({ basis: 'subject', record: '동의-1', on: '' })).toBe('on');
  expect(wrong({ purpose: '' })).toBe('purpose');
  expect(wrong({ basis: 'disaster-rescue', purpose: '' })).toBeUndefined();
  expect(wrong({ incident: '' })).toBe('incident');
  // What says nothing is missing.
  expect(wrong({ citation: '..' })).toBe('citation');
  expect(wrong({ incident: '--' })).toBe('incident');
  expect(wrong({ basis: 'subject', record: '--' })).toBe('record');
  expect(wrong({ basis: 'other', citation: '영장 2026-11' })).toBe('article');
  expect(wrong({ basis: 'other', citation: '형사소송법 제106조' })).toBeUndefined();
});

test('an end is a whole number of minutes, up to the ceiling', () => {
  for (const minutes of ['', '0', '241', '-1', '1.5', 'x']) expect(wrong({ minutes })).toBe('minutes');
  for (const minutes of ['1', '240', ' 30 ']) expect(wrong({ minutes })).toBeUndefined();
});

test('one purpose alone is chosen already, of several none is', () => {
  expect(emptyPursuit(['security'], '2026-11-30').purpose).toBe('security');
  expect(emptyPursuit(['security', 'traffic'], '2026-11-30').purpose).toBe('');
});
