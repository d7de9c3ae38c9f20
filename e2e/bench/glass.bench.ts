import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { WebSocket } from 'ws';
import { startFrameMeter, takeShownFrames } from '../frame-meter.ts';
import { BenchConsole, type Target } from './bench-console.ts';
import { clickOnce, coldClicks, openMap } from './click-to-frame.ts';
import { agesOf, stepsBack, type AgedFrame } from './frame-ages.ts';
import { minutes } from './minutes.ts';
import { median, quantile, row, type Row } from './row.ts';

const CLICKS = 10;
const [COLD_MS, LATE_MS, STEADY_MS] = [150, 200, 800];
const SETTLE_MS = 10_000;
const STEADY_FOR_MS = minutes(1) * 60_000;
/** The disturbed cameras play for so long before it happens, and send nothing for so long then. */
const BEFORE_MS = 15_000;
const QUIET_MS = { gap: 3_000, held: 3_000, broken: 0 };
const AFTER_MS = 25_000;
const BACK_WITHIN_MS = 15_000;
/** Longer than the gateway holds a camera nobody watches. */
const LINGER_MS = 6_000;

/**
 * What the eye gets, by the frame number in the picture: the first frame of a click, cold and late; the age of the shown frames; and
 * how that age comes back into its band after the camera stood still, its link held everything back, its connection broke, or
 * the page was put to sleep.
 */
export async function benchGlass(): Promise<Row[]> {
  const bench = await BenchConsole.open();
  try {
    const target = await bench.aLoneCamera();
    return [
      ...(await firstFrames(bench, target)),
      ...(await steady(bench, target)),
      ...(await disturbed(bench, target, 'gap', 'a camera that stood still for 3 s')),
      ...(await disturbed(bench, target, 'held', 'a link that held all back for 3 s')),
      ...(await disturbed(bench, target, 'broken', 'a broken connection')),
      ...(await asleep(bench, target, 5_000)),
      ...(await asleep(bench, target, 20_000)),
    ];
  } finally {
    await bench.close();
  }
}

async function firstFrames(bench: BenchConsole, target: Target): Promise<Row[]> {
  const rows: Row[] = [];
  const page = await openMap(bench, target);
  for (const [kind, gop] of [
    ['gop1', '1 s'],
    ['gop2', '2 s'],
  ] as const) {
    const path = `/${kind}/${target.cameraId}`;
    await bench.pointTo(target.cameraId, path);
    const cold = await coldClicks(bench, page, path, CLICKS);
    const late = await lateClicks(bench, page, target.cameraId);
    const between = `${gop} from key frame to key frame`;
    rows.push(
      row(
        `browser: cold first frame over the camera's first key frame, ${between}`,
        median(cold),
        COLD_MS,
        'ms',
      ),
      row(`browser: click to first frame of a late viewer, ${between}`, median(late), LATE_MS, 'ms'),
    );
  }
  await page.close();
  return rows;
}

/** From the click to the first frame, in ms, while somebody else watches the camera already. */
async function lateClicks(bench: BenchConsole, page: Page, cameraId: number): Promise<number[]> {
  const other = await watchBeside(bench, cameraId);
  const tookMs: number[] = [];
  for (let click = 0; click < CLICKS; click++) {
    const { clickedAtMs, shownAtMs } = await clickOnce(page);
    tookMs.push(shownAtMs - clickedAtMs);
    await page.waitForTimeout(300 + 130 * click);
  }
  other.terminate();
  return tookMs;
}

/** A second viewer that draws nothing. */
async function watchBeside({ context, url }: BenchConsole, cameraId: number): Promise<WebSocket> {
  const answer = await context.request.post(`${url}/api/cameras/${cameraId}/live`);
  const { url: path } = (await answer.json()) as { url: string };
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const address = new URL(path, url.replace(/^http/u, 'ws'));
  const socket = new WebSocket(address, { headers: { cookie, origin: url } });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (_data, binary) => binary && resolve());
  });
  return socket;
}

/** What the camera's card shows from its opening on, while something goes on. */
async function watch(
  bench: BenchConsole,
  { cameraId }: Target,
  path: string,
  meanwhile: (page: Page) => Promise<unknown>,
): Promise<{ frames: AgedFrame[]; playedAtMs: number }> {
  // The camera is no longer held for whoever watched it before.
  await wait(LINGER_MS);
  await bench.pointTo(cameraId, path);
  await bench.takeSent();
  const page = await bench.openPage(`?camera=${cameraId}`);
  await startFrameMeter(page);
  await meanwhile(page);
  const shown = await takeShownFrames(page);
  await page.close();
  const sent = (await bench.takeSent())[path] ?? [];
  return { frames: agesOf(shown, sent), playedAtMs: sent[0]?.[0] ?? Number.NaN };
}

async function steady(bench: BenchConsole, target: Target): Promise<Row[]> {
  const { frames } = await watch(bench, target, `/gop1/${target.cameraId}`, (page) =>
    page.waitForTimeout(SETTLE_MS + STEADY_FOR_MS),
  );
  const startMs = (frames[0]?.atMs ?? 0) + SETTLE_MS;
  const ages = frames.filter(({ atMs }) => atMs > startMs).map(({ ageMs }) => ageMs);
  return [
    row('glass to glass: age of a shown frame, half of them', quantile(ages, 0.5), STEADY_MS, 'ms'),
    row('glass to glass: age of a shown frame, 95 %', quantile(ages, 0.95), STEADY_MS, 'ms'),
    row('glass to glass: frames out of order', stepsBack(frames), 1, 'frames'),
  ];
}

async function disturbed(
  bench: BenchConsole,
  target: Target,
  kind: keyof typeof QUIET_MS,
  after: string,
): Promise<Row[]> {
  const path = `/${kind}/${target.cameraId}`;
  const { frames, playedAtMs } = await watch(bench, target, path, (page) =>
    page.waitForTimeout(BEFORE_MS + AFTER_MS),
  );
  return backInBand(after, frames, playedAtMs + BEFORE_MS + QUIET_MS[kind]);
}

/** The page does nothing for so long, as a hidden tab that the browser put to sleep; a browser without a screen hides none. */
async function asleep(bench: BenchConsole, target: Target, forMs: number): Promise<Row[]> {
  let backAtMs = Number.NaN;
  const { frames } = await watch(bench, target, `/gop1/${target.cameraId}`, async (page) => {
    await page.waitForTimeout(SETTLE_MS);
    const session = await bench.context.newCDPSession(page);
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
    await wait(forMs);
    await session.send('Debugger.disable');
    backAtMs = Date.now();
    await page.waitForTimeout(AFTER_MS);
  });
  return backInBand(`a page asleep for ${forMs / 1000} s`, frames, backAtMs);
}

function backInBand(after: string, frames: readonly AgedFrame[], sinceMs: number): Row[] {
  const later = frames.filter(({ atMs }) => atMs >= sinceMs);
  const lastOut = later.findLast(({ ageMs }) => ageMs > STEADY_MS);
  const settled = later.filter(({ atMs }) => atMs > sinceMs + BACK_WITHIN_MS).map(({ ageMs }) => ageMs);
  return [
    row(`after ${after}: in the band again`, (lastOut?.atMs ?? sinceMs) - sinceMs, BACK_WITHIN_MS, 'ms'),
    row(`after ${after}: age of a shown frame from then on, 95 %`, quantile(settled, 0.95), STEADY_MS, 'ms'),
    row(`after ${after}: frames out of order`, stepsBack(frames), 1, 'frames'),
  ];
}
