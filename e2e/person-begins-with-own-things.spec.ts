import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

interface Snapshot {
  readonly features: readonly { readonly properties: { readonly department: string | null } }[];
}

test('a department begins with its own cameras, its own work and the consultations that wait', async ({
  page,
}) => {
  await signIn(page, 'department');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128,37,130,39`);
  const { features } = (await answer.json()) as Snapshot;
  const own = features.filter(({ properties }) => properties.department === '교통과').length;
  const panel = page.locator('[data-panel="work"]');
  const cameras = panel.getByRole('button', { name: /교통과 카메라/ });
  await expect(cameras).toContainText(`${own}대`);
  await expect(cameras).toHaveAttribute('aria-pressed', 'true');
  const bar = page.getByRole('button', { name: /교통과 카메라 [\d,]+ \/ / });
  await expect(bar.first()).toContainText(`/ ${own}`);
  await expect(page).toHaveURL(/-department=/);
  await cameras.click();
  await expect(page).not.toHaveURL(/-department=/);
  await panel.getByRole('button', { name: /답을 기다리는 협의/ }).click();
  await expect(page.locator('[data-consultation]').first()).toBeVisible();
});

test('a liaison begins with the cameras of the own body and its delegation', async ({ page }) => {
  await signIn(page, 'liaison');
  const panel = page.locator('[data-panel="work"]');
  await expect(panel.getByRole('button', { name: /경찰서 카메라/ })).toContainText(/[1-9]\d*대/);
  await panel.getByRole('button', { name: /수임/ }).click();
  await expect(page.locator('[data-panel="office"]')).toContainText('경찰서');
});

test('whoever works for a contractor begins with the work of its own cameras alone (Art. 12(2))', async ({
  page,
}) => {
  await signIn(page, 'maintainer', '', 'contractor');
  const answer = await page.request.get(`${cityUrl()}/api/equipment/own`);
  const { own } = (await answer.json()) as { own: { contractor: string; cameraIds: readonly number[] } };
  const panel = page.locator('[data-panel="work"]');
  await expect(panel.getByRole('button', { name: `${own.contractor} 카메라` })).toContainText(
    `${own.cameraIds.length}대`,
  );
  await expect(page.locator('[data-whose]')).toHaveText(`${own.contractor} 카메라`);
  await expect(page.getByRole('button', { name: / \/ / }).first()).toContainText(`/ ${own.cameraIds.length}`);
});

test('an auditor begins in the audit, and finds the whole city where others have their work', async ({
  page,
}) => {
  await signIn(page, 'auditor');
  await expect(page.getByRole('tab', { name: '감사' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-panel="overview"]')).toBeVisible();
  await page.keyboard.press('o');
  await expect(page.getByRole('tab', { name: '감사' })).toHaveAttribute('aria-selected', 'true');
});

test('a mayor begins with every department; a row shows it alone on the map, and once more all', async ({
  page,
}) => {
  await signIn(page, 'mayor');
  const row = page.locator('[data-panel="overview"] [data-department="교통과"]');
  await row.click();
  await expect(page).toHaveURL(/-department=/);
  await expect(row).toHaveAttribute('aria-pressed', 'true');
  await row.click();
  await expect(page).not.toHaveURL(/-department=/);
});
