import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { aLoneCamera, aSeenPlace, expect, signIn, test } from './console.ts';

const seeingOf = (page: Page) => page.getByRole('region', { name: '여기를 보는 카메라' });

/** Opens the map at a place and puts the pointer on it. */
async function pointAt(page: Page, [lon, lat]: readonly [number, number]): Promise<void> {
  await page.goto(`${cityUrl()}/?at=${lon},${lat},18`);
  await expect(page.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  const box = (await page.locator('.map').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x - 40, y - 40);
  await expect(page.locator('.map')).toHaveAttribute('data-over', /camera|ground/);
  await page.mouse.move(x, y);
}

test('while C is held the answer follows the pointer, worked out here, and the server says the same when it is let go', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  const [lon, lat] = await aSeenPlace(page, camera);
  await pointAt(page, [lon, lat]);
  await page.keyboard.down('KeyC');
  const seeing = seeingOf(page);
  await expect(seeing.locator('[data-seeing-by="pointer"]')).toBeVisible();
  const now = seeing.getByRole('region', { name: '지금 이쪽을 향함' });
  const line = now.locator(`[data-seeing="${camera.cameraId}"]`);
  await expect(line).toContainText(camera.managementNo);
  await expect(line).toContainText(/관제 (대상|제외)/);
  await expect(line).toContainText(/방위 \d{3}°/);
  await expect(line).toContainText(/\d+ m/);
  const here = await now
    .locator('[data-seeing]')
    .evaluateAll((lines) => lines.map((each) => (each as HTMLElement).dataset['seeing']));
  await page.keyboard.up('KeyC');
  await expect(seeing.locator('[data-seeing-by="server"]')).toBeVisible();
  const there = await now
    .locator('[data-seeing]')
    .evaluateAll((lines) => lines.map((each) => (each as HTMLElement).dataset['seeing']));
  expect(here).toEqual(there);
});

test('the pointer is followed from the menu until the map is pressed', async ({ page }) => {
  await signIn(page, 'operator');
  const place = await aSeenPlace(page, await aLoneCamera(page));
  await pointAt(page, place);
  const box = (await page.locator('.map').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x - 40, y - 40, { button: 'right' });
  await page.getByRole('menuitem', { name: '마우스를 따라 찾기' }).click();
  const seeing = seeingOf(page);
  await expect(seeing.locator('[data-seeing-by="pointer"]')).toContainText('지도를 누르면');
  await page.mouse.click(x, y);
  await expect(seeing.locator('[data-seeing-by="server"]')).toBeVisible();
});

test('what sees the place now opens as tiles, as many as it needs, and the screen says how many', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await pointAt(page, await aSeenPlace(page, camera));
  await page.keyboard.press('KeyC');
  const now = seeingOf(page).getByRole('region', { name: '지금 이쪽을 향함' });
  await expect(now.locator(`[data-seeing="${camera.cameraId}"]`)).toBeVisible();
  const count = await now.locator('[data-seeing]').count();
  await page.keyboard.press('KeyV');
  await expect(page.getByText(/\d+대를 영상벽에 열었습니다/)).toBeVisible();
  await expect(page).toHaveURL(/mode=wall/);
  const wall = new URL(page.url()).searchParams.get('wall') ?? '';
  const [size, cells = ''] = wall.split(':');
  const opened = cells.split('.').filter((each) => each !== '0');
  expect(opened).toContain(String(camera.cameraId));
  expect(opened.length).toBeLessThanOrEqual(count);
  expect(Number(size)).toBe([1, 4, 9, 16].find((each) => each >= opened.length));
});

test('while the server does not answer, what was worked out here stays and the list says so', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource/);
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await pointAt(page, await aSeenPlace(page, camera));
  await page.route('**/api/coverage/seeing*', (route) => route.abort());
  await page.keyboard.down('KeyC');
  const line = seeingOf(page).locator(`[data-seeing="${camera.cameraId}"]`);
  await expect(line).toBeVisible();
  await page.keyboard.up('KeyC');
  await expect(seeingOf(page)).toContainText('서버에 확인하지 못했습니다');
  await expect(line).toBeVisible();
  await page.unroute('**/api/coverage/seeing*');
  await seeingOf(page).getByRole('button', { name: '다시 시도' }).click();
  await expect(seeingOf(page).locator('[data-seeing-by="server"]')).toBeVisible();
});
