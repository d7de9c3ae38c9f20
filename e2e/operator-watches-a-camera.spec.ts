import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';
import { cityUrl } from './city.ts';

test('an operator finds a camera by its number and watches it', async ({ page }) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.keyboard.press('/');
  await page.keyboard.type(camera.managementNo);
  await expect(page.getByRole('option').first()).toContainText(camera.managementNo);
  await page.keyboard.press('Enter');

  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText(camera.managementNo);
  await expect(card.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(card).toContainText('설치 목적');
  await expect(card).toContainText('제10조');

  const times = await shownFrames(page, 12);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBeGreaterThan(6);
  await expect(page.locator('[data-legend="state:live"]')).not.toContainText(/띄움\s*0$/);
});

test('a click on the map opens the card and the picture at once', async ({ page }) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?at=${camera.lon},${camera.lat},18`);
  await expect(page.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  const box = (await page.locator('.map').boundingBox())!;
  await expect(async () => {
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page).toHaveURL(new RegExp(`camera=${camera.cameraId}`), { timeout: 2000 });
  }).toPass();
  await expect(page.getByRole('region', { name: '카메라', exact: true })).toContainText(camera.managementNo);
  expect(await shownFrames(page, 3)).toHaveLength(3);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: '처리할 일' })).toBeVisible();
  await expect(page.locator('video')).toHaveCount(0);
});

test('a role without the right to watch sees the card and the reason, no picture', async ({ page }) => {
  await signIn(page, 'auditor');
  const camera = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText(camera.managementNo);
  await expect(card).toContainText('영상을 볼 권한이 없습니다 (제30조제1항)');
  await expect(page.locator('video')).toHaveCount(0);
});
