import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DelegationRow } from './agencies.schema.ts';
import {
  bodyStandsAs,
  delegationOn,
  delegationStateOn,
  lacksOn,
  lacksToWatchOn,
  measureOn,
  type Period,
} from './delegations.rules.ts';

const dayOf = (n: number): string =>
  new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 0, max: 400 });
const anyPeriod = fc
  .tuple(anyDay, fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }))
  .map(([from, length]): Period => ({
    from: dayOf(from),
    to: length === null ? null : dayOf(from + length),
  }));

const aDelegation = (over: Partial<DelegationRow> = {}): DelegationRow => ({
  delegationId: '00000000-0000-4000-8000-000000000001',
  agency: 'police',
  agencyName: '강릉경찰서',
  askedOn: '2026-01-05',
  askedBy: '이주무',
  documentNo: '경무-1',
  documentOn: '2026-01-10',
  validFrom: '2026-02-01',
  validTo: '2026-12-01',
  grantedBy: '이주무',
  endedOn: null,
  endReason: null,
  adjustments: [],
  cameras: 1,
  demo: false,
  ...over,
});
const asked = aDelegation({
  documentNo: null,
  documentOn: null,
  validFrom: null,
  validTo: null,
  grantedBy: null,
});

describe('Art. 18(5), 23, 25: another body’s camera needs a delegation in force that names it and a security measure', () => {
  test('on a day with both nothing is lacking, on every other day exactly what is not in force', () => {
    fc.assert(
      fc.property(fc.array(anyPeriod), fc.array(anyPeriod), anyDay, (named, secured, n) => {
        const day = dayOf(n);
        const held = (periods: readonly Period[]) =>
          periods.some(
            ({ from, to }) =>
              Date.parse(from) <= Date.parse(day) && (to === null || Date.parse(day) < Date.parse(to)),
          );
        const lacks = lacksOn({ whose: 'body', named, secured }, day);
        expect(lacks.includes('delegation')).toBe(!held(named));
        expect(lacks.includes('security')).toBe(!held(secured));
      }),
    );
  });

  test('the last day is a day with it, the next one is not', () => {
    const secured = [{ from: '2026-01-01', to: null }];
    const named = [{ from: '2026-02-01', to: '2026-03-01' }];
    const on = (day: string) => lacksOn({ whose: 'body', named, secured }, day);
    expect([on('2026-01-31'), on('2026-02-01'), on('2026-02-28'), on('2026-03-01')]).toEqual([
      ['delegation'],
      [],
      [],
      ['delegation'],
    ]);
  });

  test('the city’s own cameras need neither; of an unknown owner nothing is guessed: it lacks its owner', () => {
    const on = (whose: 'city' | 'unknown') => lacksOn({ whose, named: [], secured: [] }, '2026-03-01');
    expect([on('city'), on('unknown')]).toEqual([[], ['owner']]);
  });

  test('only what is linked already is looked at while its owner is undecided (Art. 20)', () => {
    const on = (whose: 'body' | 'unknown', isLinked: boolean) =>
      lacksToWatchOn({ whose, isLinked, named: [], secured: [] }, '2026-03-01');
    expect([on('unknown', true), on('unknown', false)]).toEqual([[], ['owner']]);
    expect([on('body', true), on('body', false)]).toEqual([
      ['delegation', 'security'],
      ['delegation', 'security'],
    ]);
  });
});

describe('Art. 23: asked, granted, adjusted, ended, from dates', () => {
  test('each state on its day', () => {
    const row = aDelegation({ adjustments: [{ adjustmentId: 'a', agreedOn: '2026-04-01', agreed: '야간' }] });
    const on = (day: string) => delegationStateOn(row, day);
    expect([on('2026-01-09'), on('2026-01-10'), on('2026-04-01'), on('2026-12-01')]).toEqual([
      'asked',
      'granted',
      'adjusted',
      'ended',
    ]);
  });

  test('ended before its time it has ended then; a request that was given up has ended too', () => {
    expect(delegationStateOn(aDelegation({ endedOn: '2026-05-05' }), '2026-05-05')).toBe('ended');
    expect(delegationStateOn({ ...asked, endedOn: '2026-01-20' }, '2026-01-20')).toBe('ended');
    expect(delegationStateOn(asked, '2030-01-01')).toBe('asked');
  });

  test('never in force before its document, after its end or while only asked for', () => {
    fc.assert(
      fc.property(anyDay, fc.option(anyDay, { nil: null }), (n, end) => {
        const endedOn = end === null ? null : dayOf(end);
        const { inForce } = delegationOn(aDelegation({ endedOn }), dayOf(n));
        if (dayOf(n) < '2026-02-01' || dayOf(n) >= '2026-12-01') expect(inForce).toBe(false);
        if (endedOn !== null && dayOf(n) >= endedOn) expect(inForce).toBe(false);
        expect(delegationOn(asked, dayOf(n)).inForce).toBe(false);
      }),
    );
  });
});

describe('how a body stands', () => {
  const measure = measureOn(
    {
      measureId: 'm',
      agency: 'police',
      measures: '전용 회선',
      documentNo: '보안-1',
      decidedOn: '2026-01-01',
      validTo: null,
      endedOn: null,
      endReason: null,
    },
    '2026-06-01',
  );
  const counts = { owned: 10, linked: 8, delegated: 10, unnamed: 0 };
  const on = (day: string, over = {}, measures = [measure]) =>
    bodyStandsAs({ ...counts, ...over }, [delegationOn(aDelegation(), day)], measures, 30);

  test('normal, soon over, without a delegation, without security', () => {
    expect(on('2026-06-01')).toMatchObject({ state: 'normal', unlawful: 0, daysLeft: null });
    expect(on('2026-11-11')).toMatchObject({ state: 'ending', daysLeft: 20 });
    expect(on('2026-11-01')).toMatchObject({ state: 'ending', daysLeft: 30 });
    expect(on('2026-10-31')).toMatchObject({ state: 'normal' });
    expect(on('2026-06-01', { unnamed: 3 })).toMatchObject({ state: 'no-delegation', unlawful: 3 });
    expect(on('2026-06-01', {}, [])).toMatchObject({ state: 'no-security', unlawful: 8 });
    expect(on('2026-06-01', { owned: 0, linked: 0, delegated: 0 })).toMatchObject({ state: 'no-cameras' });
  });
});
