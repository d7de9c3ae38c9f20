import { expect, test } from 'vitest';
import { profileLine, toldLines } from './device-told.rules.ts';

const AT = '2026-11-30T03:00:00Z';
const SILENT = {
  ...{ clock: null, firmware: null, firmwareOnRecord: [], isEncrypted: null, findings: [] },
  ...{ certificateNos: [], certificateDifferences: [], profiles: null },
};
const clock = (offS: number) => ({ offS, doubtS: 0.6, toldAt: AT });

test('what a device never told is left out, not taken for good', () => {
  expect(toldLines(SILENT)).toEqual([]);
});

test('a clock is right, fast or slow by its seconds, and says when it was asked', () => {
  const lines = [
    toldLines({ ...SILENT, clock: clock(0.4) }),
    toldLines({ ...SILENT, clock: clock(73.2), findings: ['clock-off'] }),
    toldLines({ ...SILENT, clock: clock(-8.6), findings: ['clock-off'] }),
  ].flat();
  expect(lines.map(({ words, values, found }) => [words, values.n, found])).toEqual([
    ['clock.right', 0, false],
    ['clock.fast', 73, true],
    ['clock.slow', 9, true],
  ]);
  expect(lines.every(({ toldAt }) => toldAt === AT)).toBe(true);
});

test('Art. 11(1): a tour of its own stands first, with what to do', () => {
  const lines = toldLines({ ...SILENT, clock: clock(73.2), findings: ['device-tour', 'clock-off'] });
  expect(lines.map(({ words, found }) => [words, found])).toEqual([
    ['tour', true],
    ['clock.fast', true],
  ]);
});

test('Art. 30(3): an open link is said as it is, and stands first where the city demands encryption', () => {
  const firmware = { version: '3.0.4', toldAt: AT };
  expect(toldLines({ ...SILENT, firmware, isEncrypted: false }).map(({ words }) => words)).toEqual([
    'firmware',
    'link.open',
  ]);
  expect(
    toldLines({ ...SILENT, firmware, isEncrypted: false, findings: ['plain-transport'] }).map(
      ({ words }) => words,
    ),
  ).toEqual(['link.open', 'firmware']);
});

test('another firmware is said beside the one on record', () => {
  const [line] = toldLines({
    ...SILENT,
    ...{
      firmware: { version: '2.1.0', toldAt: AT },
      firmwareOnRecord: ['3.0.4'],
      findings: ['firmware-differs'],
    },
  });
  expect(line).toMatchObject({ words: 'firmware.other', values: { version: '2.1.0', record: '3.0.4' } });
});

test('Art. 7, 30(3): what differs from the certificate stands first, each field with both values', () => {
  const firmware = { version: '3.0', toldAt: AT };
  const certified = { ...SILENT, firmware, certificateNos: ['TTA-1'] };
  expect(toldLines(certified).map(({ words, found }) => [words, found])).toEqual([
    ['certificate', false],
    ['firmware', false],
  ]);
  const certificateDifferences = [{ field: 'firmware' as const, certified: '2.0', told: '3.0' }];
  expect(toldLines({ ...certified, certificateDifferences })[0]).toEqual({
    ...{ words: 'certificate.firmware', values: { certified: '2.0', told: '3.0' }, toldAt: AT, found: true },
  });
});

test('a picture is one line of what its device says of it, and no more', () => {
  const silent = { token: 'p1', encoding: null, encoder: null, widthPx: null, heightPx: null, fps: null };
  expect(profileLine({ ...silent, hasAudio: false })).toBe('p1');
  const told = { encoding: 'H264', encoder: 've', widthPx: 1280, heightPx: 720, fps: 14.985 };
  expect(profileLine({ ...silent, ...told, hasAudio: false })).toBe('H264 1280×720 15fps');
});
