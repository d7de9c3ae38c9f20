// Renders the demo clips: npx node e2e/clips/render-clips.ts [name...]
// Needs Chromium and ffmpeg; run by hand when a scene changes, never at run time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';

interface Recipe {
  readonly scene: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number;
  /** Frames from one key frame to the next. */
  readonly gop: number;
  /** Frames between two others that are shown before the second and come after it. */
  readonly between?: number;
  readonly crf: number;
}

const SECONDS = 8;
const HD = { widthPx: 1280, heightPx: 720, fps: 25, gop: 25 };
/** What a camera gives a small tile. */
const SMALL = { widthPx: 640, heightPx: 360, fps: 15, gop: 30 };
const CLIPS: Readonly<Record<string, Recipe>> = {
  'crossing-day': { scene: 'crossing-day', ...HD, crf: 32 },
  'crossing-night': { scene: 'crossing-night', ...HD, crf: 33 },
  'alley-night': { scene: 'alley-night', ...HD, crf: 31 },
  harbour: { scene: 'harbour', ...HD, crf: 31 },
  'school-gate': { scene: 'school-gate', ...HD, crf: 32 },
  'harbour-fire': { scene: 'harbour-fire', ...HD, crf: 33 },
  'crossing-day-small': { scene: 'crossing-day', ...SMALL, crf: 39 },
  'crossing-night-small': { scene: 'crossing-night', ...SMALL, crf: 39 },
  'alley-night-small': { scene: 'alley-night', ...SMALL, crf: 37 },
  'harbour-small': { scene: 'harbour', ...SMALL, crf: 37 },
  reordered: { scene: 'alley-night', widthPx: 320, heightPx: 180, fps: 15, gop: 30, between: 2, crf: 38 },
  'school-gate-small': { scene: 'school-gate', ...SMALL, crf: 39 },
};
const RENDER_FOLDER = fileURLToPath(new URL('./', import.meta.url));
const CLIP_FOLDER = fileURLToPath(new URL('../../server/demo/clips/', import.meta.url));
const ORIGIN = 'http://clips.invalid/';

async function openPage(page: Page): Promise<void> {
  await page.route(`${ORIGIN}**`, async (route) => {
    const file = route.request().url().slice(ORIGIN.length);
    if (file === '') {
      await route.fulfill({
        contentType: 'text/html',
        body: '<script type="module" src="page.ts"></script>',
      });
      return;
    }
    const source = readFileSync(`${RENDER_FOLDER}${file.replaceAll('..', '')}`, 'utf8');
    await route.fulfill({ contentType: 'text/javascript', body: stripTypeScriptTypes(source) });
  });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(ORIGIN);
  await page.waitForFunction('typeof prepare === "function"');
}

function encoder(
  file: string,
  { crf, fps, gop, between = 0 }: Recipe,
): { write(png: Buffer): Promise<void>; end(): Promise<void> } {
  const input = ['-f', 'image2pipe', '-framerate', String(fps), '-c:v', 'png', '-i', '-'];
  const keys = `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=${between}:b-adapt=0:b-pyramid=none:ref=2:threads=1:aq-mode=3`;
  const coding = [
    '-c:v',
    'libx264',
    '-profile:v',
    'main',
    '-preset',
    'veryslow',
    '-tune',
    'animation',
    '-crf',
    String(crf),
  ];
  const output = ['-pix_fmt', 'yuv420p', '-x264-params', keys, '-f', 'h264', file];
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...coding, ...output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  return {
    async write(png) {
      if (!ffmpeg.stdin.write(png)) await once(ffmpeg.stdin, 'drain');
    },
    async end() {
      ffmpeg.stdin.end();
      const [code] = (await once(ffmpeg, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
    },
  };
}

/** One frame as PNG bytes. */
async function drawFrame(page: Page, index: number, frames: number): Promise<Buffer> {
  const url = await page.evaluate<string>(`draw(${index}, ${frames})`);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function renderClip(page: Page, name: string, recipe: Recipe): Promise<void> {
  const { scene, widthPx, heightPx, fps } = recipe;
  await page.evaluate(`globalThis.draw = prepare(${JSON.stringify(scene)}, ${widthPx}, ${heightPx})`);
  const frames = fps * SECONDS;
  const encoding = encoder(`${CLIP_FOLDER}${name}.h264`, recipe);
  for (let index = 0; index < frames; index++) await encoding.write(await drawFrame(page, index, frames));
  await encoding.end();
}

const stillFlag = process.argv.indexOf('--still');
const stillFolder = stillFlag > 0 ? process.argv[stillFlag + 1] : undefined;
const wanted = process.argv.slice(2).filter((word) => word in CLIPS);
const browser = await chromium.launch(
  existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {},
);
try {
  const page = await browser.newPage();
  await openPage(page);
  for (const [name, recipe] of Object.entries(CLIPS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (stillFolder !== undefined) {
      const { scene, widthPx, heightPx } = recipe;
      await page.evaluate(`globalThis.draw = prepare(${JSON.stringify(scene)}, ${widthPx}, ${heightPx})`);
      writeFileSync(`${stillFolder}/${name}.png`, await drawFrame(page, 60, recipe.fps * SECONDS));
    } else await renderClip(page, name, recipe);
    console.error(name);
  }
} finally {
  await browser.close();
}
if (stillFolder === undefined) {
  const made = Object.keys(CLIPS).filter((name) => existsSync(`${CLIP_FOLDER}${name}.h264`));
  const index = Object.fromEntries(made.map((name) => [name, { fps: CLIPS[name]!.fps }]));
  writeFileSync(`${CLIP_FOLDER}clips.json`, `${JSON.stringify(index, null, 2)}\n`);
}
