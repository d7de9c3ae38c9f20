import { expect, test } from 'vitest';
import { cityDay } from './city-day.rules.ts';

test('the day of the city begins at 15:00 UTC of the day before', () => {
  expect(cityDay(new Date('2026-11-24T14:59:59.999Z'))).toBe('2026-11-24');
  expect(cityDay(new Date('2026-11-24T15:00:00Z'))).toBe('2026-11-25');
  expect(cityDay(new Date('2026-11-24T14:59:59.999Z'))).toBe('2026-11-24');
});
