import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

interface Listed {
  readonly features: readonly {
    readonly properties: {
      readonly cameraId: number;
      readonly department: string | null;
      readonly owner: string;
    };
  }[];
}

test('a department’s edit asks the operations head, who answers in two keys; the answer appears by itself (Art. 5(3))', async ({
  page,
  browser,
}) => {
  await signIn(page, 'department');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.87,37.74,128.92,37.77`);
  const { features } = (await answer.json()) as Listed;
  const own = features.filter(
    ({ properties }) => properties.department === '교통과' && properties.owner === '강릉시',
  );
  const { cameraId } = own.at(-1)!.properties;
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  const card = page.locator('[data-panel="card"]');
  await card.getByRole('button', { name: '대장 고치기' }).click();
  await expect(card.getByText('저장하면 운영책임자와의 협의가 함께 열립니다 (제5조제3항).')).toBeVisible();
  await card.getByLabel('높이', { exact: true }).fill('7.7');
  await card.getByRole('button', { name: '저장' }).click();
  await expect(card.getByText('높이 변경 · 답 대기 오늘')).toBeVisible();

  await page.goto(`${cityUrl()}/?office=agencies`);
  const mine = page.locator('[data-consultation]').filter({ hasText: '높이 변경' });
  await expect(mine.last()).toBeVisible();
  const asked = await mine.last().getAttribute('data-consultation');

  const officerPage = await browser.newPage();
  await signIn(officerPage, 'officer', '?office=agencies');
  const office = officerPage.locator('[data-panel="office"]');
  await office.getByRole('button', { name: '협의', exact: true }).click();
  await office.locator(`[data-consultation="${asked}"]`).click();
  await expect(office.getByText(/높이: .* → 7.7/)).toBeVisible();
  await officerPage.keyboard.press('1');
  await officerPage.keyboard.press('Enter');
  await expect(office.locator(`[data-consultation="${asked}"]`)).toHaveCount(0);

  await expect(page.locator(`[data-consultation="${asked}"]`)).toHaveCount(0);
  await page.getByRole('button', { name: '답한 것' }).click();
  await expect(page.locator(`[data-consultation="${asked}"]`)).toContainText('동의');
  await officerPage.close();
});

test('an officer does not answer what the own account asked: it waits for another one, and says so (Art. 4(2))', async ({
  page,
}) => {
  await signIn(page, 'officer', '?office=agencies');
  const office = page.locator('[data-panel="office"]');
  await office.getByRole('button', { name: '협의', exact: true }).click();
  await office.getByRole('button', { name: '협의 요청' }).click();
  await office.getByLabel('제목').fill('예비 카메라의 배정');
  await office.getByRole('button', { name: '묻기' }).click();
  await expect(office.getByRole('heading', { name: '예비 카메라의 배정' })).toBeVisible();
  await expect(office.getByRole('button', { name: '동의', exact: true })).toBeDisabled();
  await expect(office.getByText('이 계정으로 물은 협의입니다. 다른 담당 공무원이 답합니다.')).toBeVisible();
  await office.getByRole('button', { name: '물음 거두기' }).click();
  await expect(office.locator('[data-consultation]').filter({ hasText: '예비 카메라의 배정' })).toHaveCount(
    0,
  );
});
