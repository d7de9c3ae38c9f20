import { expect, signIn, test } from './console.ts';

test('a contractor takes in a sheet of equipment: reads what is wrong, leaves it out, and finds the new piece (Art. 12(2))', async ({
  page,
}) => {
  await signIn(page, 'maintainer', '?office=contracts', 'contractor');
  const office = page.getByRole('region', { name: '대장', exact: true });
  await office.getByRole('button', { name: '장비', exact: true }).click();
  await office.getByLabel('나이').selectOption('');
  const own = await office.locator('tbody tr td:first-child button').first().textContent();
  await office.getByRole('button', { name: '점검표 가져오기' }).click();
  const sheet = office.getByRole('region', { name: '점검표 가져오기' });
  await sheet.locator('input[type=file]').setInputFiles({
    name: '점검표.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `관리번호,장비,모델,일련번호\n${own!},인코더,VE-88,SN-88\n없는-번호,지주,,\n${own!},안테나,,\n`,
    ),
  });
  const faults = sheet.getByRole('table', { name: '잘못된 줄' });
  await expect(faults.getByRole('row').filter({ hasText: '없는-번호' })).toContainText(
    '맡은 카메라 가운데 이 관리번호가 없습니다',
  );
  await expect(faults.getByRole('row').filter({ hasText: '안테나' })).toContainText('모르는 부분');
  await expect(
    sheet.getByRole('button', { name: '잘못된 줄을 고치거나 빼기로 하면 받아들일 수 있음' }),
  ).toBeDisabled();
  await sheet.getByRole('checkbox', { name: '잘못된 2줄은 빼고 받아들임' }).check();
  await sheet.getByRole('button', { name: '받아들이기' }).click();
  await expect(sheet.getByRole('status')).toHaveText('점검표를 적었습니다. 잘못된 2줄은 뺐습니다.');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await office.getByLabel('부분').selectOption({ label: '인코더' });
  await expect(office.getByRole('row').filter({ hasText: 'VE-88' })).toContainText(own!);
});
