import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { aLoneCamera, expect, signIn, test } from './console.ts';

const AWAY = { code: 'database-away', message: '데이터베이스가 답하지 않습니다.' };

/** The server answers these paths as it does while its database is away; returned is the end of that. */
async function databaseGoesAway(page: Page, paths: RegExp): Promise<() => Promise<void>> {
  const since = new Date().toISOString();
  await page.route('**/api/health', (route) =>
    route.fulfill({ status: 503, json: { ok: false, part: 'database', since } }),
  );
  await page.route(paths, (route) => route.fulfill({ status: 503, json: AWAY }));
  return async () => {
    await page.unroute(paths);
    await page.unroute('**/api/health');
  };
}

test('a register and a card that could not be read are there again without a hand', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*503/);
  await signIn(page, 'officer');
  const camera = await aLoneCamera(page);

  const back = await databaseGoesAway(page, /\/api\/(agencies$|cameras\/\d+(\/equipment)?$)/);
  await page.keyboard.press('o');
  const office = page.locator('[data-panel="office"]');
  await office.getByRole('tab', { name: '기관' }).click();
  await expect(office.getByRole('alert')).toContainText(AWAY.message);
  await expect(page.getByText('데이터베이스가 답하지 않아 실시간 보기만 됩니다')).toBeVisible();
  await back();
  await expect(office.locator('[data-body="police"]')).toBeVisible({ timeout: 15_000 });

  const again = await databaseGoesAway(page, /\/api\/cameras\/\d+(\/equipment)?$/);
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.locator('[data-panel="card"]');
  await expect(card.getByRole('alert').first()).toContainText(AWAY.message);
  await expect(page.getByText('데이터베이스가 답하지 않아 실시간 보기만 됩니다')).toBeVisible();
  await again();
  await expect(card).toContainText(camera.managementNo, { timeout: 15_000 });
  await expect(card.getByRole('alert')).toHaveCount(0, { timeout: 15_000 });
});

test('while only the feed is away, live pictures go on, and a line above them says that map and register are old', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource/);
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.route('**/api/events*', (route) => route.abort());
  await page.goto(`${cityUrl()}/?mode=wall&wall=1:${camera.cameraId}`);
  const tile = page.locator('[data-tile="1"]');
  await expect(tile).toHaveAttribute('data-state', 'live', { timeout: 20_000 });

  const line = page.getByRole('alert').filter({ hasText: '지도와 대장은' });
  await expect(line).toBeVisible({ timeout: 30_000 });
  await expect(tile).toHaveAttribute('data-state', 'live');
  expect(await line.evaluate((each) => getComputedStyle(each).backgroundColor)).not.toMatch(/, 0\)$/);
  const [above, below] = [(await line.boundingBox())!, (await tile.boundingBox())!];
  expect(above.y + above.height, 'nothing lies across the tile').toBeLessThanOrEqual(below.y);

  await page.unroute('**/api/events*');
  await expect(line).toHaveCount(0, { timeout: 20_000 });
});
