import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateDifferences, differencesInWords, type Certificate } from './certificate.rules.ts';

const TODAY = '2026-11-30';
const certificate: Certificate = { no: 'TTA-1', model: 'M1', firmware: '2.8.1', until: '2027-12-31' };
const differences = (more: Partial<Certificate>, said: { model?: string | null; firmware?: string | null }) =>
  certificateDifferences([{ ...certificate, ...more }], { model: 'M1', firmware: '2.8.1', ...said }, TODAY);

describe('a device against its certificate (Art. 7, 30(3))', () => {
  it('that is what was certified differs in nothing, however it is spelled', () => {
    expect(differences({}, { model: ' m1 ' })).toEqual([]);
  });

  it('differs in each field with both values', () => {
    const found = differences({ until: '2026-11-29' }, { model: 'M2', firmware: '3.0' });
    expect(found).toEqual([
      { field: 'model', certified: 'M1', told: 'M2' },
      { field: 'firmware', certified: '2.8.1', told: '3.0' },
      { field: 'until', certified: '2026-11-29', told: TODAY },
    ]);
    expect(differencesInWords(found)).toBe(
      '모델 인증 M1, 장비 M2 · 펌웨어 인증 2.8.1, 장비 3.0 · 유효기간 2026-11-29까지(오늘 2026-11-30)',
    );
  });

  it('holds on its last day', () => {
    expect([differences({ until: TODAY }, {}), differences({ until: null }, {})]).toEqual([[], []]);
  });

  it('unknown is unknown: no value, no certificate, no difference', () => {
    const silent = { model: null, firmware: null };
    expect(differences({}, silent)).toEqual([]);
    expect(differences({ model: null, firmware: null }, { model: 'M9', firmware: '9' })).toEqual([]);
    expect(certificateDifferences([], { model: 'M9', firmware: '9' }, TODAY)).toEqual([]);
  });

  it('of several cameras on record the one that is meant decides', () => {
    const other = { ...certificate, no: 'TTA-2', model: 'M2', firmware: '9' };
    expect(certificateDifferences([other, certificate], { model: 'M1', firmware: '2.8.1' }, TODAY)).toEqual(
      [],
    );
  });

  it('never names a value that nobody said', () => {
    const word = fc.option(fc.constantFrom('a', 'b', 'A'), { nil: null });
    const day = fc.option(fc.constantFrom('2026-11-29', TODAY, '2026-12-01'), { nil: null });
    const one = fc.record({ no: fc.constant('n'), model: word, firmware: word, until: day });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 3 }), word, word, (all, model, firmware) => {
        for (const { field, certified, told } of certificateDifferences(all, { model, firmware }, TODAY)) {
          expect(all.map((each) => each[field])).toContain(certified);
          expect({ model, firmware, until: TODAY }[field]).toBe(told);
          expect(certified).not.toBe(told);
        }
      }),
    );
  });
});
