import { expect, signIn, test } from './console.ts';

test('a maintainer finds the open faults first and closes one with a sentence (Art. 12(2))', async ({
  page,
}) => {
  await signIn(page, 'maintainer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  const faults = office.locator('[data-fault]');
  await expect(faults.first()).toBeVisible();
  const closed = await faults.first().getAttribute('data-fault');
  await faults.first().getByRole('button', { name: '복구 기록' }).click();
  await office.getByLabel('한 일').fill('통신선 교체');
  await office.getByRole('form', { name: '복구 기록' }).getByRole('button', { name: '복구 기록' }).click();
  await expect(office.locator(`[data-fault="${closed}"]`)).toHaveCount(0);
  await office.getByRole('button', { name: '복구한 장애' }).click();
  await expect(office.locator(`[data-fault="${closed}"]`)).toBeVisible();
});
