import { accountOf, cityUrl } from './city.ts';
import { expect, shownFrames, test } from './console.ts';

test('the keyboard alone signs in, searches, watches, steps along the pole and reads the table', async ({
  page,
}) => {
  const { account, password } = accountOf('operator');
  await page.goto(cityUrl());
  await expect(page.getByLabel('계정')).toBeFocused();
  await page.keyboard.type(account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-legend="state:normal"]')).toContainText(/\d/);

  await page.keyboard.press('/');
  await page.keyboard.type('ㅈㅇㅅㅈ');
  await expect(page.getByRole('option').first()).toContainText('중앙시장');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  // Fast fingers on a slow network: Enter comes before the answer and still opens what was typed.
  await page.route('**/api/cameras/search?*', async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  // What a card asked for comes back when the next one is being read.
  const stepped = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.route('**/api/cameras/*/equipment', async (route) => {
    await stepped.promise;
    await route.continue();
  });
  await page.keyboard.type('GN-0412-1');
  await page.keyboard.press('Enter');

  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText('GN-0412-1');
  expect(await shownFrames(page, 3)).toHaveLength(3);
  await page.route(/\/api\/cameras\/\d+$/, async (route) => {
    await answered.promise;
    await route.continue();
  });
  const late = page.waitForResponse('**/api/cameras/*/equipment');
  await page.keyboard.press(']');
  stepped.resolve();
  await (await late).finished();
  answered.resolve();
  await expect(card).toContainText('GN-0412-2');
  await page.keyboard.press('Backspace');
  await expect(card).toContainText('GN-0412-1');
  await page.keyboard.press('c');
  const seeing = page.getByRole('region', { name: '여기를 보는 카메라' });
  await expect(seeing.locator('[data-seeing]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: '처리할 일' })).toBeVisible();

  await page.keyboard.press('l');
  const table = page.getByRole('grid', { name: '카메라 표' });
  await expect(table).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/camera=\d+/);

  await page.keyboard.press('Shift+Slash');
  const keys = page.getByRole('region', { name: '단축키' });
  await expect(keys).toContainText('지도와 같은 표');
  // An operator edits no register: the list names no key that never does anything.
  await expect(keys).not.toContainText('대장 고치기');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(table).toBeHidden();

  await page.keyboard.press('q');
  await expect(page).toHaveURL(/list=violation/);
  await page.keyboard.press('q');
  await expect(page).toHaveURL(/list=fault/);
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(/at=[\d.]+,[\d.]+,1[0-3]\./);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/list=/);
});
