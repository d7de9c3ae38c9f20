import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newWindowBody } from '../../server/contracts/maintenance.schema.ts';
import { isPast, missingOf, usualWorks, worksNow, worksOf } from './works-times.rules.ts';

const NOW = new Date('2026-11-30T15:20:40Z');
const WINDOW = '4c5c5a30-5d5f-4d8a-9d53-1f6b6f5c9a10';

test('works are proposed from now for two hours, in the clock time of the city', () => {
  expect(usualWorks(NOW)).toEqual({ from: '2026-12-01T00:20', to: '2026-12-01T02:20', reason: '' });
});

test('works that begin by now begin now; later ones at their minute in the city', () => {
  const draft = { ...usualWorks(NOW), reason: ' 렌즈 청소 ' };
  expect(worksOf(draft, WINDOW, NOW)).toEqual({
    ...{ windowId: WINDOW, fromAt: null, toAt: '2026-12-01T02:20:00+09:00', reason: '렌즈 청소' },
  });
  expect(worksOf({ ...draft, from: '2026-12-01T01:00' }, WINDOW, NOW).fromAt).toBe(
    '2026-12-01T01:00:00+09:00',
  );
});

test('a beginning that is past is told, but not the one proposed however long the form stood open', () => {
  const draft = usualWorks(NOW);
  const later = new Date(NOW.getTime() + 600_000);
  expect([isPast(draft, draft.from, later), isPast({ ...draft, from: '' }, draft.from, later)]).toEqual([
    false,
    false,
  ]);
  expect(isPast({ ...draft, from: '2026-12-01T00:19' }, draft.from, NOW)).toBe(true);
  expect(isPast({ ...draft, from: '2026-12-01T00:25' }, draft.from, later)).toBe(true);
  expect(isPast({ ...draft, from: '2026-12-01T00:30' }, draft.from, later)).toBe(false);
});

test('works go on from their hour until their hour; of several the last to end is said', () => {
  const one = (fromAt: string, toAt: string) => ({
    ...{ windowId: WINDOW, fromAt, toAt },
    reason: '점검',
    plannedBy: '박정비',
  });
  const short = one('2026-11-30T15:00:00Z', '2026-11-30T16:00:00Z');
  const long = one('2026-11-30T15:10:00Z', '2026-11-30T17:00:00Z');
  expect(worksNow([short, long, one('2026-11-30T18:00:00Z', '2026-11-30T19:00:00Z')], NOW)).toBe(long);
  expect(worksNow([long], new Date('2026-11-30T17:00:00Z'))).toBeNull();
  expect(worksNow([long], new Date('2026-11-30T15:10:00Z'))).toBe(long);
});

test('what is missing is named, and an emptied time is missing', () => {
  expect(missingOf({ from: '', to: '2026-12-01T02:20', reason: ' ' })).toEqual(['from', 'reason']);
});

test('whatever the hour, the works proposed are taken by the API and end two hours on', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31') }), (now) => {
      fc.pre(!Number.isNaN(now.getTime()));
      const body = newWindowBody.parse(worksOf({ ...usualWorks(now), reason: '점검' }, WINDOW, now));
      const minute = Math.floor(now.getTime() / 60_000) * 60_000;
      expect(Date.parse(body.toAt)).toBe(minute + 7_200_000);
    }),
  );
});
