import { startFrameMeter, takeShownFrames, type ShownFrame } from '../frame-meter.ts';
import { BenchConsole, type SentFrame } from './bench-console.ts';
import { agesOf, gapsOf, stepsBack } from './frame-ages.ts';
import { minutes } from './minutes.ts';
import { quantile, row, type Row } from './row.ts';

const TILES = 16;
/** The wall has to hold for ten minutes; a shorter look is for whoever works on it. */
const MEASURE_S = minutes(10) * 60;
const SETTLE_MS = 15_000;
const TAKE_EVERY_MS = 5_000;
/** The demo's small pictures: 640x360 at 15 frames a second. */
const SUB_FPS = 15;
const LIMIT_STILL_S = 1;
const LIMIT_AGE_MS = 800;
const LIMIT_MISSING_PERCENT = 20;

/**
 * Sixteen tiles of sub-streams in the real console, by the frame numbers in their pictures: how long any stood still and
 * how often, how old the shown frames are, and how many the worst tile did not show.
 */
export async function benchWall(): Promise<Row[]> {
  const bench = await BenchConsole.open({ width: 1920, height: 1080 });
  try {
    const cameraIds = await bench.fixedCameras(TILES);
    const page = await bench.openPage(`?mode=wall&wall=${TILES}:${cameraIds.join('.')}`);
    await page
      .locator('video')
      .nth(TILES - 1)
      .waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await startFrameMeter(page);
    await bench.takeSent();
    const fromMs = Date.now();
    const shown: ShownFrame[] = [];
    const sent = new Map<string, SentFrame[]>();
    for (const endMs = Date.now() + MEASURE_S * 1000; Date.now() < endMs;) {
      await page.waitForTimeout(Math.min(TAKE_EVERY_MS, Math.max(0, endMs - Date.now())));
      shown.push(...(await takeShownFrames(page)));
      for (const [path, frames] of Object.entries(await bench.takeSent()))
        sent.set(path, [...(sent.get(path) ?? []), ...frames]);
    }
    return await rowsOf(bench, shown, sent, cameraIds, fromMs, Date.now());
  } finally {
    await bench.close();
  }
}

async function rowsOf(
  bench: BenchConsole,
  shown: readonly ShownFrame[],
  sent: ReadonlyMap<string, readonly SentFrame[]>,
  cameraIds: readonly number[],
  fromMs: number,
  toMs: number,
): Promise<Row[]> {
  const tiles = await Promise.all(
    cameraIds.map(async (cameraId) => {
      const frames = shown.filter((frame) => frame.cameraId === cameraId);
      const aged = agesOf(frames, sent.get(`${await bench.pathOf(cameraId)}/sub`) ?? []);
      return { frames, aged, gaps: gapsOf(frames, fromMs, toMs) };
    }),
  );
  const name = `wall of ${TILES}, ${MEASURE_S} s`;
  const ages = tiles.flatMap(({ aged }) => aged.map(({ ageMs }) => ageMs));
  const worst = Math.min(...tiles.map(({ frames }) => frames.length));
  const gaps = tiles.flatMap((tile) => tile.gaps);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return [
    row(`${name}: longest stand-still of any tile`, most(gaps) / 1000, LIMIT_STILL_S, 's'),
    row(
      `${name}: stand-stills of over ${LIMIT_STILL_S} s`,
      gaps.filter((ms) => ms > LIMIT_STILL_S * 1000).length,
      1,
      'times',
    ),
    row(`${name}: frames out of order`, sum(tiles.map(({ aged }) => stepsBack(aged))), 1, 'frames'),
    row(`${name}: age of a shown frame, half of them`, quantile(ages, 0.5), LIMIT_AGE_MS, 'ms'),
    row(`${name}: age of a shown frame, 95 %`, quantile(ages, 0.95), LIMIT_AGE_MS, 'ms'),
    row(`${name}: age of the oldest shown frame`, most(ages), LIMIT_AGE_MS, 'ms'),
    row(
      `${name}: frames the worst tile did not show`,
      Math.max(0, 100 * (1 - worst / (MEASURE_S * SUB_FPS))),
      LIMIT_MISSING_PERCENT,
      '%',
    ),
  ];
}
