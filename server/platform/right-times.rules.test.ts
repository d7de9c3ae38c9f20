import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInForceAt, type AccessGrant } from './access.ts';
import { rightTimes } from './right-times.rules.ts';

const grant = (over: Partial<AccessGrant> = {}): AccessGrant => ({
  grantId: 1,
  districtIds: null,
  departmentId: null,
  purposes: null,
  hours: null,
  validFrom: '2026-01-01T00:00:00Z',
  validTo: null,
  ...over,
});
const DAY = { from: '09:00', to: '18:00' };
const at = (text: string): Date => new Date(`${text}+09:00`);

test('Art. 30(1): outside the hours of a right it is said from when it holds again', () => {
  expect(rightTimes([grant({ hours: DAY })], at('2026-11-30T03:20'))).toEqual({
    inForce: false,
    changesAt: at('2026-11-30T09:00'),
    hours: DAY,
  });
  expect(rightTimes([grant({ hours: DAY })], at('2026-11-30T18:00')).changesAt).toEqual(
    at('2026-12-01T09:00'),
  );
});

test('Art. 30(1): within the hours it is said when they end; without hours and end never', () => {
  expect(rightTimes([grant({ hours: DAY })], at('2026-11-30T09:00'))).toEqual({
    inForce: true,
    changesAt: at('2026-11-30T18:00'),
    hours: DAY,
  });
  expect(rightTimes([grant()], at('2026-11-30T09:00')).changesAt).toBeNull();
});

test('a right that is over, or whose last hours are past, comes no more', () => {
  const over = grant({ hours: DAY, validTo: '2026-11-30T09:30:00Z' });
  expect(rightTimes([over], at('2026-11-30T18:40'))).toEqual({
    inForce: false,
    changesAt: null,
    hours: null,
  });
  expect(rightTimes([], at('2026-11-30T18:40')).inForce).toBe(false);
});

test('a right that begins one evening within no hours of the day begins the next morning', () => {
  const coming = grant({ hours: DAY, validFrom: '2026-12-01T12:00:00Z' });
  expect(rightTimes([coming], at('2026-11-30T12:00')).changesAt).toEqual(at('2026-12-02T09:00'));
});

test('two rights that follow each other end with the later; day and night together never', () => {
  const night = { from: '18:00', to: '09:00' };
  const evening = grant({ grantId: 2, hours: { from: '17:00', to: '22:00' } });
  expect(rightTimes([grant({ hours: DAY }), evening], at('2026-11-30T10:00')).changesAt).toEqual(
    at('2026-11-30T22:00'),
  );
  expect(rightTimes([grant({ hours: DAY }), grant({ hours: night })], at('2026-11-30T10:00'))).toMatchObject({
    inForce: true,
    changesAt: null,
  });
});

test('whatever the rights: what is said of now is so, and at the moment named it changes and not before', () => {
  const hhmm = fc
    .integer({ min: 0, max: 95 })
    .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
  const start = Date.parse('2026-11-29T15:00:00Z');
  const day = fc.integer({ min: -3, max: 5 }).map((n) => new Date(start + n * 86_400_000).toISOString());
  const hours = fc.option(fc.record({ from: hhmm, to: hhmm }).filter(({ from, to }) => from !== to));
  const grants = fc.array(
    fc
      .record({ hours, validFrom: day, validTo: fc.option(day) })
      .filter(({ validFrom, validTo }) => validTo === null || validTo > validFrom)
      .map(grant),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(grants, fc.integer({ min: 0, max: 95 }), (given, quarter) => {
      const now = new Date(start + quarter * 900_000);
      const holdsAt = (ms: number): boolean => given.some((each) => isInForceAt(each, new Date(ms)));
      const { inForce, changesAt } = rightTimes(given, now);
      expect(inForce).toBe(holdsAt(now.getTime()));
      const end = changesAt?.getTime() ?? now.getTime() + 6 * 86_400_000;
      for (let ms = now.getTime(); ms < end; ms += 900_000) expect(holdsAt(ms)).toBe(inForce);
      if (changesAt !== null) expect(holdsAt(end)).toBe(!inForce);
    }),
  );
});
