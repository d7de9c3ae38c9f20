import { expect, signIn, test } from './console.ts';

const countIn = async (text: Promise<string | null>): Promise<number> =>
  Number(/([\d,]+)\s*$/.exec((await text) ?? '')?.[1]?.replaceAll(',', '') ?? NaN);

test('only one purpose is shown, in the legend, the table and the address alike', async ({ page }) => {
  await signIn(page, 'operator');
  const traffic = page.locator('[data-legend="purpose:traffic"]');
  const count = await countIn(traffic.textContent());
  expect(count).toBeGreaterThan(0);

  await traffic.click({ modifiers: ['Alt'] });
  await expect(traffic).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-legend="purpose:security"]')).toHaveAttribute('aria-pressed', 'false');
  await expect(page).toHaveURL(/-purpose=/);

  await page.keyboard.press('l');
  const table = page.getByRole('grid', { name: '카메라 표' });
  await expect(table).toHaveAttribute('aria-rowcount', String(count + 1));
  await expect(table.getByRole('row').nth(1)).toContainText('교통정보');

  await page.reload();
  await expect(page.getByRole('grid', { name: '카메라 표' })).toHaveAttribute(
    'aria-rowcount',
    String(count + 1),
  );
  await page.getByRole('button', { name: '거르기 지우기' }).click();
  await expect(page).not.toHaveURL(/-purpose=/);
});

test('a metric of the bar filters the map and lists what it counts', async ({ page }) => {
  await signIn(page, 'operator');
  const stale = page.locator('[data-metric="stale"]');
  await expect(stale).toContainText(/[1-9]\d*\s*곳/);
  await stale.click();
  await expect(page).toHaveURL(/list=stale/);
  await expect(page.locator('[data-panel="work"]')).toContainText('안내판 불일치');
  await expect(page.locator('[data-legend="signboard:as-printed"]')).toHaveAttribute('aria-pressed', 'false');
  await stale.click();
  await expect(page).not.toHaveURL(/list=/);
});
