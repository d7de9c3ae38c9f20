import { expect, signIn, test } from './console.ts';

test('an officer is told at once what a contract lacks, writes it with its own intervals, and withdraws the draft by keyboard (Art. 12)', async ({
  page,
}) => {
  await signIn(page, 'officer', '?office=contracts');
  await page.setViewportSize({ width: 1366, height: 768 });
  const office = page.locator('[data-panel="office"]');
  await office.getByRole('button', { name: '새 계약' }).click();
  const form = office.getByRole('form', { name: '새 계약' });
  await form.getByLabel('점검 간격(개월)').fill('61');
  await form.getByRole('button', { name: '계약 적기' }).click();
  await expect(form.getByRole('alert')).toHaveText(
    '‘수탁자’, ‘문서 번호’, ‘계약 이름’, ‘마지막 날’, ‘점검 간격(개월)’, ‘맡기는 업무’ 칸을 채워 주십시오.',
  );
  await expect(form.getByLabel('수탁자')).toBeFocused();
  await expect(form.getByLabel('문서 번호')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByText('1–60개월')).toBeVisible();

  await form.getByLabel('수탁자').selectOption({ label: '가상관제유지보수' });
  await form.getByLabel('문서 번호').fill('시험-거둠');
  await form.getByLabel('계약 이름').fill('잘못 적은 계약');
  await form.getByLabel('마지막 날').fill('2089-12-31');
  await form.getByLabel('점검 간격(개월)').fill('3');
  await form.getByLabel('센터 시설 유지보수').check();
  await form.getByRole('button', { name: '계약 적기' }).click();

  const detail = office.getByRole('region', { name: '시험-거둠' });
  await expect(detail.getByText('교육 6개월 · 점검 3개월마다')).toBeInViewport();
  await expect(detail.getByRole('button', { name: '조항 5개를 더 확인하면 시작할 수 있음' })).toBeDisabled();
  await expect(detail.getByText('안내판 제작·설치')).toBeInViewport();

  const lines = office.locator('[data-contract]');
  await lines.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(lines.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(detail).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');

  await detail.getByRole('button', { name: '거두기' }).press('Enter');
  await page.keyboard.press('Enter');
  await expect(detail.getByRole('alert')).toContainText('사유');
  await page.keyboard.type('문서 번호를 잘못 적음');
  await page.keyboard.press('Enter');
  await expect(detail.getByText('거둠 · 이주무 · 문서 번호를 잘못 적음')).toBeVisible();
  await expect(lines.first()).toContainText('거둠');
  await expect(detail.getByRole('button')).toHaveCount(0);
});
