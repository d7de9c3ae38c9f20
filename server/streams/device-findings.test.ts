import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf, keptDays, mostDays, type KnownOfDevice } from './device-findings.rules.ts';
import { withFindings } from './probe-state.rules.ts';

const TOLD = '2026-11-30T03:00:00Z';
const UNKNOWN: KnownOfDevice = {
  clock: null,
  model: null,
  firmware: null,
  certificates: [],
  firmwareOnRecord: [],
  oldestRecordingAt: null,
  oldestToldAt: null,
  declaredDays: null,
  touring: null,
  isEncrypted: false,
};
const found = (known: Partial<KnownOfDevice>, mustEncrypt = false) =>
  findingsOf({ ...UNKNOWN, ...known }, { mustEncrypt, today: '2026-11-30' });
const kept = (days: number, declaredDays: number | null = null): Partial<KnownOfDevice> => ({
  oldestRecordingAt: new Date(Date.parse(TOLD) - days * 86_400_000).toISOString(),
  oldestToldAt: TOLD,
  declaredDays,
});

describe('Art. 31(1): recordings are kept for 30 days at most', () => {
  it('30 days are within the ceiling, the 31st day is a breach', () => {
    expect([found(kept(29)), found(kept(30)), found(kept(31))]).toEqual([[], [], ['over-retention']]);
  });

  it('a declared time shorter than the ceiling binds, a longer one does not widen it', () => {
    expect([found(kept(15, 15)), found(kept(16, 15)), found(kept(31, 60))]).toEqual([
      [],
      ['over-retention'],
      ['over-retention'],
    ]);
    expect([mostDays(15, '2026-11-30'), mostDays(60, '2026-11-30'), mostDays(null, '2026-11-30')]).toEqual([
      15, 30, 30,
    ]);
  });

  it('the day of the recording is not counted (민법 제157조), and days are those of the city', () => {
    expect(keptDays('2026-10-30T15:30:00Z', '2026-11-30T14:59:59Z')).toBe(30);
    expect(keptDays('2026-10-30T14:30:00Z', '2026-11-30T14:59:59Z')).toBe(31);
    expect(keptDays(TOLD, TOLD)).toBe(1);
  });

  it('what no recorder told is no finding, and no proof of keeping the law', () => {
    expect(found({ declaredDays: 15 })).toEqual([]);
  });

  it('the longer it is kept, the more surely it is found', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.option(fc.integer({ min: 1, max: 90 })),
        (days, declared) => {
          const is = found(kept(days, declared)).includes('over-retention');
          expect(is).toBe(days > Math.min(declared ?? 30, 30));
        },
      ),
    );
  });
});

describe('Art. 11(1): a head is turned for a purpose', () => {
  it('a tour of its own is found while it runs, and not where it stands or nobody told', () => {
    expect([found({ touring: true }), found({ touring: false }), found({})]).toEqual([
      ['device-tour'],
      [],
      [],
    ]);
  });
});

describe('Art. 31(1)2: a recording that may serve as evidence says the right time', () => {
  it('a clock is found more than five seconds off, fast or slow, beyond its doubt', () => {
    const off = (offS: number, doubtS = 0.6) => found({ clock: { offS, doubtS } });
    expect([off(5.6), off(5.7), off(-5.7), off(7, 2.1)]).toEqual([[], ['clock-off'], ['clock-off'], []]);
  });
});

describe('Art. 7(1): the device is the one that was tested and put on record', () => {
  it('another firmware than the record names is found; the same in other letters is none', () => {
    expect(found({ firmware: '3.1.0', firmwareOnRecord: ['2.8.1', '3.0.4'] })).toEqual(['firmware-differs']);
    expect(found({ firmware: 'v3.0.4 ', firmwareOnRecord: ['V3.0.4'] })).toEqual([]);
  });

  it('nothing is found where the device tells none or the record names none', () => {
    expect([found({ firmware: '3.1.0' }), found({ firmwareOnRecord: ['3.1.0'] })]).toEqual([[], []]);
  });
});

describe('Art. 30(3): pictures are protected on their way', () => {
  it('an open link is a finding only where the city demands encryption', () => {
    expect([found({}, true), found({ isEncrypted: true }, true), found({})]).toEqual([
      ['plain-transport'],
      [],
      [],
    ]);
  });
});

describe('the state of a camera', () => {
  it('Art. 31(1): keeping too long is a violation whatever else is true, but for a sound track (Art. 11(2))', () => {
    const breach = { state: 'violation', cause: 'over-retention' };
    expect(withFindings({ state: 'normal', cause: null }, ['over-retention', 'clock-off'])).toEqual(breach);
    expect(withFindings({ state: 'fault', cause: 'unreachable' }, ['over-retention'])).toEqual(breach);
    const sound = { state: 'violation', cause: 'audio-track' } as const;
    expect(withFindings(sound, ['over-retention'])).toEqual(sound);
  });

  it('anything else found is a caution of a camera that is well, and never hides what its stream shows', () => {
    expect(withFindings({ state: 'normal', cause: null }, ['clock-off'])).toEqual({
      ...{ state: 'caution', cause: 'clock-off' },
    });
    for (const verdict of [
      { state: 'fault', cause: 'unreachable' },
      { state: 'caution', cause: 'slow' },
      { state: 'unknown', cause: null },
    ] as const)
      expect(withFindings(verdict, ['clock-off', 'plain-transport'])).toEqual(verdict);
    expect(withFindings({ state: 'normal', cause: null }, [])).toEqual({ state: 'normal', cause: null });
  });
});
