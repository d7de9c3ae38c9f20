import { request } from 'playwright/test';
import { accountOf, cityUrl } from './city.ts';
import { aLoneCamera, expect, signIn, test } from './console.ts';
import { editCamera } from './edit-camera.ts';

test('what an officer writes stands on an open card without anybody pressing anything', async ({ page }) => {
  await signIn(page, 'auditor');
  const camera = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText(camera.managementNo);

  const { account, password } = accountOf('officer');
  const officer = await request.newContext({ baseURL: cityUrl(), extraHTTPHeaders: { origin: cityUrl() } });
  await officer.post('/api/session', { data: { account, password } });
  await editCamera(officer, camera.cameraId, { name: '이름을 고친 자리', azimuthDeg: null });
  await officer.dispose();

  await expect(card.getByRole('heading', { level: 2 })).toHaveText('이름을 고친 자리');
  await expect(card).toContainText('방위 모름');
  await expect(card).toContainText(camera.name);
});

test('a session that ended elsewhere leads back to signing in, and then to the same screen', async ({
  page,
  watch,
}) => {
  // The feed asks once more and is refused.
  watch.expectErrors(/Failed to load resource.*401/);
  await signIn(page, 'operator');
  await page.goto(`${cityUrl()}/?table=1`);
  await expect(page.getByRole('grid', { name: '카메라 표' })).toBeVisible();
  await page.request.delete(`${cityUrl()}/api/session`, { headers: { origin: cityUrl() } });
  await expect(page.getByText('세션이 끝났습니다')).toBeVisible();
  const { account, password } = accountOf('operator');
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('grid', { name: '카메라 표' })).toBeVisible();
});
