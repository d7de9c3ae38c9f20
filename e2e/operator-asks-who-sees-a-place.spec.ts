import { cityUrl } from './city.ts';
import { aLoneCamera, aSeenPlace, expect, signIn, test } from './console.ts';

test('an operator presses a place and reads who sees it now, who can be turned to it, and opens one', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  const [lon, lat] = await aSeenPlace(page, camera);
  await page.goto(`${cityUrl()}/?at=${lon},${lat},18`);
  await expect(page.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  const box = (await page.locator('.map').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
  await page.getByRole('menuitem', { name: '여기를 보는 카메라' }).click();
  const seeing = page.getByRole('region', { name: '여기를 보는 카메라' });
  const now = seeing.getByRole('region', { name: '지금 이쪽을 향함' });
  const line = now.locator(`[data-seeing="${camera.cameraId}"]`);
  await expect(line).toContainText(camera.managementNo);
  await expect(line).toContainText(/\d+ m/);
  await expect(seeing.locator('[data-seeing]').first()).toBeFocused();
  await line.click();
  await expect(page.getByRole('region', { name: '카메라', exact: true })).toContainText(camera.managementNo);
});

test('a distance is measured from the place that was pressed', async ({ page }) => {
  await signIn(page, 'operator', '?at=128.8966,37.7537,17');
  const box = (await page.locator('.map').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
  await page.getByRole('menuitem', { name: '여기부터 재기' }).click();
  await page.mouse.move(box.x + box.width / 2 + 120, box.y + box.height / 2);
  await expect(page.getByText(/\d+(\.\d)? m/).first()).toBeVisible();
});
