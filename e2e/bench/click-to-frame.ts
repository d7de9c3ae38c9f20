import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { buildWeb } from '../../server/platform/build-web.ts';
import { readConfig } from '../../server/platform/config.ts';
import { connect } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { findChromium } from '../../server/testing/browser.ts';
import { Forked } from './forked.ts';
import { median, row, type Row } from './row.ts';

const CLICKS = 20;
const LIMIT_MS = 150;
/** Longer than the gateway holds a camera nobody watches, so that every click is a cold one. */
const BETWEEN_MS = 6_000;
/** A hand comes to a camera before it presses: the map has drawn that by then. */
const AT_REST_MS = 1_500;
const VIEWPORT = { width: 1600, height: 900 };
/** The map lies between the top bar and its foot; what the address centres on is in its middle. */
const MAP_MIDDLE = { x: 800, y: 461 };

interface Target {
  readonly lon: number;
  readonly lat: number;
  readonly path: string;
}

/**
 * In the real console, signed in, map at rest: from a click on a camera to its first frame on the screen, counted from
 * the moment that camera sent its first key frame (2 Mb/s, key frame on PLAY). Median of 20 cold clicks.
 */
export async function benchClickToFrame(): Promise<Row> {
  await buildWeb();
  const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
  chmodSync(dataDir, 0o711);
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    ROLES: 'api,gateway',
    DEMO: '1',
    PORT: '8829',
    HOST: '127.0.0.1',
    CAMERA_NETWORKS: '127.0.0.1/32',
  };
  const cameras = await Forked.start('camera-server.ts');
  const installation = await openInstallation(readConfig(env), 'bench streams');
  const api = await Forked.start('api-server.ts', [], env);
  const browser = await openBrowser();
  try {
    const target = await pointToBench(installation.targets.owner, Number(cameras.said['port']));
    const page = await openConsole(browser, String(api.said['url']), dataDir, target);
    const overMs: number[] = [];
    for (let click = 0; click < CLICKS; click++) {
      await page.mouse.move(MAP_MIDDLE.x - 300, MAP_MIDDLE.y - 200);
      await page.mouse.move(MAP_MIDDLE.x, MAP_MIDDLE.y);
      await page.waitForTimeout(AT_REST_MS);
      const frameAtMs = await clickToFrame(page);
      const { firstKeyAt } = await cameras.forked.ask();
      overMs.push(frameAtMs - ((firstKeyAt as Record<string, number>)[target.path] ?? Number.NaN));
      await page.keyboard.press('Escape');
      await page.locator('figure video').waitFor({ state: 'detached' });
      await page.waitForTimeout(BETWEEN_MS);
    }
    return row(`click to first frame after the camera's first key frame`, median(overMs), LIMIT_MS, 'ms');
  } finally {
    await browser.close();
    await api.forked.stop();
    await cameras.forked.stop();
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Lets the demo's cameras be played by the bench's own; answers one that stands alone on its pole. */
async function pointToBench(owner: Parameters<typeof connect>[0], rtspPort: number): Promise<Target> {
  const sql = connect(owner, { max: 1 });
  try {
    await sql`update camera_stream set rtsp_port = ${rtspPort}`;
    const [target] = await sql<Target[]>`
      select st_x(geom) as lon, st_y(geom) as lat, rtsp_path as path
      from camera join site using (site_id) join camera_stream using (camera_id)
      where camera.kind = 'fixed' and azimuth_deg is not null and not camera.protected
        and rtsp_path ~ '^/cam/[0-9]+/[a-z-]+$'
        and (select count(*) from camera other where other.site_id = camera.site_id) = 1
      order by camera_id limit 1`;
    if (!target) throw new Error('the demo city has no camera that stands alone');
    return target;
  } finally {
    await sql.end();
  }
}

const openBrowser = (): Promise<Browser> => {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
};

async function openConsole(
  browser: Browser,
  url: string,
  dataDir: string,
  { lon, lat }: Target,
): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'ko-KR' });
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    role: string;
    account: string;
    password: string;
  }[];
  const operator = accounts.find(({ role }) => role === 'operator');
  if (!operator) throw new Error('the demo city has no operator');
  const { account, password } = operator;
  await context.request.post(`${url}/api/session`, { data: { account, password } });
  const page = await context.newPage();
  await page.goto(`${url}/?at=${lon},${lat},17`);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(8_000);
  return page;
}

/** Presses on the camera that the pointer already lies on; when its first frame was on the screen, in ms since 1970. */
async function clickToFrame(page: Page): Promise<number> {
  const frame = page.evaluate(
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
  await page.mouse.down();
  await page.mouse.up();
  return frame;
}
