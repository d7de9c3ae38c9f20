import { expect, test } from 'vitest';
import { connectionOf } from './connection.rules.ts';

test('a screen is late from five seconds and lost from fifteen', () => {
  expect([0, 4_999, 5_000, 14_999, 15_000].map(connectionOf)).toEqual([
    'connected',
    'connected',
    'late',
    'late',
    'lost',
  ]);
});
