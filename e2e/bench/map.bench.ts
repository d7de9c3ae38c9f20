import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';
import { loadDemoCity } from '../../server/demo/index.ts';
import { aPledge } from '../../server/testing/factories.ts';
import { createAccount } from '../../server/people/index.ts';
import { SYSTEM } from '../../server/platform/access.ts';
import { readConfig } from '../../server/platform/config.ts';
import { connect } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { startRoles } from '../../server/roles.ts';
import { findChromium } from '../../server/testing/browser.ts';
import { median, row, type Row } from './row.ts';

const FLEETS = [1_500, 20_000];
const ROUNDS = 3;
const FRAMES = 24;
const ACCOUNT = { account: 'bench', password: 'bench-2f0a-77d1-map' };
const VIEWS = [
  { zoom: 12, what: 'dots at z12' },
  { zoom: 14, what: 'dots and sectors at z14' },
];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The console's map with 1,500 and 20,000 cameras beside the bare base map, in the same browser without a GPU and in
 * interleaved rounds: time to the first complete map, and CPU of renderer and GPU process a frame of panning.
 */
export async function benchMap(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
  chmodSync(dataDir, 0o711);
  const env = { ...process.env, DATA_DIR: dataDir, ROLES: 'api', DEMO: '0', PORT: '8855', HOST: '127.0.0.1' };
  const installation = await openInstallation(readConfig(env), 'bench map');
  const pageDir = join(dataDir, 'page');
  const rows: Row[] = [];
  try {
    await buildPage(pageDir);
    const owner = connect(installation.targets.owner, { max: 1 });
    for (const cameras of FLEETS) {
      await loadDemoCity(owner, { seed: 365, cameras, rtspPort: 554, onvifPort: 80 });
      if (cameras === FLEETS[0]) await aPledge(owner, await createAccount(owner, SYSTEM, operator, 'bench'));
      await owner`analyze`;
      const running = await startRoles(installation);
      const page = await servePage(pageDir, running.url);
      try {
        rows.push(...(await measure(page.url, cameras)));
      } finally {
        page.server.close();
        await running.stop();
      }
    }
    await owner.end();
    return rows;
  } finally {
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const operator = {
  ...ACCOUNT,
  role: 'operator',
  agency: null,
  departmentId: null,
  personName: 'bench',
  seat: null,
} as const;

async function measure(url: string, cameras: number): Promise<Row[]> {
  const count = cameras.toLocaleString('en-US');
  const first = { bare: [] as number[], fleet: [] as number[] };
  const rows: Row[] = [];
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: FLAGS, ...(executablePath && { executablePath }) });
  try {
    for (const { zoom, what } of VIEWS) {
      const cpu = { bare: [] as number[], fleet: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        for (const layers of ['bare', 'fleet'] as const) {
          const figures = await look(browser, `${url}?layers=${layers}&zoom=${zoom}`);
          cpu[layers].push(figures.cpuMs);
          if (zoom === 14) first[layers].push(figures.firstMs);
        }
      }
      rows.push(
        row(
          `map, ${count} cameras, ${what}: CPU a pan frame beside the bare base map`,
          median(cpu.fleet),
          median(cpu.bare),
          'ms',
        ),
      );
    }
    rows.push(
      row(
        `map, ${count} cameras, z14: first complete map beside the bare base map`,
        median(first.fleet),
        median(first.bare),
        'ms',
      ),
    );
  } finally {
    await browser.close();
  }
  return rows;
}

/** One fresh page: time to the first complete map, then CPU a frame of panning. */
async function look(browser: Browser, url: string): Promise<{ firstMs: number; cpuMs: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  try {
    await page.goto(url);
    const firstMs = await page.evaluate<number>('bench.firstMs');
    await page.evaluate('bench.pan(8)');
    const before = await cpuMs(browser);
    await page.evaluate(`bench.pan(${FRAMES})`);
    return { firstMs, cpuMs: ((await cpuMs(browser)) - before) / FRAMES };
  } finally {
    await page.close();
  }
}

async function cpuMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo
    .filter(({ type }) => type === 'renderer' || type === 'GPU')
    .reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

async function buildPage(outDir: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'map-page'),
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 5_000,
    },
  });
}

const MIME: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** The built page beside the API on one origin, signed in by the way. */
async function servePage(dir: string, api: string): Promise<{ url: string; server: Server }> {
  const answer = await fetch(`${api}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ACCOUNT),
  });
  if (answer.status !== 204) throw new Error(`sign-in answered ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const server = createServer((asked, reply) => {
    const { pathname } = new URL(asked.url ?? '/', api);
    if (pathname.startsWith('/api/')) {
      const headers = { cookie, 'accept-encoding': asked.headers['accept-encoding'] ?? '' };
      request(new URL(asked.url ?? '/', api), { headers }, (got) => {
        reply.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(reply);
      })
        .on('error', () => reply.destroy())
        .end();
      return;
    }
    const file = join(dir, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return void reply.writeHead(404).end();
    reply.writeHead(200, { 'content-type': MIME[extname(file)] ?? 'application/octet-stream' });
    reply.end(readFileSync(file));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
