import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

test('a contractor sees the equipment and faults in the own hands, records a part on a card, and finds nothing of others (Art. 12)', async ({
  page,
}) => {
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403 || response.status() === 404) refused.push(response.url());
  });
  await signIn(page, 'maintainer', '?office=contracts', 'contractor');
  const office = page.getByRole('region', { name: '대장', exact: true });
  await expect(office.getByRole('tab')).toHaveText(['수탁과 장비']);
  await office.getByRole('button', { name: '장비', exact: true }).click();
  await office.getByLabel('나이').selectOption('');
  await expect(office.locator('tbody tr').first()).toContainText('가상관제유지보수');
  const keepers = await office.locator('tbody tr td:last-child').allTextContents();
  expect(new Set(keepers)).toEqual(new Set(['가상관제유지보수']));

  await office.locator('tbody tr td:first-child button').first().click();
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card.getByText('수탁자 가상관제유지보수')).toBeVisible();
  await expect(card.getByRole('button', { name: '맡은 곳 정하기' })).toHaveCount(0);
  await card.getByRole('button', { name: '장비 적기' }).click();
  await card.getByRole('combobox', { name: '부분' }).selectOption({ label: '인코더' });
  await card.getByLabel('모델', { exact: true }).fill('VE-77');
  await card.getByRole('button', { name: '적기', exact: true }).click();
  await expect(card.getByText('인코더', { exact: true })).toBeVisible();
  await expect(card).toContainText('VE-77 · 나이 모름');
  expect(refused).toEqual([]);

  const other = await inCityDatabase(async (sql) => {
    const [row] = await sql<{ id: number }[]>`
      select camera_id as id from camera_upkeep where contractor_id is null limit 1`;
    return row!.id;
  });
  expect((await page.request.get(`${cityUrl()}/api/cameras/${other}/equipment`)).status()).toBe(404);
});
