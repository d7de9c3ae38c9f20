import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('Art. 11(1): on the wall nothing takes the camera out of a hand unasked, and a still is kept without letting it go', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.85,37.72,128.95,37.80`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: { cameraId: number; kind: string | null; state: string } }[];
  };
  const sound = features.map(({ properties }) => properties).filter(({ state }) => state === 'normal');
  const turning = sound.find(({ kind }) => kind === 'ptz')!.cameraId;
  const fixed = sound.find(({ kind }) => kind === 'fixed')!.cameraId;
  await page.goto(`${cityUrl()}/?mode=wall&wall=4:${turning}.${fixed}`);
  const tile = page.locator('[data-tile="1"]');
  await expect(tile).toHaveAttribute('data-state', /live|late|slow/, { timeout: 20_000 });
  await page.keyboard.press('p');
  const strip = page.getByRole('region', { name: '회전 조작' });
  await expect(strip).toContainText('무엇을 위해 돌립니까');
  await page.keyboard.press('1');
  await expect(strip).toContainText(/목적\s+\S/);

  const asked = page.getByText('카메라를 잡고 있습니다. 한 번 더 누르면');
  const chosen = page.locator('[data-tile-head][aria-pressed="true"]');
  await page.keyboard.press('2');
  await expect(asked).toBeVisible();
  await expect(strip).toBeVisible();
  await expect(chosen).toHaveAttribute('data-tile-head', '0');
  await page.locator('[data-tile="2"]').dblclick();
  await expect(strip).toBeVisible();
  await expect(chosen).toHaveAttribute('data-tile-head', '0');
  await page.locator('[data-metric="fault"]').click();
  await expect(page.getByRole('button', { name: '계속 조작' })).toBeVisible();
  await page.getByRole('button', { name: '계속 조작' }).click();
  await expect(strip).toBeVisible();

  // The frame waits for its reason beside the strip, and the strip goes on holding the camera.
  await page.keyboard.press('s');
  const reason = page.getByRole('textbox');
  await expect(reason).toBeFocused();
  await expect(strip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reason).toHaveCount(0);
  await expect(strip).toContainText(/목적\s+\S/);

  // Whoever presses again, having read it, leaves.
  await page.waitForTimeout(6500);
  await page.keyboard.press('2');
  await expect(asked).toBeVisible();
  await page.waitForTimeout(600);
  await page.keyboard.press('2');
  await expect(strip).toHaveCount(0);
  await expect(chosen).toHaveAttribute('data-tile-head', '1');
});
