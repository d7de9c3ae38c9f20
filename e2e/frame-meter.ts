import type { Page } from 'playwright';

/** A frame that a video on the page showed, by the number that the simulated camera's clip has in its picture. */
export interface ShownFrame {
  /** Videos are counted as they appear on the page, from 0. */
  readonly video: number;
  /** What the tile calls the camera on the wall; null elsewhere. */
  readonly cameraId: number | null;
  /** Counted from the clip's first frame, which comes again at its end; null where the picture could not be read. */
  readonly number: number | null;
  /** The player's own time of this frame. */
  readonly mediaMs: number;
  /** When it went to the screen, in ms since 1970; null where the browser was already at the next frame when it told. */
  readonly atMs: number | null;
  /** When the page was told of a shown frame. */
  readonly toldAtMs: number;
}

/** Begins to note what every video of the page shows, those too that come later. */
export const startFrameMeter = async (page: Page): Promise<void> => page.evaluate(meterFrames);

/** What was shown since it was asked last. */
export const takeShownFrames = async (page: Page): Promise<ShownFrame[]> =>
  page.evaluate(() => (globalThis as unknown as { takeShown: () => Promise<ShownFrame[]> }).takeShown());

/** Runs in the page, and so stands alone. */
function meterFrames(): void {
  const [BLOCK_PX, BITS, DARK, BRIGHT] = [8, 16, 80, 140];
  type Writable = { -readonly [Key in keyof ShownFrame]: ShownFrame[Key] };
  const shown: Writable[] = [];
  const reading = new Set<Promise<unknown>>();
  const takeShown = async (): Promise<ShownFrame[]> => {
    const { length } = shown;
    await Promise.allSettled(reading);
    return shown.splice(0, length);
  };
  Object.assign(globalThis, { takeShown });
  const known = new WeakSet<HTMLVideoElement>();
  let videos = 0;

  /** The blocks lie in the lower left corner, highest bit first; only their middles are looked at. */
  async function readNumber(frame: VideoFrame): Promise<number | null> {
    const height = frame.visibleRect?.height ?? 0;
    if (height < BLOCK_PX) return null;
    const rect = { x: 0, y: height - BLOCK_PX, width: BLOCK_PX * BITS, height: BLOCK_PX };
    const bytes = new Uint8Array(frame.allocationSize({ rect }));
    const [brightness] = await frame.copyTo(bytes, { rect });
    if (!brightness) return null;
    let number = 0;
    for (let bit = 0; bit < BITS; bit++) {
      const at = (BLOCK_PX / 2) * brightness.stride + bit * BLOCK_PX + BLOCK_PX / 2;
      const value = bytes[brightness.offset + at] ?? 0;
      if (value > DARK && value < BRIGHT) return null;
      number = number * 2 + (value >= BRIGHT ? 1 : 0);
    }
    return number;
  }

  function follow(video: HTMLVideoElement): void {
    if (known.has(video)) return;
    known.add(video);
    const index = videos++;
    const seen = (_nowMs: number, told: VideoFrameCallbackMetadata): void => {
      video.requestVideoFrameCallback(seen);
      const frame = new VideoFrame(video);
      const mediaMs = frame.timestamp / 1000;
      const sinceEpochMs = Date.now() - performance.now();
      const isTold = Math.abs(mediaMs - told.mediaTime * 1000) < 3;
      const cameraId = video.closest<HTMLElement>('[data-picture]')?.dataset['picture'];
      const entry: Writable = {
        video: index,
        cameraId: cameraId === undefined ? null : Number(cameraId),
        number: null,
        mediaMs,
        atMs: isTold ? sinceEpochMs + Math.max(told.expectedDisplayTime, told.presentationTime) : null,
        toldAtMs: Date.now(),
      };
      shown.push(entry);
      const read = readNumber(frame)
        .then((number) => (entry.number = number))
        .finally(() => {
          frame.close();
          reading.delete(read);
        });
      reading.add(read);
    };
    video.requestVideoFrameCallback(seen);
  }

  const look = (): void => {
    for (const video of document.querySelectorAll('video')) follow(video);
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
}
