import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameTag, parameterSetsTag, readTag } from './flv.rules.ts';
import { readPictureFormat } from './h264-parameter-sets.rules.ts';
import { MediaClock } from './media-clock.rules.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

describe('picture format', () => {
  it('reads size and rate of a real parameter set', () => {
    const sps = Buffer.from('674d401fe8802802dd80b501010140000003004000000c83c60ca8', 'hex');
    expect(readPictureFormat(sps)).toMatchObject({ widthPx: 1280, heightPx: 720 });
  });

  it('never throws and never answers an absurd size', () => {
    fc.assert(
      fc.property(bytes(120), (sps) => {
        const format = readPictureFormat(sps);
        if (format) expect(Math.max(format.widthPx, format.heightPx)).toBeLessThanOrEqual(16_384);
      }),
    );
  });
});

describe('FLV', () => {
  it('writes tags that read back, above 24 bits of time too', () => {
    const nals = [{ type: 5, parts: [Buffer.from([0x65, 1]), Buffer.from([2, 3])], bytes: 4 }];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), fc.boolean(), (mediaMs, isKey) => {
        const tag = frameTag(nals, isKey, mediaMs, 80);
        expect(readTag(tag, 0)).toEqual({
          ...{ bytes: tag.length, mediaMs, shownAfterMs: 80, video: true, key: isKey, frame: true },
        });
        expect(tag.readUInt32BE(tag.length - 4)).toBe(tag.length - 4);
        expect(tag.subarray(16, 24).toString('hex')).toBe('0000000465010203');
      }),
    );
    const head = parameterSetsTag(Buffer.from([0x67, 77, 0, 31]), Buffer.from([0x68, 1]), 5);
    expect(readTag(head, 0)).toMatchObject({ frame: false, key: true, bytes: head.length });
  });
});

describe('media clock', () => {
  it('only goes forward, over wraps, clock jumps and reconnects', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constant('again' as const)), {
          maxLength: 200,
        }),
        (steps) => {
          const clock = new MediaClock();
          let last = -1;
          for (const step of steps) {
            if (step === 'again') clock.restart();
            else {
              const { mediaMs: ms } = clock.next(step);
              expect(ms).toBeGreaterThan(last);
              last = ms;
            }
          }
        },
      ),
    );
  });

  it('keeps the pace of 25 frames a second exactly, through the 32-bit wrap', () => {
    const clock = new MediaClock();
    const first = clock.next(0xffffffff - 3600 * 10).mediaMs;
    let ms = first;
    for (let frame = 1; frame <= 1000; frame++)
      ms = clock.next((0xffffffff - 3600 * 10 + 3600 * frame) >>> 0).mediaMs;
    expect(ms - first).toBe(40_000);
  });

  it('goes on one frame after the last when the camera comes back at 0', () => {
    const clock = new MediaClock();
    clock.next(90_000);
    const before = clock.next(93_000).mediaMs;
    clock.restart();
    expect(clock.next(0).mediaMs - before).toBeLessThan(60);
  });
});

describe('frames that are shown in another order than they come (B-frames)', () => {
  /** Times of showing, in frames, in the order of decoding: groups of a reference and the frames before it. */
  const groups = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 60 });
  const framesOf = (between: readonly number[]): { shown: number; isBetween: boolean }[] => {
    let next = 1;
    const frames = [{ shown: 0, isBetween: false }];
    for (const count of between) {
      frames.push({ shown: next + count, isBetween: false });
      for (let i = 0; i < count; i++) frames.push({ shown: next + i, isBetween: true });
      next += count + 1;
    }
    return frames;
  };
  const STEP = 3600;
  const stamped = (between: readonly number[], depth: number, firstRtp: number) => {
    const clock = new MediaClock();
    return framesOf(between).map(({ shown, isBetween }) => ({
      shown,
      ...clock.next((firstRtp + shown * STEP) >>> 0, isBetween, depth),
    }));
  };

  it('are decoded in their order and shown at their own time, over the 32-bit wrap too', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: 0xffffffff }), (between, firstRtp) => {
        const frames = stamped(between, 1, firstRtp);
        frames.forEach(({ mediaMs }, i) => expect(mediaMs).toBeGreaterThan(frames[i - 1]?.mediaMs ?? -1));
        for (const { shown, mediaMs, shownAfterMs } of frames)
          expect(mediaMs + shownAfterMs).toBe(40 + shown * 40);
      }),
    );
  });

  it('settle after the first group where the camera does not say how many', () => {
    fc.assert(
      fc.property(groups, (between) => {
        const frames = stamped([3, 3, ...between], 0, 90_000).slice(5);
        const base = frames[0]!.mediaMs + frames[0]!.shownAfterMs - frames[0]!.shown * 40;
        for (const { shown, mediaMs, shownAfterMs } of frames)
          expect(Math.abs(mediaMs + shownAfterMs - base - shown * 40)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keep the time going forward whatever a camera sends', () => {
    const any = fc.record({
      rtp: fc.integer({ min: 0, max: 0xffffffff }),
      isBetween: fc.boolean(),
      depth: fc.integer({ min: 0, max: 40 }),
      again: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 200 }), (frames) => {
        const clock = new MediaClock();
        let last = -1;
        for (const { rtp, isBetween, depth, again } of frames) {
          if (again) clock.restart();
          const { mediaMs, shownAfterMs } = clock.next(rtp, isBetween, depth);
          expect(mediaMs).toBeGreaterThan(last);
          expect(shownAfterMs).toBeGreaterThanOrEqual(0);
          expect(Number.isSafeInteger(mediaMs + shownAfterMs)).toBe(true);
          last = mediaMs;
        }
      }),
    );
  });
});
