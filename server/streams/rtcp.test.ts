import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reception, reportAfterMs } from './rtcp.rules.ts';
import type { RtpPacket } from './rtp.rules.ts';

const REPORTER = { ssrc: 0x0a0b0c0d, cname: 'a-random-name' };
const CAMERA = 0xfeedbeef;

const aPacket = (sequence: number, timestamp = 0, ssrc = CAMERA): RtpPacket => ({
  ...{ payloadType: 96, marker: false, payload: Buffer.alloc(0) },
  ...{ sequence: sequence & 0xffff, timestamp: timestamp >>> 0, ssrc },
});

/** What a camera reads out of a report. */
function read(report: Buffer) {
  const count = report[0]! & 0x1f;
  const bytes = 4 * (report.readUInt16BE(2) + 1);
  const named = report.subarray(bytes);
  return {
    kinds: [report[1], named[1]],
    versions: [report[0]! >> 6, named[0]! >> 6],
    whole: bytes + 4 * (named.readUInt16BE(2) + 1) === report.length && named.at(-1) === 0,
    from: [report.readUInt32BE(4), named.readUInt32BE(4)],
    cname: named.toString('latin1', 10, 10 + named[9]!),
    on: count === 0 ? null : report.readUInt32BE(8),
    fraction: count === 0 ? 0 : report[12]!,
    lost: count === 0 ? 0 : report.readIntBE(13, 3),
    highest: count === 0 ? 0 : report.readUInt32BE(16),
    jitter: count === 0 ? 0 : report.readUInt32BE(20),
    lastReport: count === 0 ? 0 : report.readUInt32BE(24),
    sinceReport: count === 0 ? 0 : report.readUInt32BE(28),
  };
}

const aReception = (): Reception => new Reception(REPORTER, 90_000);

function senderReport(middle: number, ssrc = CAMERA): Buffer {
  const report = Buffer.alloc(28);
  report.set([0x80, 200, 0, 6]);
  report.writeUInt32BE(ssrc, 4);
  report.writeUInt32BE(middle, 10);
  return report;
}

describe('receiver reports (RFC 3550)', () => {
  it('are compound: a report and a name, on nobody before the first packet', () => {
    const told = read(aReception().report(0));
    expect(told).toMatchObject({ kinds: [201, 202], versions: [2, 2], whole: true, on: null });
    expect(told).toMatchObject({ from: [REPORTER.ssrc, REPORTER.ssrc], cname: REPORTER.cname });
  });

  it('end on a whole word whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme-ascii' }), (cname) => {
        const told = read(new Reception({ ...REPORTER, cname }, 90_000).report(0));
        expect([told.whole, told.cname]).toEqual([true, cname.slice(0, 255)]);
      }),
    );
  });

  it('count what was lost since the last one and in all, over the wrap of 16 bits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 6 }),
        (first, stretches) => {
          const reception = aReception();
          reception.heard(aPacket(first), 0);
          let [at, lostInAll] = [first, 0];
          for (const stretch of stretches) {
            // The last one comes: what is lost at the end is known only by what follows.
            const arrives = [...stretch, true];
            for (const comes of arrives) if ((at++, comes)) reception.heard(aPacket(at), 0);
            const lostNow = arrives.filter((comes) => !comes).length;
            lostInAll += lostNow;
            const expectedNow = arrives.length + (stretch === stretches[0] ? 1 : 0);
            expect(read(reception.report(0))).toMatchObject({
              ...{ on: CAMERA, lost: lostInAll, highest: at },
              fraction: Math.floor((lostNow * 256) / expectedNow),
            });
          }
        },
      ),
    );
  });

  it('give back the last sender report of the same source, and how long ago it came', () => {
    const reception = aReception();
    reception.heard(aPacket(1), 0);
    reception.heardReport(senderReport(0x11112222, 1), 10);
    expect(read(reception.report(20))).toMatchObject({ lastReport: 0, sinceReport: 0 });
    reception.heardReport(senderReport(0x33334444), 1_000);
    reception.heardReport(senderReport(0x55556666).subarray(0, 27), 1_100);
    expect(read(reception.report(1_500))).toMatchObject({ lastReport: 0x33334444, sinceReport: 32_768 });
  });

  it('begin anew where the camera does', () => {
    const reception = aReception();
    reception.heard(aPacket(5), 0);
    reception.heard(aPacket(9), 0);
    reception.heard(aPacket(4000, 0, 7), 0);
    expect(read(reception.report(0))).toMatchObject({ on: 7, lost: 0, highest: 4000, lastReport: 0 });
  });

  it('know an even pace from a shaken one, through the wrap of 32 bits', () => {
    const jitterOf = (lateMs: (index: number) => number): number => {
      const reception = aReception();
      for (let index = 0; index < 200; index++)
        reception.heard(aPacket(index, 0xffffffff - 90_000 + index * 3600), index * 40 + lateMs(index));
      return read(reception.report(0)).jitter;
    };
    expect(jitterOf(() => 0)).toBeLessThan(2);
    expect(jitterOf((index) => (index % 2) * 10)).toBeGreaterThan(800);
  });

  it('can be written whatever came', () => {
    const step = fc.oneof(
      fc.record({ sequence: fc.nat(0xffff), timestamp: fc.nat(0xffffffff), ssrc: fc.constantFrom(1, 2) }),
      fc.uint8Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const reception = aReception();
        steps.forEach((each, index) => {
          if (each instanceof Uint8Array) reception.heardReport(Buffer.from(each), index);
          else reception.heard({ ...aPacket(0), ...each }, index);
          expect(read(reception.report(index)).whole).toBe(true);
        });
      }),
    );
  });

  it('go out every five seconds on average, never sooner than half of that nor later than once and a half', () => {
    const mean = Array.from({ length: 1000 }, (_, index) => reportAfterMs(index / 1000)).reduce(
      (sum, ms) => sum + ms / 1000,
      0,
    );
    expect((mean * (Math.E - 1.5)) / 5_000).toBeCloseTo(1, 2);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        const share = (reportAfterMs(random) * (Math.E - 1.5)) / 5_000;
        expect(share).toBeGreaterThanOrEqual(0.5);
        expect(share).toBeLessThanOrEqual(1.5);
      }),
    );
  });
});
