import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockReading, readDeviceTime, readOldestRecording } from './device-facts.rules.ts';

const NOW = Date.parse('2026-11-30T03:00:00Z');
const timeAnswer = (at: Date, prefix = 'tt:'): string => {
  const e = (name: string, text: string | number): string => `<${prefix}${name}>${text}</${prefix}${name}>`;
  const time =
    e('Hour', at.getUTCHours()) + e('Minute', at.getUTCMinutes()) + e('Second', at.getUTCSeconds());
  const date = e('Year', at.getUTCFullYear()) + e('Month', at.getUTCMonth() + 1) + e('Day', at.getUTCDate());
  return `<a>${e('UTCDateTime', e('Time', time) + e('Date', date))}<tt:LocalDateTime><tt:Hour>1</tt:Hour></tt:LocalDateTime></a>`;
};

describe('the clock of a device', () => {
  it('is read in UTC, whatever prefix its answer uses', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom('tt:', ''),
        (at, prefix) => {
          expect(readDeviceTime(timeAnswer(at, prefix))).toBe(Math.floor(at.getTime() / 1000) * 1000);
        },
      ),
    );
  });

  it('is unknown where no UTC time, or none that can be one, is told', () => {
    const whole = timeAnswer(new Date(NOW));
    for (const xml of [
      '',
      '<tt:LocalDateTime><tt:Hour>1</tt:Hour></tt:LocalDateTime>',
      whole.replace('<tt:Hour>3<', '<tt:Hour>25<'),
      whole.replace('<tt:Year>2026<', '<tt:Year>0<'),
      whole.replace(/<tt:Second>.*?<\/tt:Second>/, ''),
      whole.replace('</tt:UTCDateTime>', ''),
    ])
      expect(readDeviceTime(xml), xml).toBeNull();
  });

  it('is off by what is left after half the way there and back, give or take its whole seconds and the way', () => {
    const trip = { sentAtMs: NOW, answeredAtMs: NOW + 400 };
    expect(clockReading(NOW + 12_000, trip)).toEqual({ offS: 12.3, doubtS: 0.7 });
    expect(clockReading(NOW, { ...trip, answeredAtMs: NOW + 4_001 })).toBeNull();
  });

  it('never seems off beyond its doubt when it is right, however slow the way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tripMs, share) => {
          const readAtMs = NOW + 137 + tripMs * share;
          const told = Math.floor(readAtMs / 1000) * 1000;
          const reading = clockReading(told, { sentAtMs: NOW + 137, answeredAtMs: NOW + 137 + tripMs });
          expect(Math.abs(reading!.offS)).toBeLessThanOrEqual(reading!.doubtS + 0.11);
        },
      ),
    );
  });
});

describe('the oldest recording', () => {
  const summary = (dataFrom: string, recordings = 3): string =>
    `<s><tt:DataFrom>${dataFrom}</tt:DataFrom><tt:DataUntil>2026-11-30T02:59:00Z</tt:DataUntil><tt:NumberRecordings>${recordings}</tt:NumberRecordings></s>`;

  it('is an instant with its zone', () => {
    expect(readOldestRecording(summary('2026-11-01T09:00:00+09:00'), NOW)).toBe('2026-11-01T00:00:00.000Z');
    expect(readOldestRecording(summary('2026-11-01T00:00:00.5Z'), NOW)).toBe('2026-11-01T00:00:00.500Z');
  });

  it('is unknown where there is none, where its zone is not told, and where it cannot be', () => {
    for (const xml of [
      '<s/>',
      summary('2026-11-01T00:00:00Z', 0),
      summary('2026-11-01T00:00:00'),
      summary('1970-01-01T00:00:00Z'),
      summary('2027-11-01T00:00:00Z'),
      summary('2026-13-41T00:00:00Z'),
      summary('yesterday'),
    ])
      expect(readOldestRecording(xml, NOW), xml).toBeNull();
  });

  it('whatever the answer holds, is a past instant or unknown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const at = readOldestRecording(summary(text), NOW);
        expect(at === null || Date.parse(at) <= NOW).toBe(true);
      }),
    );
  });
});
