import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { startFrameMeter, takeShownFrames, type ShownFrame } from './frame-meter.ts';

const TILES = 4;
/** A small clip of the demo: 8 s of 15 frames, again and again. */
const CLIP_FRAMES = 120;
const ENOUGH = 10;

/** How far each frame is after the one shown before it; more than half a clip is a step back. */
const stepsOf = (frames: readonly ShownFrame[]): number[] => {
  const numbers = frames.map(({ number }) => number).filter((number) => number !== null);
  return numbers.slice(1).map((number, at) => (number - numbers[at]! + CLIP_FRAMES) % CLIP_FRAMES);
};

test('the numbers in the pictures on the wall go on and never back, and no tile stands still', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.87,37.74,128.92,37.77`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: { cameraId: number; state: string; kind: string | null } }[];
  };
  const cameraIds = features
    .map(({ properties }) => properties)
    .filter(({ state, kind }) => state === 'normal' && kind === 'fixed')
    .slice(0, TILES)
    .map(({ cameraId }) => cameraId);
  await page.goto(`${cityUrl()}/?mode=wall&wall=${TILES}:${cameraIds.join('.')}`);
  await startFrameMeter(page);

  const shown = new Map<number, ShownFrame[]>(cameraIds.map((cameraId) => [cameraId, []]));
  await expect
    .poll(
      async () => {
        for (const frame of await takeShownFrames(page)) shown.get(frame.cameraId ?? 0)?.push(frame);
        return [...shown.values()].filter(
          (frames) => stepsOf(frames).filter((step) => step > 0).length >= ENOUGH,
        ).length;
      },
      { timeout: 60_000 },
    )
    .toBe(TILES);

  for (const frames of shown.values()) {
    expect(frames.filter(({ number }) => number === null)).toEqual([]);
    expect(stepsOf(frames).filter((step) => step > CLIP_FRAMES / 2)).toEqual([]);
    const times = frames.map(({ mediaMs }) => mediaMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});
