import { expect, signIn, test } from './console.ts';

test('an officer who would outsource the whole operation is told which contracts make it (Art. 12(1))', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/409/);
  await signIn(page, 'officer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  await expect(office.locator('[data-share="operation"]')).toHaveText('운영 5 중 2');
  await office.getByRole('button', { name: '새 계약' }).click();
  const form = office.getByRole('form', { name: '새 계약' });
  await form.getByLabel('수탁자').selectOption({ label: '가상관제유지보수' });
  await form.getByLabel('문서 번호').fill('시험-1');
  await form.getByLabel('계약 이름').fill('관제 운영 나머지');
  await form.getByLabel('시작일').fill('2026-12-01');
  await form.getByLabel('마지막 날').fill('2027-03-31');
  for (const part of ['근무 편성', '유관기관 대응', '출입 통제']) await form.getByLabel(part).check();
  await form.getByRole('button', { name: '계약 적기' }).click();
  await expect(form.getByRole('alert')).toContainText('2026-12-01부터 통합관제센터 운영 전체가 위탁됩니다');
  await expect(form.getByRole('alert')).toContainText('정보통신과-2026-205');
});
