import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseProfiles, devicePathOf, type ProfileFacts } from './onvif-profiles.rules.ts';

const profile = (token: string, encoding: string | null, widthPx: number | null): ProfileFacts => ({
  token,
  encoding,
  widthPx,
  heightPx: widthPx === null ? null : Math.round((widthPx * 9) / 16),
});

test('the largest H.264 picture is for the large tile, the smallest of at least 320 px for the small one', () => {
  const profiles = [
    profile('a', 'H265', 3840),
    profile('b', 'H264', 1920),
    profile('c', 'H264', 640),
    profile('d', 'H264', 320),
    profile('e', 'H264', 176),
    profile('f', 'JPEG', 320),
  ];
  const { large, small } = chooseProfiles(profiles);
  expect([large?.token, small?.token]).toEqual(['b', 'd']);
});

test('one picture is no small one, and without H.264 there is none at all', () => {
  expect(chooseProfiles([profile('a', 'H264', 1280)])).toMatchObject({ large: { token: 'a' }, small: null });
  expect(chooseProfiles([profile('a', 'H264', 1280), profile('b', 'H264', 1280)]).small).toBeNull();
  expect(chooseProfiles([profile('a', 'H265', 1280), profile('', 'H264', 640)])).toEqual({
    large: null,
    small: null,
  });
});

test('whatever a device lists, only what a browser plays is chosen, and the small one is the smaller', () => {
  const any = fc.record({
    token: fc.constantFrom('', 'a', 'b', 'c'),
    encoding: fc.constantFrom('H264', 'h264', 'H.264', 'H265', 'JPEG', '', null),
    widthPx: fc.option(fc.integer({ min: -5, max: 8000 }), { nil: null }),
    heightPx: fc.option(fc.integer({ min: -5, max: 8000 }), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (profiles) => {
      const { large, small } = chooseProfiles(profiles);
      for (const chosen of [large, small]) if (chosen) expect(chosen.encoding).toMatch(/264/);
      if (small) {
        expect(small.widthPx).toBeGreaterThanOrEqual(320);
        expect(large).not.toBeNull();
      }
    }),
  );
});

test.each([
  ['rtsp://10.0.0.9:8554/live/2?profile=b', '/live/2?profile=b'],
  ['rtsps://[fd00::9]/x', '/x'],
  ['rtsp://10.0.0.9', null],
  ['http://10.0.0.9/x', null],
  ['rtsp://10.0.0.9/a b', null],
  ['rtsp://10.0.0.9/user=a&password=b', null],
  ['rtsp://10.0.0.9/x\r\nSETUP rtsp://10.0.0.9/audio', null],
  [`rtsp://10.0.0.9/${'x'.repeat(600)}`, null],
  [null, null],
])('of the address %s the path %s is taken', (uri, path) => {
  expect(devicePathOf(uri)).toBe(path);
});
