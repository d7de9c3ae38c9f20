import { expect, it } from 'vitest';
import { bestOf } from './compare.rules.ts';

it('names every best value, and none where nothing is better or all are alike', () => {
  expect([...bestOf([3, 9, 9.2], 'more')]).toEqual([1, 2]);
  expect([...bestOf([3, 9, 1], 'less')]).toEqual([2]);
  expect([...bestOf([3, 9], null)]).toEqual([]);
  expect([...bestOf([5.1, 5.2], 'more')]).toEqual([]);
});

it('what is not known, or is none, is never the best', () => {
  expect([...bestOf([NaN, 4, 2], 'less')]).toEqual([2]);
  expect([...bestOf([NaN, 4], 'more')]).toEqual([]);
  expect([...bestOf([null, 4, 2], 'less')]).toEqual([2]);
  expect([...bestOf([null, 4], 'less')]).toEqual([]);
});
