import { expect, signIn, test } from './console.ts';

const LIST = [
  '사번,성명,소속,직위,전화,발령일',
  'G7701,노신규,문화유산과,주무관,033-000-0177,',
  'G7702,구오타,없는과,주무관,,',
  'G7703,유날짜,도로과,도로과장,,2026-13-01',
].join('\r\n');

test('an officer reads a staff list row by row, leaves the faulty rows out, and finds the new person (Art. 5(1))', async ({
  page,
}) => {
  await signIn(page, 'officer', '?office=organisation');
  const office = page.locator('[data-panel="office"]');
  await office.getByRole('button', { name: '직원 명단 가져오기' }).click();
  await office
    .locator('input[type=file]')
    .setInputFiles({ name: '직원명단.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });

  const faults = office.getByRole('region', { name: '잘못된 줄' });
  const fault = (value: string) => faults.getByRole('row').filter({ hasText: value });
  await expect(fault('없는과')).toContainText('소속');
  await expect(fault('없는과')).toContainText('3');
  await expect(fault('2026-13-01')).toContainText('2026-01-02처럼');
  const changes = office.getByRole('region', { name: '새 사람과 고칠 사람' });
  await expect(changes.getByRole('row').filter({ hasText: '노신규' })).toContainText('문화유산과 · 주무관');
  await expect(office.getByRole('region', { name: '명단에 없는 사람' })).toContainText('강정보');
  await expect(
    office.getByRole('button', { name: '잘못된 줄을 고치거나 빼기로 하면 받아들일 수 있음' }),
  ).toBeDisabled();

  await office.getByRole('checkbox', { name: '잘못된 2줄은 빼고 받아들임' }).check();
  await office.getByRole('button', { name: '받아들이기' }).click();
  await expect(office.getByText('명단을 적었습니다. 잘못된 2줄은 뺐습니다.')).toBeVisible();

  await office.getByRole('button', { name: '사람', exact: true }).click();
  const line = (name: string) => office.getByRole('row').filter({ hasText: name });
  await expect(line('노신규')).toContainText('문화유산과');
  await expect(line('강정보').first()).toBeVisible();
  await expect(line('구오타')).toHaveCount(0);
});
