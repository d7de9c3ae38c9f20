import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wayBack } from './left-picture.rules.ts';

test('a register over the card of a picture that played is shut, another camera is gone back from', () => {
  expect(wayBack({ leftId: 7, selectedId: 7, covered: true })).toBe('shut');
  expect(wayBack({ leftId: 7, selectedId: 8, covered: false })).toBe('back');
});

test('no way back is named where the picture is on the screen, where nothing was left, and where no key leads there', () => {
  const id = fc.option(fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(id, id, fc.boolean(), (leftId, selectedId, covered) => {
      const way = wayBack({ leftId, selectedId, covered });
      if (leftId === null || selectedId === null) expect(way).toBeNull();
      if (leftId === selectedId && !covered) expect(way).toBeNull();
      if (way === 'shut') expect([leftId, covered]).toEqual([selectedId, true]);
      if (way === 'back') expect(covered).toBe(false);
    }),
  );
});
