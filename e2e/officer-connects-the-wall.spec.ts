import { accountOf, cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('the officer registers a screen, the wall types its code and shows the map without a search', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[13]/);
  await signIn(page, 'officer', '?office=accounts');
  await page.getByRole('button', { name: '표시 화면' }).click();
  await page.getByRole('button', { name: '화면 등록' }).click();
  await page.getByLabel('이름', { exact: true }).fill('비디오월 2');
  await page.getByLabel('망', { exact: true }).fill('127.0.0.0/8');
  await page.getByLabel('책임자').selectOption(accountOf('operator').account);
  await page.getByRole('button', { name: '등록하고 번호 받기' }).click();
  const code = await page.locator('[data-pairing]').innerText();

  const wall = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await wall.goto(cityUrl());
  await wall.getByRole('button', { name: '화면 전용으로 연결' }).click();
  await expect(wall.getByLabel('연결 번호 8자리')).toBeFocused();
  await wall.keyboard.type(code);
  await expect(wall.getByText('비디오월 2')).toBeVisible();
  await expect(wall.locator('.map canvas').first()).toBeVisible();
  await expect(wall.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  await expect(wall.getByRole('combobox')).toHaveCount(0);
  await expect(wall.getByRole('region', { name: '처리할 일' })).toHaveCount(0);
  const search = await wall.request.get(`${cityUrl()}/api/cameras/search?q=1`);
  expect(search.status()).toBe(403);

  const row = page.getByRole('row', { name: /비디오월 2/ });
  await expect(row).toContainText('연결됨');
  await row.getByRole('button', { name: '끝내기' }).click();
  await row.getByRole('button', { name: '정말 끝내기' }).click();
  await expect(row).toContainText('끝남');
  await expect(wall.getByLabel('계정')).toBeVisible();
  await wall.context().close();
});
