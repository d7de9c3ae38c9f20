import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { AUDIT_ACTIONS } from '../server/audit/audit-groups.rules.ts';
import { startSimulator, type Simulator } from '../server/demo/simulator/index.ts';
import { readConfig } from '../server/platform/config.ts';
import { openInstallation } from '../server/platform/installation.ts';
import { findPostgis } from '../server/platform/postgres-binaries.ts';
import { openMaskedRow, recordEveryAct, walkAudit } from './audit-walk.ts';
import { accountOf, cityUrl } from './city.ts';
import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';
import { findSecrets, formsOf, type Evidence } from './find-secret.ts';
import { runCity, type RunningCity } from './run-city.ts';

const CAMERA_PASSWORD = 'CANARY-kX7+q/9=zR w';
const WRONG_PASSWORD = 'CANARY-wrong+8/Tq=vB';
const root = join(import.meta.dirname, '..');

let city: RunningCity;
let simulator: Simulator;
const outside = { ...process.env };
const outputs: Evidence[] = [];

test.describe.configure({ timeout: 300_000 });
test.beforeAll(async () => {
  test.setTimeout(180_000);
  const login = { user: 'viewer', password: CAMERA_PASSWORD, scheme: 'digest-sha256' } as const;
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) => (path === '/canary' ? { clip: 'alley-night-small', login } : null),
  });
  city = await runCity({ CAMERA_NETWORKS: '127.0.0.1/32' });
  process.env['CITY_URL'] = city.url;
  process.env['CITY_DATA_DIR'] = city.dataDir;
});
test.afterAll(async () => {
  await city.stop();
  await simulator.close();
  for (const name of ['CITY_URL', 'CITY_DATA_DIR']) process.env[name] = outside[name];
});

/** Keeps every answer, frame and word of the pages of a context. */
function record(context: BrowserContext, evidence: Evidence[]): () => Promise<void> {
  const reading: Promise<void>[] = [];
  const watchPage = (page: Page): void => {
    page.on('console', (message) => evidence.push({ from: 'console', text: message.text() }));
    page.on('pageerror', (error) => evidence.push({ from: 'page error', text: String(error.stack) }));
    page.on('websocket', (socket) => {
      evidence.push({ from: 'socket address', text: socket.url() });
      socket.on('framereceived', ({ payload }) =>
        evidence.push({ from: 'video frame', text: payload.toString('latin1') }),
      );
    });
    page.on('response', (response) => {
      const from = `${response.request().method()} ${new URL(response.url()).pathname}`;
      const { 'set-cookie': _, ...headers } = response.headers();
      evidence.push({ from: `${from} headers`, text: JSON.stringify(headers) + response.url() });
      if (headers['content-type']?.startsWith('text/event-stream') === true) return;
      reading.push(
        response.body().then(
          (body) => void evidence.push({ from, text: body.toString('latin1') }),
          () => undefined,
        ),
      );
    });
  };
  context.pages().forEach(watchPage);
  context.on('page', watchPage);
  return async () => void (await Promise.all(reading));
}

/** Runs one of the product's commands against the city; both outputs are kept. */
async function run(file: string, ...args: string[]): Promise<void> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(root, 'server', file), ...args], {
    cwd: root,
    env: { PATH, HOME, DATA_DIR: city.dataDir },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString('latin1')));
  const code = await new Promise((done) => child.on('close', done));
  outputs.push({ from: `output of ${file}`, text: said });
  expect(code, `${file} ${args.join(' ')}: ${said}`).toBe(0);
}

/** Command lines and environments of every process of this machine that may be read. */
function processes(): Evidence[] {
  const environments = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1')
        );
      } catch {
        return '';
      }
    });
  return [
    { from: 'ps', text: execFileSync('ps', ['-efww'], { encoding: 'latin1', maxBuffer: 64 * 1024 * 1024 }) },
    { from: 'process environments', text: environments.join('\n') },
  ];
}

/** A backup of the whole database, as text. */
async function backup(): Promise<Evidence> {
  const config = readConfig({ DATA_DIR: city.dataDir });
  const { targets, close } = await openInstallation(config, 'canary');
  const { host, port, user, database, password } = targets.owner;
  const args = ['-h', host, '-p', String(port), '-U', user, database];
  const text = execFileSync(join(findPostgis()!.binDir, 'pg_dump'), args, {
    env: { ...process.env, PGPASSWORD: password },
    encoding: 'latin1',
    maxBuffer: 512 * 1024 * 1024,
  });
  await close();
  return { from: 'backup', text };
}

/** Files of the installation that hold a form of the secret: the database's own files, its log, uploads, keys. */
function filesHolding(secret: string): string[] {
  const { dir } = JSON.parse(readFileSync(join(city.dataDir, 'postgres.json'), 'utf8')) as { dir: string };
  const patterns = formsOf(secret).flatMap((form) => ['-e', form]);
  try {
    return execFileSync('grep', ['-rlaF', '--exclude=demo-accounts.json', ...patterns, city.dataDir, dir], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    // 1: nothing found; 2: a file went away while it was read.
    if (((error as { status?: number }).status ?? 2) > 2) throw error;
    return String((error as { stdout?: string }).stdout ?? '')
      .split('\n')
      .filter((line) => line !== '');
  }
}

const storageOf = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    JSON.stringify([
      document.cookie,
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      await caches.keys().catch(() => []),
      document.documentElement.outerHTML,
      location.href,
      history.state,
    ]),
  );

/** Everything a signed-in person can be answered about a camera and the city, and what refuses and fails. */
async function askAround(page: Page, cameraId: number): Promise<void> {
  const ask = (method: string, path: string, body?: unknown) =>
    page.evaluate(
      async ([method, path, body]) => {
        const answer = await fetch(`/api${path}`, {
          method: method!,
          headers: { 'content-type': 'application/json' },
          ...(body === null ? {} : { body: body! }),
        });
        await answer.text();
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    );
  for (const path of ['', '/stream', '/history', '/equipment'])
    await ask('GET', `/cameras/${cameraId}${path}`);
  for (const path of ['/cameras?bbox=128.8,37.7,128.95,37.8', '/exports/cameras', '/accounts', '/session'])
    await ask('GET', path);
  await ask('GET', '/exports/cameras?encoding=utf8&reason=%EC%A0%95%EA%B8%B0');
  await ask('GET', `/cameras/search?q=${encodeURIComponent('canary')}`);
  await page.evaluate(async () => {
    const rows = '관리기관명,소재지도로명주소,카메라대수\r\n강릉시청,경강로 1,1';
    const answer = await fetch('/api/imports/cameras?filename=a.csv', {
      method: 'POST',
      body: new Blob([rows]),
    });
    const { importId } = (await answer.json()) as { importId?: string };
    if (importId !== undefined) await (await fetch(`/api/imports/${importId}`)).text();
  });
  const connection = { host: '127.0.0.1', rtspPort: 1, rtspPath: '/', onvifPort: null, onvifPath: null };
  for (const wrong of [
    { ...connection, username: 'viewer', password: [CAMERA_PASSWORD] },
    { ...connection, username: null, password: CAMERA_PASSWORD },
    { ...connection, host: `viewer:${CAMERA_PASSWORD}@127.0.0.1`, username: null },
    { ...connection, rtspPath: `/x?password=${CAMERA_PASSWORD}`, username: null },
    { pasword: CAMERA_PASSWORD },
    CAMERA_PASSWORD,
  ])
    await ask('PUT', `/cameras/${cameraId}/stream`, wrong);
  await ask('PATCH', `/cameras/${cameraId}`, {
    directionText: `rtsp://viewer:${encodeURIComponent(CAMERA_PASSWORD)}@127.0.0.1/1`,
    read: { directionText: null },
  });
}

async function connectByKeyboard(page: Page, path: string, password: string): Promise<void> {
  const field = (name: string) => page.locator(`#connect-${name}`);
  await field('host').fill('127.0.0.1');
  await field('rtspPort').fill(String(simulator.rtspPort));
  await field('rtspPath').fill(path);
  await field('onvifPort').fill('');
  await field('onvifPath').fill('');
  await field('username').fill('viewer');
  await field('password').focus();
  await page.keyboard.type(password);
  const save = page.getByRole('button', { name: /^연결( 고치기)?$/ });
  for (let boxes = 0; boxes < 5 && !(await save.evaluate((it) => it === document.activeElement)); boxes++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('연결 정보를 저장했습니다')).toBeVisible();
}

test('A19: after a full run no password and no session is anywhere but where it belongs', async ({
  page,
  context,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource/);
  const evidence: Evidence[] = [];
  const allRead = record(context, evidence);
  await signIn(page, 'officer');
  const { password } = accountOf('officer');
  const token = (await context.cookies()).find(({ name }) => name === '__Host-session')!.value;
  const { cameraId } = await aLoneCamera(page);

  // The officer connects the camera, sees that a password is kept and not what it is, and watches.
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  await page.getByRole('button', { name: '고치기' }).click();
  await connectByKeyboard(page, '/canary', CAMERA_PASSWORD);
  await expect(page.getByText('비밀번호 있음')).toBeVisible();
  await expect(page.locator('#connect-password')).toHaveValue('');
  await expect(page.locator('#connect-password')).toHaveAttribute('placeholder', '');
  evidence.push({ from: 'browser storage', text: await storageOf(page) });
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  await shownFrames(page, 5);
  evidence.push(...processes());

  // A login that the camera refuses, changes, refusals, exports, imports, the audit and its check, a new key.
  await page.getByRole('button', { name: '고치기' }).click();
  await connectByKeyboard(page, '/canary', WRONG_PASSWORD);
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  await expect(page.locator('figure[data-phase]')).toBeVisible();
  await page.waitForTimeout(4_000);
  await askAround(page, cameraId);
  await page.getByRole('button', { name: '고치기' }).click();
  await connectByKeyboard(page, '/canary', CAMERA_PASSWORD);
  await run('admin.ts', 'rotate-camera-key');
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  await shownFrames(page, 3);
  await run('export.ts', 'cameras', join(city.dataDir, 'out.csv'));
  await run('verify-audit.ts');
  await recordEveryAct(cameraId, CAMERA_PASSWORD);
  const auditor = await page.context().browser()!.newContext({ locale: 'ko-KR' });
  const auditorRead = record(auditor, evidence);
  const second = await auditor.newPage();
  await signIn(second, 'auditor');
  await askAround(second, cameraId);
  expect(await walkAudit(second)).toEqual([...AUDIT_ACTIONS].sort());
  await openMaskedRow(second);
  evidence.push({ from: 'browser storage', text: await storageOf(second) });
  await auditorRead();
  await auditor.close();

  await allRead();
  evidence.push({ from: 'logs', text: city.said() }, ...outputs, await backup());
  const secrets = { 'camera password': CAMERA_PASSWORD, 'wrong password': WRONG_PASSWORD, password, token };
  expect(evidence.length).toBeGreaterThan(60);
  expect(findSecrets(secrets, evidence)).toEqual([]);
  for (const [name, secret] of Object.entries(secrets)) expect(filesHolding(secret), name).toEqual([]);

  // Planted in a field of the register, in another form, it is found in the answer, the backup and the files.
  const planted = formsOf(CAMERA_PASSWORD)[1]!;
  const after: Evidence[] = [];
  const plantRead = record(context, after);
  await page.evaluate(
    async ([id, text]) => {
      await fetch(`/api/cameras/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ directionText: text, read: { directionText: null } }),
      }).then((answer) => answer.text());
      console.info(text);
    },
    [String(cameraId), planted] as const,
  );
  await expect.poll(() => after.length).toBeGreaterThan(2);
  await plantRead();
  after.push(await backup());
  expect(findSecrets({ planted: CAMERA_PASSWORD }, after)).toEqual(
    expect.arrayContaining([
      `planted in PATCH /api/cameras/${cameraId}`,
      'planted in backup',
      'planted in console',
    ]),
  );
  expect(filesHolding(CAMERA_PASSWORD)).not.toEqual([]);
});
