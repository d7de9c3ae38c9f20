import { expect, test } from 'vitest';
import { watchState } from './watch-state.rules.ts';

test('Art. 20: only what is sent to the centre is to be watched there', () => {
  expect(watchState({ watch: 'watched', integration: 'integrated' }, false)).toBe('watched');
  expect(watchState({ watch: 'watched', integration: 'linked' }, false)).toBe('watched');
  expect(watchState({ watch: 'watched', integration: 'standalone' }, false)).toBe('outside');
  expect(watchState({ watch: 'watched', integration: null }, false)).toBe('unknown');
});

test('Art. 20: an exclusion is shown as one, and what is on a screen is being watched all the same', () => {
  expect(watchState({ watch: 'excluded', integration: 'linked' }, false)).toBe('excluded');
  expect(watchState({ watch: 'excluded', integration: 'linked' }, true)).toBe('now');
  expect(watchState({ watch: 'watched', integration: 'standalone' }, true)).toBe('now');
});
