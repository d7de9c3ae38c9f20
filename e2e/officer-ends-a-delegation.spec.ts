import { expect, shownFrames, signIn, test } from './console.ts';
import { cityUrl } from './city.ts';

interface BodyCamera {
  readonly cameraId: number;
  readonly integration: string;
}

test('an officer ends a delegation, and the open video of that body’s camera ends, saying why (Art. 18(5), 23)', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/409|4404/);
  await signIn(page, 'officer', '?office=agencies');
  const answer = await page.request.get(`${cityUrl()}/api/agencies/police/cameras`);
  const { cameras } = (await answer.json()) as { cameras: readonly BodyCamera[] };
  const camera = cameras.find(({ integration }) => integration === 'linked')!;

  const operatorPage = await browser.newPage();
  await signIn(operatorPage, 'operator', `?camera=${camera.cameraId}`);
  const card = operatorPage.locator('[data-panel="card"]');
  await expect(card.getByText(/수임: 강릉경찰서/)).toBeVisible();
  await shownFrames(operatorPage, 2);
  await expect(card.getByText('화면에 띄움')).toBeVisible();
  await expect(card.getByText('지금 보는 중')).toBeVisible();

  const office = page.locator('[data-panel="office"]');
  await office.locator('[data-body="police"]').click();
  await office.locator('[data-delegation][data-state="adjusted"]').getByRole('button').click();
  await office.getByRole('button', { name: '끝내기' }).first().click();
  const form = office.getByRole('form', { name: '끝내기' });
  await form.getByLabel('까닭').fill('기관이 직접 운영함');
  await form.getByRole('button', { name: '끝내기' }).click();

  await expect(card.getByText(/권한 수임이 끝나 영상을 닫았습니다/)).toBeVisible();
  await expect(card.getByText('화면에 띄움')).toBeHidden();
  await expect(card.getByText('지금 보는 중')).toBeHidden();
  await expect(card.getByText(/이 카메라를 적은 문서 없음/)).toBeVisible();
  await expect(office.locator('[data-body="police"]').locator('xpath=ancestor::tr')).toContainText(
    '수임 없음',
  );
  await operatorPage.reload();
  await expect(card.getByText(/권한 수임이 오늘 효력이 없어 영상을 볼 수 없습니다/)).toBeVisible();
  await operatorPage.close();
});
