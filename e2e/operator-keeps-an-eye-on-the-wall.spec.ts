import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { startFrameMeter, takeShownFrames, type ShownFrame } from './frame-meter.ts';

const TILES = 4;
/** A small clip of the demo: 8 s of 15 frames, again and again. */
const CLIP_FRAMES = 120;
const ENOUGH = 10;

/** A picture that stood still for longer may have gone on by more than half a clip meanwhile. */
const SHORT_MS = 1_000;

interface Step {
  /** More than half a clip is a step back. */
  readonly frames: number;
  readonly afterMs: number;
}

/** How far each frame is after the one shown before it. */
const stepsOf = (shown: readonly ShownFrame[]): Step[] =>
  shown.slice(1).map(({ number, toldAtMs }, at) => {
    const before = shown[at]!;
    const frames = ((number ?? 0) - (before.number ?? 0) + CLIP_FRAMES) % CLIP_FRAMES;
    return { frames, afterMs: toldAtMs - before.toldAtMs };
  });

const isBack = ({ frames, afterMs }: Step): boolean => frames > CLIP_FRAMES / 2 && afterMs < SHORT_MS;

async function openFilledWall(page: Page): Promise<number[]> {
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
  return cameraIds;
}

test('the numbers in the pictures on the wall go on and never back, and no tile stands still', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const cameraIds = await openFilledWall(page);
  await startFrameMeter(page);

  const shown = new Map<number, ShownFrame[]>(cameraIds.map((cameraId) => [cameraId, []]));
  await expect
    .poll(
      async () => {
        for (const frame of await takeShownFrames(page)) shown.get(frame.cameraId ?? 0)?.push(frame);
        return [...shown.values()].filter(
          (frames) => stepsOf(frames).filter((step) => step.frames > 0).length >= ENOUGH,
        ).length;
      },
      { timeout: 60_000 },
    )
    .toBe(TILES);

  for (const frames of shown.values()) {
    expect(frames.filter(({ number }) => number === null)).toEqual([]);
    expect(stepsOf(frames).filter(isBack)).toEqual([]);
    const times = frames.map(({ mediaMs }) => mediaMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
});

test('a picture that leaves the wall is on the screen until then: none is emptied before, which shows as white', async ({
  page,
}) => {
  await signIn(page, 'operator');
  await openFilledWall(page);
  for (let n = 1; n <= TILES; n++) await expect(page.locator(`[data-tile="${n}"]`)).toContainText('실시간');
  await page.evaluate(() => {
    const left: boolean[] = [];
    Object.assign(globalThis, { left });
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ removedNodes }) => [...removedNodes]))
        if (node instanceof HTMLElement)
          for (const { readyState } of node.querySelectorAll('video'))
            left.push(readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.keyboard.press('Shift+Digit1');
  await expect(page.locator('video')).toHaveCount(0);
  const left = await page.evaluate(() => (globalThis as unknown as { left: boolean[] }).left);
  expect(left).toEqual(Array.from({ length: TILES }, () => true));
});
