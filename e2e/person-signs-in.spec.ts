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
