import { expect, signIn, test } from './console.ts';

test('an officer puts a head in a post in which somebody acts, by the name alone: the head answers and the acting one goes (Art. 5(1))', async ({
  page,
}) => {
  await signIn(page, 'officer', '?office=organisation');
  const office = page.locator('[data-panel="office"]');
  const row = office.locator('tr[data-standing]').filter({ hasText: '자원순환과장' });
  await expect(row).toContainText('직무대리 차순환');
  await row.locator('[data-department]').click();
  await office.getByRole('button', { name: '임명', exact: true }).click();
  const form = office.getByRole('form', { name: '자원순환과장 임명' });
  await expect(form).toContainText('직무대리 차순환, 시작일 전날까지로 끝납니다.');
  const person = form.getByRole('combobox', { name: /^사람/ });
  await form.getByRole('button', { name: '임명', exact: true }).click();
  await expect(form.getByRole('alert')).toHaveText('‘사람’ 칸을 채워 주십시오.');

  await person.fill('김없음');
  await expect(form.getByText('그런 사람이 명단에 없습니다.', { exact: true })).toBeVisible();
  await form.getByRole('button', { name: '임명', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText("'김없음', 그런 사람이 명단에 없습니다.");
  await expect(person).toBeFocused();

  const found = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get('q') === '이주무');
  await person.fill('이주무');
  await found;
  await expect(person).toHaveAttribute('aria-invalid', 'false');
  await form.getByRole('button', { name: '임명', exact: true }).click();
  await expect(office.getByRole('status').filter({ hasText: '직무대리 차순환' })).toBeVisible();
  await expect(row).toContainText('이주무');
  await expect(row).not.toContainText('차순환');
});
