import { describe, expect, test } from 'vitest';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { priorityOf, servesNothing } from './ptz-purpose.rules.ts';

const OWN = ['security', 'illegal-parking'];

describe('Art. 11(1): a move serves one of this camera’s own purposes, or a statute that is named', () => {
  test('방범, 불법 주정차 camera: its own two purposes and no other of the nine', () => {
    const allowed = PURPOSES.filter((purpose) => servesNothing({ purpose }, OWN, '2026-11-30') === null);
    expect(allowed).toEqual(OWN);
  });

  test('a purpose that ended yesterday is none today', () => {
    expect(servesNothing({ purpose: 'illegal-parking' }, ['security'], '2026-11-30')).toBe('not-a-purpose');
  });

  test('a camera without any purpose on record is moved for none', () => {
    expect(servesNothing({ purpose: 'security' }, [], '2026-11-30')).toBe('not-a-purpose');
  });

  test('단서: another statute needs its citation', () => {
    const statute = 'other';
    for (const citation of [' ', '..', '영장 2026-11'])
      expect(servesNothing({ statute, citation }, OWN, '2026-11-30')).toBe('no-citation');
    expect(servesNothing({ statute: 'report-112', citation: '--' }, OWN, '2026-11-30')).toBe('no-citation');
    expect(
      servesNothing({ statute, citation: '형사소송법 제106조, 영장 2026-11' }, OWN, '2026-11-30'),
    ).toBeNull();
  });

  test('단서: a statute carries nothing before its first day', () => {
    const serves = { statute: 'report-112', citation: '제8조' } as const;
    expect(servesNothing(serves, OWN, '2024-07-02')).toBe('statute-not-in-force');
    expect(servesNothing(serves, OWN, '2024-07-03')).toBeNull();
  });
});

test('an incident goes before the officer, the officer before the desk; equals do not take from each other', () => {
  const order = [
    priorityOf('operator', null),
    priorityOf('officer', null),
    priorityOf('operator', 'I-1'),
    priorityOf('officer', 'I-1'),
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(4);
  expect(priorityOf('department', null)).toBe(priorityOf('operator', null));
});
