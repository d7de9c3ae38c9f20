import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { buildWeb } from '../../server/platform/build-web.ts';
import { readConfig } from '../../server/platform/config.ts';
import { connect } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { findChromium } from '../../server/testing/browser.ts';
import { Forked } from './forked.ts';

const PORT = 8829;
const VIEWPORT = { width: 1600, height: 900 };

/** A fixed camera of the demo city that stands alone on its pole. */
export interface Target {
  readonly cameraId: number;
  readonly lon: number;
  readonly lat: number;
  readonly path: string;
}

/** A frame that a camera of the bench sent: when, in ms since 1970, and which of its clip. */
export type SentFrame = readonly [atMs: number, frameIndex: number];

/** The real console and its gateway in a process, the cameras at a real bit rate in another, and an operator signed in. */
export class BenchConsole {
  readonly url: string;
  readonly context: BrowserContext;
  readonly #cameras: Forked;
  readonly #sql: ReturnType<typeof connect>;
  readonly #close: () => Promise<void>;

  private constructor(
    url: string,
    context: BrowserContext,
    cameras: Forked,
    sql: ReturnType<typeof connect>,
    close: () => Promise<void>,
  ) {
    this.url = url;
    this.context = context;
    this.#cameras = cameras;
    this.#sql = sql;
    this.#close = close;
  }

  static async open(viewport = VIEWPORT): Promise<BenchConsole> {
    await buildWeb();
    const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
    chmodSync(dataDir, 0o711);
    const env = {
      ...process.env,
      DATA_DIR: dataDir,
      ROLES: 'api,gateway',
      DEMO: '1',
      PORT: String(PORT),
      HOST: '127.0.0.1',
      CAMERA_NETWORKS: '127.0.0.1/32',
    };
    const cameras = await Forked.start('camera-server.ts');
    const installation = await openInstallation(readConfig(env), 'bench streams');
    const api = await Forked.start('api-server.ts', [], env);
    const browser = await openBrowser();
    const sql = connect(installation.targets.owner, { max: 1 });
    const url = String(api.said['url']);
    const context = await browser.newContext({ viewport, locale: 'ko-KR' });
    const rtspPort = Number(cameras.said['port']);
    await sql`update camera_stream set rtsp_port = ${rtspPort}`;
    await signIn(context, url, dataDir);
    return new BenchConsole(url, context, cameras.forked, sql, async () => {
      await sql.end();
      await browser.close();
      await api.forked.stop();
      await cameras.forked.stop();
      await installation.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }

  close = (): Promise<void> => this.#close();

  async aLoneCamera(): Promise<Target> {
    const [target] = await this.#sql<Target[]>`
      select camera_id as "cameraId", st_x(geom) as lon, st_y(geom) as lat, rtsp_path as path
      from camera join site using (site_id) join camera_stream using (camera_id)
      where camera.kind = 'fixed' and azimuth_deg is not null and not camera.protected
        and rtsp_path ~ '^/cam/[0-9]+/[a-z-]+$'
        and (select count(*) from camera other where other.site_id = camera.site_id) = 1
      order by camera_id limit 1`;
    if (!target) throw new Error('the demo city has no camera that stands alone');
    return target;
  }

  /** Fixed cameras that have a small picture, apart from each other in the list. */
  async fixedCameras(count: number): Promise<number[]> {
    const rows = await this.#sql<{ cameraId: number }[]>`
      select camera_id as "cameraId" from camera join camera_stream using (camera_id)
      where camera.kind = 'fixed' and not camera.protected and rtsp_path ~ '^/cam/[0-9]+/[a-z-]+$'
      order by camera_id limit ${count}`;
    return rows.map(({ cameraId }) => cameraId);
  }

  /** Where its main picture is. */
  async pathOf(cameraId: number): Promise<string> {
    const rows = await this.#sql<{ path: string }[]>`
      select rtsp_path as path from camera_stream where camera_id = ${cameraId}`;
    return rows[0]?.path ?? '';
  }

  /** Lets another of the bench's cameras stand for this one. */
  async pointTo(cameraId: number, path: string): Promise<void> {
    await this.#sql`update camera_stream set rtsp_path = ${path} where camera_id = ${cameraId}`;
  }

  /** When the camera at this path sent its latest first key frame, in ms since 1970. */
  async firstKeyAt(path: string): Promise<number> {
    const { firstKeyAt } = await this.#cameras.ask();
    return (firstKeyAt as Record<string, number>)[path] ?? Number.NaN;
  }

  /** Frames sent since this was asked last, by path. */
  async takeSent(): Promise<Readonly<Record<string, readonly SentFrame[]>>> {
    return (await this.#cameras.ask('sent'))['sent'] as Record<string, SentFrame[]>;
  }

  async openPage(query: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`${this.url}/${query}`);
    await page.waitForLoadState('networkidle');
    return page;
  }
}

const openBrowser = (): Promise<Browser> => {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [
      ...['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic'],
      // Without a graphics card the page is put together by the processor at once, and not by a card that it plays.
      '--disable-gpu-compositing',
    ],
  });
};

async function signIn(context: BrowserContext, url: string, dataDir: string): Promise<void> {
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    role: string;
    account: string;
    password: string;
  }[];
  const operator = accounts.find(({ role }) => role === 'operator');
  if (!operator) throw new Error('the demo city has no operator');
  const { account, password } = operator;
  await context.request.post(`${url}/api/session`, { data: { account, password } });
}
