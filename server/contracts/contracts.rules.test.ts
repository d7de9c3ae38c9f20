import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstWhole, monthsAfter, stateOn, supervisionOn, type Outsourcing } from './contracts.rules.ts';
import { PARTS, PARTS_OF, type ContractRow, type Part } from './contracts.schema.ts';

const a = (name: string, from: string, to: string, parts: readonly Part[]): Outsourcing => ({
  name,
  from,
  to,
  parts,
});

describe('Art. 12(1): the whole may never be outsourced', () => {
  const [first, ...others] = PARTS_OF.operation;

  test('the operation of the centre alone, with no part of the resource management, is a whole', () => {
    expect(firstWhole([a('갑', '2026-01-01', '2027-01-01', PARTS_OF.operation)])).toEqual({
      duty: 'operation',
      on: '2026-01-01',
      by: ['갑'],
    });
  });

  test('the management of video resources alone, with no part of the operation, is a whole', () => {
    expect(firstWhole([a('갑', '2026-01-01', '2027-01-01', PARTS_OF.resource)])?.duty).toBe('resource');
  });

  test('all but one part of each, with all of the upkeep, may be outsourced', () => {
    const parts = [...others, ...PARTS_OF.resource.slice(1), ...PARTS_OF.upkeep];
    expect(firstWhole([a('갑', '2026-01-01', '2027-01-01', parts)])).toBeNull();
  });

  test('all of the upkeep may be outsourced: the first sentence allows it', () => {
    expect(firstWhole([a('갑', '2026-01-01', '2027-01-01', PARTS_OF.upkeep)])).toBeNull();
  });

  test('two contractors make the whole together, from the day on which the second begins', () => {
    const contracts = [
      a('갑', '2026-01-01', '2027-01-01', others),
      a('을', '2026-06-01', '2026-09-01', [first]),
      a('병', '2026-01-01', '2027-01-01', ['network']),
    ];
    expect(firstWhole(contracts)).toEqual({ duty: 'operation', on: '2026-06-01', by: ['갑', '을'] });
  });

  test('one that begins on the day on which the other no longer holds makes no whole with it', () => {
    expect(
      firstWhole([a('갑', '2026-01-01', '2026-06-01', others), a('을', '2026-06-01', '2026-09-01', [first])]),
    ).toBeNull();
  });

  test('finds what a walk over every day finds', () => {
    const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const contract = fc
      .record({
        from: fc.integer({ min: 0, max: 20 }),
        days: fc.integer({ min: 0, max: 12 }),
        // Mostly of one duty, or the whole would hardly ever come about.
        parts: fc.oneof(
          fc.subarray([...PARTS_OF.operation], { minLength: 2 }),
          fc.subarray([...PARTS_OF.resource], { minLength: 2 }),
          fc.subarray([...PARTS]),
        ),
      })
      .map(({ from, days, parts }) => a('갑', dayOf(from), dayOf(from + days), parts));
    fc.assert(
      fc.property(fc.array(contract, { maxLength: 5 }), (contracts) => {
        let walked: { on: string; duties: string[] } | null = null;
        for (let n = 0; n <= 33 && walked === null; n++) {
          const on = dayOf(n);
          const held = new Set(
            contracts.filter(({ from, to }) => from <= on && on < to).flatMap(({ parts }) => parts),
          );
          const duties = (['operation', 'resource'] as const).filter((duty) =>
            PARTS_OF[duty].every((part) => held.has(part)),
          );
          if (duties.length > 0) walked = { on, duties };
        }
        const found = firstWhole(contracts);
        expect(found?.on).toBe(walked?.on);
        if (found !== null) expect(walked?.duties).toContain(found.duty);
      }),
      { numRuns: 500 },
    );
  });
});

const row: ContractRow = {
  contractId: 1,
  contractorId: 1,
  contractor: '시험정보통신',
  documentNo: '2026-1',
  title: '유지보수',
  validFrom: '2026-01-31',
  validTo: '2027-02-01',
  endedOn: null,
  endReason: null,
  endedBy: null,
  signedAt: '2026-01-02T00:00:00Z',
  signedBy: '이주무',
  parts: ['network'],
  clauses: [],
  trainingMonths: 1,
  checkMonths: 6,
  lastTraining: null,
  lastCheck: '2026-03-10',
  demo: false,
};

test('Art. 12(3): training and checks fall due by the period of the contract, counted from the last or the beginning', () => {
  expect(supervisionOn(row, '2026-03-01')).toEqual([
    { kind: 'training', lastOn: null, dueOn: '2026-02-28', overdue: true },
    { kind: 'check', lastOn: '2026-03-10', dueOn: '2026-09-10', overdue: false },
  ]);
  expect(supervisionOn(row, '2026-02-28')[0]?.overdue).toBe(false);
  expect(supervisionOn({ ...row, signedAt: null }, '2026-03-01')).toEqual([]);
  expect(supervisionOn({ ...row, endedOn: '2026-03-01' }, '2026-03-01')).toEqual([]);
});

test('a contract holds from its first day and no longer on the day it ended', () => {
  expect(stateOn(row, '2026-01-30')).toBe('coming');
  expect(stateOn(row, '2026-01-31')).toBe('in-force');
  expect(stateOn({ ...row, endedOn: '2026-05-01' }, '2026-04-30')).toBe('in-force');
  expect(stateOn({ ...row, endedOn: '2026-05-01' }, '2026-05-01')).toBe('over');
  expect(stateOn(row, '2027-02-01')).toBe('over');
});

test('Art. 12: a draft that was taken back is withdrawn on every day, and the city owes its contractor nothing', () => {
  const draft = { ...row, signedAt: null, signedBy: null };
  for (const day of ['2026-01-01', '2026-06-01', '2030-01-01']) {
    expect(stateOn(draft, day)).toBe('draft');
    expect(stateOn({ ...draft, endedOn: draft.validFrom }, day)).toBe('withdrawn');
    expect(supervisionOn({ ...draft, endedOn: draft.validFrom }, day)).toEqual([]);
  }
});

test('a month later keeps to the last day of a shorter month, forwards and backwards', () => {
  expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
  expect(monthsAfter('2026-03-31', -1)).toBe('2026-02-28');
  expect(monthsAfter('2026-11-25', -84)).toBe('2019-11-25');
});
