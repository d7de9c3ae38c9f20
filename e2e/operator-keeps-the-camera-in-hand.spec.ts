import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('Art. 11(1): a press that would take the camera out of a hand is asked about in the panel, and nothing is let go before the answer', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.85,37.72,128.95,37.80`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: { cameraId: number; kind: string | null; state: string } }[];
  };
  const turning = features.find(
    ({ properties: { kind, state } }) => kind === 'ptz' && state === 'normal',
  )!.properties;
  await page.goto(`${cityUrl()}/?camera=${turning.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card.locator('video')).toBeVisible();
  await expect(card.getByRole('button', { name: /^돌리기/ })).toBeVisible();
  await page.keyboard.press('p');
  const strip = card.getByRole('region', { name: '회전 조작' });
  await expect(strip).toContainText('무엇을 위해 돌립니까');
  await page.keyboard.press('1');
  await expect(strip).toContainText(/목적\s+\S/);

  const metric = page.locator('[data-metric="fault"]');
  await metric.click();
  const asked = card.getByRole('alert').filter({ hasText: '카메라를 잡고 있습니다' });
  await expect(asked).toBeVisible();
  await expect(strip).toBeVisible();
  await asked.getByRole('button', { name: '계속 조작' }).click();
  await expect(asked).toHaveCount(0);
  await expect(strip).toBeVisible();
  await expect(metric).toHaveAttribute('aria-pressed', 'false');

  await metric.click();
  await asked.getByRole('button', { name: '놓고 가기' }).click();
  await expect(card).toHaveCount(0);
  await expect(metric).toHaveAttribute('aria-pressed', 'true');
});
