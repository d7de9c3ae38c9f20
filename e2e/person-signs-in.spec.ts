import { accountOf, cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('a wrong password is answered in words, and the right one still works', async ({ page, watch }) => {
  watch.expectErrors(/Failed to load resource.*401/);
  const { account, password } = accountOf('operator');
  await page.goto(cityUrl());
  await expect(page.getByText('demo-accounts.json')).toBeVisible();
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(`${password}x`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(/습니다/);
  await expect(page.getByLabel('비밀번호')).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.locator('.person')).toContainText('관제요원');
});

test('language and theme follow the person and the address', async ({ page }) => {
  await signIn(page, 'operator');
  await page.goto(`${cityUrl()}/?theme=light&lang=en`);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('.person')).toContainText('Operator');
});

test('signing out ends the session for good', async ({ page }) => {
  await signIn(page, 'operator');
  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await expect(page.getByLabel('계정')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('계정')).toBeFocused();
});

test('leaving takes the screen down at once, waits in words for the server and asks it for nothing more', async ({
  page,
}) => {
  await signIn(page, 'operator');
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch();
    // Long enough for a broken feed to come back.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.fulfill({ response: answer });
  });
  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await expect(page.getByText('로그아웃하는 중')).toBeVisible();
  await expect(page.locator('.map')).toHaveCount(0);
  await expect(page.getByLabel('계정')).toBeVisible();
});

test('whom the server does not let go is told so, and may try again', async ({ page, watch }) => {
  watch.expectErrors(/ERR_FAILED/);
  await signIn(page, 'operator');
  await page.route('**/api/session', (route) => route.abort());
  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await expect(page.getByRole('alert')).toContainText('아직 로그아웃되지 않았습니다');
  await page.unroute('**/api/session');
  await page.getByRole('button', { name: '다시' }).click();
  await expect(page.getByLabel('계정')).toBeVisible();
});

test('who signs out leaves no camera to whoever comes next, in no window of the browser and by no way back', async ({
  page,
  context,
  watch,
}) => {
  watch.expectErrors(/401/);
  await signIn(page, 'operator');
  await page.goto(`${cityUrl()}/?camera=1`);
  await expect(page.getByRole('region', { name: '카메라', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/camera=/);
  const other = await context.newPage();
  await other.goto(`${cityUrl()}/?camera=2`);
  await expect(other.getByRole('region', { name: '카메라', exact: true })).toBeVisible();

  await page.locator('.person').click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await expect(page.getByLabel('계정')).toBeVisible();
  // Nobody's session ended by itself, and nobody comes back to what the other window showed.
  await expect(other.getByLabel('계정')).toBeVisible();
  await expect(other.getByText('보던 화면으로 돌아갑니다')).toHaveCount(0);
  await expect(other).not.toHaveURL(/camera=/);

  await page.goBack();
  await expect(page).not.toHaveURL(/camera=/);
  const { account, password } = accountOf('officer');
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.locator('.person')).toContainText('센터 담당자');
  await expect(page).not.toHaveURL(/camera=/);
});
