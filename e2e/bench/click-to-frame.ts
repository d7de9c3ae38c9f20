import type { Page } from 'playwright';
import { BenchConsole, type Target } from './bench-console.ts';
import { median, row, type Row } from './row.ts';

const CLICKS = 20;
const LIMIT_MS = 150;
/** Longer than the gateway holds a camera nobody watches, so that every click is a cold one. */
const BETWEEN_MS = 6_000;
/** A hand comes to a camera before it presses: the map has drawn that by then. */
const AT_REST_MS = 1_500;
/** The map lies between the top bar and its foot; what the address centres on is in its middle. */
const MAP_MIDDLE = { x: 800, y: 461 };

/**
 * In the real console, signed in, map at rest: from a click on a camera to its first frame on the screen, counted from
 * the moment that camera sent its first key frame (2 Mb/s, key frame on PLAY). Median of 20 cold clicks.
 */
export async function benchClickToFrame(): Promise<Row> {
  const bench = await BenchConsole.open();
  try {
    const target = await bench.aLoneCamera();
    const page = await openMap(bench, target);
    const overMs = await coldClicks(bench, page, target.path, CLICKS);
    return row(`click to first frame after the camera's first key frame`, median(overMs), LIMIT_MS, 'ms');
  } finally {
    await bench.close();
  }
}

/** The console's map at rest, with the camera in its middle. */
export async function openMap(bench: BenchConsole, { lon, lat }: Target): Promise<Page> {
  const page = await bench.openPage(`?at=${lon},${lat},17`);
  await page.waitForTimeout(8_000);
  return page;
}

/** From the first key frame of the camera at this path to the first frame on the screen, in ms, a click each. */
export async function coldClicks(
  bench: BenchConsole,
  page: Page,
  path: string,
  clicks: number,
): Promise<number[]> {
  const overMs: number[] = [];
  for (let click = 0; click < clicks; click++) {
    const { shownAtMs } = await clickOnce(page);
    overMs.push(shownAtMs - (await bench.firstKeyAt(path)));
    await page.waitForTimeout(BETWEEN_MS);
  }
  return overMs;
}

/** Opens the camera in the middle of the map by a click and closes it again once its first frame was on the screen. */
export async function clickOnce(page: Page): Promise<{ clickedAtMs: number; shownAtMs: number }> {
  await page.mouse.move(MAP_MIDDLE.x - 300, MAP_MIDDLE.y - 200);
  await page.mouse.move(MAP_MIDDLE.x, MAP_MIDDLE.y);
  await page.waitForTimeout(AT_REST_MS);
  const frame = firstFrame(page);
  const clickedAtMs = Date.now();
  await page.mouse.down();
  await page.mouse.up();
  const shownAtMs = await frame;
  await page.keyboard.press('Escape');
  await page.locator('figure video').waitFor({ state: 'detached' });
  return { clickedAtMs, shownAtMs };
}

/** When the next picture that opens had its first frame on the screen, in ms since 1970. */
const firstFrame = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = new MutationObserver(() => {
          const video = document.querySelector('figure video');
          if (!(video instanceof HTMLVideoElement)) return;
          look.disconnect();
          video.requestVideoFrameCallback(() => resolve(Date.now()));
        });
        look.observe(document.body, { childList: true, subtree: true });
      }),
  );
