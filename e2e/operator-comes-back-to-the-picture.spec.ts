import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';

test('a picture that gives way to a register or to another camera is named, and one key brings it back', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.keyboard.press('/');
  await page.keyboard.type(camera.managementNo);
  await page.keyboard.press('Enter');
  await shownFrames(page, 3);
  const closed = page.getByText(`${camera.managementNo} 영상을 닫았습니다`);

  await page.keyboard.press('o');
  await expect(page.locator('[data-panel="office"]')).toBeVisible();
  await expect(closed).toBeVisible();
  await page.keyboard.press('Escape');
  await shownFrames(page, 3);
  await expect(closed).toBeHidden();

  const card = page.locator('[data-panel="card"]');
  await page.keyboard.press('j');
  await expect(card).not.toContainText(camera.name);
  await expect(closed).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(card).toContainText(camera.name);
  await shownFrames(page, 3);
  await expect(page.getByText('영상을 닫았습니다')).toBeHidden();

  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Slash');
  await expect(page.getByRole('region', { name: '단축키' })).toBeVisible();
  await expect(page.getByText('영상을 닫았습니다')).toBeHidden();
});
