import { expect, signIn, test } from './console.ts';

const LIST = [
  '위도,경도,유동인구',
  '37.7510,128.8950,120',
  '37.7520,128.8960,"1,400"',
  '37.7530,128.8970,모름',
  '128.8980,37.7540,5',
].join('\r\n');

test('an officer loads what gaps are weighed by, sees what is left out and why, finds it beside the made-up data, and removes it', async ({
  page,
  watch,
}) => {
  // A column that the file has not.
  watch.expectErrors(/400/);
  await signIn(page, 'officer');
  await page.getByRole('button', { name: '계획', exact: true }).click();
  const panel = page.locator('[data-panel="plan"]');
  await panel.getByRole('button', { name: '수요 자료' }).click();
  const line = (title: string) => panel.locator(`[data-demand="${title}"]`);
  await expect(line('시연용 합성 인구')).toContainText('합성');
  await expect(line('시연용 합성 인구')).toContainText('실제 통계가 아님');

  await panel
    .locator('input[type=file]')
    .setInputFiles({ name: '유동인구_2025.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  const out = panel.getByRole('region', { name: '격리한 줄' });
  await expect(out.getByRole('row').filter({ hasText: '모름' })).toContainText('4행');
  await expect(out).toContainText('위도와 경도가 바뀌었습니다');
  await expect(panel).toContainText('4줄 가운데 2곳');

  await panel.getByText('읽는 방법').click();
  await panel.getByLabel('수를 적은 열').fill('학생수');
  await panel.getByRole('button', { name: '다시 읽기' }).click();
  await expect(panel.getByRole('alert')).toContainText('수를 적은 열 "학생수"');
  await panel.getByLabel('수를 적은 열').fill('유동인구');
  await panel.getByLabel('출처').fill('통신사');
  await panel.getByRole('button', { name: '다시 읽기' }).click();
  await expect(panel).toContainText('1,520 명');
  await panel.getByRole('button', { name: '싣기', exact: true }).click();
  await expect(panel.getByRole('status')).toContainText('‘유동인구 2025’ 2곳을 실었습니다');
  await expect(line('유동인구 2025')).toContainText('통신사 · 기준 시점 모름');
  await expect(line('유동인구 2025')).not.toContainText('합성');

  await panel.getByRole('button', { name: '유동인구 2025 지우기' }).click();
  await expect(panel.getByRole('button', { name: '그만두기' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(line('유동인구 2025')).toBeVisible();
  await panel.getByRole('button', { name: '유동인구 2025 지우기' }).click();
  await panel.getByRole('button', { name: '지우기', exact: true }).click();
  await expect(line('유동인구 2025')).toHaveCount(0);
});

test('a department reads what is loaded and loads nothing', async ({ page }) => {
  await signIn(page, 'department');
  await page.getByRole('button', { name: '계획', exact: true }).click();
  const panel = page.locator('[data-panel="plan"]');
  await panel.getByRole('button', { name: '수요 자료' }).click();
  await expect(panel.locator('[data-demand]')).not.toHaveCount(0);
  await expect(panel).toContainText('담당 공무원이 싣고 지웁니다');
  await expect(panel.locator('input[type=file]')).toHaveCount(0);
});
